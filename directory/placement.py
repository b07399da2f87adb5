"""Where an entry lies: its coordinates brought to WGS-84 and compared with its stated county."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from directory.errors import Refusals
from directory.source import DATABASE, Source
from geo import datum as datums


@dataclass(frozen=True, slots=True)
class Position:
    """WGS-84 degrees; zero where the coordinates were refused. `warnings` in Chinese."""

    lon: float = 0.0
    lat: float = 0.0
    warnings: tuple[str, ...] = ()


def position(
    lon: float,
    lat: float,
    datum: str,
    code: str,
    refusals: Refusals,
    source: Source = DATABASE,
) -> Position:
    """The WGS-84 position; refused where it is none or lies outside the county `code`."""
    try:
        lon, lat = source.to_wgs84(lon, lat, datum)
        if not source.has_regions():
            return Position(lon, lat, (_("没有启用的区划边界，未核对位置是否在所属区县内"),))
        checked = source.region_check((lon, lat), code)
    except datums.DatumError as error:
        refusals.add("datum" if datum not in datums.DATUMS else "lon", str(error))
        return Position()
    if checked.stored is None or not source.is_finest(code):
        refusals.add(
            "region_code",
            _("启用的区划里没有代码为“%(code)s”的区县（也不是不设区县的市）") % {"code": code},
        )
    elif not checked.accepted:
        found = checked.found
        there = (
            _("，落在%(name)s（%(code)s）") % {"name": found.name, "code": found.code}
            if found
            else ""
        )
        refusals.add(
            "region_code",
            _(
                "位置在%(name)s边界外 %(distance_m).0f 米%(there)s；"
                "请核对坐标、坐标系（录入为 %(datum)s）或所属区县"
            )
            % {
                "name": checked.stored.name,
                "distance_m": checked.distance_m,
                "there": there,
                "datum": datum,
            },
        )
    return Position(lon, lat)

"""What can be said of a position somebody enters: its region, and what looks mistaken about it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from geo import datum as datums
from geo.distance import geodesic_m
from geo.lookup import TOLERANCE_M, RegionCheck, nearest_region, region_at, region_check
from geo.models import Datum, Region


@dataclass(frozen=True, slots=True)
class Hint:
    """A correction that would make sense of the position; the coordinates as to be entered."""

    message: str
    lon: float
    lat: float
    datum: str


@dataclass(frozen=True, slots=True)
class Where:
    """`lon`, `lat` WGS-84, None where the coordinates are none. `shifts_m`: how far from here the
    same figures would lie in each other datum. `outside`: beyond the tolerance of its county."""

    words: str
    lon: float | None = None
    lat: float | None = None
    found: Region | None = None
    stated: Region | None = None
    distance_m: float | None = None
    outside: bool = False
    shifts_m: Mapping[str, int] = field(default_factory=dict)
    hints: tuple[Hint, ...] = ()


def where(lon: float, lat: float, datum: str, code: str = "") -> Where:
    """The region at a position in `datum`, compared with the county `code` where one is stated."""
    try:
        point = datums.to_wgs84(lon, lat, datum)
    except datums.DatumError as error:
        return Where(str(error), hints=_swapped(lon, lat, datum))
    check = region_check(point, code) if code else None
    found = check.found if check else region_at(point)
    return Where(
        words=_words(point, found, check),
        lon=point[0],
        lat=point[1],
        found=found,
        stated=check.stored if check else None,
        distance_m=check.distance_m if check else None,
        outside=bool(check and not check.accepted),
        shifts_m=_shifts(lon, lat, datum),
        hints=_other_datum(lon, lat, datum, check) if check and not check.inside else (),
    )


def named(region: Region) -> str:
    """枣庄市薛城区（370403）."""
    above = [f"{region.code[:2]}0000", f"{region.code[:4]}00"]
    known = dict(Region.objects.live().filter(code__in=above).values_list("code", "name"))
    known.pop(region.code, None)
    # A province says nothing to those who work in it.
    city = known.get(above[1], "")
    return f"{city}{region.name}（{region.code}）"


def _words(point: tuple[float, float], found: Region | None, check: RegionCheck | None) -> str:
    said = _("落在：%(region)s") % {"region": named(found)} if found else _nowhere(point)
    if check is None or check.inside:
        return said
    if check.stored is None:
        return _("%(said)s；启用的区划里没有代码 %(code)s") % {"said": said, "code": check.code}
    metres = round(check.distance_m or 0)
    if check.accepted:
        return _("%(said)s；在%(stated)s边界外 %(metres)d 米，%(most)d 米以内可以接受") % {
            "said": said,
            "stated": check.stored.name,
            "metres": metres,
            "most": round(TOLERANCE_M),
        }
    return _("%(said)s；在%(stated)s边界外 %(metres)d 米，请核对") % {
        "said": said,
        "stated": check.stored.name,
        "metres": metres,
    }


def _nowhere(point: tuple[float, float]) -> str:
    if not Region.objects.live().exists():
        return _("没有启用的区划边界，不能核对")
    near = nearest_region(point)
    if near is None:
        return _("不在任何区县内")
    return _("不在任何区县内，离%(region)s %(metres)d 米") % {
        "region": named(near[0]),
        "metres": round(near[1]),
    }


def _shifts(lon: float, lat: float, datum: str) -> dict[str, int]:
    here = datums.to_wgs84(lon, lat, datum)
    return {
        other: round(geodesic_m(*here, *datums.to_wgs84(lon, lat, other)))
        for other in datums.DATUMS
        if other != datum
    }


def _other_datum(lon: float, lat: float, datum: str, check: RegionCheck) -> tuple[Hint, ...]:
    """The datums in which the same figures would lie in the stated county."""
    if check.stored is None:
        return ()
    return tuple(
        Hint(
            _("若坐标系是%(datum)s，就在%(county)s内")
            % {"datum": Datum(other).label, "county": check.stored.name},
            lon,
            lat,
            other,
        )
        for other in datums.DATUMS
        if other != datum
        and region_check(datums.to_wgs84(lon, lat, other), check.code, 0.0).accepted
    )


def _swapped(lon: float, lat: float, datum: str) -> tuple[Hint, ...]:
    try:
        found = region_at(datums.to_wgs84(lat, lon, datum))
    except datums.DatumError:
        return ()
    if found is None:
        return ()
    message = _("经纬度对调后落在%(region)s") % {"region": named(found)}
    return (Hint(message, lat, lon, datum),)

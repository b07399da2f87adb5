"""Where the checks of an entry look codes and regions up: asked for each, or read once for many."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import models

from directory.entries import PlaceInput
from directory.models import Facility, Office, ServiceTag, Trade
from geo import datum as datums
from geo.lookup import RegionCheck, is_finest, region_check
from geo.lookup_many import live_regions, region_checks
from geo.models import Region

Position = tuple[float, float]


class Source:
    """Asks the database each time."""

    def rows(self, model: type[models.Model], codes: Sequence[str]) -> Mapping[str, Any]:
        """Those of `codes` that the vocabulary has."""
        found: Any = model._default_manager.filter(code__in=codes)
        return {row.code: row for row in found}

    def has_regions(self) -> bool:
        return Region.objects.live().exists()

    def is_finest(self, code: str) -> bool:
        return is_finest(code)

    def to_wgs84(self, lon: float, lat: float, datum: str) -> Position:
        """`DatumError` where that is no position."""
        return datums.to_wgs84(float(lon), float(lat), datum)

    def region_check(self, position: Position, code: str) -> RegionCheck:
        return region_check(position, code)


DATABASE = Source()


class ReadOnce(Source):
    """Answers the same from what a handful of queries read for all of `entries`."""

    def __init__(self, entries: Iterable[PlaceInput]) -> None:
        given = list(entries)
        self._rows: dict[type[models.Model], dict[str, Any]] = {
            model: {row.code: row for row in model._default_manager.all()}
            for model in (Trade, ServiceTag, Facility, Office)
        }
        regions = live_regions()
        parents = {region.parent_code for region in regions.values()}
        self._has_regions = bool(regions)
        self._finest = regions.keys() - parents
        self._converted = _converted(given)
        self._checks: dict[tuple[Position, str], RegionCheck] = {}
        if self._has_regions:
            asked = sorted(
                {
                    (self._converted[each.lon, each.lat, each.datum], each.region_code)
                    for each in given
                    if (each.lon, each.lat, each.datum) in self._converted
                }
            )
            answers = region_checks([at for at, _ in asked], [code for _, code in asked])
            self._checks = dict(zip(asked, answers, strict=True))

    def rows(self, model: type[models.Model], codes: Sequence[str]) -> Mapping[str, Any]:
        known = self._rows[model]
        return {code: known[code] for code in codes if code in known}

    def has_regions(self) -> bool:
        return self._has_regions

    def is_finest(self, code: str) -> bool:
        return code in self._finest

    def to_wgs84(self, lon: float, lat: float, datum: str) -> Position:
        known = self._converted.get((lon, lat, datum))
        return super().to_wgs84(lon, lat, datum) if known is None else known

    def region_check(self, position: Position, code: str) -> RegionCheck:
        known = self._checks.get((position, code))
        return super().region_check(position, code) if known is None else known


def _converted(entries: Iterable[PlaceInput]) -> dict[tuple[float, float, str], Position]:
    """WGS-84 by (lon, lat, datum) as entered; a datum with a bad position among them is left out,
    so that each of its entries is asked about by itself."""
    found: dict[tuple[float, float, str], Position] = {}
    positions = {(each.lon, each.lat, each.datum) for each in entries}
    for datum in datums.DATUMS:
        of_datum = [each for each in positions if each[2] == datum]
        if not of_datum:
            continue
        try:
            lons, lats = datums.to_wgs84(
                [each[0] for each in of_datum], [each[1] for each in of_datum], datum
            )
        except (datums.DatumError, TypeError):
            continue
        pairs = zip(lons.tolist(), lats.tolist(), strict=True)
        found |= dict(zip(of_datum, pairs, strict=True))
    return found

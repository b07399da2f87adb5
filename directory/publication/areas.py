"""Regions of the live edition and towns, as a publication names and draws them."""

import json
from collections.abc import Collection
from functools import lru_cache
from typing import Any, Literal, cast

from django.db.models import F, FloatField, Func

from directory.records import AreaRecord
from geo.models import Edition, Region, Town
from geo.outline import outlines

RegionLevel = Literal["province", "city", "county"]

# About 100 m: what a phone-sized map of a city can show.
TOLERANCE_DEG = 0.001


def read_areas() -> tuple[AreaRecord, ...]:
    """The whole country's provinces, cities and counties, and the towns that are known."""
    edition = Edition.objects.filter(state=Edition.State.LIVE).first()
    source = edition.name if edition else ""
    # Positions as numbers: 3250 points as objects take twice the time of all the rest.
    regions = Region.objects.live().annotate(lon=_x("centre"), lat=_y("centre")).order_by("code")
    fields = ("code", "name", "level", "parent_code", "pinyin", "initials", "lon", "lat")
    areas = [
        AreaRecord(
            code=code,
            name=name,
            level=cast(RegionLevel, level),
            parent=parent,
            pinyin=pinyin,
            initials=initials,
            lon=round(lon, 5),
            lat=round(lat, 5),
            source=source,
        )
        for code, name, level, parent, pinyin, initials, lon, lat in regions.values_list(*fields)
    ]
    areas += [
        AreaRecord(
            code=f"{town.county_code}-{town.slug}",
            name=town.name,
            level="town",
            parent=town.county_code,
            pinyin=town.pinyin,
            initials=town.initials,
            lon=round(town.point.x, 5) if town.point else None,
            lat=round(town.point.y, 5) if town.point else None,
            accuracy_m=town.accuracy_m,
            source=town.source,
        )
        for town in Town.objects.order_by("county_code", "slug")
    ]
    return tuple(areas)


def _x(field: str) -> Func:
    return Func(F(field), function="ST_X", output_field=FloatField())


def _y(field: str) -> Func:
    return Func(F(field), function="ST_Y", output_field=FloatField())


def region_names() -> dict[str, tuple[str, ...]]:
    """Names from the province down, by code; (山东省, 枣庄市, 薛城区) for a county."""
    rows = Region.objects.live().values_list("code", "name", "parent_code")
    regions = {code: (name, parent) for code, name, parent in rows}

    def names(code: str) -> tuple[str, ...]:
        found: list[str] = []
        while code in regions and len(found) < len(("province", "city", "county")):
            name, code = regions[code]
            found.insert(0, name)
        return tuple(found)

    return {code: names(code) for code in regions}


def read_outlines(cities: Collection[str]) -> dict[str, bytes]:
    """GeoJSON of the counties of each of these cities; a city without counties is left out."""
    live = Edition.objects.filter(state=Edition.State.LIVE).values_list("pk", "live_at").first()
    rows = Region.objects.live().at_level("county").order_by("code").values_list("code", flat=True)
    counties: dict[str, list[str]] = {}
    for code in rows:
        city = code[:4] + "00"
        if city in cities:
            counties.setdefault(city, []).append(code)
    return {city: _outline(live, tuple(codes)) for city, codes in counties.items()}


@lru_cache(maxsize=1024)
def _outline(edition: Any, codes: tuple[str, ...]) -> bytes:
    """Kept between the builds of a worker: an edition does not change once it is live."""
    drawn = outlines(codes, TOLERANCE_DEG)
    return json.dumps(drawn, ensure_ascii=False, separators=(",", ":")).encode()

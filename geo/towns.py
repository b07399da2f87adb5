"""Towns and streets from our own list: read (pure records), then written in one transaction."""

import csv
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.contrib.gis.geos import Point
from django.db import transaction

from geo.datum import check
from geo.models import Town
from geo.names import short_name
from geo.pinyin import full_pinyin, initials

TOWNS = Path(__file__).parent / "data" / "towns_370400.csv"

# The year's list of the National Bureau of Statistics speaks of 30 June.
SOURCE_DATE = dt.date(2023, 6, 30)
_NAMES = "国家统计局 2023 年区划名称"


class TownError(ValueError):
    """A row of the list that cannot be taken; names the row and the field."""


@dataclass(frozen=True, slots=True)
class TownRecord:
    """A town as listed. `lon`, `lat` WGS-84 or None; codes are for the record, never a key."""

    county_code: str
    name: str
    codes: tuple[str, ...]
    lon: float | None
    lat: float | None
    accuracy_m: int | None
    source: str

    @property
    def codes_clash(self) -> bool:
        """Two public lists give this town different codes."""
        return len(set(self.codes)) > 1


@dataclass(frozen=True, slots=True)
class TownsLoaded:
    """Names of towns added, changed and removed, and those whose codes clash."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    clashing: tuple[str, ...]
    total: int


def read_towns(path: Path = TOWNS) -> list[TownRecord]:
    """The rows of a list such as `geo/data/towns_370400.csv`; lines beginning with # are notes."""
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(line for line in lines if not line.startswith("#")))
    return [_record(number, row) for number, row in enumerate(rows, start=1)]


def _record(number: int, row: dict[str, str]) -> TownRecord:
    if not (row["county_code"].isdigit() and len(row["county_code"]) == 6):
        raise TownError(f"第 {number} 行：county_code 须为六位数字，而不是 {row['county_code']!r}")
    if not row["name"]:
        raise TownError(f"第 {number} 行：name 为空")
    placed = bool(row["lon"])
    if placed != bool(row["lat"]) or placed != bool(row["accuracy_m"]):
        raise TownError(f"第 {number} 行：lon、lat、accuracy_m 须同时有或同时没有")
    if placed:
        check(float(row["lon"]), float(row["lat"]))
    source = f"{_NAMES}；{row['position_source']}" if placed else _NAMES
    return TownRecord(
        county_code=row["county_code"],
        name=row["name"],
        codes=tuple(code for code in (row["code_a"], row["code_b"]) if code),
        lon=float(row["lon"]) if placed else None,
        lat=float(row["lat"]) if placed else None,
        accuracy_m=int(row["accuracy_m"]) if placed else None,
        source=source,
    )


def slug_of(name: str) -> str:
    """`台儿庄镇` style names as they stand in an address: the pinyin without the ending."""
    return full_pinyin(short_name(name))


@transaction.atomic
def load_towns(records: Iterable[TownRecord], source_date: dt.date = SOURCE_DATE) -> TownsLoaded:
    """Make the towns of the counties named in `records` exactly those records."""
    records = list(records)
    counties = {record.county_code for record in records}
    standing = {(t.county_code, t.name): t for t in Town.objects.filter(county_code__in=counties)}
    added, changed = [], []
    for record in records:
        fields = _fields(record, source_date)
        town = standing.pop((record.county_code, record.name), None)
        if town is None:
            Town.objects.create(county_code=record.county_code, name=record.name, **fields)
            added.append(record.name)
        elif any(getattr(town, name) != value for name, value in fields.items()):
            for name, value in fields.items():
                setattr(town, name, value)
            town.save()
            changed.append(record.name)
    removed = sorted(town.name for town in standing.values())
    Town.objects.filter(pk__in=[town.pk for town in standing.values()]).delete()
    clashing = tuple(record.name for record in records if record.codes_clash)
    return TownsLoaded(tuple(added), tuple(changed), tuple(removed), clashing, len(records))


def _fields(record: TownRecord, source_date: dt.date) -> dict[str, object]:
    point = None
    if record.lon is not None and record.lat is not None:
        point = Point(record.lon, record.lat, srid=4326)
    return {
        "slug": slug_of(record.name),
        "pinyin": full_pinyin(record.name),
        "initials": initials(record.name),
        "point": point,
        "accuracy_m": record.accuracy_m,
        "source": record.source,
        "source_date": source_date,
    }

"""Searches that found nothing open nearby: kept as counts on a coarse grid, seen from LEAST on.

A count is of searches, not of persons: who asks twice is counted twice.
"""

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import connection

from geo.regions import prefix_of
from planning.counties import counties_of
from planning.models import UnmetSearch

# About 2.2 km from south to north; from west to east 1.8 km at 35° north.
CELL_DEG = 0.02
# Fewer in a cell, month and hour are shown to nobody, and go when the month is over.
LEAST = 5
MONTHS_SHOWN, MONTHS_KEPT = 3, 24
# (month's first day, hour, column, row)
Key = tuple[dt.date, int, int, int]

_ADD = """
INSERT INTO planning_unmetsearch (month, hour, "column", "row", region_code, searches)
SELECT * FROM unnest(%s::date[], %s::int[], %s::int[], %s::int[], %s::text[], %s::int[])
ON CONFLICT (month, hour, "column", "row")
DO UPDATE SET searches = LEAST(planning_unmetsearch.searches + EXCLUDED.searches, 1000000)
"""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell over the months shown. `hours`: searches by hour of the day, only of those from LEAST
    on. `at`: its middle, longitude and latitude."""

    column: int
    row: int
    region_code: str
    hours: Mapping[int, int]

    @property
    def searches(self) -> int:
        return sum(self.hours.values())

    @property
    def busiest(self) -> int:
        return max(self.hours, key=lambda hour: (self.hours[hour], -hour))

    @property
    def at(self) -> tuple[float, float]:
        return middle(self.column, self.row)

    @property
    def ring(self) -> list[list[float]]:
        west, south = self.column * CELL_DEG, self.row * CELL_DEG
        east, north = west + CELL_DEG, south + CELL_DEG
        corners = ((west, south), (east, south), (east, north), (west, north), (west, south))
        return [[round(x, 5), round(y, 5)] for x, y in corners]


def key_of(lon: float, lat: float, moment: dt.datetime) -> Key:
    """All that is kept of a search; `moment`: when somebody wanted to set out, local."""
    cell = math.floor(lon / CELL_DEG), math.floor(lat / CELL_DEG)
    return moment.date().replace(day=1), moment.hour, *cell


def middle(column: int, row: int) -> tuple[float, float]:
    return round((column + 0.5) * CELL_DEG, 5), round((row + 0.5) * CELL_DEG, 5)


def record(counts: Mapping[Key, int]) -> int:
    """Adds them to what is kept; how many cells were. Cells in no county are dropped."""
    keys = sorted(counts)
    places = [middle(column, row) for _month, _hour, column, row in keys]
    counties = counties_of([lon for lon, _lat in places], [lat for _lon, lat in places], "000000")
    rows = [
        (*key, county, counts[key]) for key, county in zip(keys, counties, strict=True) if county
    ]
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(_ADD, [list(column) for column in zip(*rows, strict=True)])
    return len(rows)


def cells(region: str, today: dt.date) -> list[Cell]:
    """Of the month and the two before, those with most searches first."""
    rows = UnmetSearch.objects.filter(
        region_code__startswith=prefix_of(region),
        month__gte=_months_back(today, MONTHS_SHOWN - 1),
        month__lte=today,
        searches__gte=LEAST,
    )
    found: dict[tuple[int, int, str], dict[int, int]] = defaultdict(lambda: defaultdict(int))
    names = ("column", "row", "region_code", "hour", "searches")
    for column, row, code, hour, searches in rows.values_list(*names):
        found[column, row, code][hour] += searches
    made = [Cell(*key, dict(hours)) for key, hours in found.items()]
    return sorted(made, key=lambda cell: (-cell.searches, cell.column, cell.row))


def days_shown(today: dt.date) -> int:
    return (today - _months_back(today, MONTHS_SHOWN - 1)).days + 1


def forget(today: dt.date) -> int:
    """Small counts of months that are over, and all of long ago."""
    small = UnmetSearch.objects.filter(month__lt=_months_back(today, 0), searches__lt=LEAST)
    old = UnmetSearch.objects.filter(month__lt=_months_back(today, MONTHS_KEPT))
    return int(small.delete()[0] + old.delete()[0])


def _months_back(today: dt.date, months: int) -> dt.date:
    number = today.year * 12 + today.month - 1 - months
    return dt.date(number // 12, number % 12 + 1, 1)

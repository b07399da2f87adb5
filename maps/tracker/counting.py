"""Which counties have a public-benefit market (公益性零工市场) that operates, as published."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from directory.publication import Snapshot
from directory.records import AreaRecord
from maps.browse import tree
from maps.browse.counting import rows_of
from maps.browse.pauses import pauses
from maps.kept_with import kept_with_snapshot


@dataclass(frozen=True, slots=True)
class County:
    """`running`: public ones that operate, spots on a kerb aside; `other`: all others that do."""

    area: AreaRecord
    running: int
    other: int

    @property
    def has(self) -> bool:
        return self.running > 0


@kept_with_snapshot(64)
def counties(snapshot: Snapshot, area: str, day: dt.date) -> tuple[County, ...]:
    """Every county of the area in the order of the codes, those without a place too."""
    running = _by_county(snapshot, area, day)
    return tuple(
        County(county, *running.get(county.code, (0, 0))) for county in below(snapshot, area)
    )


def _by_county(snapshot: Snapshot, area: str, day: dt.date) -> Mapping[str, tuple[int, int]]:
    rows = rows_of(snapshot, area, "", day)
    rows = rows[~np.isin(rows, pauses(snapshot).on(day)[1])]
    nature, form, region = (snapshot.columns.category(c) for c in ("nature", "form", "region"))
    public = np.array([label == "public" for label in (*nature.labels, "")])[nature.codes[rows]]
    kerb = np.array([label == "kerb" for label in (*form.labels, "")])[form.codes[rows]]
    codes = region.codes[rows]
    size = len(region.labels)
    all_of = np.bincount(codes[codes >= 0], minlength=size)
    markets = np.bincount(codes[(codes >= 0) & public & ~kerb], minlength=size)
    return {
        code: (int(markets[at]), int(all_of[at] - markets[at]))
        for at, code in enumerate(region.labels)
    }


def below(snapshot: Snapshot, area: str) -> list[AreaRecord]:
    """The counties of an area, whatever lies between."""
    found: list[AreaRecord] = []
    for part in tree.children(snapshot, area):
        if part.level == "county":
            found.append(part)
        elif part.level != "town":
            found += below(snapshot, part.code)
    return found

"""How many places there are, of which kind, and how many of them are open at a moment.

An area's places are counted once a publication and day, by hours pattern; what is open at a
minute is then a sum over the few hundred patterns, however many places there are.
"""

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from directory.publication import Snapshot
from maps.browse import tree
from maps.browse.pauses import pauses
from maps.kept_with import kept_with_snapshot

SHUT, OPEN, UNKNOWN = 0, 1, 2
Table = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class AtMoment:
    """Of `total` places: open, not open, stopped for a while, and nobody knows."""

    open: int
    shut: int
    stopped: int
    unknown: int


@dataclass(frozen=True, slots=True)
class Tally:
    """Of one area, or of what is left of it outside its parts.

    `patterns`: places that are not suspended, by hours pattern; the last entry is unknown hours.
    """

    total: int
    public: int
    stopped: int
    patterns: Table

    def at(self, states: NDArray[np.int8]) -> AtMoment:
        by = [int(self.patterns[states == state].sum()) for state in (OPEN, SHUT, UNKNOWN)]
        return AtMoment(by[0], by[1], self.stopped, by[2])


@dataclass(frozen=True, slots=True)
class AreaTally:
    """`parts` by code of the areas right below; `rest`: places in none of them."""

    whole: Tally
    parts: Mapping[str, Tally]
    rest: int
    natures: Mapping[str, int]
    forms: Mapping[str, int]


def rows_of(snapshot: Snapshot, area: str, trade: str, day: dt.date) -> NDArray[np.int64]:
    """Rows of the places that stand in the area on the day and want the trade; ascending."""
    columns = snapshot.columns
    here = np.ones(snapshot.count, np.bool_)
    if "-" in area:
        towns = columns.category("town_area")
        here &= towns.codes == _code(towns.code(area))
    elif area:
        regions = columns.category("region")
        inside = [area in tree.lies_in(snapshot, county) for county in regions.labels]
        here &= np.array(inside, np.bool_)[regions.codes]
    if trade:
        here &= columns.has("trades", trade)
    here[pauses(snapshot).on(day)[0]] = False
    return np.flatnonzero(here)


def _code(found: int | None) -> int:
    """A code that no row has, where the label is not there: -1 would be those without one."""
    return -2 if found is None else found


@kept_with_snapshot(256)
def tally(snapshot: Snapshot, area: str, trade: str, day: dt.date) -> AreaTally:
    rows = rows_of(snapshot, area, trade, day)
    codes = [part.code for part in tree.children(snapshot, area)]
    part = _part_of(snapshot, rows, area, codes)
    stopped = np.isin(rows, pauses(snapshot).on(day)[1])
    pattern = snapshot.pattern[rows].astype(np.int64)
    kinds = len(snapshot.timetable.patterns) + 1
    pattern[pattern < 0] = kinds - 1
    public = _labelled(snapshot, "nature", rows, "public")
    groups = len(codes) + 1
    table = np.bincount(part[~stopped] * kinds + pattern[~stopped], minlength=groups * kinds)
    table = table.reshape(groups, kinds)
    totals = np.bincount(part, minlength=groups)
    publics = np.bincount(part[public], minlength=groups)
    stops = np.bincount(part[stopped], minlength=groups)
    return AreaTally(
        Tally(len(rows), int(public.sum()), int(stopped.sum()), table.sum(axis=0)),
        {
            code: Tally(int(totals[at]), int(publics[at]), int(stops[at]), table[at])
            for at, code in enumerate(codes)
        },
        int(totals[-1]) if codes else 0,
        _by_label(snapshot, "nature", rows),
        _by_label(snapshot, "form", rows),
    )


def _part_of(snapshot: Snapshot, rows: Table, area: str, codes: list[str]) -> Table:
    """For each row the index of the part it lies in; len(codes) for none of them."""
    index = {code: at for at, code in enumerate(codes)}
    name = "town_area" if any("-" in code for code in codes) else "region"
    category = snapshot.columns.category(name)
    if name == "town_area":
        of_label = [index.get(label, len(codes)) for label in category.labels]
    else:
        of_label = [
            next((index[c] for c in tree.lies_in(snapshot, label) if c in index), len(codes))
            for label in category.labels
        ]
    # The entry behind the last label is where code -1, nothing recorded, leads.
    return np.array([*of_label, len(codes)], np.int64)[category.codes[rows]]


def _labelled(snapshot: Snapshot, name: str, rows: Table, label: str) -> NDArray[np.bool_]:
    category = snapshot.columns.category(name)
    found: NDArray[np.bool_] = category.codes[rows] == _code(category.code(label))
    return found


def _by_label(snapshot: Snapshot, name: str, rows: Table) -> dict[str, int]:
    category = snapshot.columns.category(name)
    codes = category.codes[rows]
    counts = np.bincount(codes[codes >= 0], minlength=len(category.labels))
    return {category.labels[at]: int(n) for at, n in enumerate(counts) if n}


@kept_with_snapshot(256)
def trades(snapshot: Snapshot, area: str, day: dt.date) -> Mapping[str, int]:
    """How many places of the area want each trade that any of them wants."""
    here = np.zeros(snapshot.count, np.bool_)
    here[rows_of(snapshot, area, "", day)] = True
    counts = {code: int(here[snapshot.trade_rows(code)].sum()) for code in snapshot.trades}
    return {code: n for code, n in counts.items() if n}


@kept_with_snapshot(8)
def states(snapshot: Snapshot, moment: dt.datetime) -> NDArray[np.int8]:
    """SHUT, OPEN or UNKNOWN for each hours pattern at a naive local minute; unknown hours last."""
    table = snapshot.timetable
    first = moment.date() - dt.timedelta(days=1)
    found = np.full(len(table.patterns) + 1, UNKNOWN, np.int8)
    for index in range(len(table.patterns)):
        spans = table.spans(index, first, 3)
        if spans is not None:
            here = next((state for a, b, state in spans if a <= moment < b), "closed")
            found[index] = {"open": OPEN, "unknown": UNKNOWN}.get(here, SHUT)
    return found


@kept_with_snapshot(2)
def standing(snapshot: Snapshot, day: dt.date) -> Mapping[str, int]:
    """How many places stand in each area that has any, from province to town."""
    rows = rows_of(snapshot, tree.COUNTRY, "", day)
    found: Counter[str] = Counter()
    for county, n in _by_label(snapshot, "region", rows).items():
        for area in tree.lies_in(snapshot, county):
            found[area] += n
    found.update(_by_label(snapshot, "town_area", rows))
    return found

"""Who answers for what: the offices of this site's region with their complaint lines."""

import datetime as dt
from dataclasses import dataclass

import numpy as np

from directory.publication import Snapshot
from maps.browse import counting
from maps.kept_with import kept_with_snapshot

# So many places of an office are asked for the line that they give.
ASKED = 8


@dataclass(frozen=True, slots=True)
class Office:
    """An office, the lines that its places give for complaints, and how many places they are."""

    name: str
    lines: tuple[str, ...]
    places: int


@dataclass(frozen=True, slots=True)
class CountyOffices:
    code: str
    name: str
    offices: tuple[Office, ...]


@kept_with_snapshot(16)
def offices(snapshot: Snapshot, region: str, day: dt.date) -> tuple[CountyOffices, ...]:
    """By county, in the order of codes; the office with most places first."""
    rows = counting.rows_of(snapshot, region, "", day)
    regions, names = (snapshot.columns.category(name) for name in ("region", "office"))
    width = len(names.labels) + 1
    pairs = regions.codes[rows].astype(np.int64) * width + names.codes[rows]
    found: dict[str, list[Office]] = {}
    for pair in np.unique(pairs).tolist():
        mine = rows[pairs == pair]
        lines = (snapshot.place_at(row).complaint_line for row in mine[:ASKED].tolist())
        office = Office(
            names.labels[pair % width], tuple(dict.fromkeys(filter(None, lines))), len(mine)
        )
        found.setdefault(regions.labels[pair // width], []).append(office)
    return tuple(
        CountyOffices(
            code,
            area.name if (area := snapshot.areas.get(code)) else "",
            tuple(sorted(of, key=lambda office: (-office.places, office.name))),
        )
        for code, of in sorted(found.items())
    )

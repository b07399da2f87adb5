"""Who answers for what: the offices of this site's region with their complaint lines.

A city has some hundreds of places at most, so their records are read, once a publication and day.
"""

import datetime as dt
from dataclasses import dataclass

from directory.publication import Snapshot
from maps.kept_with import kept_with_snapshot
from maps.standing import standing_in


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
    found: dict[str, dict[str, list[str]]] = {}
    names: dict[str, str] = {}
    for place in standing_in(snapshot, region, day):
        names.setdefault(place.region, place.region_names[-1] if place.region_names else "")
        lines = found.setdefault(place.region, {}).setdefault(place.office, [])
        lines.append(place.complaint_line)
    return tuple(
        CountyOffices(
            code,
            names[code],
            tuple(
                Office(name, tuple(dict.fromkeys(filter(None, lines))), len(lines))
                for name, lines in sorted(by.items(), key=lambda one: (-len(one[1]), one[0]))
            ),
        )
        for code, by in sorted(found.items())
    )

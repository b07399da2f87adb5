"""Areas from the country down to the town, as the publication names them."""

from collections.abc import Mapping

from directory.publication import Snapshot
from directory.records import AreaRecord
from maps.kept_with import kept_with_snapshot

COUNTRY = ""
DEPTH = 4


def children(snapshot: Snapshot, code: str) -> tuple[AreaRecord, ...]:
    """The areas right below, in the order of their codes; provinces below `COUNTRY`."""
    codes = _children(snapshot).get(code, ())
    return tuple(snapshot.areas[each] for each in codes)


@kept_with_snapshot(1)
def _children(snapshot: Snapshot) -> Mapping[str, tuple[str, ...]]:
    areas = snapshot.areas
    found: dict[str, list[str]] = {}
    for area in areas.values():
        parent = area.parent if area.parent in areas else COUNTRY
        if parent or area.level == "province":
            found.setdefault(parent, []).append(area.code)
    return {parent: tuple(sorted(codes)) for parent, codes in found.items()}


def way_to(snapshot: Snapshot, code: str) -> tuple[AreaRecord, ...]:
    """From the province down to the area itself; empty for the country."""
    way: list[AreaRecord] = []
    area = snapshot.areas.get(code)
    while area is not None and len(way) < DEPTH:
        way.insert(0, area)
        area = snapshot.areas.get(area.parent)
    return tuple(way)


def lies_in(snapshot: Snapshot, county: str) -> tuple[str, ...]:
    """Codes of the areas that a county (six digits) lies in, itself among them.

    A county that the edition of the regions does not know is placed by its digits.
    """
    way = tuple(area.code for area in way_to(snapshot, county))
    return way or (f"{county[:2]}0000", f"{county[:4]}00", county)

"""The counties drawn by whether they have a market, as far as the publication has outlines."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from directory.publication import Snapshot
from maps import tapping
from maps.browse import tree
from maps.errors import UnknownArea
from maps.kept_with import kept_with_snapshot
from maps.placing import LETTER
from maps.tracker.counting import counties

NAMES_MOST = 40


@dataclass(frozen=True, slots=True)
class Picture:
    """`regions`: paths with name, place of the name and `has`. `whole`: no county is left out."""

    height: int
    regions: tuple[Mapping[str, Any], ...]
    whole: bool
    width: int = tapping.WIDTH
    letter: int = LETTER

    @property
    def named(self) -> bool:
        return len(self.regions) <= NAMES_MOST


@kept_with_snapshot(64)
def picture(snapshot: Snapshot, area: str, day: dt.date) -> Picture | None:
    """None for the country, and where the publication has no outlines of the area's cities."""
    if not area:
        return None
    has = {county.area.code: county.has for county in counties(snapshot, area, day)}
    cities = [each.code for each in tree.children(snapshot, area) if each.level == "city"]
    outlines = tuple(
        outline for city in cities or [area] for outline in _drawn(snapshot, city, has)
    )
    if not outlines:
        return None
    boxes = [outline.box() for outline in outlines]
    west, south, east, north = zip(*boxes, strict=True)
    frame = tapping.framing(min(west), min(south), max(east), max(north))
    regions = tuple(
        shape | {"has": has[outline.code]}
        for shape, outline in zip(tapping.paths(outlines, frame), outlines, strict=True)
    )
    return Picture(frame.height, regions, len(regions) == len(has))


def _drawn(snapshot: Snapshot, city: str, wanted: Mapping[str, bool]) -> list[tapping.Outline]:
    try:
        outlines = tapping.drawing(snapshot, city)[0]
    except UnknownArea:
        return []
    return [outline for outline in outlines if outline.code in wanted]

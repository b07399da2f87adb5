"""A region before it is written, and what follows from its code and its shape."""

from collections.abc import Collection
from dataclasses import dataclass

from shapely import MultiPolygon


@dataclass(frozen=True, slots=True)
class NewRegion:
    """A region about to be written. `parent` empty: found from the code and the other regions.

    `short` empty: the name without its administrative ending. `geometry` is WGS-84 and valid;
    `centre` (lon, lat) None: a point well inside the largest part.
    """

    code: str
    name: str
    level: str
    geometry: MultiPolygon
    parent: str = ""
    short: str = ""
    centre: tuple[float, float] | None = None


def centre_of(geometry: MultiPolygon) -> tuple[float, float]:
    """A point well inside the largest part: the centroid where it is inside, else one on it."""
    largest = max(geometry.geoms, key=lambda part: part.area)
    centre = largest.centroid
    if not largest.contains(centre):
        centre = largest.point_on_surface()
    return float(centre.x), float(centre.y)


def prefix_of(code: str) -> str:
    """What the codes of all that lies in a region begin with, by its six digits.

    370403 → 370403, 370400 → 3704, 370000 → 37, 000000 (the whole country) → empty.
    """
    for digits in (0, 2, 4):
        if not int(code[digits:]):
            return code[:digits]
    return code


def parent_of(code: str, known: Collection[str]) -> str:
    """The nearest code above that is there: 370405 -> 370400, 110101 -> 110000, else empty."""
    for above in (f"{code[:4]}00", f"{code[:2]}0000"):
        if above != code and above in known:
            return above
    return ""

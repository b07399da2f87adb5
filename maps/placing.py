"""Where the names of regions stand in a small drawn map: clear of symbols, of each other, inside.

Everything is in pixels of the picture. A name has a halo, so that a corner that still touches a
symbol can be read; it is put where it covers least.
"""

from collections.abc import Sequence
from itertools import product

Point = tuple[float, float]

LETTER = 16  # height and width of a Chinese character
MARK = 5  # half the side of a symbol
_STEPS_X = range(-64, 65, 8)
_STEPS_Y = range(-64, 65, 8)
# Covering another name is worse than any number of symbols; then each symbol; then the way moved.
_NAME_COST, _OUTSIDE_COST, _MARK_COST = 1e6, 3e4, 1e4


def place_names(
    names: Sequence[tuple[str, Point, Sequence[Sequence[Point]]]],
    marks: Sequence[Point],
    width: float,
    height: float,
) -> list[Point]:
    """The middle of each name's box. `names`: text, where it would like to be, its region's rings.

    The first names choose first; all stay within the picture.
    """
    taken: list[tuple[float, float, float, float]] = []
    out = []
    for text, (x, y), rings in names:
        half_w, half_h = len(text) * LETTER / 2 + 2, LETTER / 2 + 3

        def cost(
            spot: Point,
            half_w: float = half_w,
            half_h: float = half_h,
            home: Point = (x, y),
            rings: Sequence[Sequence[Point]] = rings,
        ) -> float:
            sx, sy = spot
            total = (sx - home[0]) ** 2 / 4 + (sy - home[1]) ** 2
            for ox, oy, ow, oh in taken:
                total += _NAME_COST * (abs(sx - ox) < half_w + ow and abs(sy - oy) < half_h + oh)
            for mx, my in marks:
                covered = abs(sx - mx) < half_w + MARK and abs(sy - my) < half_h + MARK
                total += _MARK_COST * covered
            ends = (sx - half_w * 0.8, sx, sx + half_w * 0.8)
            return total + _OUTSIDE_COST * sum(not inside((end, sy), rings) for end in ends)

        spots = [
            (
                min(max(x + dx, half_w), width - half_w),
                min(max(y + dy, half_h), height - half_h),
            )
            for dx, dy in product(_STEPS_X, _STEPS_Y)
        ]
        best = min(spots, key=cost)
        taken.append((*best, half_w, half_h))
        out.append((round(best[0], 1), round(best[1], 1)))
    return out


def inside(point: Point, rings: Sequence[Sequence[Point]]) -> bool:
    """Whether a point lies in a polygon of outer and inner rings (even-odd)."""
    x, y = point
    crossings = 0
    for ring in rings:
        for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
            crossings += (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1
    return crossings % 2 == 1

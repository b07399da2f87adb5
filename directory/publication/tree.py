"""A tree of boxes over points of the unit sphere, and the search for those nearest to another.

The points are put in the order of a space-filling curve; every `LEAF` that follow each other get
the box around them, every `GROUP` of these a larger one, and so on. That takes a few passes of
numpy and 40 bytes a point. Searching is compiled, keeps Python's lock and takes
some ten microseconds: a library that lets go of the lock for as little makes every request of a
busy process wait for other threads (docs/decisions/read-path.md).
"""

import math

import numpy as np
from numba import types
from numpy.typing import NDArray

from directory.publication.layout import Floats, Ints, Longs, Mask
from geo.compiled import compiled, read_only
from geo.distance import FLATTENING, SEMI_MINOR_M
from geo.geodesic import between_reduced

LEAF, GROUP = 16, 8
# Boxes that wait to be looked into: seven of each level at most, and 10⁹ points have eleven.
_WAITING = 128
# Rounding of the unit vectors, as an angle; far above what doubles lose (~1e-15).
SLACK = 1e-12
_CURVE = 65_535
# Degrees; what lies closer together is in no order.
_LEAST_EXTENT = 1e-9

_INTS, _LONGS = read_only(types.int32), read_only(types.int64)
_VECTORS, _MASK = read_only(types.float64, 2), read_only(types.boolean)
_FOUND = types.Tuple((types.float64[::1], types.int64[::1], types.float64, types.boolean))


class Tree:
    """`order`, `points`: of `laid`, as the curve passes them.

    `boxes`: least and greatest x, y, z, by level from the leaves up; level i begins at `levels[i]`.
    """

    __slots__ = ("boxes", "levels", "order", "points")

    def __init__(self, xyz: Floats, lon: Floats, lat: Floats, rows: Longs | None = None) -> None:
        """`xyz` (n, 3), `lon`, `lat` (n,) in degrees; of these `rows` only, all where None."""
        if rows is None:
            rows = np.arange(len(lon))
        along = np.argsort(_along_curve(lon[rows], lat[rows]), kind="stable")
        self.order, self.points = laid(xyz, lon, rows[along])
        low, high = _around(self.points[:, :3], self.points[:, :3], LEAF)
        levels, boxes = [0], [np.hstack((low, high))]
        while len(low) > 1:
            levels.append(levels[-1] + len(low))
            low, high = _around(low, high, GROUP)
            boxes.append(np.hstack((low, high)))
        self.levels: Longs = np.array([*levels, levels[-1] + len(low)], np.int64)
        self.boxes: Floats = np.ascontiguousarray(np.concatenate(boxes))


def laid(xyz: Floats, lon: Floats, rows: Longs) -> tuple[Ints, Floats]:
    """Rows, and their x, y, z and degrees of longitude: a copy, so that what is looked through
    together lies together."""
    return rows.astype(np.int32), np.column_stack((xyz[rows], lon[rows]))


def _around(low: Floats, high: Floats, each: int) -> tuple[Floats, Floats]:
    starts = np.arange(0, len(low), each)
    if not len(starts):
        return np.empty((0, 3)), np.empty((0, 3))
    return np.minimum.reduceat(low, starts), np.maximum.reduceat(high, starts)


def _along_curve(lon: Floats, lat: Floats) -> NDArray[np.uint32]:
    """Positions on a Z-curve over the box around the points."""
    along: NDArray[np.uint32] = _spread(_scaled(lon)) | _spread(_scaled(lat)) << np.uint32(1)
    return along


def _scaled(values: Floats) -> NDArray[np.uint32]:
    if not len(values):
        return np.empty(0, np.uint32)
    least, extent = float(values.min()), float(np.ptp(values))
    scaled: Floats = (values - least) * (_CURVE / extent if extent > _LEAST_EXTENT else 0.0)
    return scaled.astype(np.uint32)


def _spread(values: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """The sixteen lower bits, a zero between each two."""
    spread: NDArray[np.uint32] = values
    for shift, mask in ((8, 0x00FF00FF), (4, 0x0F0F0F0F), (2, 0x33333333), (1, 0x55555555)):
        spread = (spread | spread << np.uint32(shift)) & np.uint32(mask)
    return spread


@compiled(types.float64(_VECTORS, types.int64, types.UniTuple(types.float64, 3)))
def _to_box(boxes: Floats, at: int, to: tuple[float, float, float]) -> float:
    """The square of the chord to the nearest point of a box; 0 inside."""
    x, y, z = to
    dx = max(boxes[at, 0] - x, 0.0, x - boxes[at, 3])
    dy = max(boxes[at, 1] - y, 0.0, y - boxes[at, 4])
    dz = max(boxes[at, 2] - z, 0.0, z - boxes[at, 5])
    return float(dx * dx + dy * dy + dz * dz)


@compiled(types.float64(_VECTORS, types.int64, types.UniTuple(types.float64, 3)))
def _to_point(points: Floats, at: int, to: tuple[float, float, float]) -> float:
    """The square of the chord. From the difference: the product is blind below a metre."""
    dx, dy, dz = points[at, 0] - to[0], points[at, 1] - to[1], points[at, 2] - to[2]
    return float(dx * dx + dy * dy + dz * dz)


@compiled(types.UniTuple(types.float64, 3)(types.float64, types.float64))
def _vector(lon: float, lat: float) -> tuple[float, float, float]:
    """One of `sphere.unit_vectors`."""
    reduced = math.atan((1 - FLATTENING) * math.tan(math.radians(lat)))
    turn, level = math.radians(lon), math.cos(reduced)
    return level * math.cos(turn), level * math.sin(turn), math.sin(reduced)


@compiled("i8(f8[::1], i8[::1], i8, f8, i8)")
def _keep(squares: Floats, kept: Longs, count: int, square: float, new: int) -> int:
    """Keep the nearest in a heap with the farthest on top; how many are kept then."""
    if count < len(kept):
        at = count
        while at and squares[(at - 1) // 2] < square:
            squares[at], kept[at] = squares[(at - 1) // 2], kept[(at - 1) // 2]
            at = (at - 1) // 2
        squares[at], kept[at] = square, new
        return count + 1
    if square >= squares[0]:
        return count
    at = 0
    while 2 * at + 1 < count:
        child = 2 * at + 1
        if child + 1 < count and squares[child + 1] > squares[child]:
            child += 1
        if squares[child] <= square:
            break
        squares[at], kept[at] = squares[child], kept[child]
        at = child
    squares[at], kept[at] = square, new
    return count


@compiled("void(f8[::1], i8[::1], i8)")
def _sort(metres: Floats, rows: Longs, count: int) -> None:
    """By metres, equal ones by row. They come in all but this order."""
    for i in range(1, count):
        far, row, at = metres[i], rows[i], i
        while at and (metres[at - 1] > far or (metres[at - 1] == far and rows[at - 1] > row)):
            metres[at], rows[at] = metres[at - 1], rows[at - 1]
            at -= 1
        metres[at], rows[at] = far, row


@compiled(types.float64(_VECTORS, types.int64, types.float64, types.float64))
def _way(points: Floats, at: int, lon: float, sine: float) -> float:
    """Metres to a point from a longitude and the sine of a reduced latitude; NaN as there."""
    level = math.hypot(points[at, 0], points[at, 1])
    cosine = math.sqrt(1 - sine * sine)
    return float(between_reduced(points[at, 3] - lon, sine, cosine, points[at, 2], level))


@compiled(
    _FOUND(types.float64, types.float64, _INTS, _VECTORS,
           types.float64[::1], types.int64[::1], types.int64)
)  # fmt: skip
def _measured(
    lon: float, sine: float, order: Ints, points: Floats, squares: Floats, kept: Longs, count: int
) -> tuple[Floats, Longs, float, bool]:
    """What `_keep` has kept, as `nearest` answers; of a full heap, the farthest is only a bound."""
    final = math.inf
    if count == len(kept):
        final = SEMI_MINOR_M * (2 * math.asin(min(1.0, math.sqrt(squares[0]) / 2)) - SLACK)
    wanted = min(count, len(kept) - 1)
    metres, rows = np.empty(wanted), np.empty(wanted, np.int64)
    within, measured = 0, True
    for at in kept[np.argsort(squares[:count])[:wanted]]:
        far = _way(points, at, lon, sine)
        measured = measured and not math.isnan(far)
        if not far > final:
            metres[within], rows[within] = far, order[at]
            within += 1
    _sort(metres, rows, within)
    return metres[:within], rows[:within], final, measured


@compiled(
    _FOUND(types.float64, types.float64, types.int64, types.int64,
           _INTS, _VECTORS, _LONGS, _VECTORS, _MASK, _MASK, _INTS)
)  # fmt: skip
def nearest(
    lon: float, lat: float, take: int, most: int,
    order: Ints, boxes: Floats, levels: Longs, points: Floats,
    listed: Mask, states: Mask, pattern: Ints,
) -> tuple[Floats, Longs, float, bool]:  # fmt: skip
    """The nearest `take`, in true order, and how far nothing is missing.

    Those only that are `listed`, by row, and whose `states[pattern]` is true; an empty mask asks
    nothing. Answers (metres, rows, final, measured): equal metres by row, none beyond `final`
    metres, within which none is missing; `measured` is False where a way is NaN, as it is to the
    other side of the earth, and then nothing is in order. After looking at more than `most` points
    it gives up: `final` is −∞.
    """
    to = _vector(lon, lat)
    squares, kept, count = np.empty(take + 1), np.empty(take + 1, np.int64), 0
    depths, boxed = np.empty(_WAITING, np.int64), np.empty(_WAITING, np.int64)
    away = np.empty(_WAITING)
    asks_listed, asks_state = len(listed) > 0, len(states) > 0
    depths[0], boxed[0], away[0], waiting, looked = len(levels) - 2, 0, 0.0, 1, 0
    while waiting:
        waiting -= 1
        depth, at = depths[waiting], boxed[waiting]
        if count > take and away[waiting] >= squares[0]:
            continue
        if depth == 0:
            last = min(len(order), (at + 1) * LEAF)
            looked += last - at * LEAF
            if looked > most:
                return np.empty(0), np.empty(0, np.int64), -math.inf, True
            for i in range(at * LEAF, last):
                row = order[i]
                if asks_listed and not listed[row]:
                    continue
                # Without a pattern nothing is known: the last state, as numpy reads −1.
                if asks_state and not states[pattern[row]]:
                    continue
                count = _keep(squares, kept, count, _to_point(points, i, to), i)
            continue
        depth -= 1
        bottom, last = waiting, min(levels[depth + 1] - levels[depth], (at + 1) * GROUP)
        for child in range(at * GROUP, last):
            square = _to_box(boxes, levels[depth] + child, to)
            if count > take and square >= squares[0]:
                continue
            # The nearest on top.
            i = waiting
            while i > bottom and away[i - 1] < square:
                depths[i], boxed[i], away[i] = depths[i - 1], boxed[i - 1], away[i - 1]
                i -= 1
            depths[i], boxed[i], away[i] = depth, child, square
            waiting += 1
    return _measured(lon, to[2], order, points, squares, kept, count)


@compiled(_FOUND(types.float64, types.float64, types.int64, _INTS, _VECTORS))
def nearest_of(
    lon: float, lat: float, take: int, order: Ints, points: Floats
) -> tuple[Floats, Longs, float, bool]:
    """As `nearest`, by trying each of the `points`."""
    to = _vector(lon, lat)
    squares, kept, count = np.empty(take + 1), np.empty(take + 1, np.int64), 0
    for i in range(len(order)):
        count = _keep(squares, kept, count, _to_point(points, i, to), i)
    return _measured(lon, to[2], order, points, squares, kept, count)


@compiled(
    types.Tuple((types.float64[::1], types.int64[::1], types.boolean))(
        types.float64, types.float64, types.float64, _INTS, _VECTORS, _LONGS, _VECTORS)
)  # fmt: skip
def within(
    lon: float, lat: float, square: float,
    order: Ints, boxes: Floats, levels: Longs, points: Floats,
) -> tuple[Floats, Longs, bool]:  # fmt: skip
    """(metres, rows, measured) of all whose chord's square is at most `square`, unordered.

    `measured` as of `nearest`.
    """
    to = _vector(lon, lat)
    metres, rows, count, measured = np.empty(64), np.empty(64, np.int64), 0, True
    depths, boxed, waiting = np.empty(_WAITING, np.int64), np.empty(_WAITING, np.int64), 1
    depths[0], boxed[0] = len(levels) - 2, 0
    while waiting:
        waiting -= 1
        depth, at = depths[waiting], boxed[waiting]
        if depth == 0:
            for i in range(at * LEAF, min(len(order), (at + 1) * LEAF)):
                if _to_point(points, i, to) > square:
                    continue
                if count == len(rows):
                    metres = np.concatenate((metres, np.empty(count)))
                    rows = np.concatenate((rows, np.empty(count, np.int64)))
                metres[count], rows[count] = _way(points, i, lon, to[2]), order[i]
                measured = measured and not math.isnan(metres[count])
                count += 1
            continue
        depth -= 1
        last = min(levels[depth + 1] - levels[depth], (at + 1) * GROUP)
        for child in range(at * GROUP, last):
            if _to_box(boxes, levels[depth] + child, to) <= square:
                depths[waiting], boxed[waiting] = depth, child
                waiting += 1
    return metres[:count], rows[:count], measured

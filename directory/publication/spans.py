"""Which rows lie in a box, and where they lie in their file; compiled, as every map asks it."""

import math

import numpy as np
from numba import types

from directory.publication.layout import CELL_DEG, COLUMNS, ROWS, Floats, Longs
from geo.compiled import compiled, read_only

_FLOATS, _LONGS = read_only(types.float64), read_only(types.int64)
_FIRST = 1024


@compiled("i8(f8, i8)")
def _cell_along(degrees: float, cells: int) -> int:
    """Of degrees from the edge; as `layout` counts them."""
    return int(min(max(math.floor(degrees / CELL_DEG), 0), cells - 1))


@compiled(types.int64(_LONGS, types.int64, types.int64))
def _from(cell: Longs, first: int, wanted: int) -> int:
    """The first row from `first` on whose cell is `wanted` or beyond."""
    last = len(cell)
    while first < last:
        middle = (first + last) // 2
        if cell[middle] < wanted:
            first = middle + 1
        else:
            last = middle
    return first


@compiled(
    types.int64[::1](
        types.float64, types.float64, types.float64, types.float64, _LONGS, _FLOATS, _FLOATS)
)  # fmt: skip
def inside(
    west: float, south: float, east: float, north: float, cell: Longs, lon: Floats, lat: Floats
) -> Longs:
    """Rows, ascending: band by band from the south, each from its first cell in the box on."""
    left, right = _cell_along(west + 180.0, COLUMNS), _cell_along(east + 180.0, COLUMNS)
    low, high = _cell_along(south + 90.0, ROWS), _cell_along(north + 90.0, ROWS)
    rows, count, row, band = np.empty(_FIRST, np.int64), 0, 0, low
    while band <= high:
        row = _from(cell, row, band * COLUMNS + left)
        last = band * COLUMNS + right
        while row < len(cell) and cell[row] <= last:
            if west <= lon[row] <= east and south <= lat[row] <= north:
                if count == len(rows):
                    rows = np.concatenate((rows, np.empty(count, np.int64)))
                rows[count] = row
                count += 1
            row += 1
        if row == len(cell):
            break
        # Where nothing is stored there is nothing to look for.
        band = max(band + 1, cell[row] // COLUMNS)
    return rows[:count]


@compiled(types.UniTuple(types.int64[::1], 2)(_LONGS, _LONGS))
def of(starts: Longs, rows: Longs) -> tuple[Longs, Longs]:
    """From where to where rows lie that follow each other, one span for those without a gap."""
    firsts, lasts = np.empty(len(rows), np.int64), np.empty(len(rows), np.int64)
    count = 0
    for i in range(len(rows)):
        if i and rows[i] == rows[i - 1] + 1:
            lasts[count - 1] = starts[rows[i] + 1]
        else:
            firsts[count], lasts[count] = starts[rows[i]], starts[rows[i] + 1]
            count += 1
    return firsts[:count], lasts[:count]

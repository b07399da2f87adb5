"""Rows in a box of longitudes and latitudes, found through the grid they are stored by."""

from dataclasses import dataclass

import numpy as np

from directory.publication import layout
from directory.publication.layout import Floats, Longs

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class FeaturePage:
    """GeoJSON features joined by commas, UTF-8: put `[` and `]` around them."""

    body_bytes: bytes
    matched: int
    returned: int


def rows_in(box: Box, cell: Longs, lon: Floats, lat: Floats) -> Longs:
    """Rows (ascending) with west ≤ lon ≤ east and south ≤ lat ≤ north; west > east crosses 180°."""
    west, south, east, north = box
    if west > east:
        halves = [(west, south, 180.0, north), (-180.0, south, east, north)]
        return np.unique(np.concatenate([rows_in(half, cell, lon, lat) for half in halves]))
    bands = np.arange(int(layout.rows_of(south)), int(layout.rows_of(north)) + 1, dtype=np.int64)
    first = bands * layout.COLUMNS + int(layout.columns_of(west))
    last = bands * layout.COLUMNS + int(layout.columns_of(east))
    begin = np.searchsorted(cell, first, side="left")
    end = np.searchsorted(cell, last, side="right")
    rows = _spread(begin, end)
    inside = (lon[rows] >= west) & (lon[rows] <= east) & (lat[rows] >= south) & (lat[rows] <= north)
    return rows[inside]


def _spread(begin: Longs, end: Longs) -> Longs:
    """Every integer of every [begin, end), one after another."""
    lengths = end - begin
    kept = lengths > 0
    begin, lengths = begin[kept], lengths[kept]
    if not len(begin):
        return np.empty(0, np.int64)
    before = np.cumsum(lengths) - lengths
    every: Longs = np.arange(int(lengths.sum()), dtype=np.int64)
    every += np.repeat(begin - before, lengths)
    return every

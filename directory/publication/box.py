"""Rows in a box of longitudes and latitudes, found through the grid they are stored by."""

from dataclasses import dataclass

import numpy as np

from directory.publication.layout import Floats, Longs
from geo.deferred import Deferred

spans = Deferred("directory.publication.spans")
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
    rows: Longs = spans.inside(west, south, east, north, cell, lon, lat)
    return rows

"""The world square of web maps (EPSG:3857) as whole numbers, and its tiles as ranges of one number.

The square is 2³¹ units wide, 1.9 cm at the equator. A tile of zoom z is a square of 2³¹⁻ᶻ units,
closed in the west and north, open in the east and south, so that every point lies in exactly one
tile of each zoom. The Z-order key of a point interleaves the bits of its row and column: a tile,
and a cell of the grid within a tile, is then a half-open range of keys. No Django here.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

BITS = 31
SIZE = 1 << BITS
ZOOM_MAX = 22
# Degrees north and south where the square ends.
LATITUDE_MAX = 85.051128779806604

Longs = NDArray[np.int64]

_SPREAD = (
    (32, 0x00000000FFFFFFFF),
    (16, 0x0000FFFF0000FFFF),
    (8, 0x00FF00FF00FF00FF),
    (4, 0x0F0F0F0F0F0F0F0F),
    (2, 0x3333333333333333),
    (1, 0x5555555555555555),
)


def square(lon: Any, lat: Any) -> tuple[Longs, Longs]:
    """Columns from the west and rows from the north, each in [0, 2³¹), of WGS-84 degrees.

    180° is −180°. What lies beyond ±85.0511° goes to the edge of the square: no tile there is
    true, and a place left out would be missing from the counts.
    """
    columns = np.floor((np.asarray(lon, np.float64) / 360.0 + 0.5) * SIZE).astype(np.int64)
    sine = np.sin(np.radians(np.clip(lat, -LATITUDE_MAX, LATITUDE_MAX)))
    rows = np.floor((0.5 - np.arctanh(sine) / (2 * np.pi)) * SIZE)
    return columns & (SIZE - 1), np.clip(rows, 0, SIZE - 1).astype(np.int64)


def keys_of(columns: Longs, rows: Longs) -> Longs:
    """Z-order keys, 62 bits: those of a tile's points are a range, see `range_of`."""
    return _spread(rows) << 1 | _spread(columns)


def is_tile(z: int, x: int, y: int) -> bool:
    return 0 <= z <= ZOOM_MAX and 0 <= x < 1 << z and 0 <= y < 1 << z


def range_of(z: int, x: int, y: int) -> tuple[int, int]:
    """The half-open range of keys of a tile; raises ValueError where there is no such tile."""
    if not is_tile(z, x, y):
        raise ValueError(f"no tile {z}/{x}/{y}")
    first = int(keys_of(np.array([x], np.int64), np.array([y], np.int64))[0])
    width = 2 * (BITS - z)
    return first << width, (first + 1) << width


def degrees(columns: Any, rows: Any) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Longitude and latitude of the north-west corner of each unit: the inverse of `square`."""
    lon = np.asarray(columns, np.float64) / SIZE * 360.0 - 180.0
    angle = np.pi * (1.0 - 2.0 * np.asarray(rows, np.float64) / SIZE)
    return lon, np.degrees(np.arctan(np.sinh(angle)))


def _spread(bits: Longs) -> Longs:
    """Each bit moved to twice its position."""
    for shift, mask in _SPREAD:
        bits = (bits | bits << shift) & mask
    return bits

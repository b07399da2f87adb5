"""Names of the files of a publication, and the grid that their places are ordered by.

Places are stored in the order of grid cells, row by row from the south, so that a box on the map
is a few runs of rows and its features a few ranges of bytes.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

CELL_DEG = 0.05
COLUMNS = 7200
ROWS = 3600

FEATURES = "features"
NAMES = "names"
OUTLINES = "outlines"
MERGED = "merged"
MERGED_FILE = f"{MERGED}.json"
PULSE = "pulse"
PULSE_FILE = f"{PULSE}.json"
NEVER = np.iinfo(np.int32).max

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Mask = NDArray[np.bool_]


def columns_of(lon: Any) -> Longs:
    return np.clip(np.floor((np.asarray(lon) + 180.0) / CELL_DEG), 0, COLUMNS - 1).astype(np.int64)


def rows_of(lat: Any) -> Longs:
    return np.clip(np.floor((np.asarray(lat) + 90.0) / CELL_DEG), 0, ROWS - 1).astype(np.int64)


def cells_of(lon: Any, lat: Any) -> Longs:
    """Cell number of each point, WGS-84 degrees; points on the far edge fall into the last cell."""
    return rows_of(lat) * COLUMNS + columns_of(lon)

"""The region that a road network covers: cells of a grid with roads in them, gaps closed."""

import numpy as np
import shapely
from numpy.typing import NDArray

# About a kilometre. A lake or a field narrower than two cells lies within the region.
CELL_DEG = 0.01
_REACH = 2


def coverage(lon: NDArray[np.float64], lat: NDArray[np.float64]) -> shapely.Geometry:
    """(Multi)polygon in degrees of the cells that hold a node, closed by two cells."""
    columns, rows = np.floor(lon / CELL_DEG), np.floor(lat / CELL_DEG)
    cells = np.unique(np.column_stack((columns, rows)), axis=0) * CELL_DEG
    boxes = shapely.box(cells[:, 0], cells[:, 1], cells[:, 0] + CELL_DEG, cells[:, 1] + CELL_DEG)
    reach = _REACH * CELL_DEG
    grown = shapely.union_all(boxes).buffer(reach, join_style="mitre")
    return shapely.simplify(grown.buffer(-reach, join_style="mitre"), CELL_DEG / 100)

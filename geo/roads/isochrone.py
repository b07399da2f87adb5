"""The area that can be reached within so many minutes: the roads reached, and a strip beside them.

The roads are followed to where the time runs out in the middle of one, and drawn on a grid of
`CELL_M`, which grows by `BESIDE_M` to each side, the depth of a row of houses; holes smaller than a
block are filled. Every point of a road that is reached lies inside, and nothing farther than 100 m
from one. Joining a strip round each street took 1.4 s on the extract of Helsinki; this takes
40 ms.
"""

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.deferred import Deferred
from geo.roads.graph import PIECE_M, Graph
from geo.roads.network import Roads
from geo.travel import Mode

ndimage = Deferred("scipy.ndimage")
csgraph = Deferred("scipy.sparse.csgraph")

CELL_M = 20.0
BESIDE_M = 60.0
HOLE_M2 = 40_000.0
_DEGREE_M = 111_195.0
Floats = NDArray[np.float64]


def isochrone(
    roads: Roads, lon: float, lat: float, mode: Mode, within: float
) -> shapely.Geometry | None:
    """(Multi)polygon in degrees, WGS-84; None where the position is not on the network.

    Drawn in a plane around the position, which over the 10 km of forty minutes by e-bike stretches
    the strip by less than a metre; no way is measured in it.
    """
    side = roads.sides.get(mode.code)
    snapped = side.snap(np.array([[lon, lat]])) if side else None
    if side is None or snapped is None or not snapped.found[0]:
        return None
    reach = within * mode.kmh * 1000 / 60 - float(snapped.metres[0]) * mode.detour
    if reach < 0:
        return shapely.Polygon()
    along = csgraph.dijkstra(side.edges, indices=int(snapped.node[0]), limit=reach)
    scale = np.array([_DEGREE_M * np.cos(np.radians(lat)), _DEGREE_M])
    plane = (np.column_stack((side.graph.lon, side.graph.lat)) - (lon, lat)) * scale
    area = _drawn(_reached(side.graph, plane, along, reach))
    return shapely.transform(area, lambda xy: xy / scale + (lon, lat))


def _reached(graph: Graph, plane: Floats, along: Floats, reach: float) -> Floats:
    """(k, 2) points of the plane, at most half a cell apart, on all roads that are reached."""
    near = np.flatnonzero(np.isfinite(along))
    count = np.diff(graph.start)[near]
    tail = np.repeat(near, count)
    first = np.repeat(graph.start[near] - (np.cumsum(count) - count), count)
    edge = first + np.arange(len(tail))
    share = np.minimum(1.0, (reach - along[tail]) / graph.metres[edge])
    steps = np.linspace(0.0, 1.0, int(2 * PIECE_M / CELL_M) + 1)
    way = (plane[graph.head[edge]] - plane[tail]) * share[:, None]
    points = plane[tail][:, None] + steps[:, None] * way[:, None]
    return np.concatenate((points.reshape(-1, 2), plane[near]))


def _drawn(points: Floats) -> shapely.Geometry:
    """The cells with points in them and those within `BESIDE_M` of one, as an area."""
    margin = int(BESIDE_M / CELL_M) + 1
    cell = np.floor(points / CELL_M).astype(np.int64)
    low = cell.min(axis=0) - margin
    width, height = cell.max(axis=0) + margin + 1 - low
    bare = np.ones((height, width), np.bool_)
    bare[cell[:, 1] - low[1], cell[:, 0] - low[0]] = False
    grown = ndimage.distance_transform_edt(bare) * CELL_M <= BESIDE_M
    edges = np.diff(np.pad(grown, ((0, 0), (1, 1))).astype(np.int8), axis=1)
    row, left = np.nonzero(edges == 1)
    right = np.nonzero(edges == -1)[1]
    runs = shapely.box(
        *((np.stack((left, row, right, row + 1)) + np.tile(low, 2)[:, None]) * CELL_M)
    )
    return shapely.simplify(_without_small_holes(shapely.union_all(runs)), CELL_M)


def _without_small_holes(area: shapely.Geometry) -> shapely.Geometry:
    parts = []
    for polygon in shapely.get_parts(area):
        large = [ring for ring in polygon.interiors if shapely.Polygon(ring).area >= HOLE_M2]
        parts.append(shapely.Polygon(polygon.exterior, large))
    return shapely.union_all(parts)

"""A loaded road network: positions snapped to it, minutes between them along it.

Dijkstra from each origin, by scipy, over the graph of the mode; from the destinations against the
direction of the edges where those are fewer. What is off the road, up to `SNAP_M`, counts as
straight line × detour at either end. docs/decisions/travel.md has the measurements.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.cost_matrix import on_the_ellipsoid, straight_line_m
from geo.deferred import Deferred
from geo.roads.graph import Graph
from geo.travel import Mode

if TYPE_CHECKING:
    from scipy.sparse import csr_array
    from scipy.spatial import KDTree

sparse = Deferred("scipy.sparse")
csgraph = Deferred("scipy.sparse.csgraph")
spatial = Deferred("scipy.spatial")

Floats = NDArray[np.float64]
SNAP_M = 300.0
# By so little may a way come out shorter than the straight line: a long segment that was cut into
# pieces keeps its length, and its pieces do not lie quite on the geodesic.
STRAIGHTER = 1e-4
# Distances from so many origins to all nodes at a time: 128 MB.
_AT_A_TIME = 1 << 24


@dataclass(frozen=True, slots=True)
class Snapped:
    """`node` (n), −1 where there is none within `SNAP_M` or the region ends; `metres` to it."""

    node: NDArray[np.int64]
    metres: Floats

    @property
    def found(self) -> NDArray[np.bool_]:
        return self.node >= 0


class Side:
    """One mode's graph with what finds and measures on it, each made when first asked for."""

    def __init__(self, graph: Graph, region: shapely.Geometry) -> None:
        self.graph, self._region = graph, region

    @cached_property
    def edges(self) -> "csr_array":
        return self.graph.edges

    @cached_property
    def against(self) -> "csr_array":
        return self.graph.edges.T.tocsr()

    @cached_property
    def _tree(self) -> "KDTree":
        return spatial.KDTree(on_the_ellipsoid(np.column_stack((self.graph.lon, self.graph.lat))))

    def warm(self) -> None:
        """Make what the first question would wait for."""
        _ = self.edges, self._tree

    def snap(self, positions: Floats) -> Snapped:
        """`positions` (n, 2), degrees, each to the nearest node."""
        metres, node = self._tree.query(on_the_ellipsoid(positions), distance_upper_bound=SNAP_M)
        inside = shapely.intersects_xy(self._region, positions[:, 0], positions[:, 1])
        node = np.where(np.isfinite(metres) & inside, node, -1)
        return Snapped(node, np.where(node >= 0, metres, 0.0))

    def around(self, node: int, reach: float) -> tuple[NDArray[np.int64], "csr_array"]:
        """Nodes that a way of `reach` metres from `node` can touch, ascending, and their edges."""
        graph = self.graph
        here = np.array([[graph.lon[node], graph.lat[node]]])
        found = self._tree.query_ball_point(on_the_ellipsoid(here)[0], reach * (1 + STRAIGHTER))
        near = np.sort(np.asarray(found, np.int64))
        count = graph.start[near + 1] - graph.start[near]
        first = np.repeat(graph.start[near] - (np.cumsum(count) - count), count)
        edge = first + np.arange(len(first))
        head = np.searchsorted(near, graph.head[edge])
        inside = near[np.minimum(head, len(near) - 1)] == graph.head[edge]
        tail = np.repeat(np.arange(len(near)), count)[inside]
        start = np.zeros(len(near) + 1, np.int32)
        np.cumsum(np.bincount(tail, minlength=len(near)), out=start[1:])
        parts = graph.metres[edge][inside], head[inside].astype(np.int32), start
        return near, sparse.csr_array(parts, shape=(len(near), len(near)))

    def metres(
        self, starts: NDArray[np.int64], goals: NDArray[np.int64], within_m: float
    ) -> NDArray[np.float32]:
        """(n, m) metres along the road between nodes, infinity beyond `within_m`."""
        if len(np.unique(goals)) < len(np.unique(starts)):
            return self._between(self.against, goals, starts, within_m).T
        return self._between(self.edges, starts, goals, within_m)

    def _between(
        self,
        edges: "csr_array",
        starts: NDArray[np.int64],
        goals: NDArray[np.int64],
        within_m: float,
    ) -> NDArray[np.float32]:
        once, back = np.unique(starts, return_inverse=True)
        found = np.empty((len(once), len(goals)), np.float32)
        step = max(1, _AT_A_TIME // edges.shape[0])
        for first in range(0, len(once), step):
            some = once[first : first + step]
            along = csgraph.dijkstra(edges, indices=some, limit=within_m)
            found[first : first + step] = along[:, goals]
        return found[back]


@dataclass(frozen=True)
class Roads:
    """`name` says which network this is; `region` is where it may be relied on."""

    name: str
    region: shapely.Geometry
    sides: Mapping[str, Side]

    def warm(self) -> None:
        for side in self.sides.values():
            side.warm()

    def minutes(
        self, origins: Floats, destinations: Floats, mode: Mode, within: float = np.inf
    ) -> NDArray[np.float32]:
        """(n, m) minutes; infinity beyond `within`; NaN where either end is not on the network.

        Both ends at one node: straight line × detour, for the way need not go by the node.
        """
        side = self.sides.get(mode.code)
        found = np.full((len(origins), len(destinations)), np.nan, np.float32)
        if side is None:
            return found
        a_minute = mode.kmh * 1000 / 60
        start, goal = side.snap(origins), side.snap(destinations)
        rows, columns = np.flatnonzero(start.found), np.flatnonzero(goal.found)
        if not (len(rows) and len(columns)):
            return found
        starts, goals = start.node[rows], goal.node[columns]
        metres = side.metres(starts, goals, within * a_minute).astype(np.float64)
        metres += mode.detour * np.add.outer(start.metres[rows], goal.metres[columns])
        same = starts[:, None] == goals[None, :]
        if same.any():
            line = straight_line_m(origins[rows], destinations[columns]) * mode.detour
            metres[same] = line[same]
        along = metres / a_minute
        along[along > within] = np.inf
        found[np.ix_(rows, columns)] = along
        return found

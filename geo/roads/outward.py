"""Metres along the road from one position to many, asked for a few at a time.

One search outward from the position, no farther than what has been asked for so far needs, and
repeated with a longer reach where that did not do. On a large graph it runs in the part of it that
such a reach can touch: a way of so many metres stays within so many metres of where it begins, as
no piece of road is shorter than the straight line between its ends.
"""

import math

import numpy as np
from numpy.typing import NDArray

from geo.deferred import Deferred
from geo.roads.network import Side

csgraph = Deferred("scipy.sparse.csgraph")

Floats = NDArray[np.float64]
# Most ways in towns are shorter than this many times the straight line.
FIRST_DETOUR = 1.7
FIRST_M = 1_000.0
GROWTH = 2.5
# Farther than this on a search, all that is left is looked for at once.
LAST_M = 400_000.0
# A graph of so few nodes is searched as it is: cutting a part out would take as long.
WHOLE_NODES = 40_000


class Outward:
    """`found` is False where the position (degrees, WGS-84) is not on this network."""

    def __init__(self, side: Side, lon: float, lat: float) -> None:
        self._side = side
        snapped = side.snap(np.array([[lon, lat]]))
        self._node, self._off = int(snapped.node[0]), float(snapped.metres[0])
        self.found = self._node >= 0
        # Nodes that the search has run among, None for all, ascending; metres to each of them.
        self._among: NDArray[np.int64] | None = None
        self._along = np.empty(0)
        self._reach = 0.0

    def metres(self, positions: Floats, line: Floats, detour: float) -> Floats:
        """(n) metres to `positions` (n, 2), degrees; NaN where one is not on the network.

        `line`: their geodesics in metres. What is off the road counts `detour` times, at both ends,
        and so does the straight line where both ends are at one node.
        """
        if not self.found or not len(positions):
            return np.full(len(positions), np.nan)
        goal = self._side.snap(positions)
        along = np.full(len(positions), np.nan)
        on = np.flatnonzero(goal.found)
        if len(on):
            along[on] = self._to(goal.node[on], float(line[on].max()))
            along[on] += detour * (self._off + goal.metres[on])
            same = on[goal.node[on] == self._node]
            along[same] = detour * line[same]
        return along

    def _to(self, nodes: NDArray[np.int64], line: float) -> Floats:
        """Every node reaches every other, so this ends with all of them reached."""
        wanted = max(FIRST_M, line * FIRST_DETOUR)
        while True:
            if wanted > self._reach:
                self._search(wanted)
            found = self._found(nodes)
            if np.isfinite(found).all():
                return found
            wanted = self._reach * GROWTH if self._reach * GROWTH < LAST_M else math.inf

    def _found(self, nodes: NDArray[np.int64]) -> Floats:
        if self._among is None:
            found: Floats = self._along[nodes]
            return found
        at = np.minimum(np.searchsorted(self._among, nodes), len(self._among) - 1)
        return np.where(self._among[at] == nodes, self._along[at], np.inf)

    def _search(self, reach: float) -> None:
        side = self._side
        if reach == math.inf or len(side.graph.lon) <= WHOLE_NODES:
            self._among = None
            self._along = csgraph.dijkstra(side.edges, indices=self._node, limit=reach)
        else:
            self._among, edges = side.around(self._node, reach)
            start = int(np.searchsorted(self._among, self._node))
            self._along = csgraph.dijkstra(edges, indices=start, limit=reach)
        self._reach = reach

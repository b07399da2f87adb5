"""Walking outwards from a point in true order, among all places or among those of a kind.

Whatever the tree has not returned yet lies beyond its farthest σ, hence beyond b·σ metres
(`sphere`): everything nearer than that is final.
"""

import math
from collections.abc import Iterator

import numpy as np

from directory.publication import tree
from directory.publication.layout import Floats, Longs
from directory.publication.wanted import EVERY, NO_END, TooRare, Wanted
from geo.distance import SEMI_MINOR_M, geodesic_m

FIRST = 32
GROWTH = 4
# (metres, row) in true order, equal ones by row, and the metres within which none is missing.
Sweep = tuple[list[tuple[float, int]], float]


class Points:
    """Points of one publication, or of one trade in it; `rows` says which rows they are."""

    def __init__(self, xyz: Floats, lon: Floats, lat: Floats, rows: Longs | None = None) -> None:
        self._lon, self._lat = lon, lat
        self._tree = tree.Tree(xyz, lon, lat, rows)
        self._count = len(self._tree.order)

    def sweep(
        self, lon: float, lat: float, take: int, wanted: Wanted = EVERY, most: int = NO_END
    ) -> Sweep:
        """The nearest `take`; raises TooRare after looking at `most` points."""
        metres, rows, final = self._nearest(lon, lat, take, wanted, most)
        return list(zip(metres.tolist(), rows.tolist(), strict=True)), final

    def outward(
        self,
        lon: float,
        lat: float,
        first: int = FIRST,
        beyond: float = -1.0,
        wanted: Wanted = EVERY,
        most: int = NO_END,
    ) -> Iterator[tuple[Longs, Floats]]:
        """Batches (rows, metres) in true geodesic order, nearest first; equal ones by row.

        Only points farther than `beyond` metres. Raises TooRare after a batch for which more than
        `most` points would be looked at.
        """
        reached, take = beyond, first
        while reached < np.inf and self._count:
            metres, rows, final = self._nearest(lon, lat, min(take, self._count), wanted, most)
            fresh = metres > reached
            if fresh.any():
                yield rows[fresh], metres[fresh]
            reached, take = max(reached, final), take * GROWTH

    def within(self, lon: float, lat: float, metres: float) -> tuple[Longs, Floats]:
        """(rows, metres) of every point that may lie within `metres`, up to 0.34 % beyond."""
        if not self._count:
            return np.empty(0, np.int64), np.empty(0)
        angle = min(np.pi, metres / SEMI_MINOR_M + tree.SLACK)
        made, square = self._tree, 4 * math.sin(angle / 2) ** 2
        ways, rows, measured = tree.within(
            lon, lat, square, made.order, made.boxes, made.levels, made.points
        )
        if not measured:
            ways, rows = _measured_again(lon, lat, self._lon, self._lat, rows)
        return rows, ways

    def _nearest(
        self, lon: float, lat: float, take: int, wanted: Wanted, most: int
    ) -> tuple[Floats, Longs, float]:
        if not self._count:
            return np.empty(0), np.empty(0, np.int64), np.inf
        made = self._tree
        metres, rows, final, measured = tree.nearest(
            lon, lat, take, most, made.order, made.boxes, made.levels, made.points,
            wanted.listed, wanted.states, wanted.pattern,
        )  # fmt: skip
        if final == -np.inf:
            raise TooRare
        if not measured:
            return *_measured_again(lon, lat, self._lon, self._lat, rows, final), final
        return metres, rows, final


class Few:
    """So few points that trying each is as quick as a tree, and needs none."""

    def __init__(self, xyz: Floats, lon: Floats, lat: Floats, rows: Longs) -> None:
        self._lon, self._lat = lon, lat
        self._order, self._points = tree.laid(xyz, lon, rows)

    def sweep(
        self, lon: float, lat: float, take: int, wanted: Wanted = EVERY, most: int = NO_END
    ) -> Sweep:
        """As that of `Points`, but that all are tried, and all are wanted."""
        metres, rows, final, measured = tree.nearest_of(
            lon, lat, min(take, len(self._order)), self._order, self._points
        )
        if not measured:
            metres, rows = _measured_again(lon, lat, self._lon, self._lat, rows, final)
        return list(zip(metres.tolist(), rows.tolist(), strict=True)), final


def _measured_again(
    lon: float, lat: float, lons: Floats, lats: Floats, rows: Longs, final: float = np.inf
) -> tuple[Floats, Longs]:
    """By PROJ, which also knows the ways to the other side of the earth."""
    metres = geodesic_m(lon, lat, lons[rows], lats[rows])
    order = np.lexsort((rows, metres))
    order = order[metres[order] <= final]
    return metres[order], rows[order]

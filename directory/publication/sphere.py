"""Places as points of the unit sphere, and walking outwards from a point in true order.

Let σ be the angle between the unit vectors of two points' *reduced* latitudes,
tan β = (1−f) tan φ. Scaling the
ellipsoid's axis by a/b turns it into the sphere of radius a and stretches no curve by more than
a/b nor shrinks any, so the geodesic s keeps b·σ ≤ s ≤ a·σ: the sphere is wrong by at most 0.34 %,
on a side that is known. Whatever the tree has not returned yet lies beyond its
farthest σ, hence beyond b·σ metres: everything nearer than that is final.
"""

from collections.abc import Iterator

import numpy as np
from scipy.spatial import cKDTree

from directory.publication.layout import Floats, Longs
from geo.distance import geodesic_m

SEMI_MAJOR_M = 6_378_137.0
FLATTENING = 1 / 298.257223563
SEMI_MINOR_M = SEMI_MAJOR_M * (1 - FLATTENING)
# Rounding of the unit vectors, as an angle; far above what doubles lose (~1e-15).
_SLACK = 1e-12
FIRST = 32
GROWTH = 4


def unit_vectors(lon: Floats, lat: Floats) -> Floats:
    """(n, 3) unit vectors of the reduced latitude; degrees in."""
    reduced = np.arctan((1 - FLATTENING) * np.tan(np.radians(lat)))
    turn = np.radians(lon)
    level = np.cos(reduced)
    return np.ascontiguousarray(
        np.stack([level * np.cos(turn), level * np.sin(turn), np.sin(reduced)], axis=-1)
    )


class Points:
    """Points of one publication, or of one trade in it; `rows` says which rows they are."""

    def __init__(self, xyz: Floats, lon: Floats, lat: Floats, rows: Longs | None = None) -> None:
        self._rows = rows
        self._lon, self._lat = lon, lat
        vectors = xyz if rows is None else xyz[rows]
        self._count = len(vectors)
        # Splitting at the middle of the box, not at the median: three times faster to build.
        self._tree = cKDTree(vectors, balanced_tree=False, compact_nodes=False, copy_data=False)

    def outward(
        self, lon: float, lat: float, first: int = FIRST, beyond: float = -1.0
    ) -> Iterator[tuple[Longs, Floats]]:
        """Batches (rows, metres) in true geodesic order, nearest first; equal ones by row.

        Only points farther than `beyond` metres.
        """
        origin = unit_vectors(np.array(lon), np.array(lat))
        reached, ask = beyond, first
        while reached < np.inf and self._count:
            ask = min(ask, self._count)
            chords, found = self._tree.query(origin, k=np.arange(1, ask + 1))
            rows = found.astype(np.int64) if self._rows is None else self._rows[found]
            metres = geodesic_m(lon, lat, self._lon[rows], self._lat[rows])
            final = np.inf if ask == self._count else SEMI_MINOR_M * (_angle(chords[-1]) - _SLACK)
            fresh = (metres > reached) & (metres <= final)
            rows, metres = rows[fresh], metres[fresh]
            order = np.lexsort((rows, metres))
            if len(order):
                yield rows[order], metres[order]
            reached, ask = max(reached, final), ask * GROWTH

    def within(self, lon: float, lat: float, metres: float) -> Longs:
        """Rows of every point that may lie within `metres` (up to 0.34 % beyond), unordered."""
        angle = min(np.pi, metres / SEMI_MINOR_M + _SLACK)
        origin = unit_vectors(np.array(lon), np.array(lat))
        found = np.asarray(self._tree.query_ball_point(origin, 2 * np.sin(angle / 2)), np.int64)
        return found if self._rows is None else self._rows[found]


def _angle(chord: float) -> float:
    return float(2 * np.arcsin(min(1.0, chord / 2)))

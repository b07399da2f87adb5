"""Places as points of the unit sphere, and walking outwards from a point in true order.

Let σ be the angle between the unit vectors of two points' *reduced* latitudes,
tan β = (1−f) tan φ. Scaling the
ellipsoid's axis by a/b turns it into the sphere of radius a and stretches no curve by more than
a/b nor shrinks any, so the geodesic s keeps b·σ ≤ s ≤ a·σ: the sphere is wrong by at most 0.34 %,
on a side that is known. Whatever the tree has not returned yet lies beyond its
farthest σ, hence beyond b·σ metres: everything nearer than that is final.
"""

import math
from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from directory.publication.layout import Floats, Longs
from geo.distance import geodesic_m, geodesics_from

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


def unit_vector(lon: float, lat: float) -> tuple[float, float, float]:
    """One of `unit_vectors`, in 1 µs where numpy takes 20."""
    reduced = math.atan((1 - FLATTENING) * math.tan(math.radians(lat)))
    turn, level = math.radians(lon), math.cos(reduced)
    return level * math.cos(turn), level * math.sin(turn), math.sin(reduced)


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
        origin = unit_vector(lon, lat)
        reached, ask = beyond, first
        while reached < np.inf and self._count:
            ask = min(ask, self._count)
            chords, found = self._tree.query(origin, k=[1] if ask == 1 else ask)
            rows = found.astype(np.int64) if self._rows is None else self._rows[found]
            metres = geodesic_m(lon, lat, self._lon[rows], self._lat[rows])
            final = np.inf if ask == self._count else SEMI_MINOR_M * (_angle(chords[-1]) - _SLACK)
            fresh = (metres > reached) & (metres <= final)
            rows, metres = rows[fresh], metres[fresh]
            order = np.lexsort((rows, metres))
            if len(order):
                yield rows[order], metres[order]
            reached, ask = max(reached, final), ask * GROWTH

    def sweep(
        self,
        lon: float,
        lat: float,
        ask: int,
        take: int,
        listed: "Listed | None" = None,
    ) -> "Sweep":
        """The nearest `take` of those among the nearest `ask` that are `listed`."""
        if not self._count:
            return [], np.inf
        ask = min(ask, self._count)
        chords, found = self._tree.query(unit_vector(lon, lat), k=[1] if ask == 1 else ask)
        rows = found if self._rows is None else self._rows[found]
        beyond = np.inf if ask == self._count else float(chords[-1])
        if listed is not None:
            kept = listed(rows)
            rows, chords = rows[kept], chords[kept]
        return _final(lon, lat, rows, chords, take, beyond, self._lon, self._lat)

    def within(self, lon: float, lat: float, metres: float) -> Longs:
        """Rows of every point that may lie within `metres` (up to 0.34 % beyond), unordered."""
        angle = min(np.pi, metres / SEMI_MINOR_M + _SLACK)
        origin = unit_vector(lon, lat)
        found = np.asarray(self._tree.query_ball_point(origin, 2 * np.sin(angle / 2)), np.int64)
        return found if self._rows is None else self._rows[found]


class Few:
    """So few points that trying each is as quick as a tree, and needs none."""

    def __init__(self, xyz: Floats, lon: Floats, lat: Floats, rows: Longs) -> None:
        self._rows, self._lon, self._lat = rows, lon, lat
        self._xyz = np.ascontiguousarray(xyz[rows])

    def sweep(
        self,
        lon: float,
        lat: float,
        ask: int,
        take: int,
        listed: "Listed | None" = None,
    ) -> "Sweep":
        """As that of `Points`, but for `ask`: all are tried, and all are wanted."""
        count = len(self._rows)
        # From the difference and not from the product, which is blind below a metre or so.
        apart = self._xyz - np.array(unit_vector(lon, lat))
        squares = np.einsum("ij,ij->i", apart, apart)
        near = np.argpartition(squares, take)[: take + 1] if take + 1 < count else np.arange(count)
        near = near[np.argsort(squares[near])]
        chords = np.sqrt(squares[near])
        return _final(lon, lat, self._rows[near], chords, take, np.inf, self._lon, self._lat)


# Which of these rows are wanted.
Listed = Callable[[Longs], NDArray[np.bool_]]
# (metres, row) in true order, equal ones by row, and the metres within which none is missing.
Sweep = tuple[list[tuple[float, int]], float]


def _final(
    lon: float,
    lat: float,
    rows: Longs,
    chords: Floats,
    take: int,
    beyond: float,
    lons: Floats,
    lats: Floats,
) -> Sweep:
    """`rows` by ascending `chords`; everything that is not among them is farther than `beyond`."""
    if take < len(rows):
        rows, beyond = rows[:take], float(chords[take])
    final = np.inf if beyond == np.inf else SEMI_MINOR_M * (_angle(beyond) - _SLACK)
    if not len(rows):
        return [], final
    metres = geodesics_from(lon, lat, lons[rows], lats[rows])
    pairs = sorted(zip(metres.tolist(), rows.tolist(), strict=True))
    while pairs and pairs[-1][0] > final:
        pairs.pop()
    return pairs, final


def _angle(chord: float) -> float:
    return 2 * math.asin(min(1.0, chord / 2))

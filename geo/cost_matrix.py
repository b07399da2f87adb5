"""Minutes from every origin to every destination, and by which method each figure came about.

By road where the network covers both ends and joins them; by the straight line × the detour factor
everywhere else. Nobody may take one for the other, so `Matrix.by_road` says it pair by pair.
"""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

from geo.deferred import Deferred
from geo.distance import MEAN_RADIUS_M
from geo.travel import Assumption, Mode, describe, minutes, mode_named

distance = Deferred("scipy.spatial.distance")

Floats = NDArray[np.float64]
# Semi-major axis and squared eccentricity of WGS-84.
_A, _E2 = 6_378_137.0, 6.694379990141317e-3
# Pairs worked out at a time: 32 MB.
_PAIRS = 1 << 22


class Network(Protocol):
    """What a matrix needs of a road network; `geo.roads.network.Roads` is one."""

    @property
    def name(self) -> str: ...

    def minutes(
        self, origins: Floats, destinations: Floats, mode: Mode, within: float
    ) -> NDArray[np.float32]:
        """(n, m) minutes by road, infinity beyond `within`, NaN where it cannot say."""
        ...


@dataclass(frozen=True, slots=True)
class Matrix:
    """`minutes` (n, m), float32; `by_road` (n, m), False where it is an estimate from the line.

    `within`: infinity stands for more than so many minutes. `roads` names the network, "" without.
    """

    minutes: NDArray[np.float32]
    by_road: NDArray[np.bool_]
    assumption: Assumption
    within: float
    roads: str = ""

    @property
    def method(self) -> str:
        """`road`, `straight_line`, or `mixed` where `by_road` tells them apart."""
        if not self.by_road.any():
            return "straight_line"
        return "road" if self.by_road.all() else "mixed"


def cost_matrix(
    origins: ArrayLike,
    destinations: ArrayLike,
    mode: Mode | str,
    *,
    roads: Network | None = None,
    within: float = np.inf,
) -> Matrix:
    """`origins` (n, 2) and `destinations` (m, 2): WGS-84 longitude, latitude in degrees."""
    chosen = mode_named(mode) if isinstance(mode, str) else mode
    if not within > 0:
        raise ValueError(f"within: {within!r} is not a positive number of minutes")
    start, goal = _positions(origins, "origins"), _positions(destinations, "destinations")
    found = straight_line_m(start, goal)
    found *= np.float32(minutes(1000, chosen) / 1000)
    by_road = np.zeros(found.shape, np.bool_)
    if roads is not None and found.size:
        along = roads.minutes(start, goal, chosen, within)
        by_road = ~np.isnan(along)
        found = np.where(by_road, along, found)
    found[found > within] = np.inf
    return Matrix(found, by_road, describe(chosen), within, roads.name if roads else "")


def straight_line_m(origins: Floats, destinations: Floats) -> NDArray[np.float32]:
    """(n, m) metres within 1e-6 of the geodesic up to 300 km.

    The chord through the ellipsoid, bent to an arc of the mean radius: 40 million pairs took
    2.9 s on one busy core, and as many geodesics by PROJ would have taken 115 s.
    """
    start, goal = on_the_ellipsoid(origins), on_the_ellipsoid(destinations)
    metres = np.empty((len(start), len(goal)), np.float32)
    step = max(1, _PAIRS // max(1, len(goal)))
    for first in range(0, len(start), step):
        chord = distance.cdist(start[first : first + step], goal) / (2 * MEAN_RADIUS_M)
        metres[first : first + step] = 2 * MEAN_RADIUS_M * np.arcsin(np.minimum(chord, 1.0))
    return metres


def on_the_ellipsoid(positions: Floats) -> Floats:
    lon, lat = np.radians(positions[:, 0]), np.radians(positions[:, 1])
    normal = _A / np.sqrt(1 - _E2 * np.sin(lat) ** 2)
    across = normal * np.cos(lat)
    return np.column_stack(
        (across * np.cos(lon), across * np.sin(lon), normal * (1 - _E2) * np.sin(lat))
    )


def _positions(given: ArrayLike, name: str) -> Floats:
    positions = np.asarray(given, np.float64)
    if positions.size == 0:
        return np.empty((0, 2))
    if positions.ndim != 2 or positions.shape[1] != 2:
        raise ValueError(f"{name}: shape {positions.shape} is not (n, 2)")
    if not (np.abs(positions) <= (180.0, 90.0)).all():
        raise ValueError(f"{name}: not all are longitude, latitude within ±180, ±90 degrees")
    return positions

"""Distances in metres between WGS-84 positions in degrees; scalars or arrays that broadcast."""

from typing import overload

import numpy as np
from numpy.typing import ArrayLike, NDArray
from pyproj import Geod

Floats = NDArray[np.float64]

_WGS84 = Geod(ellps="WGS84")
SEMI_MAJOR_M = 6_378_137.0
FLATTENING = 1 / 298.257223563
SEMI_MINOR_M = SEMI_MAJOR_M * (1 - FLATTENING)
# Mean radius of WGS-84 (2a + b) / 3.
MEAN_RADIUS_M = 6_371_008.7714


def _broadcast(*values: ArrayLike) -> list[Floats]:
    return [np.array(v) for v in np.broadcast_arrays(*(np.asarray(v, np.float64) for v in values))]


@overload
def geodesic_m(lon1: float, lat1: float, lon2: float, lat2: float) -> float: ...
@overload
def geodesic_m(lon1: ArrayLike, lat1: ArrayLike, lon2: ArrayLike, lat2: ArrayLike) -> Floats: ...
def geodesic_m(
    lon1: ArrayLike, lat1: ArrayLike, lon2: ArrayLike, lat2: ArrayLike
) -> float | Floats:
    """Length of the geodesic on the WGS-84 ellipsoid (Karney's method, through PROJ)."""
    x1, y1, x2, y2 = _broadcast(lon1, lat1, lon2, lat2)
    if x1.ndim == 0:
        return float(_WGS84.inv(float(x1), float(y1), float(x2), float(y2))[2])
    _, _, metres = _WGS84.inv(x1.ravel(), y1.ravel(), x2.ravel(), y2.ravel())
    return np.asarray(metres, np.float64).reshape(x1.shape)


@overload
def great_circle_m(lon1: float, lat1: float, lon2: float, lat2: float) -> float: ...
@overload
def great_circle_m(
    lon1: ArrayLike, lat1: ArrayLike, lon2: ArrayLike, lat2: ArrayLike
) -> Floats: ...
def great_circle_m(
    lon1: ArrayLike, lat1: ArrayLike, lon2: ArrayLike, lat2: ArrayLike
) -> float | Floats:
    """Great-circle length on a sphere of the mean radius (haversine).

    For a first, generous selection only: within 0.57 % of `geodesic_m` everywhere (worst along a
    meridian near the equator), within 0.35 % between 32 and 54 degrees north.
    """
    x1, y1, x2, y2 = (np.radians(v) for v in _broadcast(lon1, lat1, lon2, lat2))
    chord = np.sin((y2 - y1) / 2) ** 2 + np.cos(y1) * np.cos(y2) * np.sin((x2 - x1) / 2) ** 2
    metres = 2 * MEAN_RADIUS_M * np.arcsin(np.sqrt(np.clip(chord, 0.0, 1.0)))
    return float(metres) if metres.ndim == 0 else metres

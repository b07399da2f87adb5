"""Is a boundary file really in the datum it declares? Compared with regions known to be right.

Boundaries of one county from two honest sources lie some tens of metres apart (up to 200 m and
more in places), while a wrong datum moves all of them the same way by 300 to 1 200 m. So the file's
vertices are read in each of the three datums in turn, and their distance to the known boundary is
measured; the datum in which the file lies closest is what it is in truth. The declared one stands
unless another is closer by a clear margin.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo.datum import DATUMS, DatumError, from_wgs84, to_wgs84

Floats = NDArray[np.float64]

# At most so many vertices of a region and so many regions are measured; more change nothing.
_VERTICES = 240
_REGIONS = 60
# Another datum is believed when it brings the file this much closer to the known boundaries, and
# close in metres too: a county redrawn since (3 km off in one case of 2 843) says nothing.
CLEARLY_CLOSER = 0.75
CLOSE_M = 600.0
_METRES_PER_DEGREE = 111_195.0
_ROUNDS = 8


@dataclass(frozen=True, slots=True)
class DatumFinding:
    """What the comparison showed; `median_m` is the median distance for each datum, in metres.

    `east_m` and `north_m` are how far the file, read as declared, lies from the known boundaries.
    """

    declared: str
    fits: str
    compared: int
    median_m: Mapping[str, float]
    east_m: float
    north_m: float

    @property
    def contradicted(self) -> bool:
        """True where the file is in truth in another datum than declared."""
        return self.fits != self.declared


class _Plane:
    """A local plane in metres around one region: exact enough for distances of a few kilometres."""

    def __init__(self, lon: float, lat: float) -> None:
        self._origin = np.array([lon, lat])
        self._scale = _METRES_PER_DEGREE * np.array([np.cos(np.radians(lat)), 1.0])

    def metres(self, points: Floats) -> Floats:
        moved: Floats = (points - self._origin) * self._scale
        return moved

    def boundary(self, geometry: BaseGeometry) -> BaseGeometry:
        return shapely.transform(geometry, self.metres).boundary


def _sample(geometry: BaseGeometry) -> Floats:
    points = shapely.get_coordinates(geometry)
    step = max(1, len(points) // _VERTICES)
    sampled: Floats = points[::step]
    return sampled


def _offsets(points: Floats, boundary: BaseGeometry) -> Floats:
    """From the nearest place of the boundary to each point, metres east and north."""
    nearest = shapely.shortest_line(boundary, shapely.points(points))
    ends = shapely.get_coordinates(nearest).reshape(-1, 2, 2)
    offsets: Floats = ends[:, 1] - ends[:, 0]
    return offsets


def _shift(points: Floats, boundary: BaseGeometry) -> Floats:
    """The translation that lies between points and boundary, metres east and north.

    Point-to-line registration: only the part of an offset across the boundary tells something, so
    the shift is the least-squares solution of n . t = |offset| over the unit normals n, weighted
    down for large residuals, and repeated with the points moved back.
    """
    total = np.zeros(2)
    for _ in range(_ROUNDS):
        offsets = _offsets(points - total, boundary)
        lengths = np.linalg.norm(offsets, axis=1)
        off = lengths > 0.01
        if off.sum() < 3:
            break
        normals = offsets[off] / lengths[off, None]
        weights = np.sqrt(1.0 / (1.0 + (lengths[off] / (np.median(lengths[off]) + 1.0)) ** 2))
        step, *_ = np.linalg.lstsq(normals * weights[:, None], lengths[off] * weights, rcond=None)
        total = total + step
        if np.linalg.norm(step) < 1.0:
            break
    return total


def check_datum(
    entered: Mapping[str, BaseGeometry], known: Mapping[str, BaseGeometry], declared: str
) -> DatumFinding | None:
    """Compare geometries by code: `entered` as written in the file, `known` in WGS-84.

    None where no code is in both, so that nothing can be said.
    """
    if declared not in DATUMS:
        raise DatumError(f"未知的坐标系 {declared!r}，可用：{'、'.join(DATUMS)}")
    shared = sorted(entered.keys() & known.keys())
    if not shared:
        return None
    shared = shared[:: max(1, len(shared) // _REGIONS)]
    distances: dict[str, list[float]] = {name: [] for name in DATUMS}
    shifts = []
    for code in shared:
        points = _sample(entered[code])
        west, south, east, north = known[code].bounds
        plane = _Plane((west + east) / 2, (south + north) / 2)
        boundary = plane.boundary(known[code])
        shapely.prepare(boundary)
        for name in DATUMS:
            read_as = np.column_stack(to_wgs84(points[:, 0], points[:, 1], name))
            offsets = _offsets(plane.metres(read_as), boundary)
            distances[name].append(float(np.median(np.linalg.norm(offsets, axis=1))))
        as_declared = np.column_stack(to_wgs84(points[:, 0], points[:, 1], declared))
        shifts.append(_shift(plane.metres(as_declared), boundary))
    median = {name: float(np.median(values)) for name, values in distances.items()}
    closest = min(DATUMS, key=lambda name: median[name])
    clearly = median[closest] < min(CLOSE_M, CLEARLY_CLOSER * median[declared])
    fits = closest if clearly else declared
    east_m, north_m = np.median(np.array(shifts), axis=0)
    return DatumFinding(declared, fits, len(shared), median, float(east_m), float(north_m))


def expected_shift_m(lon: float, lat: float, datum: str) -> tuple[float, float]:
    """How far east and north (metres) a WGS-84 position moves when written in `datum`."""
    moved_lon, moved_lat = from_wgs84(lon, lat, datum)
    east, north = _Plane(lon, lat).metres(np.array([moved_lon, moved_lat]))
    return float(east), float(north)

"""Where made places lie: counties with their weights and the spots that places gather around."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

Floats = NDArray[np.float64]

SPOTS = 6
_TRIES = 24
_KM_PER_DEG = 111.2
# A county larger than this is mostly empty land; its weight does not grow with it.
_FULL_KM2 = 1500.0


@dataclass(frozen=True, slots=True)
class County:
    """`shape` is in WGS-84 degrees, `lon`, `lat` its seat or centre."""

    code: str
    name: str
    shape: shapely.Geometry
    lon: float
    lat: float


class Ground:
    """Counties laid out for drawing points, the same for the same counties and seed.

    The weight of a county is 1 + min(area, 1500 km2) / 1500 km2: mostly the number of counties,
    a little their size, because no population by county is known here. Within one, places gather
    around `SPOTS` towns, the first at its centre, the further ones with ever fewer places.
    """

    def __init__(self, counties: Sequence[County], seed: int) -> None:
        if not counties:
            raise ValueError("no counties to put places in")
        self.counties = counties
        self.shapes = np.array([county.shape for county in counties], dtype=object)
        shapely.prepare(self.shapes)
        centres = np.array([(county.lon, county.lat) for county in counties])
        self._squeeze = np.cos(np.radians(centres[:, 1]))
        area_km2 = shapely.area(self.shapes) * _KM_PER_DEG**2 * self._squeeze
        weight = 1 + np.minimum(area_km2, _FULL_KM2) / _FULL_KM2
        self.share: Floats = weight / weight.sum()
        rng = np.random.default_rng([seed, 1])
        surface = shapely.point_on_surface(self.shapes)
        self._certain = np.column_stack([shapely.get_x(surface), shapely.get_y(surface)])
        every = np.arange(len(counties))
        inside = shapely.contains_xy(self.shapes, centres[:, 0], centres[:, 1])
        seats = np.where(inside[:, None], centres, self._certain)
        radius_deg = np.clip(np.sqrt(area_km2 / np.pi), 2, 40) / _KM_PER_DEG
        towns = [self._inside(every, seats, radius_deg * 0.7, rng) for _ in range(SPOTS - 1)]
        # (counties, SPOTS, 2)
        self.spots: Floats = np.stack([seats, *towns], axis=1)
        self._spread_deg = np.minimum(radius_deg * 0.12, 2.5 / _KM_PER_DEG)

    def draw(self, which: NDArray[np.int64], rng: np.random.Generator) -> Floats:
        """A point (lon, lat) inside the county of each index in `which`; shape (n, 2)."""
        shares = 1 / np.arange(1, SPOTS + 1)
        spot = rng.choice(SPOTS, size=len(which), p=shares / shares.sum())
        return self._inside(which, self.spots[which, spot], self._spread_deg[which], rng)

    def _inside(
        self, which: NDArray[np.int64], around: Floats, spread: Floats, rng: np.random.Generator
    ) -> Floats:
        """Normally spread `around`; a draw outside the county is drawn again, wider each time."""
        found = self._certain[which]
        left = np.arange(len(which))
        for turn in range(_TRIES):
            step = rng.standard_normal((len(left), 2)) * spread[left, None] * (1 + turn / 8)
            step[:, 0] /= self._squeeze[which[left]]
            tried = around[left] + step
            hit = shapely.contains_xy(self.shapes[which[left]], tried[:, 0], tried[:, 1])
            found[left[hit]] = tried[hit]
            left = left[~hit]
            if not len(left):
                break
        return found

"""The area within a standard of the places that serve: along the roads, or circles without them."""

import functools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from pyproj import Geod

from geo.roads.isochrone import isochrone
from geo.roads_in_use import roads
from geo.travel import MODES
from planning.standard import Standard
from planning.standing_places import StandingPlace

# Drawn along the roads for a page that is waited for, at some 40 ms each; kept afterwards.
MOST_BY_ROAD = 50
_GEOD = Geod(ellps="WGS84")
_SIDES = 48
_COARSE_DEG = 0.0002


@dataclass(frozen=True, slots=True)
class Reach:
    """`area` in degrees, WGS-84, empty without places; by which method how many were drawn."""

    area: shapely.Geometry
    by_road: int
    circles: int


def reach(places: Sequence[StandingPlace], standard: Standard) -> Reach:
    network = None if standard.is_metres else roads()
    shapes, by_road = [], 0
    for place in places:
        area = None
        if network is not None and by_road < MOST_BY_ROAD:
            area = _by_road(network.name, place.lon, place.lat, standard.mode, standard.limit)
        by_road += area is not None
        shapes.append(area if area is not None else _circle(place, standard.reach_m))
    return Reach(
        shapely.simplify(shapely.union_all(shapes), _COARSE_DEG), by_road, len(shapes) - by_road
    )


@functools.lru_cache(maxsize=1000)
def _by_road(name: str, lon: float, lat: float, mode: str, limit: float) -> shapely.Geometry | None:
    """None where the network does not reach the place; `name` tells one network from the next."""
    network = roads()
    return None if network is None else isochrone(network, lon, lat, MODES[mode], limit)


def _circle(place: StandingPlace, metres: float) -> shapely.Geometry:
    turns = np.linspace(0, 360, _SIDES, endpoint=False)
    ones = np.ones(_SIDES)
    lon, lat, _back = _GEOD.fwd(place.lon * ones, place.lat * ones, turns, metres * ones)
    return shapely.Polygon(np.column_stack((lon, lat)))

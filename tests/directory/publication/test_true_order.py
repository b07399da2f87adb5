"""Nearest means nearest on the WGS-84 ellipsoid, everywhere on it."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod

from directory.publication.around import Points
from directory.publication.sphere import unit_vectors

LON = st.one_of(st.floats(-180, 180), st.sampled_from([-180.0, 180.0, 0.0]))
LAT = st.one_of(st.floats(-90, 90), st.sampled_from([-90.0, 90.0, 0.0]))
POINTS = st.lists(st.tuples(LON, LAT), min_size=1, max_size=300)
GEOD = Geod(ellps="WGS84")


def points_of(pairs: list[tuple[float, float]]) -> tuple[Points, np.ndarray, np.ndarray]:
    lon, lat = np.array(pairs, np.float64).T
    return Points(unit_vectors(lon, lat), lon, lat), lon, lat


def brute(lon: float, lat: float, lons: np.ndarray, lats: np.ndarray) -> np.ndarray:
    here = np.full(len(lons), lon), np.full(len(lats), lat)
    return np.asarray(GEOD.inv(*here, lons, lats)[2])


@given(POINTS, LON, LAT, st.integers(1, 20))
def test_every_point_comes_once_in_geodesic_order(
    pairs: list[tuple[float, float]], lon: float, lat: float, first: int
) -> None:
    points, lons, lats = points_of(pairs)
    batches = list(points.outward(lon, lat, first=first))
    rows = np.concatenate([rows for rows, _ in batches])
    metres = np.concatenate([metres for _, metres in batches])
    truth = brute(lon, lat, lons, lats)
    assert sorted(rows.tolist()) == list(range(len(pairs)))
    assert np.all(np.diff(metres) >= 0)
    assert metres == pytest.approx(truth[rows], abs=1e-6)
    ties = [(m, r) for m, r in zip(metres.tolist(), rows.tolist(), strict=True)]
    assert ties == sorted(ties)


@given(st.integers(0, 2**32 - 1), st.floats(73, 135), st.floats(18, 53))
def test_the_nearest_ten_among_thousands_are_those_of_brute_force(
    seed: int, lon: float, lat: float
) -> None:
    dice = np.random.default_rng(seed)
    pairs = list(
        zip(dice.normal(lon, 0.5, 3000).tolist(), dice.normal(lat, 0.5, 3000).tolist(), strict=True)
    )
    points, lons, lats = points_of(pairs)
    found: list[int] = []
    for rows, _ in points.outward(lon, lat):
        found += rows.tolist()
        if len(found) >= 10:
            break
    assert found[:10] == np.argsort(brute(lon, lat, lons, lats), kind="stable")[:10].tolist()


@given(POINTS, LON, LAT, st.floats(0, 20_100_000))
def test_nothing_within_the_distance_is_missed(
    pairs: list[tuple[float, float]], lon: float, lat: float, metres: float
) -> None:
    points, lons, lats = points_of(pairs)
    truth = brute(lon, lat, lons, lats)
    rows, ways = points.within(lon, lat, metres)
    found = set(rows.tolist())
    assert len(found) == len(rows)
    assert ways == pytest.approx(truth[rows], abs=1e-6)
    assert set(np.flatnonzero(truth <= metres).tolist()) <= found
    assert all(truth[row] <= metres * 1.0034 + 0.001 for row in found)


@given(POINTS, LON, LAT, st.floats(0, 20_100_000))
def test_a_walk_can_begin_beyond_a_distance(
    pairs: list[tuple[float, float]], lon: float, lat: float, beyond: float
) -> None:
    points, _, _ = points_of(pairs)
    whole = [m for _, metres in points.outward(lon, lat) for m in metres.tolist()]
    part = [m for _, metres in points.outward(lon, lat, beyond=beyond) for m in metres.tolist()]
    assert part == [m for m in whole if m > beyond]


def test_many_places_on_one_spot_all_come() -> None:
    points, _, _ = points_of([(117.5, 34.8)] * 500)
    rows = itertools.chain.from_iterable(r.tolist() for r, _ in points.outward(117.5, 34.8))
    assert list(rows) == list(range(500))

"""Boxes on the map: exactly the places inside, in pages, as ready-made GeoJSON."""

import datetime as dt
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.publication import Snapshot
from tests.publications import PLACES, place, sample

LON = st.one_of(st.floats(-180, 180), st.sampled_from([-180.0, 180.0, 117.25, 117.3, 0.0]))
LAT = st.one_of(st.floats(-90, 90), st.sampled_from([-90.0, 90.0, 34.75, 34.8]))


@pytest.fixture(scope="module")
def worldwide(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """Points on cell edges, at the poles and on both sides of 180°, and a cluster."""
    edges = [(-180.0, 0.0), (180.0, 0.0), (179.99, -16.8), (-179.99, -16.8), (0.0, 90.0)]
    edges += [(0.0, -90.0), (117.25, 34.8), (117.3, 34.8), (117.3, 34.75)]
    cluster = [(117 + i * 0.013, 34.5 + j * 0.017) for i in range(25) for j in range(16)]
    places = [
        place(f"w{number:04d}", lon=lon, lat=lat)
        for number, (lon, lat) in enumerate(edges + cluster)
    ]
    return sample(tmp_path_factory.mktemp("worldwide"), places)


@given(LON, LAT, LON, LAT)
def test_a_box_holds_exactly_the_places_inside(
    worldwide: Snapshot, west: float, south: float, east: float, north: float
) -> None:
    south, north = min(south, north), max(south, north)

    def inside(lon: float, lat: float) -> bool:
        across = lon >= west or lon <= east if west > east else west <= lon <= east
        return across and south <= lat <= north

    page = worldwide.features_in((west, south, east, north), limit=10_000)
    features = json.loads(b"[" + page.body_bytes + b"]")
    found = {feature["id"] for feature in features}
    everything = (worldwide.place_at(row) for row in range(worldwide.count))
    assert found == {p.id for p in everything if inside(p.lon, p.lat)}
    assert page.matched == page.returned == len(features) == len(found)


@given(st.integers(1, 150), st.integers(0, 500))
def test_pages_put_together_are_the_whole(worldwide: Snapshot, limit: int, start: int) -> None:
    box = (117.05, 34.55, 117.25, 34.7)
    whole = json.loads(b"[" + worldwide.features_in(box, 10_000).body_bytes + b"]")
    page = worldwide.features_in(box, limit, start)
    assert json.loads(b"[" + page.body_bytes + b"]") == whole[start : start + limit]
    assert page.matched == len(whole)


def test_places_gone_by_a_day_can_be_left_out(tmp_path: Path) -> None:
    snapshot = sample(tmp_path)
    everywhere = (-180.0, -90.0, 180.0, 90.0)
    assert snapshot.features_in(everywhere, 100).matched == len(PLACES)
    before = snapshot.features_in(everywhere, 100, day=dt.date(2026, 11, 9)).body_bytes
    after = snapshot.features_in(everywhere, 100, day=dt.date(2026, 11, 10)).body_bytes
    assert b'"old01"' in before
    assert b'"id":"old01"' not in after
    assert b'"id":"shut1"' not in before


def test_a_feature_says_plainly_what_nobody_knows(tmp_path: Path) -> None:
    feature = json.loads(sample(tmp_path).feature("nohrs1") or b"")
    assert feature["properties"]["hours"] is None
    assert feature["geometry"] == {"type": "Point", "coordinates": [117.31, 34.83]}
    assert feature["id"] == "nohrs1"

"""geopandas, through the GDAL that comes with pyogrio (a newer one than the system's)."""

import json
import urllib.request

import geopandas
import pytest
from pyproj import Transformer

from tests.maps.clients.world import BY_ID, EVERY


@pytest.fixture(autouse=True)
def _straight_to_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("no_proxy", "127.0.0.1")


def test_a_frame_of_all_places_knows_its_system(api: str) -> None:
    frame = geopandas.read_file(f"OAPIF:{api}", layer="markets", PAGE_SIZE=50)
    assert frame.crs.equals("OGC:CRS84", ignore_axis_order=True)
    assert sorted(frame["id"]) == sorted(BY_ID)
    for row in frame.itertuples():
        record = BY_ID[row.id]
        assert (row.geometry.x, row.geometry.y) == pytest.approx((record.lon, record.lat))
        assert row.nature == record.nature


def test_a_box_and_a_condition_are_asked_of_the_server(api: str) -> None:
    frame = geopandas.read_file(
        f"OAPIF:{api}", layer="markets", bbox=(117, 34, 118, 36), where="nature = 'spontaneous'"
    )
    fits = [
        e.id
        for e in EVERY
        if 117 <= e.lon <= 118 and 34 <= e.lat <= 36 and e.nature == "spontaneous"
    ]
    assert len(fits) >= 3
    assert sorted(frame["id"]) == sorted(fits)


def test_another_system_arrives_in_the_right_order_of_axes(api: str) -> None:
    frame = geopandas.read_file(f"OAPIF:{api}", layer="markets", CRS="EPSG:3857")
    assert frame.crs.to_epsg() == 3857
    back = frame.to_crs("EPSG:4326")
    for row in back.itertuples():
        record = BY_ID[row.id]
        assert (row.geometry.x, row.geometry.y) == pytest.approx((record.lon, record.lat), abs=1e-6)


@pytest.mark.parametrize("code", [4326, 4547, 4548])
def test_systems_with_north_first_are_turned_by_the_reader(api: str, code: int) -> None:
    frame = geopandas.read_file(f"OAPIF:{api}", layer="markets", CRS=f"EPSG:{code}")
    # GDAL has a name of its own for 4326 with longitude first.
    assert frame.crs.equals(f"EPSG:{code}", ignore_axis_order=True)
    near = frame.to_crs("EPSG:4326").cx[108:122, 22:42]
    assert len(near) > 150
    for row in near.itertuples():
        record = BY_ID[row.id]
        assert (row.geometry.x, row.geometry.y) == pytest.approx((record.lon, record.lat), abs=1e-6)


def test_a_box_in_the_reader_s_own_system(api: str) -> None:
    edges = Transformer.from_crs("OGC:CRS84", "EPSG:3857").transform_bounds(116, 34, 118, 36)
    frame = geopandas.read_file(f"OAPIF:{api}", layer="markets", CRS="EPSG:3857", bbox=edges)
    fits = [e.id for e in EVERY if 116 <= e.lon <= 118 and 34 <= e.lat <= 36]
    assert sorted(frame["id"]) == sorted(fits)


def test_plain_geojson_makes_a_frame_without_a_driver(api: str) -> None:
    with urllib.request.urlopen(f"{api}/collections/markets/items?limit=10000") as answer:
        features = json.load(answer)["features"]
    frame = geopandas.GeoDataFrame.from_features(features, crs="OGC:CRS84")
    assert len(frame) == len(EVERY)

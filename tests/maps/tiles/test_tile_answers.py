"""Tiles over HTTP: what they say of a place, how they are kept, what is refused."""

import json

import mapbox_vector_tile
import numpy as np
import pyogrio
import pytest

from geo import mercator
from tests.maps.conftest import HERE
from tests.publications import PLACES


def address(z: int, lon: float = float(HERE["lon"]), lat: float = 34.795) -> str:
    column, row = mercator.square(lon, lat)
    shift = mercator.BITS - z
    return f"/tiles/markets/{z}/{int(column) >> shift}/{int(row) >> shift}.mvt"


def features(client, url: str) -> dict[str, dict]:
    response = client.get(url)
    assert response.status_code == 200, response.content
    assert response["Content-Type"] == "application/vnd.mapbox-vector-tile"
    layers = mapbox_vector_tile.decode(response.content)
    return {each["properties"]["id"]: each for each in layers["markets"]["features"]}


def test_a_tile_says_of_each_place_what_is_published(site) -> None:
    found = features(site, address(12))
    assert {"hall1", "kerb1"} <= found.keys()
    hall = found["hall1"]["properties"]
    assert hall == {
        "id": "hall1",
        "name": "薛城零工市场",
        "nature": "public",
        "form": "hall",
        "trades": "bricklayer,carpenter,labourer",
        "hours": "Mo-Su 04:30-09:00",
        "count": 1,
    }


def test_what_nobody_knows_is_left_out(site) -> None:
    said = features(site, address(14, 117.31, 34.83))["nohrs1"]["properties"]
    assert "hours" not in said
    assert said["trades"] == "labourer"


def test_places_closed_or_moved_for_good_are_on_no_tile(site) -> None:
    layers = mapbox_vector_tile.decode(site.get(address(0)).content)
    counts = [each["properties"]["count"] for each in layers["markets"]["features"]]
    assert sum(counts) == len(PLACES) - 2


def test_gdal_reads_a_tile_at_the_places_published(site, snapshot, tmp_path) -> None:
    url = address(14)
    z, x, y = (int(part) for part in url.removesuffix(".mvt").split("/")[-3:])
    file = tmp_path / f"{y}.mvt"
    file.write_bytes(site.get(url).content)
    read = pyogrio.read_dataframe(file, layer="markets", X=x, Y=y, Z=z, CLIP="NO")
    assert read.crs.to_epsg() == 3857
    places = read.to_crs(4326)
    assert {"hall1", "kerb1"} <= set(places["id"])
    for _at, row in places.iterrows():
        published = snapshot.place(row["id"])
        # A unit of the tile is 0.6 m; a point stands at the corner of its unit.
        assert row.geometry.x == pytest.approx(published.lon, abs=8e-6)
        assert row.geometry.y == pytest.approx(published.lat, abs=8e-6)
        assert row["name"] == published.name


def test_an_empty_tile_is_an_answer_without_bytes(site) -> None:
    response = site.get("/tiles/markets/10/0/0.mvt")
    assert (response.status_code, response.content) == (200, b"")
    assert response["ETag"]


@pytest.mark.parametrize(
    "tile", ["23/0/0", "0/1/0", "3/8/0", "3/0/8", "99999999999999999999/0/0", "2/0/99999999999"]
)
def test_an_address_that_no_tile_has_is_a_problem(site, tile) -> None:
    response = site.get(f"/tiles/markets/{tile}.mvt")
    assert response.status_code == 404
    assert response["Content-Type"] == "application/problem+json"
    assert json.loads(response.content)["type"] == "urn:linggong-map:problem:unknown-tile"
    assert response["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("tile", ["-1/0/0.mvt", "1/0/0.png", "a/b/c.mvt", "1/0.mvt"])
def test_other_addresses_below_tiles_are_problems_too(site, tile) -> None:
    response = site.get(f"/tiles/markets/{tile}")
    assert response.status_code == 404
    assert response["Content-Type"] == "application/problem+json"


def test_a_tile_is_sent_once_and_readable_from_any_origin(site) -> None:
    first = site.get(address(12))
    assert first["Access-Control-Allow-Origin"] == "*"
    assert first["Last-Modified"]
    again = site.get(address(12), headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert site.head(address(12)).status_code == 200


def test_a_tile_made_once_is_made_no_second_time(site, monkeypatch) -> None:
    first = site.get(address(13)).content
    monkeypatch.setattr("directory.tiles.tile", None)
    assert site.get(address(13)).content == first


def test_the_tilejson_leads_to_the_tiles(site, snapshot) -> None:
    response = site.get("/tiles/markets.json")
    assert response["Content-Type"] == "application/json"
    assert response["Access-Control-Allow-Origin"] == "*"
    said = json.loads(response.content)
    assert said["tilejson"] == "3.0.0"
    template = said["tiles"][0].removeprefix("http://testserver")
    west, south, east, north = said["bounds"]
    assert (west, east) == (float(snapshot.lon.min()), float(snapshot.lon.max()))
    lon, lat, zoom = said["center"]
    assert west <= lon <= east
    assert south <= lat <= north
    assert said["minzoom"] <= zoom <= said["maxzoom"]
    [layer] = said["vector_layers"]
    url = address(said["maxzoom"])
    z, x, y = url.removesuffix(".mvt").split("/")[-3:]
    assert template.format(z=z, x=x, y=y) == url
    for feature in features(site, url).values():
        assert feature["properties"].keys() <= layer["fields"].keys()
    assert said["demo"] is True
    assert "演示数据" in said["name"]
    assert said["publication"] == 7
    assert said["licence"].startswith("https://")


def test_the_tilejson_of_no_places_holds(serve) -> None:
    said = json.loads(serve([]).get("/tiles/markets.json").content)
    assert said["bounds"] == pytest.approx([-180, -85.051129, 180, 85.051129])


def test_kept_tiles_take_no_more_room_than_they_are_given() -> None:
    from maps.tiles.kept import Kept

    kept, made = Kept(100), []

    def make(key: int) -> bytes:
        made.append(key)
        return bytes(20)

    for key in [*range(6), 5, 1, 0]:
        kept.get(key, lambda key=key: make(key))
    # The first went when the sixth came.
    assert made == [0, 1, 2, 3, 4, 5, 0]
    assert len(kept.get("large", lambda: bytes(99))) == 99
    assert np.sum([len(kept.get(key, lambda: b"")) for key in (5, 0)]) == 40

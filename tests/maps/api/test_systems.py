"""Coordinates in other systems: the axes of each in its own order, the datum said."""

import json

import pytest
from pyproj import Transformer

from geo.datum import wgs84_to_bd09, wgs84_to_gcj02
from maps.api import crs as systems

ITEMS = "/api/collections/markets/items"
EPSG = "http://www.opengis.net/def/crs/EPSG/0/"
HALL = (117.263, 34.795)


def of(site, uri: str) -> tuple[list[float], dict, object]:
    response = site.get(f"{ITEMS}/hall1", {"crs": uri})
    assert response.status_code == 200, response.content
    feature = json.loads(response.content)
    assert response["Content-Crs"] == f"<{uri}>"
    return feature["geometry"]["coordinates"], feature, response


def test_stored_coordinates_are_longitude_latitude(site) -> None:
    assert of(site, systems.CRS84)[0] == list(HALL)


def test_epsg_4326_is_latitude_first(site) -> None:
    assert of(site, EPSG + "4326")[0] == list(HALL[::-1])


@pytest.mark.parametrize("code", ["3857", "4547", "4548"])
def test_projected_coordinates_are_those_of_proj(site, code: str) -> None:
    # Through pyproj's traditional order, another road than the product takes.
    x, y = Transformer.from_crs("EPSG:4326", f"EPSG:{code}", always_xy=True).transform(*HALL)
    found = of(site, EPSG + code)[0]
    expected = [x, y] if code == "3857" else [y, x]
    assert found == pytest.approx(expected, abs=0.02)
    if code != "3857":
        # Gauss–Krüger: northing before easting, and no zone number before it.
        assert 3.8e6 < found[0] < 3.9e6
        assert 4e5 < found[1] < 9e5


@pytest.mark.parametrize(("name", "shift"), [("gcj02", wgs84_to_gcj02), ("bd09", wgs84_to_bd09)])
def test_shifted_systems_have_our_own_names(site, name: str, shift) -> None:
    uri = f"urn:linggong-map:crs:{name}"
    lon, lat = shift(*HALL)
    assert of(site, uri)[0] == pytest.approx([float(lon), float(lat)], abs=1e-7)
    body = json.loads(site.get(ITEMS, {"crs": uri, "limit": "1"}).content)
    assert body["crs"] == uri
    assert body["datum"] == {"gcj02": "GCJ-02", "bd09": "BD-09"}[name]


@pytest.mark.parametrize("uri", sorted(systems.ALL))
def test_a_box_in_each_system_finds_what_it_finds_in_wgs84(site, uri: str) -> None:
    crs = systems.ALL[uri]
    import numpy as np

    corners = crs.out(np.array([117.2, 117.3]), np.array([34.7, 34.9]))
    (a, c), (b, d) = (edge.tolist() for edge in corners)
    box = ",".join(f"{value:.6f}" for value in (min(a, c), min(b, d), max(a, c), max(b, d)))
    asked = {"bbox": box, "bbox-crs": uri}
    found = {each["id"] for each in json.loads(site.get(ITEMS, asked).content)["features"]}
    assert {"hall1", "kerb1", "after1", "night1"} <= found
    assert found <= {"hall1", "kerb1", "after1", "night1", "nohrs1"}


def test_another_system_is_refused_with_those_there_are(site) -> None:
    for name in ("crs", "bbox-crs", "filter-crs"):
        asked = {name: EPSG + "4490", "bbox": "1,2,3,4", "filter": "free"}
        response = site.get(ITEMS, asked)
        body = json.loads(response.content)
        assert (response.status_code, body["parameter"]) == (400, name)
        assert systems.CRS84 in body["allowed"]


def test_outlines_of_regions_are_moved_too(site) -> None:
    root = "/api/collections/regions/items"
    plain = json.loads(site.get(root, {"limit": "1000"}).content)["features"]
    moved = json.loads(site.get(root, {"limit": "1000", "crs": EPSG + "4326"}).content)["features"]
    for one, other in zip(plain, moved, strict=True):
        if one["geometry"] is None:
            assert other["geometry"] is None
        elif one["geometry"]["type"] == "Point":
            assert other["geometry"]["coordinates"] == one["geometry"]["coordinates"][::-1]
        else:
            ring, turned = one["geometry"], other["geometry"]
            while isinstance(ring["coordinates"][0][0], list):
                ring, turned = ({"coordinates": e["coordinates"][0]} for e in (ring, turned))
            assert turned["coordinates"] == [point[::-1] for point in ring["coordinates"]]

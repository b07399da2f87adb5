"""The API: what is nearest, and the published collection, as GeoJSON."""

import json
from urllib.parse import parse_qs, urlsplit

import pytest
from pyproj import Geod

from directory import publication
from geo.datum import wgs84_to_gcj02
from tests.maps.conftest import HERE
from tests.publications import PLACES, place

ITEMS = "/api/collections/markets/items"
FIELDS = {
    "id", "name", "nature", "distance_m", "minutes", "opens_on_arrival", "next_change",
}  # fmt: skip


def nearest(client, **query):
    response = client.get("/api/nearest", HERE | query)
    assert response.status_code == 200, response.content.decode()
    assert response["Content-Type"] == "application/geo+json"
    return json.loads(response.content)


def test_nearest_is_a_collection_that_names_its_datum_and_publication(site) -> None:
    body = nearest(site)
    assert (body["type"], body["datum"], body["publication"]) == ("FeatureCollection", "WGS-84", 7)
    assert body["demo"] is True
    for feature in body["features"]:
        assert feature["type"] == "Feature"
        assert feature["geometry"]["type"] == "Point"
        assert feature["properties"].keys() >= FIELDS
        assert feature["links"][0]["href"].startswith("http://testserver/p/")


def test_nearest_orders_by_the_true_distance(site) -> None:
    body = nearest(site, limit="100")
    geod = Geod(ellps="WGS84")
    for feature in body["features"]:
        lon, lat = feature["geometry"]["coordinates"]
        true = geod.inv(117.263, 34.797, lon, lat)[2]
        assert feature["properties"]["distance_m"] == pytest.approx(true, rel=0.005, abs=1)
    metres = [feature["properties"]["distance_m"] for feature in body["features"]]
    assert metres == sorted(metres)


def test_open_is_true_false_or_null_on_arrival(site) -> None:
    found = {
        feature["id"]: feature["properties"]["opens_on_arrival"]
        for feature in nearest(site, at="2026-11-24T05:00", limit="100")["features"]
    }
    assert found["hall1"] is True
    assert found["night1"] is False
    assert found["nohrs1"] is None


def test_moments_carry_the_offset_of_beijing(site) -> None:
    first = nearest(site, at="2026-11-24T05:00")["features"][0]["properties"]
    assert first["next_change"] == "2026-11-24T09:00:00+08:00"
    assert first["arrival"] == "2026-11-24T05:02:00+08:00"


def test_minutes_are_those_of_the_mode(site) -> None:
    ride = nearest(site)["features"][0]["properties"]
    walk = nearest(site, mode="walk")["features"][0]["properties"]
    assert walk["minutes"] / ride["minutes"] == pytest.approx(15 / 4.5, rel=0.06)


def test_a_position_in_gcj02_is_converted_and_answered_in_wgs84(site) -> None:
    lon, lat = wgs84_to_gcj02(117.263, 34.797)
    body = nearest(site, lon=f"{lon:.7f}", lat=f"{lat:.7f}", datum="gcj02")
    assert body["query"]["given_datum"] == "gcj02"
    assert body["query"]["lon"] == pytest.approx(117.263, abs=1e-6)
    assert body["features"][0]["geometry"]["coordinates"] == [117.263, 34.795]
    assert body["features"][0]["properties"]["distance_m"] == pytest.approx(221.9, abs=0.5)


def test_a_trade_is_understood_by_its_synonym(site) -> None:
    body = nearest(site, trade="瓦匠")
    assert body["query"]["trade"] == "bricklayer"
    assert [feature["id"] for feature in body["features"]][:2] == ["hall1", "kerb1"]


def test_limit_is_ten_unless_told(serve) -> None:
    client = serve([place(f"p{n:03}", lon=117.2 + n / 1000) for n in range(30)])
    assert len(nearest(client)["features"]) == 10
    assert len(nearest(client, limit="25")["features"]) == 25
    assert len(nearest(client, limit="100000")["features"]) == 30


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ({"lon": "117.2"}, "lat"),
        ({"lat": "34.7"}, "lon"),
        ({"lon": "34.7", "lat": "117.2"}, "lon"),
        (HERE | {"limit": "0"}, "limit"),
        (HERE | {"limit": "ten"}, "limit"),
        (HERE | {"datum": "wgs72"}, "datum"),
        (HERE | {"mode": "car"}, "mode"),
        (HERE | {"at": "soon"}, "at"),
        (HERE | {"trade": "astronaut"}, "trade"),
        (HERE | {"raduis": "5"}, "raduis"),
        (HERE | {"lon": ["117.2", "117.3"]}, "lon"),
    ],
)
def test_a_bad_parameter_is_a_problem_that_names_it(site, query, parameter) -> None:
    response = site.get("/api/nearest", query)
    problem = json.loads(response.content)
    assert response.status_code == problem["status"] == 400
    assert response["Content-Type"] == "application/problem+json"
    assert problem["parameter"] == parameter
    assert problem.keys() == {"type", "title", "status", "detail", "parameter", "value", "allowed"}
    assert all(problem[key] for key in ("type", "title", "detail", "allowed"))


def test_a_problem_is_said_in_the_language_that_is_asked_for(site) -> None:
    response = site.get(
        "/api/nearest", {"lon": "34", "lat": "117"}, headers={"accept-language": "en"}
    )
    assert "seem to be swapped" in json.loads(response.content)["detail"]
    assert "Accept-Language" in response["Vary"]


def test_an_unknown_trade_lists_the_known_ones(site) -> None:
    problem = json.loads(site.get("/api/nearest", HERE | {"trade": "x"}).content)
    assert "bricklayer" in problem["allowed"]


def test_the_collection_holds_every_published_place(site) -> None:
    body = json.loads(site.get(ITEMS).content)
    assert body["numberMatched"] == body["numberReturned"] == len(PLACES)
    assert {feature["id"] for feature in body["features"]} == {record.id for record in PLACES}
    assert body["timeStamp"] == "2026-11-20T03:00:00+08:00"


def test_a_box_selects(site) -> None:
    body = json.loads(site.get(ITEMS, {"bbox": "117.7,34.5,117.8,34.6"}).content)
    assert {feature["id"] for feature in body["features"]} == {"shut1", "paus1"}


def test_an_empty_box_is_an_empty_collection(site) -> None:
    body = json.loads(site.get(ITEMS, {"bbox": "0,0,1,1"}).content)
    assert (body["numberMatched"], body["features"]) == (0, [])


def test_pages_of_the_collection_follow_one_another_and_hold_everything_once(site) -> None:
    seen: list[str] = []
    address = f"{ITEMS}?limit=5&bbox=117,34,118,36"
    while address:
        body = json.loads(site.get(address).content)
        seen += [feature["id"] for feature in body["features"]]
        address = next((link["href"] for link in body["links"] if link["rel"] == "next"), "")
    assert sorted(seen) == sorted(record.id for record in PLACES)


def test_the_next_link_keeps_the_box(site) -> None:
    body = json.loads(site.get(ITEMS, {"limit": "2", "bbox": "117,34,118,36"}).content)
    link = next(link for link in body["links"] if link["rel"] == "next")
    assert parse_qs(urlsplit(link["href"]).query) == {
        "bbox": ["117,34,118,36"], "limit": ["2"], "offset": ["2"],
    }  # fmt: skip


def test_a_limit_beyond_the_greatest_counts_as_the_greatest(site) -> None:
    assert site.get(ITEMS, {"limit": "99999"}).status_code == 200


@pytest.mark.parametrize(
    "bbox", ["1,2,3", "a,b,c,d", "117,35,118,34", "117,34,118,91", "200,0,201,1", "nan,0,1,1"]
)
def test_a_bad_box_is_a_problem(site, bbox) -> None:
    response = site.get(ITEMS, {"bbox": bbox})
    assert response.status_code == 400
    assert json.loads(response.content)["parameter"] == "bbox"


def test_one_item_by_its_id(site) -> None:
    feature = json.loads(site.get(f"{ITEMS}/kerb1").content)
    assert (feature["id"], feature["geometry"]["coordinates"]) == ("kerb1", [117.2663, 34.795])
    response = site.get(f"{ITEMS}/nobody")
    assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")


def test_an_unchanged_publication_is_not_sent_again(site, morning) -> None:
    first = site.get(ITEMS)
    assert first["ETag"].startswith('"7-')
    assert first["Last-Modified"] == "Thu, 19 Nov 2026 19:00:00 GMT"
    morning.shift(3600)
    again = site.get(ITEMS, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]


def test_what_is_nearest_is_asked_again_each_minute(site, morning) -> None:
    first = site.get("/api/nearest", HERE)
    known = {"if-none-match": first["ETag"]}
    assert site.get("/api/nearest", HERE, headers=known).status_code == 304
    morning.shift(60)
    assert site.get("/api/nearest", HERE, headers=known).status_code == 200


def test_a_new_publication_has_another_etag(serve, site) -> None:
    before = site.get(ITEMS)["ETag"]
    client = serve(PLACES, number=8)
    assert client.get(ITEMS, headers={"if-none-match": before}).status_code == 200


def test_any_origin_may_read_and_nobody_may_write(site) -> None:
    assert site.get(ITEMS)["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in site.get(ITEMS)
    response = site.post(ITEMS)
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert site.options(ITEMS).status_code == 200


def test_without_a_publication_the_api_says_to_come_back(client, morning) -> None:
    with publication.use(None):
        response = client.get("/api/nearest", HERE)
    assert response.status_code == 503
    assert response["Retry-After"] == "5"
    assert json.loads(response.content)["type"].endswith("no-publication")


def test_the_points_of_the_map_are_compact(site) -> None:
    body = json.loads(site.get("/map/points.json", {"region": "370400"}).content)
    assert (body["number"], body["datum"]) == (7, "WGS-84")
    rows = {row[0]: row[1:] for row in body["places"]}
    assert rows["kerb1"][:5] == [117.2663, 34.795, "spontaneous", "kerb", "燕山路口聚集点"]
    assert rows["kerb1"][5] == ["bricklayer", "labourer"]


def test_the_map_leaves_out_places_that_are_gone(site) -> None:
    body = json.loads(site.get("/map/points.json", {"region": "370400"}).content)
    assert not {"old01", "shut1"} & {row[0] for row in body["places"]}


def test_the_base_map_comes_from_the_publication(site) -> None:
    assert json.loads(site.get("/map/base/370400.json").content)["type"] == "FeatureCollection"
    assert b"<svg" in site.get("/map/base/370400.svg").content
    for missing in ("/map/base/110100.json", "/map/base/110100.svg", "/map/base/x.svg"):
        assert site.get(missing).status_code == 404

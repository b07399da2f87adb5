"""Once `load_roads` has run, readers are told minutes by road wherever the network goes."""

import datetime as dt
import json
import random

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from django.utils.translation import override

from directory.records import StatusRecord
from geo import roads_in_use
from maps import readers
from maps.offline_words import offline_words
from maps.readpath.lane import Lane
from tests.directory.test_finder_by_road import BESIDE, EAST, WEST
from tests.geo.roads.conftest import extract
from tests.maps.pages import cards, text_of
from tests.maps.readpath.test_lane_is_django import answer, assert_alike, environ
from tests.publications import place

FROM_WEST = {"lon": str(WEST[0]), "lat": str(WEST[1]), "mode": "walk", "at": "2026-11-24T05:00"}
OUTSIDE = {"lon": "117.263", "lat": "34.797"}
CLOSED = StatusRecord("closed", dt.date(2026, 9, 1))
BY_ROAD, BY_LINE = "时间按路网算", "距离和时间按直线估算，过河、过铁路会更久。"


def load(name: str = "Helsinki.osm.pbf") -> None:
    call_command("load_roads", str(extract(name)), verbosity=0)
    roads_in_use.forget()


@pytest.fixture
def roads_dir(settings, tmp_path, monkeypatch):
    """No network yet; and the site takes positions in Finland for its own."""
    settings.ROADS_DIR = tmp_path / "roads"
    for name, value in {"WEST": 20.0, "NORTH": 70.0}.items():
        monkeypatch.setattr(readers, name, value)
    roads_in_use.forget()
    yield settings.ROADS_DIR
    roads_in_use.forget()


@pytest.fixture
def client(roads_dir, serve, connections_outlive_requests):
    beside = [
        place(f"beside{n}", lon=lon, lat=lat, hours="24/7") for n, (lon, lat) in enumerate(BESIDE)
    ]
    across = place("across", lon=EAST[0], lat=EAST[1], hours="Mo-Su 04:30-05:20")
    outside = place("outside", lon=WEST[0], lat=WEST[1] + 0.02, hours="24/7")
    return serve([across, *beside, outside])


def told(client, **asked) -> dict[str, dict]:
    response = client.get("/api/nearest", FROM_WEST | asked)
    assert response.status_code == 200
    return {one["id"]: one["properties"] for one in response.json()["features"]}


def test_the_api_counts_by_road_what_the_network_covers_and_says_so_place_by_place(client) -> None:
    before, query = told(client), client.get("/api/nearest", FROM_WEST).json()["query"]
    assert {one["travel_basis"] for one in before.values()} == {"straight_line"}
    assert before["across"]["opens_on_arrival"] is True
    assert "roads" not in query
    load()
    after, query = told(client), client.get("/api/nearest", FROM_WEST).json()["query"]
    assert list(after) == list(before), "in order of distance, which no road changes"
    assert query["roads"] == roads_in_use.name()
    assert "OpenStreetMap" in query["roads_attribution"]
    basis = {id: one["travel_basis"] for id, one in after.items()}
    assert basis.pop("outside") == "straight_line"
    assert set(basis.values()) == {"road"}
    assert after["outside"] == before["outside"]
    for id, one in after.items():
        assert one["distance_m"] == before[id]["distance_m"]
        assert one["minutes"] * 75 * (1 + 1e-3) + 4 > one["distance_m"]
    assert (before["across"]["minutes"], after["across"]["minutes"]) == (4.1, 27.4)
    assert after["across"]["arrival"] == "2026-11-24T05:28:00+08:00"
    assert after["across"]["opens_on_arrival"] is False


def test_the_page_chooses_the_three_again_and_says_on_what_its_minutes_rest(client) -> None:
    page = client.get("/", FROM_WEST)
    assert cards(page)[0] == "across"
    assert BY_LINE in text_of(page)
    assert BY_ROAD not in text_of(page)
    load()
    page = client.get("/", FROM_WEST)
    text = text_of(page)
    assert cards(page) == ["beside1", "beside0", "beside2"]
    assert BY_ROAD in text
    assert "© OpenStreetMap" in text
    assert BY_LINE not in text
    # Of two kinds on one page, those that are not by road are marked, and only those.
    assert "步行 39 分钟（直线估算） · 电动车 12 分钟（直线估算）" in text
    assert "230 米 · 步行 28 分钟 · 电动车 8 分钟 公共" in text
    english = text_of(client.get("/en/", FROM_WEST))
    assert "times follow the roads" in english
    assert "(by straight line)" in english


def test_all_by_road_nothing_is_marked(roads_dir, serve) -> None:
    client = serve([place("beside", lon=BESIDE[0][0], lat=BESIDE[0][1], hours="24/7")])
    load()
    text = text_of(client.get("/", FROM_WEST))
    assert BY_ROAD in text
    assert "直线估算" not in text


def test_a_position_outside_the_network_reads_as_if_there_were_none(client) -> None:
    asked = FROM_WEST | OUTSIDE
    before = client.get("/", asked).content, client.get("/api/nearest", asked).json()["features"]
    load()
    after = client.get("/", asked).content, client.get("/api/nearest", asked).json()["features"]
    assert after == before


def test_a_place_that_is_shut_offers_others_by_road(roads_dir, serve) -> None:
    shut = place("shut", lon=WEST[0], lat=WEST[1], statuses=(CLOSED,))
    client = serve([shut, place("beside", lon=BESIDE[0][0], lat=BESIDE[0][1], hours="24/7")])
    assert BY_LINE in text_of(client.get("/p/shut"))
    load()
    assert BY_ROAD in text_of(client.get("/p/shut"))


def test_the_page_about_the_figures_names_the_network(client) -> None:
    assert "没有用真实路网" in text_of(client.get("/about"))
    load()
    text = text_of(client.get("/about"))
    assert "没有用真实路网" not in text
    assert roads_in_use.name() in text
    assert "ODbL" in text


def test_another_network_is_another_answer_to_whoever_asks_whether_it_has_changed(client) -> None:
    lane = Lane(WSGIHandler())
    tags: dict[str, set[str]] = {}
    for name in (None, "test.osm.pbf", "Helsinki.osm.pbf"):
        if name:
            load(name)
        for path, of in (
            ("/api/nearest", FROM_WEST),
            ("/", FROM_WEST),
            ("/", {"region": "370403"}),
        ):
            query = "&".join(f"{key}={value}" for key, value in of.items())
            one = environ(path, query)
            for _ in range(3):
                status, head, _body = answer(lane, one)
                assert status == "200 OK"
                assert client.get(f"{path}?{query}")["ETag"] == head["etag"]
            tags.setdefault(f"{path}?{query}", set()).add(head["etag"])
            again = one | {"HTTP_IF_NONE_MATCH": head["etag"]}
            assert answer(lane, again)[0] == "304 Not Modified"
    assert [len(of) for of in tags.values()] == [3, 3, 3]


def test_the_lane_says_by_road_what_django_says(client, caplog) -> None:
    load()
    django = WSGIHandler()
    asked_django = []

    def counting(meta, start):
        asked_django.append(meta["PATH_INFO"])
        return django(meta, start)

    lane, dice = Lane(counting), random.Random(4)
    for _ in range(40):
        lon, lat = dice.uniform(24.93, 24.96), dice.uniform(60.16, 60.19)
        rest = dice.choice(("", "&mode=walk", "&at=2026-11-24T05%3A00"))
        path = dice.choice(("/", "/en/", "/api/nearest"))
        assert_alike(lane, django, environ(path, f"lon={lon:.5f}&lat={lat:.5f}{rest}"))
    assert sorted(asked_django) == ["/", "/api/nearest", "/en/"]
    assert not lane._refused
    load("test.osm.pbf")
    for path in ("/", "/en/", "/api/nearest"):
        assert_alike(lane, django, environ(path, "lon=24.95&lat=60.17"))
    assert len(asked_django) == 6, "compared again with another network"
    assert "differ" not in caplog.text


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_phone_says_that_it_has_no_roads(language) -> None:
    with override(language):
        said = offline_words()["by_line"]
    assert said == {"zh-hans": BY_LINE}.get(language, said)
    assert "straight line" in said or language == "zh-hans"


def test_the_openapi_document_names_the_basis(client) -> None:
    assert "travel_basis" in json.dumps(client.get("/api/openapi.json").json())

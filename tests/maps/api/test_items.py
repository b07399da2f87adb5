"""Items: pages, boxes, times, orders and our own extensions, as somebody asks for them."""

import datetime as dt
import json
import random
from urllib.parse import parse_qsl, urlsplit

import pytest
from pyproj import Geod

from directory.hours import intervals
from tests.publications import CALENDAR, PLACES

ROOT = "/api/collections"
ITEMS = f"{ROOT}/markets/items"


def ask(site, root: str = ITEMS, **query: str) -> dict:
    response = site.get(root, {name.replace("_", "-") if name in DASHED else name: value
                               for name, value in query.items()})  # fmt: skip
    assert response.status_code == 200, response.content.decode()
    return json.loads(response.content)


DASHED = ("bbox_crs", "filter_lang", "filter_crs")


def ids(body: dict) -> list[str]:
    return [each["id"] for each in body["features"]]


@pytest.mark.parametrize(
    "more", [{}, {"sortby": "-name"}, {"near": "117.26,34.8"}, {"nature": "public"}]
)
def test_pages_follow_one_another_there_and_back(site, more: dict) -> None:
    whole = ids(ask(site, limit="1000", **more))
    seen, asked, back = [], {"limit": "5", **more}, []
    while True:
        body = ask(site, **asked)
        seen += ids(body)
        ways = {each["rel"]: each["href"] for each in body["links"]}
        assert body["numberMatched"] == len(whole)
        if "prev" in ways:
            back.append(ways["prev"])
        if "next" not in ways:
            break
        asked = dict(parse_qsl(urlsplit(ways["next"]).query))
    assert seen == whole
    for href in back:
        assert site.get(f"{ITEMS}?{urlsplit(href).query}").status_code == 200


def test_sorting_puts_unknown_values_last_either_way(site) -> None:
    for sign in ("", "+", "-"):
        body = ask(site, sortby=f"{sign}confirmed_on,id", limit="100")
        assert ids(body)[0] == "hall1"
        assert ids(body)[1:] == sorted(ids(body)[1:])
    names = [each["properties"]["name"] for each in ask(site, sortby="-name")["features"]]
    assert names == sorted(names, reverse=True)


def test_only_the_wanted_properties_are_sent(site) -> None:
    for feature in ask(site, properties="name,free")["features"]:
        assert list(feature["properties"]) == ["name", "free"]


def test_near_orders_by_the_true_distance_and_says_it(site) -> None:
    geod, last = Geod(ellps="WGS84"), -1.0
    for more in ({}, {"nature": "public"}, {"bbox": "117,34,118,36"}):
        last = -1.0
        for feature in ask(site, near="117.26,34.8", limit="100", **more)["features"]:
            true = geod.inv(117.26, 34.8, *feature["geometry"]["coordinates"])[2]
            assert feature["properties"]["distance_m"] == pytest.approx(true, abs=0.1)
            assert true >= last
            last = true


def test_open_at_finds_what_is_surely_open(site) -> None:
    dice = random.Random(5)
    for _ in range(12):
        moment = dt.datetime(2026, 11, 24) + dt.timedelta(minutes=dice.randrange(3 * 1440))
        expected = set()
        for place in PLACES:
            status = place.status_on(moment.date())
            if status is not None and status.status in ("suspended", "closed", "moved"):
                continue
            for hours in (place.hours,) if place.hours else tuple(z.hours for z in place.zones):
                start = moment.replace(hour=0, minute=0) - dt.timedelta(days=1)
                spans = (
                    intervals(hours, start, start + dt.timedelta(days=3), CALENDAR) if hours else ()
                )
                if any(s == "open" and a <= moment < b for a, b, s in spans):
                    expected.add(place.id)
        assert set(ids(ask(site, open_at=f"{moment:%Y-%m-%dT%H:%M}", limit="100"))) == expected
        nearest = ask(site, open_at=f"{moment:%Y-%m-%dT%H:%M}", near="117.26,34.8", limit="100")
        assert set(ids(nearest)) == expected
        metres = [each["properties"]["distance_m"] for each in nearest["features"]]
        assert metres == sorted(metres)


def test_pages_outwards_from_a_position_follow_one_another(site) -> None:
    asked = {"near": "117.26,34.8", "open_at": "2026-11-24T05:00"}
    whole, seen = ids(ask(site, limit="100", **asked)), []
    for offset in range(0, 20, 2):
        seen += ids(ask(site, limit="2", offset=str(offset), **asked))
    assert seen == whole
    assert "numberMatched" not in ask(site, **asked)


def test_region_and_trade_select(site) -> None:
    for code, wanted in (("370405", "370405"), ("370400", "3704"), ("370000", "37")):
        expected = {place.id for place in PLACES if place.region.startswith(wanted)}
        assert set(ids(ask(site, region=code, limit="100"))) == expected
    asked = set(ids(ask(site, trade="瓦匠", limit="100")))
    assert asked == {p.id for p in PLACES if "bricklayer" in {t.code for t in p.trades}}


def test_time_selects_what_is_in_operation(site) -> None:
    before = set(ids(ask(site, datetime="2026-08-01T00:00:00+08:00", limit="100")))
    after = set(ids(ask(site, datetime="2026-11-24T00:00:00Z/..", limit="100")))
    assert {"shut1", "old01"} <= before
    assert before - after == {"shut1", "old01"}
    assert set(ids(ask(site, datetime="../2026-09-30T00:00:00Z", limit="100"))) == before


def test_features_without_geometry_match_every_box(site) -> None:
    root = f"{ROOT}/regions/items"
    nowhere = {e["id"] for e in ask(site, root, limit="1000")["features"] if e["geometry"] is None}
    assert nowhere
    assert nowhere <= set(ids(ask(site, root, bbox="0,0,1,1", limit="1000")))


def test_a_box_may_cross_the_antimeridian_and_have_heights(site) -> None:
    assert ids(ask(site, bbox="170,30,118,36")) != []
    assert ids(ask(site, bbox="118.5,30,117,36")) == []
    flat, tall = ask(site, bbox="117,34,118,35"), ask(site, bbox="117,34,0,118,35,100")
    assert ids(flat) == ids(tall)


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("colour=red", "colour"),
        ("limit=1&limit=2", "limit"),
        ("nature=secret", "nature"),
        ("trades=astronaut", "trades"),
        ("free=maybe", "free"),
        ("confirmed_on=yesterday", "confirmed_on"),
        ("sortby=colour", "sortby"),
        ("sortby=name&near=117,34", "sortby"),
        ("near=34,117", "near"),
        ("near=117", "near"),
        ("datum=gcj02", "datum"),
        ("open_at=noon", "open_at"),
        ("region=abc", "region"),
        ("properties=secret", "properties"),
        ("datetime=yesterday", "datetime"),
        ("datetime=2026-11-02T00:00:00Z/2026-11-01T00:00:00Z", "datetime"),
        ("bbox-crs=http://www.opengis.net/def/crs/OGC/1.3/CRS84", "bbox-crs"),
        ("filter-lang=cql2-json", "filter-lang"),
        ("filter=free&filter-lang=sql", "filter-lang"),
        ("f=xml", "f"),
        ("limit=-1", "limit"),
        ("sortby=--name", "sortby"),
        ("sortby=%2B-name", "sortby"),
        ("accuracy_m=nan", "accuracy_m"),
        ("accuracy_m=1_0", "accuracy_m"),
        ("open_at=", "open_at"),
        ("trade=", "trade"),
        ("region=999999", "region"),
        ("region=370405-malantun", "region"),
    ],
)
def test_what_cannot_be_read_is_named(site, query: str, named: str) -> None:
    response = site.get(f"{ITEMS}?{query}")
    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"
    body = json.loads(response.content)
    assert body["parameter"] == named
    assert body["detail"]


def test_words_about_a_position_name_what_was_written(site) -> None:
    body = json.loads(site.get(f"{ITEMS}?near=200,34").content)
    assert (body["parameter"], body["value"]) == ("near", "200,34")
    assert "lon" not in body["detail"]


def test_a_collection_that_has_no_such_thing_says_so(site) -> None:
    assert site.get(f"{ROOT}/regions/items?open_at=now").status_code == 400
    assert site.get(f"{ROOT}/regions/items?trade=bricklayer").status_code == 400
    assert site.get(f"{ROOT}/secrets/items").status_code == 404

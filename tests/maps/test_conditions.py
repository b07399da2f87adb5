"""Every public address says what it is a version of, and sends nothing twice."""

import datetime as dt

import pytest
from django.urls import URLPattern
from django.utils.http import http_date, parse_http_date

from maps import urls
from tests.maps.conftest import MORNING
from tests.maps.opendata import conftest as opendata

place, written, entry = opendata.place, opendata.written, opendata.entry

ITEM = {"markets": "hall1", "events": "fair1", "regions": "370405"}
# An address for each public route, by its name.
EXAMPLES = {
    "finder": "/?region=370405", "place": "/p/hall1", "poster": "/p/hall1/poster",
    "about": "/about", "browse": "/browse/", "browse_trade": "/browse/trade/bricklayer",
    "browse_area": "/browse/370405", "browse_area_trade": "/browse/370405/trade/bricklayer",
    "counties": "/counties/", "counties_area": "/counties/370400", "pulse": "/pulse/",
    "pulse_area": "/pulse/370405", "changes": "/changes/", "changes_of": "/changes/7",
    "changes_feed": "/changes.atom", "embed": "/embed", "opendata": "/data/",
    "opendata_publication": "/data/7/", "opendata_dictionary": "/data/dictionary",
    "licence": "/licence", "contact": "/contact", "offline": "/offline",
    "embed_list": "/embed/list", "embed_map": "/embed/map", "place_qr": "/p/hall1/qr.svg",
    "api_docs": "/api/docs", "api": "/api/", "api_conformance": "/api/conformance",
    "api_collections": "/api/collections", "api_nearest": "/api/nearest?lon=117.2&lat=34.7",
    "api_changes": "/api/changes?since=7", "api_document": "/api/openapi.json",
    "tilejson": "/tiles/markets.json", "tile": "/tiles/markets/10/845/406.mvt",
    "opendata_index": "/data/index.json", "opendata_file": "/data/7/markets.csv",
    "points": "/map/points.json", "basemap_json": "/map/base/370400.json",
    "basemap_svg": "/map/base/370400.svg", "offline_directory": "/offline/370400.json",
    "robots": "/robots.txt", "sitemap": "/sitemap.xml", "sitemap_part": "/sitemap-0.xml",
    "service_worker": "/sw.js", "manifest": "/manifest.webmanifest",
    **{f"api_{name}": f"/api/collections/{name}" for name in ITEM},
    **{f"api_{name}_queryables": f"/api/collections/{name}/queryables" for name in ITEM},
    **{f"api_{name}_items": f"/api/collections/{name}/items" for name in ITEM},
    **{f"api_{name}_item": f"/api/collections/{name}/items/{id}" for name, id in ITEM.items()},
}  # fmt: skip
# Redirections, and what is true for the moment only.
OTHERS = {"type_size", "opendata_latest_page", "opendata_latest", "planner", "healthz"}
# Written by hand, or changed by what falls off the shelf: no time is known.
TIMELESS = {"robots", "opendata_index"}
ROUTES: list[URLPattern] = [*urls.pages, *urls.shared, *urls.data, *urls.service]
DATA = {
    route.name for route in urls.data if route.name not in {"opendata_latest_page", *OTHERS}
} | {"sitemap", "sitemap_part", "service_worker", "manifest"}


@pytest.fixture
def everything(site, entry):
    """With the files of publication 7 on the shelf."""
    return site


def test_every_public_route_has_an_example_here():
    assert {route.name for route in ROUTES} - OTHERS == EXAMPLES.keys()


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_public_answer_has_a_tag_and_is_not_sent_to_who_has_it(everything, name) -> None:
    first = everything.get(EXAMPLES[name])
    assert first.status_code == 200
    assert first["ETag"].startswith('"')
    # Django's own tag is made from the body, which a HEAD does not have.
    methods = (everything.get,) if name in TIMELESS else (everything.get, everything.head)
    for method in methods:
        again = method(EXAMPLES[name], headers={"if-none-match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert again["ETag"] == first["ETag"]
        assert again.get("Vary") == first.get("Vary")
        assert again.get("Cache-Control") == first.get("Cache-Control")
        assert again.get("Last-Modified") == first.get("Last-Modified")
    assert everything.get(EXAMPLES[name], headers={"if-none-match": '"x"'}).status_code == 200


@pytest.mark.parametrize("name", sorted(EXAMPLES.keys() - TIMELESS))
def test_every_public_answer_says_since_when_and_holds_to_it(everything, name) -> None:
    first = everything.get(EXAMPLES[name])
    said = parse_http_date(first["Last-Modified"])
    assert said <= MORNING.timestamp()
    again = everything.get(EXAMPLES[name], headers={"if-modified-since": first["Last-Modified"]})
    assert again.status_code == 304
    earlier = {"if-modified-since": http_date(said - 1)}
    assert everything.get(EXAMPLES[name], headers=earlier).status_code == 200


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_caches_are_told_what_an_answer_depends_on(everything, name) -> None:
    varies = {each.strip() for each in everything.get(EXAMPLES[name]).get("Vary", "").split(",")}
    pages = {route.name for route in (*urls.pages, *urls.shared)}
    # Data, and at the same address a page, which has its language in it and no size of type.
    either = name.startswith("api") and name not in ("api_docs", "api_document", "api_nearest",
                                                     "api_changes")  # fmt: skip
    assert ("Cookie" in varies) == (name in pages and not either)
    assert ("Accept" in varies) == either


@pytest.mark.parametrize("name", sorted(DATA))
def test_data_are_for_every_origin_and_take_no_credentials(everything, name) -> None:
    response = everything.get(EXAMPLES[name], headers={"origin": "https://elsewhere.example"})
    assert response["Access-Control-Allow-Origin"] == "*"
    assert not response.has_header("Access-Control-Allow-Credentials")
    assert "ETag" in response["Access-Control-Expose-Headers"]
    before = everything.options(EXAMPLES[name])
    assert "If-None-Match" in before["Access-Control-Allow-Headers"]
    assert before["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize("name", ["finder", "api_nearest"])
def test_what_depends_on_the_minute_is_another_answer_a_minute_later(
    everything, morning, name
) -> None:
    first = everything.get(EXAMPLES[name])
    morning.shift(dt.timedelta(seconds=60))
    had = {"if-modified-since": first["Last-Modified"]}
    assert everything.get(EXAMPLES[name], headers=had).status_code == 200


def test_what_depends_on_the_day_is_not_said_to_be_older_than_the_day(everything) -> None:
    midnight = MORNING.replace(hour=0, minute=0)
    assert everything.get("/tiles/markets/10/845/406.mvt")["Last-Modified"] == http_date(
        midnight.timestamp()
    )

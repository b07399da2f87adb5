"""What a first visit costs, where it comes from, and that it needs no database."""

import urllib.request
from collections.abc import Callable

import pytest

from tests.browser.conftest import PHONE, Visitor
from tests.browser.relay import Relay
from tests.browser.serving import Site

BUDGET = 100 * 1024
# A browser on http://127.0.0.1 would accept brotli; the budget is counted in gzip.
GZIP = {"Accept-Encoding": "gzip"}
ANSWER = "/?lon=117.263&lat=34.795&at=tomorrow+05:00"


@pytest.mark.parametrize("path", ["/", ANSWER, "/en/"])
def test_a_first_visit_stays_within_the_budget_with_all_it_keeps(
    visitor: Callable[..., Visitor], site: Site, path: str
) -> None:
    """Every byte from the server until the directory is kept, headers and the worker's included."""
    with Relay(("127.0.0.1", site.port)) as line:
        someone = visitor(**PHONE, extra_http_headers=GZIP)
        someone.site = Site(line.port, site.database, site.snapshot, site.var)
        someone.go(path)
        someone.until("navigator.serviceWorker.controller !== null")
        someone.page.wait_for_timeout(500)
        assert 10_000 < line.received <= BUDGET


def test_a_first_visit_with_its_map_stays_within_the_budget(
    visitor: Callable[..., Visitor], site: Site
) -> None:
    """The page, its scripts and the map that was scrolled to, before anything is kept."""
    with Relay(("127.0.0.1", site.port)) as line:
        someone = visitor(**PHONE, extra_http_headers=GZIP, service_workers="block")
        someone.site = Site(line.port, site.database, site.snapshot, site.var)
        page = someone.go(ANSWER)
        page.locator("#map").scroll_into_view_if_needed()
        page.wait_for_selector("#map .leaflet-marker-icon[data-key]")
        page.wait_for_timeout(500)
        assert 60_000 < line.received <= BUDGET


def test_the_directory_of_the_city_is_small_enough_to_keep(site: Site) -> None:
    request = urllib.request.Request(site.url + "/offline/370400.json", headers=GZIP)
    with urllib.request.urlopen(request) as response:
        assert response.headers["Content-Encoding"] == "gzip"
        assert len(response.read()) <= 25 * 1024


def test_the_answer_is_there_before_any_script(visitor: Callable[..., Visitor]) -> None:
    someone = visitor(**PHONE)
    someone.page.route("**/*.js", lambda route: route.abort())
    someone.expected = ("Failed to load resource",)
    someone.go(ANSWER)
    assert len(someone.ids()) == 3


def test_the_map_is_fetched_only_when_it_is_about_to_be_seen(phone: Visitor) -> None:
    page = phone.go(ANSWER)
    page.wait_for_timeout(800)
    assert not [url for url in phone.requests if "leaflet" in url]
    page.locator("#map").scroll_into_view_if_needed()
    page.wait_for_selector("#map.leaflet-container")
    assert [url for url in phone.requests if "leaflet" in url]


def test_pages_answer_while_the_database_is_gone(phone: Visitor, site: Site) -> None:
    place = site.snapshot.places_in("370403")[0].id
    site.database.cut()
    try:
        phone.page.wait_for_timeout(1000)
        for path in (ANSWER, f"/p/{place}", "/?q=tez", "/about", "/offline"):
            response = phone.page.goto(site.url + path)
            assert response is not None
            assert response.status == 200, path
        with urllib.request.urlopen(site.url + "/api/nearest?lon=117.26&lat=34.79") as answer:
            assert answer.status == 200
    finally:
        site.database.mend()


def test_a_worker_changes_with_the_publication_and_is_never_stored(site: Site) -> None:
    with urllib.request.urlopen(site.url + "/sw.js") as response:
        assert "no-cache" in response.headers["Cache-Control"]
        assert response.headers["Service-Worker-Allowed"] == "/"
        assert f'"version": "{site.snapshot.number}-' in response.read().decode()

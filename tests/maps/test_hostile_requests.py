"""Requests that no browser sends, and questions made to be misread."""

import json

import pytest
from django.test import Client

from maps import answering
from tests.maps.conftest import HERE
from tests.publications import place

ITEMS = "/api/collections/markets/items"


@pytest.fixture
def strict(snapshot, morning) -> Client:
    """As the server runs: forged writes are looked for."""
    return Client(enforce_csrf_checks=True)


@pytest.mark.parametrize("address", ["/", "/en/", "/p/hall1", "/about", "/api/nearest", ITEMS])
def test_a_write_is_refused_as_such_and_not_for_want_of_a_token(strict, address) -> None:
    for method in (strict.post, strict.put, strict.delete):
        response = method(address)
        assert (response.status_code, response["Allow"]) == (405, "GET, HEAD, OPTIONS")
        if address.startswith("/api/"):
            assert json.loads(response.content)["status"] == 405


@pytest.mark.parametrize("address", ["/large", "/healthz", "/robots.txt"])
def test_what_serves_the_site_cannot_be_written_either(strict, address) -> None:
    assert strict.post(address).status_code == 405


@pytest.mark.parametrize(
    ("address", "status"),
    [("/p/zzzz9", 404), ("/?lon=x", 400), ("/api/nearest?lon=x", 400), (f"{ITEMS}/nobody", 404)],
)
@pytest.mark.parametrize("condition", [{"if-none-match": "*"}, {"if-match": '"other"'}])
def test_a_condition_does_not_hide_an_error(site, address, status, condition) -> None:
    assert site.get(address, headers=condition).status_code == status


@pytest.mark.parametrize("address", ["/", "/p/hall1", ITEMS])
def test_conditions_hold_for_what_there_is(site, address) -> None:
    known = site.get(address)["ETag"]
    assert site.get(address, headers={"if-none-match": "*"}).status_code == 304
    assert site.get(address, headers={"if-none-match": f'"old", {known}'}).status_code == 304
    assert site.get(address, headers={"if-none-match": "nonsense"}).status_code == 200
    assert site.get(address, headers={"if-match": '"other"'}).status_code == 412
    assert site.get(address, headers={"if-match": known}).status_code == 200


@pytest.mark.parametrize("size", ["1000000000", "9" * 18])
def test_more_than_any_number_of_places_counts_as_the_most(site, size) -> None:
    assert site.get("/", HERE | {"more": size}).status_code == 200
    assert site.get(ITEMS, {"limit": size}).status_code == 200


def test_a_region_is_written_in_plain_digits(site) -> None:
    for code in ("３７０４０３", "²²²²²²", "370403-ｘ"):
        response = site.get("/map/points.json", {"region": code})
        assert response.status_code == 400
        assert json.loads(response.content)["parameter"] == "region"


def test_the_way_back_from_large_type_is_short_enough_for_any_proxy(site) -> None:
    assert site.get("/large", {"next": "/?q=" + "汉" * 60})["Location"].startswith("/?q=%E6")
    assert site.get("/large", {"next": "/" + "汉" * 1900})["Location"] == "/"


def test_the_cookie_of_large_type_is_out_of_reach_of_scripts_and_of_plain_http(site) -> None:
    site.get("/large", {"next": "/"}, secure=True)
    cookie = site.cookies["size"]
    assert (cookie["httponly"], cookie["samesite"], cookie["secure"]) == (True, "Lax", True)


def test_a_phone_gets_one_manifest_whatever_its_language(site) -> None:
    said = {
        site.get("/manifest.webmanifest", headers={"accept-language": language}).content
        for language in ("en", "zh")
    }
    assert len(said) == 1
    assert json.loads(said.pop())["name"] == "零工地图"


def test_what_is_printed_is_drawn_again_when_the_public_address_changes(site, settings) -> None:
    before = site.get("/p/hall1/qr.svg")["ETag"]
    answering.release.cache_clear()
    try:
        settings.PUBLIC_BASE_URL = "https://lg.example.cn"
        assert site.get("/p/hall1/qr.svg", headers={"if-none-match": before}).status_code == 200
    finally:
        answering.release.cache_clear()


def test_a_number_given_out_twice_does_not_pass_for_the_same_publication(serve) -> None:
    """A ledger that is put back from a backup counts on from an older number."""
    first = serve([place("one")])
    known = {url: first.get(url)["ETag"] for url in (ITEMS, "/map/points.json")}
    other = serve([place("two")])
    for url, tag in known.items():
        response = other.get(url, headers={"if-none-match": tag})
        assert response.status_code == 200
        assert b'"two"' in response.content
        assert b'"one"' not in response.content


@pytest.mark.parametrize("address", ["/", "/p/hall1", "/api/nearest?lon=117.263&lat=34.797", ITEMS])
def test_an_unchanged_answer_names_what_it_depends_on_like_a_changed_one(site, address) -> None:
    zipped = {"accept-encoding": "gzip"}
    first = site.get(address, headers=zipped)
    again = site.get(address, headers=zipped | {"if-none-match": first["ETag"]})
    said = [{name.strip() for name in each["Vary"].split(",")} for each in (first, again)]
    assert (again.status_code, said[0]) == (304, said[1])


@pytest.mark.parametrize(("language", "word"), [("en", "There is no such address"), ("zh", "没有")])
def test_an_unknown_address_of_the_api_is_said_in_the_language_asked_for(
    site, language, word
) -> None:
    response = site.get("/api/nowhere", headers={"accept-language": language})
    body = json.loads(response.content)
    assert body["status"] == response.status_code == 404
    assert body["title"].startswith(word)

"""Which form an address is answered in: by `f`, by Accept as RFC 9110 weighs it, or not at all."""

import json

import pytest

from maps.api import accepting

ITEMS = "/api/collections/markets/items"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("", "json"),
        ("*/*", "json"),
        ("application/*", "json"),
        ("application/geo+json, application/json", "json"),
        ("application/vnd.oai.openapi+json;version=3.0, application/json;q=0.1", "json"),
        ("application/problem+json", "json"),
        (BROWSER, "html"),
        ("text/html", "html"),
        ("text/*", "html"),
        ("text/html;q=0.1, application/json", "json"),
        ("text/html; q=0.5, application/json; q=0.4", "html"),
        ("application/json, text/html", "json"),
        ("text/html, application/json", "html"),
        ("*/*, text/html;q=0", "json"),
        ("application/json;q=0, */*", "html"),
        ("text/html;q=0", ""),
        ("image/png", ""),
        ("application/gml+xml;version=3.2", ""),
        ("TEXT/HTML", "html"),
        ("nonsense", ""),
        (";;,,q=1", ""),
    ],
)
def test_the_more_exact_range_decides_and_then_its_weight(accept: str, form: str) -> None:
    assert accepting.form(accept) == form


def test_what_is_not_there_is_refused_with_what_is(site) -> None:
    for address in ("/api/", ITEMS, f"{ITEMS}/hall1", "/api/collections/regions/queryables"):
        response = site.get(address, headers={"accept": "image/png"})
        assert response.status_code == 406
        assert response["Content-Type"] == "application/problem+json"
        assert "application/json" in json.loads(response.content)["detail"]
        assert "Accept" in response["Vary"]


def test_f_says_more_than_accept(site) -> None:
    page = site.get(f"{ITEMS}?f=html", headers={"accept": "application/json"})
    data = site.get(f"{ITEMS}?f=json", headers={"accept": "image/png"})
    assert page["Content-Type"].startswith("text/html")
    assert data["Content-Type"] == "application/geo+json"


@pytest.mark.parametrize(
    ("address", "status"),
    [
        (f"{ITEMS}?f=xml", 400),
        (f"{ITEMS}?colour=red", 400),
        (f"{ITEMS}/nobody", 404),
        ("/api/collections/secrets", 404),
        ("/tiles/nothing", 404),
    ],
)
def test_a_script_of_any_origin_may_read_why_it_was_refused(site, address, status) -> None:
    response = site.get(address, headers={"origin": "https://elsewhere.example"})
    assert response.status_code == status
    assert response["Content-Type"] == "application/problem+json"
    assert response["Access-Control-Allow-Origin"] == "*"


def test_no_problem_of_the_officials_is_open_to_other_origins(site) -> None:
    response = site.get("/office/nothing.json", headers={"origin": "https://elsewhere.example"})
    assert "Access-Control-Allow-Origin" not in response

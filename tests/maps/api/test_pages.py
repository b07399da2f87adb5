"""The pages of the API: what people read at the addresses that programs read."""

import json
import re
from urllib.parse import urlsplit

import pytest

from tests.maps.pages import links, text_of
from tests.publications import place

ITEMS = "/api/collections/markets/items"
PAGES = (
    "/api/", "/api/conformance", "/api/collections", "/api/collections/markets",
    "/api/collections/events/items", "/api/collections/regions/queryables", f"{ITEMS}/hall1",
)  # fmt: skip
HAN = re.compile(r"[\u3400-\u9fff]")


@pytest.mark.parametrize("address", PAGES)
def test_a_page_has_an_address_in_each_language_and_data_has_one(site, address: str) -> None:
    page = site.get(address, headers={"accept": "text/html", "accept-language": "en"})
    assert page["Content-Type"] == "text/html; charset=utf-8"
    assert page["Content-Language"] == "zh-hans"
    assert "Accept" in [each.strip() for each in page["Vary"].split(",")]
    assert "开放接口" in text_of(page)
    english = site.get(f"/en{address}")
    assert english["Content-Language"] == "en"
    assert "Open API" in text_of(english)
    machine = site.get(address)
    assert "json" in machine["Content-Type"]
    assert len({machine["ETag"], page["ETag"], english["ETag"]}) == 3
    data = site.get(f"/en{address}?f=json")
    assert (data.status_code, data["Location"]) == (302, f"{address}?f=json")


def test_the_english_pages_lead_to_english_pages(site) -> None:
    seen, queue = set(), ["/en/api/"]
    while queue:
        address = queue.pop()
        response = site.get(address)
        assert response.status_code == 200, address
        for link in links(response):
            parts = urlsplit(link)
            path = parts.path.removeprefix("http://testserver")
            if path.startswith("/api/") and "f=json" not in parts.query:
                # Data, the document, and the twin of this very page.
                bare = address.removeprefix("/en").partition("?")[0]
                assert path == bare or "html" not in parts.query, (address, link)
            elif path.startswith("/en/api/") and (path, parts.query) not in seen:
                seen.add((path, parts.query))
                if len(seen) < 25:
                    queue.append(link.removeprefix("http://testserver"))
    assert len(seen) > 10


def test_a_page_says_properties_in_words(site) -> None:
    chinese = text_of(site.get(f"{ITEMS}/hall1?f=html"))
    english = text_of(site.get(f"/en{ITEMS}/hall1"))
    for name in ("complaint_line", "hours_note", "region_names", "confirmed", "scope"):
        assert name not in chinese
        assert name not in english
    assert "投诉举报" in chinese
    events = text_of(site.get("/api/collections/events/items?f=html"))
    assert "流动招工大篷车" in events
    assert " van " not in events


def test_the_scope_of_a_market_is_said_in_words(serve) -> None:
    client = serve((place("wide1", scope="general"),))
    assert "综合性" in text_of(client.get(f"{ITEMS}/wide1?f=html"))
    assert "General" in text_of(client.get(f"/en{ITEMS}/wide1"))


def test_the_plain_description_is_in_one_language(site) -> None:
    chinese, english = text_of(site.get("/api/docs")), text_of(site.get("/en/api/docs"))
    assert "跳过几条" in chinese
    assert "How many to leave out" not in chinese
    assert "How many to leave out" in english
    assert "跳过几条" not in english


def test_what_is_not_counted_is_not_said_to_be_none(site) -> None:
    asked = {"f": "html", "near": "117.26,34.8", "open_at": "2026-11-24T05:00", "limit": "2"}
    said = text_of(site.get(ITEMS, asked))
    assert "None" not in said
    assert "这里是最近的第 1 到 2 条" in said


def test_a_person_is_told_on_a_page_what_is_wrong(site) -> None:
    response = site.get(f"{ITEMS}?f=html&colour=red")
    assert response.status_code == 400
    assert response["Content-Type"].startswith("text/html")
    assert "没有 colour 这个参数" in text_of(response)
    assert "sortby" in text_of(response)
    missing = site.get(f"/en{ITEMS}/nobody")
    assert (missing.status_code, missing["Content-Type"][:9]) == (404, "text/html")


def test_a_merged_place_leads_on_in_the_same_form(serve) -> None:
    client = serve((place("here1"),))
    body = json.loads(client.get(f"{ITEMS}/here1").content)
    alternate = next(each["href"] for each in body["links"] if each["rel"] == "alternate")
    assert urlsplit(alternate).path == "/p/here1"

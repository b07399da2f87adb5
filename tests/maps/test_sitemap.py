"""What search engines are told: every address that there is, and none that is not."""

from xml.etree import ElementTree

from directory import publication
from maps import sitemap
from maps.sitemap import SITEMAP, XHTML
from tests.publications import PLACES

BASE = "http://testserver"


def locations(client, address: str) -> list[str]:
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"].startswith("application/xml")
    root = ElementTree.fromstring(response.content)
    return [each.text or "" for each in root.iter(f"{{{SITEMAP}}}loc")]


def everything(client) -> list[str]:
    parts = locations(client, "/sitemap.xml")
    return [url for part in parts for url in locations(client, part.removeprefix(BASE))]


def test_every_address_of_the_sitemap_answers_and_is_there_once(site) -> None:
    found = everything(site)
    assert len(found) == len(set(found)) > 40
    for url in found:
        assert url.startswith(f"{BASE}/")
        assert site.get(url.removeprefix(BASE)).status_code == 200, url


def test_places_that_stand_are_in_it_and_those_that_left_are_not(site) -> None:
    found = {url.removeprefix(BASE) for url in everything(site)}
    for place in PLACES:
        stands = place.id not in ("old01", "shut1")
        assert (f"/p/{place.id}" in found) == stands
        assert (f"/en/p/{place.id}" in found) == stands


def test_areas_with_places_are_in_it_and_empty_ones_are_not(site) -> None:
    found = {url.removeprefix(BASE) for url in everything(site)}
    assert {"/browse/370000", "/browse/370403", "/browse/370405-malantunzhen"} <= found
    assert "/browse/370404" not in found


def test_both_languages_name_each_other(site) -> None:
    root = ElementTree.fromstring(site.get("/sitemap-1.xml").content)
    for url in root:
        twins = {each.get("hreflang"): each.get("href") for each in url.iter(f"{{{XHTML}}}link")}
        assert set(twins) == {"zh-Hans", "en"}
        assert url.findtext(f"{{{SITEMAP}}}loc") in twins.values()


def test_a_place_says_when_it_last_changed(site) -> None:
    root = ElementTree.fromstring(site.get("/sitemap-1.xml").content)
    assert {each.text for each in root.iter(f"{{{SITEMAP}}}lastmod")} == {"2026-11-20"}


def test_parts_end_where_the_places_end(site) -> None:
    assert sitemap.parts_of(publication.current()) == 2
    assert site.get("/sitemap-2.xml").status_code == 404
    assert sitemap.PLACES_A_PART * 2 <= 50_000


def test_robots_are_let_in_and_shown_the_sitemap(site, settings) -> None:
    said = site.get("/robots.txt").content.decode()
    assert f"Sitemap: {BASE}/sitemap.xml" in said
    assert "Disallow: /\n" not in said
    settings.PUBLIC_BASE_URL = "https://lg.example.gov.cn"
    assert (
        "Sitemap: https://lg.example.gov.cn/sitemap.xml" in site.get("/robots.txt").content.decode()
    )

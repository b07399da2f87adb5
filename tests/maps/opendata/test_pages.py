"""The pages of open data: what there is, under which terms, and what every field means."""

import json

import pytest

from directory.opendata import files
from directory.opendata.fields import FIELDS
from tests.maps.pages import faults, links, text_of, tree_of

PAGES = ("/data/", "/data/7/", "/data/5/", "/data/dictionary")


@pytest.mark.parametrize("page", [*PAGES, *(f"/en{page}" for page in PAGES)])
def test_every_page_is_well_formed(shop, page) -> None:
    response = shop.get(page)
    assert response.status_code == 200
    assert faults(response.content.decode()) == []
    assert "演示数据" in text_of(response) or "demo" in text_of(response).lower()


def test_the_page_leads_to_every_file_and_says_size_and_checksum(shop, entry) -> None:
    response = shop.get("/data/")
    text = text_of(response)
    for name in files.ALL:
        assert f"/data/7/{name}" in links(response)
        assert entry.file(name).sha256 in text
    for words in ("WGS-84", "CC-BY-4.0", "第 7 期", "QGIS", "geopandas.read_file"):
        assert words in text
    assert "/data/5/" in links(response)
    assert "/data/6/" not in links(response)


def test_the_page_says_that_files_are_being_prepared_and_how_far_it_is(site, place) -> None:
    (place / "7").mkdir(parents=True)
    (place / "7" / "markets.csv").write_bytes(b"x")
    text = text_of(site.get("/data/"))
    assert "第 7 期的文件正在准备：11 个里已有 1 个" in text


def test_the_dictionary_has_every_field_in_both_languages(shop) -> None:
    chinese, english = (
        text_of(shop.get("/data/dictionary")),
        text_of(shop.get("/en/data/dictionary")),
    )
    for field in FIELDS:
        assert field.name in chinese
        assert field.title in chinese
        assert field.title_en in english
        assert field.null_en in english
    assert "Bricklayer" in english


def test_the_latest_page_leads_to_the_newest_publication(shop) -> None:
    assert shop.get("/data/latest/")["Location"] == "/data/7/"


def test_other_pages_lead_here(shop) -> None:
    assert "/data/" in links(shop.get("/"))
    assert "/data/" in links(shop.get("/licence"))


def test_search_engines_are_told_of_the_data_set_and_its_files(shop, entry) -> None:
    for address in ("/data/", f"/data/{entry.number}/", f"/en/data/{entry.number}/"):
        blocks = [
            json.loads(each.text or "")
            for each in tree_of(shop.get(address)).iter("script")
            if each.get("type") == "application/ld+json"
        ]
        data = next(each for each in blocks if each["@type"] == "Dataset")
        assert data["@id"] == f"http://testserver/data/{entry.number}/"
        assert data["license"].startswith("https://")
        listed = {each["name"]: each for each in data["distribution"]}
        assert {"markets.csv", "markets.geojson", "markets.gpkg", "markets.fgb"} <= listed.keys()
        for each in listed.values():
            path = each["contentUrl"].removeprefix("http://testserver")
            sent = shop.get(path)
            assert sent["Content-Type"].partition(";")[0] == each["encodingFormat"]
            made = entry.file(each["name"])
            assert (each["sha256"], each["contentSize"]) == (made.sha256, f"{made.bytes} B")

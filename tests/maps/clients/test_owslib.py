"""OWSLib's client of OGC API – Features."""

import pytest
from owslib.ogcapi.features import Features

from tests.maps.clients.world import BY_ID, EAST, EVERY, WEST


@pytest.fixture(scope="session")
def reader(api: str) -> Features:
    return Features(f"{api}/")


def ids(page: dict) -> list[str]:
    return [feature["id"] for feature in page["features"]]


def test_it_finds_the_collections_and_their_features(reader: Features) -> None:
    assert reader.feature_collections() == ["markets", "events", "regions"]
    assert reader.collection("markets")["itemType"] == "feature"


def test_it_finds_conformance_and_the_openapi_document(reader: Features) -> None:
    held = reader.conformance()["conformsTo"]
    assert "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core" in held
    assert reader.api()["openapi"].startswith("3.0")


def test_it_finds_what_can_be_asked_for(reader: Features) -> None:
    properties = reader.collection_queryables("markets")["properties"]
    assert {"geometry", "name", "nature", "trades"} <= properties.keys()


def test_it_pages_through_everything(reader: Features) -> None:
    seen: list[str] = []
    while page := ids(reader.collection_items("markets", limit=100, offset=len(seen))):
        seen += page
    assert sorted(seen) == sorted(BY_ID)


def test_it_asks_for_a_box(reader: Features) -> None:
    found = ids(reader.collection_items("markets", bbox=[117.7, 34.5, 117.8, 34.6]))
    assert sorted(found) == ["paus1", "shut1"]


def test_a_box_across_the_antimeridian(reader: Features) -> None:
    found = ids(reader.collection_items("markets", bbox=[177, -20, -177, -15]))
    assert sorted(found) == [EAST, WEST]


def test_it_asks_for_a_time(reader: Features) -> None:
    found = reader.collection_items("events", datetime_="2026-11-28T00:00:00Z/..")
    assert ids(found) == ["fair1"]


def test_it_filters_by_a_property_and_by_cql2(reader: Features) -> None:
    spontaneous = sorted(e.id for e in EVERY if e.nature == "spontaneous")
    by_name = reader.collection_items("markets", nature="spontaneous", limit=1000)
    assert sorted(ids(by_name)) == spontaneous
    by_filter = reader.collection_items(
        "markets", filter="nature = 'spontaneous' AND name LIKE '%聚集点'"
    )
    assert sorted(ids(by_filter)) == ["kerb1", "night1", "shut1"]


def test_it_reads_one_feature(reader: Features) -> None:
    feature = reader.collection_item("markets", "kerb1")
    assert feature["geometry"]["coordinates"] == [117.2663, 34.795]
    assert {"self", "collection"} <= {link["rel"] for link in feature["links"]}


def test_what_is_not_there_is_an_error_with_words(reader: Features) -> None:
    with pytest.raises(RuntimeError, match="404"):
        reader.collection_item("markets", "nobody")

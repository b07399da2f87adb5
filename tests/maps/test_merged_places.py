"""The address of a place that was merged into another leads there, for people and machines."""

import json

import pytest
from django.urls import reverse

from tests.maps.pages import text_of
from tests.publications import place


@pytest.fixture
def client(serve):
    return serve([place("stays"), place("other")], merged={"gone": "stays"})


@pytest.mark.parametrize("language", ["", "/en"])
def test_the_old_page_leads_to_the_other_for_a_minute_and_says_why(client, language) -> None:
    answer = client.get(f"{language}/p/gone")

    assert (answer.status_code, answer["Location"]) == (302, f"{language}/p/stays?from=gone")
    assert "max-age=60" in answer["Cache-Control"]
    page = client.get("/p/stays?from=gone")
    assert "两者已合并为一处" in text_of(page)
    assert "两者已合并为一处" not in text_of(client.get("/p/other?from=gone"))


def test_the_old_poster_and_qr_code_are_those_of_the_other(client) -> None:
    assert client.get("/p/gone/poster")["Location"] == "/p/stays/poster"
    assert client.get("/p/gone/qr.svg").content == client.get("/p/stays/qr.svg").content


def test_the_old_item_of_the_api_leads_to_the_other(client) -> None:
    answer = client.get("/api/collections/markets/items/gone")

    assert answer.status_code == 302
    assert answer["Location"] == "/api/collections/markets/items/stays"
    assert client.get(answer["Location"]).json()["id"] == "stays"


def test_the_copy_on_the_phone_knows_where_it_leads(client) -> None:
    kept = json.loads(client.get(reverse("offline_directory", args=["370400"])).content)

    assert kept["merged"] == {"gone": "stays"}

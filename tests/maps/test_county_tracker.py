"""The public tracker: which counties have a public-benefit market, without script or database."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from directory.records import StatusRecord
from tests.maps.pages import links, text_of, tree_of
from tests.publications import AREAS, COUNTIES, place

CITY = "/counties/370400"
NOVEMBER = dt.date(2026, 11, 1)


def lines(client: Client, address: str = CITY) -> dict[str, list[str]]:
    """By the name of its link: the cells of each row of the table."""
    said = {}
    for row in tree_of(client.get(address)).iter("tr"):
        cells = ["".join(cell.itertext()).strip() for cell in row.iter("td")]
        for link in row.iter("a"):
            said[str(link.text)] = cells
    return said


@pytest.fixture
def client(serve: Any) -> Client:
    made: Client = serve(
        [
            place("a001", region="370403"),
            place("a002", region="370403", nature="commercial"),
            place("a003", region="370402", form="kerb"),
            place("a004", region="370404", nature="commercial", form="station"),
            place("a005", region="370405", statuses=(StatusRecord("suspended", NOVEMBER),)),
            place("a006", region="370406", form="station"),
            place("a007", region="370481", statuses=(StatusRecord("closed", NOVEMBER),)),
        ]
    )
    return made


def test_only_a_public_place_that_operates_and_is_no_kerb_counts(client: Client) -> None:
    assert lines(client) == {
        "市中区": ["还没有", "0", "1"],
        "薛城区": ["已有", "1", "1"],
        "峄城区": ["还没有", "0", "1"],
        "台儿庄区": ["还没有", "0", "0"],
        "山亭区": ["已有", "1", "0"],
        "滕州市": ["还没有", "0", "0"],
    }
    assert f"共 {len(COUNTIES)} 个区县： 2 个有， 4 个还没有" in text_of(client.get(CITY))


def test_a_province_lists_its_counties_and_the_country_its_provinces(client: Client) -> None:
    assert lines(client, "/counties/370000") == lines(client)
    assert lines(client, "/counties/") == {"山东省": ["6", "2", "4"]}


def test_counties_with_an_outline_are_drawn_by_whether_they_have_one(client: Client) -> None:
    page = client.get(CITY)
    assert page.content.count(b'<path class="am-has" d="M') == 1
    assert "只画名录里有地点的市" in text_of(page)
    assert tree_of(client.get("/counties/")).find(".//figure") is None


def test_the_directory_leads_there_and_back(client: Client) -> None:
    assert CITY in links(client.get("/browse/370400"))
    assert "/counties/" in links(client.get("/browse/"))
    assert not any("/counties" in link for link in links(client.get("/browse/370403")))
    assert {"/browse/370400", "/browse/370403", "/counties/370000"} <= set(links(client.get(CITY)))


@pytest.mark.parametrize("area", ["370403", "370405-malantunzhen", "999999", "x"])
def test_only_provinces_and_cities_have_a_page(client: Client, area: str) -> None:
    assert client.get(f"/counties/{area}").status_code == 404


def test_it_is_asked_for_again_only_when_something_has_changed(client: Client) -> None:
    answer = client.get(CITY)
    assert "max-age=300" in answer["Cache-Control"]
    again = client.get(CITY, headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_publication_without_a_place_has_counties_that_lack_one(serve: Any) -> None:
    assert {cells[0] for cells in lines(serve([], areas=AREAS)).values()} == {"还没有"}

"""What the places' form asks while somebody types: the region of a point, the map's base, hours."""

from typing import Any

import pytest
from django.test import Client

from geo.models import Town
from tests.directory.ledger.boundaries import load_shandong
from tests.factories.ledger import COUNTY, make_market
from tests.factories.people import OTHER_COUNTY, make_official, sign_in

REGION, HOURS, BASE = (
    "/office/places/region",
    "/office/places/hours",
    "/office/places/base/370400.json",
)
POINT = {"lon": "117.2632", "lat": "34.8012", "datum": "wgs84"}
READERS = (
    "district_clerk", "district_lead", "city", "province", "planner", "department", "auditor",
)  # fmt: skip


@pytest.fixture
def clerk(client: Client, db: None) -> Client:
    load_shandong()
    return sign_in(client, make_official("district_clerk"))


def test_only_who_may_see_places_is_answered(client: Client, db: None) -> None:
    asked = POINT | {"text": "24/7"}
    addresses = (REGION, HOURS, BASE)
    for address in addresses:
        assert "/office/sign-in" in client.get(address, asked)["Location"]
    for role in READERS:
        reader = sign_in(Client(), make_official(role))
        for address in addresses:
            assert reader.get(address, asked).status_code == 200, (role, address)
    sign_in(client, make_official("sysadmin"))
    for address in addresses:
        assert client.get(address, asked).status_code == 403, address


@pytest.mark.parametrize("address", [REGION, HOURS, BASE])
def test_they_are_only_read(clerk: Client, address: str) -> None:
    assert clerk.post(address, POINT).status_code == 405


def test_a_point_is_answered_with_its_region_and_how_the_datums_differ(clerk: Client) -> None:
    said = clerk.get(REGION, POINT | {"code": OTHER_COUNTY}).json()
    assert said["wgs84"] == [117.2632, 34.8012]
    assert said["found"] == {"code": COUNTY, "name": "薛城区"}
    assert said["stated"]["code"] == OTHER_COUNTY
    assert said["outside"] is True
    assert said["distance_m"] > 0
    assert "落在" in said["words"]
    assert 300 < said["shifts_m"]["gcj02"] < 900
    assert 300 < said["shifts_m"]["bd09"] < 2000


def test_a_swapped_pair_comes_with_its_correction(clerk: Client) -> None:
    swapped = {"lon": "34.8012", "lat": "117.2632", "datum": "wgs84"}
    said = clerk.get(REGION, swapped).json()
    assert (said["wgs84"], said["found"]) == (None, None)
    assert "颠倒" in said["words"]
    assert [(hint["lon"], hint["lat"]) for hint in said["hints"]] == [(117.2632, 34.8012)]


def test_a_latitude_beyond_the_poles_is_no_position(clerk: Client) -> None:
    said = clerk.get(REGION, POINT | {"lat": "90.1"}).json()
    assert (said["wgs84"], said["hints"]) == (None, [])
    assert said["words"]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"lon": "180.1"}, "lon"),
        ({"lon": "-180.1"}, "lon"),
        ({"lat": "180.1"}, "lat"),
        ({"lon": "nan"}, "lon"),
        ({"lat": "inf"}, "lat"),
        ({"lat": "三十四度"}, "lat"),
        ({"lon": ""}, "lon"),
        ({"lon": "1" * 400}, "lon"),
        ({"datum": "wgs72"}, "datum"),
        ({"datum": ""}, "datum"),
        ({"code": "37040"}, "code"),
        ({"code": "３７０４０３"}, "code"),
        ({"code": "370403\n"}, "code"),
        ({"code": "' OR 1"}, "code"),
    ],
)
def test_what_is_no_position_is_refused_in_words(
    clerk: Client, changed: dict[str, str], field: str
) -> None:
    answer = clerk.get(REGION, POINT | changed)
    assert answer.status_code == 400
    errors: dict[str, Any] = answer.json()["errors"]
    assert list(errors) == [field]
    assert all("\u4e00" <= message[0] <= "\u9fff" for message in errors[field])


@pytest.mark.parametrize("point", [{"lon": "180", "lat": "90"}, {"lon": "-180", "lat": "-90"}])
@pytest.mark.parametrize("datum", ["wgs84", "gcj02", "bd09"])
def test_the_ends_of_the_earth_are_in_no_region(
    clerk: Client, point: dict[str, str], datum: str
) -> None:
    said = clerk.get(REGION, point | {"datum": datum}).json()
    assert said["found"] is None
    assert said["words"]


def test_a_region_that_there_is_not_is_none(clerk: Client) -> None:
    said = clerk.get(REGION, POINT | {"code": "999999"})
    assert said.status_code == 200
    assert said.json()["stated"] is None
    assert said.json()["found"]["code"] == COUNTY


def test_the_base_holds_the_city_and_only_places_that_one_may_see(clerk: Client) -> None:
    Town.objects.create(name="临城街道", county_code=COUNTY)
    own = make_market(name="本区市场")
    make_market(region_code=OTHER_COUNTY, name="邻区市场")
    said = clerk.get(BASE).json()
    codes = {each["properties"]["code"] for each in said["outlines"]["features"]}
    assert {COUNTY, OTHER_COUNTY} <= codes
    assert all(code.startswith("3704") for code in codes)
    assert [(place[0], place[1]) for place in said["places"]] == [(own.public_id, "本区市场")]
    # A town without a position is nowhere on the map.
    assert said["towns"] == []


@pytest.mark.parametrize("code", ["37040", "3704000", "abcdef", "３７０４００", "3704-1", "%0a"])
def test_a_base_of_no_region_is_not_found(clerk: Client, code: str) -> None:
    assert clerk.get(f"/office/places/base/{code}.json").status_code == 404


def test_the_base_of_a_city_that_there_is_not_is_empty(clerk: Client) -> None:
    said = clerk.get("/office/places/base/999900.json").json()
    assert (said["outlines"]["features"], said["towns"], said["places"]) == ([], [], [])


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("每天早上四点半到晚上六点", "04:30-18:00"),
        ("24/7", "24/7"),
        ("Mo-Fr 05:00-11:00", "05:00-11:00"),
    ],
)
def test_hours_are_read_back(clerk: Client, typed: str, read: str) -> None:
    said = clerk.get(HOURS, {"text": typed})
    assert said.status_code == 200
    assert read in said.json()["words"]
    assert said.json()["error"] == ""


@pytest.mark.parametrize("typed", ["听不懂的时间", "Mo 25:00-26:00", "Mo-Xx 05:00", "<script>"])
def test_hours_that_are_not_understood_say_so(clerk: Client, typed: str) -> None:
    said = clerk.get(HOURS, {"text": typed})
    assert said.status_code == 200
    assert said.json()["words"] == ""
    assert said.json()["error"]


def test_no_hours_are_no_fault(clerk: Client) -> None:
    assert clerk.get(HOURS).json() == {"words": "", "error": ""}


def test_more_hours_than_the_ledger_holds_are_refused_in_words(clerk: Client) -> None:
    answer = clerk.get(HOURS, {"text": "一" * 501})
    assert answer.status_code == 400
    assert "500" in answer.json()["error"]
    assert clerk.get(HOURS, {"text": "一" * 500}).status_code == 200
    assert clerk.get(HOURS, {"text": "24/7\0"}).status_code == 400


def test_without_a_script_hours_are_read_back_with_the_form(clerk: Client) -> None:
    typed = {
        "act": "check",
        "hours": "每天早上四点半到晚上六点",
        "zones-TOTAL_FORMS": "2",
        "zones-INITIAL_FORMS": "0",
        "zones-0-name": "候工棚",
        "zones-0-hours": "听不懂的时间",
    }
    for name in ("trades", "peaks", "contacts", "figures"):
        typed |= {f"{name}-TOTAL_FORMS": "0", f"{name}-INITIAL_FORMS": "0"}
    answer = clerk.post("/office/places/new", typed)
    assert answer.status_code == 422
    page = answer.content.decode()
    _before, _found, after = page.partition('id="id_hours_read"')
    assert "04:30-18:00" in after[:200]
    _before, _found, after = page.partition('id="id_zones-0-hours_read"')
    assert "听不懂的时间" in after[:200]


def test_without_a_script_a_swapped_pair_is_told_with_the_form(clerk: Client) -> None:
    typed = {"act": "check", "lon": "34.8012", "lat": "117.2632", "datum": "wgs84"}
    for name in ("trades", "zones", "peaks", "contacts", "figures"):
        typed |= {f"{name}-TOTAL_FORMS": "0", f"{name}-INITIAL_FORMS": "0"}
    answer = clerk.post("/office/places/new", typed)
    assert answer.status_code == 422
    assert "颠倒" in answer.content.decode()

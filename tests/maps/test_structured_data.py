"""What search engines read of a place: true, complete where it is known, silent where it is not."""

import datetime as dt
import json
from typing import Any

import pytest

from directory import publication
from directory.publication import Snapshot
from directory.records import StatusRecord
from maps import opening
from tests.maps.pages import tree_of
from tests.publications import PLACES, place

HOSTILE = '</script><script>alert(1)</script><!-- & "'
STEP = dt.timedelta(minutes=10)
DAYS = 14


def data_of(response) -> dict[str, Any]:
    blocks = [
        each for each in tree_of(response).iter("script")
        if each.get("type") == "application/ld+json"
    ]  # fmt: skip
    assert len(blocks) == 1
    found: dict[str, Any] = json.loads(blocks[0].text or "")
    return found


def minutes(text: str) -> int:
    return int(text[:2]) * 60 + int(text[3:5])


def said_open(data: dict[str, Any], moment: dt.datetime) -> bool:
    """As a reader of schema.org would understand it: a special day replaces the weekly one."""
    for back in (0, 1):
        day = moment.date() - dt.timedelta(days=back)
        minute = moment.hour * 60 + moment.minute + back * 1440
        special = [
            each for each in data.get("specialOpeningHoursSpecification", ())
            if each["validFrom"] == day.isoformat()
        ]  # fmt: skip
        weekly = [
            each
            for each in data.get("openingHoursSpecification", ())
            if opening.WEEKDAYS[day.weekday()] in each["dayOfWeek"]
            and each.get("validFrom", "") <= day.isoformat() <= each.get("validThrough", "9")
        ]
        for each in special or weekly:
            opens, closes = minutes(each["opens"]), minutes(each["closes"])
            if (each["opens"], each["closes"]) == opening.SHUT:
                continue
            closes = 1440 if closes == 1439 else closes
            closes += 1440 if closes <= opens else 0
            if opens <= minute < closes:
                return True
    return False


SCHEDULES = (
    "Mo-Su 04:30-09:00",
    "Mo-Su 22:00-02:00",
    "Mo-Fr 03:30-07:00; Sa 05:00-08:00,15:00-19:00",
    "24/7",
    "Mo-Su 00:00-24:00; We off",
    "Mo-Su 05:00-10:00; PH off",
    "Mo-Fr 08:00-24:00",
    "Jan-Nov Mo-Su 04:00-08:00; Dec Mo-Su 05:00-08:00",
    "Mo-Sa 18:00-06:00; PH 20:00-22:00",
)


@pytest.mark.parametrize("hours", SCHEDULES)
def test_the_hours_are_those_of_the_evaluator_for_two_weeks(serve, morning, hours) -> None:
    for day in (dt.date(2026, 9, 24), dt.date(2026, 11, 24)):
        morning.move_to(dt.datetime.combine(day, dt.time(4), dt.timezone(dt.timedelta(hours=8))))
        client = serve([place("one1", hours=hours)])
        data = data_of(client.get("/p/one1"))
        snapshot = publication.current()
        compare(snapshot, "one1", data, day)
        assert said_open(data, dt.datetime.combine(day, dt.time(5))) or "22:00" in hours or (
            "08:00-24:00" in hours or "Dec" in hours
        )  # fmt: skip


def compare(snapshot: Snapshot, id: str, data: dict[str, Any], day: dt.date) -> None:
    record = snapshot.place(id)
    assert record is not None
    spans = snapshot.spans(record, day - dt.timedelta(days=1), DAYS + 2)
    moment = dt.datetime.combine(day, dt.time())
    while moment < dt.datetime.combine(day, dt.time()) + DAYS * dt.timedelta(days=1):
        state = next((s for a, b, s in spans if a <= moment < b), "closed")
        if state != "unknown":
            known = opening.hours_of(spans, moment.date()) is not None
            assert said_open(data, moment) == (state == "open") or not known, moment
        moment += STEP


def test_every_place_of_the_sample_is_said_as_it_is(site) -> None:
    snapshot = publication.current()
    for record in PLACES:
        response = site.get(f"/p/{record.id}")
        if response.status_code == 200:
            compare(snapshot, record.id, data_of(response), dt.date(2026, 11, 24))


def test_unknown_hours_are_not_said_at_all(site) -> None:
    data = data_of(site.get("/p/nohrs1"))
    assert not [name for name in data if "pening" in name]


def test_a_year_without_announced_holidays_is_claimed_by_nobody(serve, morning) -> None:
    morning.move_to(dt.datetime(2026, 12, 20, 4, tzinfo=dt.timezone(dt.timedelta(hours=8))))
    data = data_of(serve([place("one1", hours="Mo-Su 05:00-10:00; PH off")]).get("/p/one1"))
    assert [e["validThrough"] for e in data["openingHoursSpecification"]] == ["2026-12-31"]


def test_a_suspension_is_a_run_of_shut_days(serve) -> None:
    pause = StatusRecord("suspended", dt.date(2026, 11, 26), dt.date(2026, 11, 29))
    data = data_of(serve([place("one1", statuses=(pause,))]).get("/p/one1"))
    shut = [e["validFrom"] for e in data["specialOpeningHoursSpecification"]]
    assert shut == ["2026-11-26", "2026-11-27", "2026-11-28"]


def test_what_is_not_known_is_left_out(site) -> None:
    assert data_of(site.get("/p/hall1"))["isAccessibleForFree"] is True
    assert data_of(site.get("/p/zones1"))["isAccessibleForFree"] is False
    assert "isAccessibleForFree" not in data_of(site.get("/p/kerb1"))
    assert "telephone" not in data_of(site.get("/p/shut1"))


def test_a_public_hall_is_an_office_and_a_kerb_is_a_place(site) -> None:
    hall = data_of(site.get("/p/hall1"))
    assert hall["@type"] == "GovernmentOffice"
    assert (hall["geo"]["latitude"], hall["geo"]["longitude"]) == (34.795, 117.263)
    assert hall["telephone"] == "0632-5550101"
    assert hall["url"].endswith("/p/hall1")
    assert data_of(site.get("/p/kerb1"))["@type"] == "Place"


def test_both_languages_name_the_same_thing(site) -> None:
    assert data_of(site.get("/en/p/hall1"))["@id"] == data_of(site.get("/p/hall1"))["@id"]


def test_a_hostile_name_stays_a_name(serve) -> None:
    response = serve([place("evil1", name=HOSTILE, address=HOSTILE)]).get("/p/evil1")
    assert data_of(response)["name"] == HOSTILE
    assert "<script>alert" not in response.content.decode()

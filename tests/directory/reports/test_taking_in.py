"""What the public sends is checked, routed to the owning office, and merged with its like."""

import re

import pytest

from directory import access, reports
from directory.errors import EntryErrors
from directory.models import HistoryEntry, Report, ReportContact
from directory.report_entries import ReportInput
from tests.factories.history import settle
from tests.factories.ledger import LAT, LON, make_market, make_office
from tests.factories.people import CITY, make_official
from tests.factories.reports import make_desk, make_report

pytestmark = pytest.mark.django_db


def refused(**values) -> dict[str, list[str]]:
    with pytest.raises(EntryErrors) as caught:
        reports.file_report(make_market(), ReportInput(**values))
    return caught.value.errors


def test_a_report_gets_a_receipt_that_can_be_read_aloud_and_not_be_guessed() -> None:
    market = make_market()
    receipts = [
        make_report(market, text=f"第 {n} 次", hours=f"0{n}:00-9:00").receipt for n in (4, 5)
    ]

    assert len(set(receipts)) == 2
    assert all(re.fullmatch("[0-9a-hjkmnp-tv-z]{12}", each) for each in receipts)


def test_it_goes_to_the_office_that_owns_the_place() -> None:
    _official, market = make_desk()
    report = make_report(market)

    assert (report.office, report.region_code, report.state) == (
        market.office,
        market.region_code,
        "new",
    )


def test_without_anybody_in_the_owning_office_it_goes_to_the_county_lead_then_to_the_city() -> None:
    market = make_market()
    city = make_official("city")
    assert make_report(market).office == city.office

    lead = make_official("district_lead")
    assert make_report(market, hours="06:00-09:00").office == lead.office

    lead.is_active = False
    lead.save()
    assert make_report(market, hours="07:00-09:00").office == city.office


def test_with_nobody_anywhere_it_waits_at_the_owning_office() -> None:
    market = make_market()
    assert make_report(market).office == market.office


def test_an_official_of_another_county_does_not_man_an_office() -> None:
    office = make_office()
    make_official("district_clerk", "370402", office=office)
    city = make_official("city")
    assert make_report(make_market(office=office)).office == city.office


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"kind": "nonsense"}, "kind"),
        ({"kind": ""}, "kind"),
        ({"kind": "fees", "text": "长" * 1001}, "text"),
        ({"kind": "fees", "text": "零\x00"}, "text"),
        ({"kind": "other_correction", "text": " 短 "}, "text"),
        ({"kind": "other_complaint"}, "text"),
        ({"kind": "wrong_hours", "hours": "长" * 201}, "hours"),
        ({"kind": "moved", "address": "长" * 201}, "address"),
        ({"kind": "fees", "name": "长" * 41}, "name"),
        ({"kind": "fees", "phone": "1" * 31}, "phone"),
        ({"kind": "fees", "phone": "没有"}, "phone"),
        ({"kind": "wrong_pin", "lon": LON}, "position"),
        ({"kind": "wrong_pin", "lon": LON, "lat": LAT, "datum": "mars"}, "position"),
        ({"kind": "wrong_pin", "lon": LON + 2, "lat": LAT, "datum": "wgs84"}, "position"),
        ({"kind": "wrong_pin", "lon": float("nan"), "lat": LAT, "datum": "wgs84"}, "position"),
    ],
)
def test_what_cannot_be_right_is_refused_by_its_field_and_nothing_is_kept(values, field) -> None:
    assert list(refused(**values)) == [field]
    assert not Report.objects.exists()
    assert not ReportContact.objects.exists()


def test_the_same_said_again_counts_with_the_open_one_and_keeps_its_own_receipt() -> None:
    market = make_market()
    first = make_report(market, hours="05:30-09:00")
    again = make_report(market, hours="早上5点半到9点", text="别的话")

    assert again.repeat_of == first
    assert again.receipt != first.receipt
    assert first.repeats.count() == 1


@pytest.mark.parametrize(
    "other",
    [
        {"hours": "06:00-09:00"},
        {"kind": "moved"},
        {"lon": LON, "lat": LAT, "datum": "wgs84"},
        {"address": "新华路 1 号"},
    ],
)
def test_something_else_said_of_the_same_place_stands_by_itself(other) -> None:
    market = make_market()
    make_report(market)
    assert make_report(market, **other).repeat_of is None


def test_complaints_are_one_only_when_their_words_are() -> None:
    market = make_market()
    first = make_report(market, "fees", text="收了五十元", hours="")
    assert make_report(market, "fees", text="收了一百元", hours="").repeat_of is None
    assert make_report(market, "fees", text="收了 五十元", hours="").repeat_of == first


def test_what_was_finished_does_not_swallow_what_comes_later() -> None:
    official, market = make_desk()
    reports.answer(official, make_report(market), "已经更正")
    assert make_report(market).repeat_of is None


def test_a_position_within_a_few_steps_is_the_same_position() -> None:
    market = make_market()
    spot = {"kind": "wrong_pin", "hours": "", "lat": LAT, "datum": "wgs84"}
    first = make_report(market, lon=LON, **spot)
    assert make_report(market, lon=LON + 0.0005, **spot).repeat_of == first
    assert make_report(market, lon=LON + 0.01, **spot).repeat_of is None


def test_the_history_tells_of_it_without_receipt_and_words() -> None:
    report = make_report(text="这里有人收钱", address="某路 9 号")
    settle()
    entry = HistoryEntry.objects.get(kind="report")

    assert entry.act == "report.file"
    assert entry.public_id == report.market.public_id
    said = str(entry.after)
    assert report.receipt not in said
    assert "收钱" not in said
    assert "某路" not in said


def test_the_city_sees_what_its_counties_have() -> None:
    report = make_report()
    city, other = make_official("city", CITY), make_official("city", "370300")
    assert list(access.visible(city, Report.objects.all())) == [report]
    assert not access.visible(other, Report.objects.all()).exists()

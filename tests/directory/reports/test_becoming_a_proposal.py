"""A correction becomes a proposed change, and the sender is answered when it is approved."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from directory import proposals, report_proposals, reports
from directory.changes import place_of, status_of
from directory.errors import EntryErrors
from directory.models import Market, Official, Proposal, StatusPeriod
from geo.datum import to_wgs84
from tests.factories.ledger import LAT, LON, make_market
from tests.factories.people import OTHER_COUNTY, make_official
from tests.factories.reports import make_desk, make_report

pytestmark = pytest.mark.django_db


def proposed(official: Official, market: Market, kind: str, **values) -> Proposal:
    return report_proposals.to_proposal(official, make_report(market, kind, **values))


def test_hours_that_can_be_read_are_put_in_the_ledgers_own_words() -> None:
    official, market = make_desk()
    draft = proposed(official, market, "wrong_hours", hours="每天早上5点半到9点")

    assert place_of(draft).hours == "05:30-09:00"
    assert (draft.state, draft.source, draft.market) == ("draft", "report", market)
    assert place_of(draft).name == market.name


def test_hours_that_cannot_be_read_are_left_for_the_official_to_see() -> None:
    official, market = make_desk()
    draft = proposed(official, market, "wrong_hours", hours="看天气，说不准")
    assert place_of(draft).hours == market.hours


def test_a_position_keeps_the_datum_in_which_it_was_given() -> None:
    official, market = make_desk()
    report = make_report(
        market, "wrong_pin", hours="", lon=LON + 0.004, lat=LAT + 0.001, datum="gcj02"
    )
    entry = place_of(report_proposals.to_proposal(official, report))

    assert (entry.lon, entry.lat, entry.datum) == (LON + 0.004, LAT + 0.001, "gcj02")
    assert to_wgs84(entry.lon, entry.lat, entry.datum) != (market.point.x, market.point.y)


def test_the_words_of_the_sender_are_not_written_into_the_proposal() -> None:
    official, market = make_desk()
    draft = proposed(
        official, market, "other_correction", text="找老板问过，电话是他给的", hours=""
    )
    assert "老板" not in f"{draft.note}{draft.payload}"


def test_a_place_said_to_be_closed_is_proposed_as_closed_from_a_day_on() -> None:
    official, market = make_desk()
    report = make_report(market, "closed", hours="")
    today = timezone.localdate()
    with pytest.raises(EntryErrors, match="哪一天"):
        report_proposals.to_proposal(official, report)
    with pytest.raises(EntryErrors, match="公众会看到"):
        report_proposals.to_proposal(official, report, on=today)
    waiting = report_proposals.to_proposal(official, report, on=today, note="路口封闭")

    change = status_of(waiting)
    assert (change.act, change.on, change.note) == ("close", today, "路口封闭")
    assert (waiting.state, waiting.source) == ("submitted", "report")


def test_a_place_said_to_have_moved_names_where_to() -> None:
    official, market = make_desk()
    new = make_market(office=market.office, published=True)
    report = make_report(market, "moved", hours="", address="新华路 8 号")
    day = timezone.localdate()
    with pytest.raises(EntryErrors, match="先新建地点"):
        report_proposals.to_proposal(official, report, on=day)
    waiting = report_proposals.to_proposal(official, report, on=day, successor=new.public_id)
    assert status_of(waiting).successor == new.public_id


def test_a_complaint_changes_nothing_in_the_ledger() -> None:
    official, market = make_desk()
    with pytest.raises(EntryErrors, match="投诉举报"):
        proposed(official, market, "fees", hours="")


def test_one_report_makes_one_proposal_until_that_is_withdrawn() -> None:
    official, market = make_desk()
    report = make_report(market)
    draft = report_proposals.to_proposal(official, report)
    with pytest.raises(EntryErrors, match="已经转为"):
        report_proposals.to_proposal(official, report)
    proposals.withdraw(official, draft, draft.version)
    report.refresh_from_db()

    assert report.state == "handling"
    assert report_proposals.to_proposal(official, report).pk != draft.pk


def test_nobody_of_another_county_makes_one() -> None:
    with pytest.raises(PermissionDenied):
        report_proposals.to_proposal(
            make_official("district_clerk", OTHER_COUNTY), make_report(make_market())
        )


def test_approval_answers_the_report_and_its_repeats_and_the_words_can_be_changed() -> None:
    official, market = make_desk()
    lead = make_official("district_lead", office=official.office)
    report = make_report(market, name="来件人甲", phone="13906320001")
    again = make_report(market, language="en")
    draft = report_proposals.to_proposal(official, report)
    waiting = proposals.submit(official, draft, draft.version)
    proposals.approve(lead, waiting, waiting.version)
    for each in (report, again, market):
        each.refresh_from_db()

    assert market.hours == "05:30-09:00"
    assert (report.state, again.state) == ("answered", "answered")
    assert "已经更正" in report.answer
    assert report.handled_by == official
    assert report.contact.delete_after == timezone.localdate() + dt.timedelta(days=90)
    changed = reports.answer(official, report, "已改为五点半开始", seen=report.answer)
    assert changed.answer == "已改为五点半开始"


def test_a_proposal_sent_back_leaves_the_report_in_hand() -> None:
    official, market = make_desk()
    lead = make_official("district_lead", office=official.office)
    report = make_report(market, "closed", hours="")
    waiting = report_proposals.to_proposal(
        official, report, on=timezone.localdate(), note="路口封闭"
    )
    proposals.send_back(lead, waiting, waiting.version, "请先到现场看")
    report.refresh_from_db()

    assert (report.state, report.handled_by, report.proposal) == ("handling", official, waiting)
    assert not StatusPeriod.objects.exists()


def test_what_was_answered_by_hand_keeps_its_answer() -> None:
    official, market = make_desk()
    lead = make_official("district_lead", office=official.office)
    report = make_report(market)
    draft = report_proposals.to_proposal(official, report)
    reports.answer(official, report, "我们正在改，谢谢")
    waiting = proposals.submit(official, draft, draft.version)
    proposals.approve(lead, waiting, waiting.version)
    report.refresh_from_db()
    assert report.answer == "我们正在改，谢谢"

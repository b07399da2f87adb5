"""Reports are worked on by whoever may, once, and their senders read what came of it."""

import pytest
from django.core.exceptions import PermissionDenied

from directory import report_routing, reports
from directory.errors import EntryErrors
from directory.models import HistoryEntry
from tests.factories.history import settle
from tests.factories.ledger import make_office
from tests.factories.people import CITY, OTHER_COUNTY, make_official
from tests.factories.reports import make_desk, make_report

pytestmark = pytest.mark.django_db


def test_who_takes_it_is_named_and_a_second_one_is_told() -> None:
    official, market = make_desk()
    colleague = make_official("district_clerk", office=official.office)
    report = make_report(market)
    taken = reports.take(official, report)

    assert (taken.state, taken.handled_by) == ("handling", official)
    with pytest.raises(EntryErrors, match=official.name):
        reports.take(colleague, report)


def test_an_answer_reaches_the_repeats_too() -> None:
    official, market = make_desk()
    first, again = make_report(market), make_report(market)
    reports.answer(official, first, "时间已经改过来了")

    again.refresh_from_db()
    assert (again.state, again.answer) == ("answered", "时间已经改过来了")
    assert again.answered_at is not None


def test_a_repeat_is_worked_on_where_the_first_one_is() -> None:
    official, market = make_desk()
    make_report(market)
    again = make_report(market)
    with pytest.raises(EntryErrors, match="相同"):
        reports.answer(official, again, "时间已经改过来了")


def test_an_answer_can_be_put_in_better_words_by_one_who_has_seen_it() -> None:
    official, market = make_desk()
    report = reports.answer(official, make_report(market), "时间已经改过来了")
    first = report.answered_at
    changed = reports.answer(official, report, "时间已经改为五点半", seen="时间已经改过来了")

    assert changed.answer == "时间已经改为五点半"
    assert changed.answered_at == first
    with pytest.raises(EntryErrors, match="已经办理"):
        reports.answer(official, report, "又一个答复", seen="时间已经改过来了")


@pytest.mark.parametrize("words", ["", "  好 ", "长" * 1001])
def test_nobody_is_answered_without_words_or_with_too_many(words) -> None:
    official, market = make_desk()
    report = make_report(market)
    with pytest.raises(EntryErrors, match="来件人会看到"):
        reports.answer(official, report, words)
    with pytest.raises(EntryErrors, match="来件人会看到"):
        reports.dismiss(official, report, words)
    report.refresh_from_db()
    assert report.state == "new"


def test_the_reason_of_a_dismissal_is_what_the_sender_reads() -> None:
    official, market = make_desk()
    done = reports.dismiss(official, make_report(market), "现场核实，时间没有变")
    assert (done.state, done.answer) == ("dismissed", "现场核实，时间没有变")
    with pytest.raises(EntryErrors, match="不予采纳"):
        reports.dismiss(official, done, "再说一遍不采纳")


@pytest.mark.parametrize("role", ["province", "planner", "department", "auditor", "sysadmin"])
def test_who_only_reads_does_nothing(role) -> None:
    report = make_report()
    official = make_official(role)
    office = make_office()
    for act in (
        lambda: reports.take(official, report),
        lambda: reports.answer(official, report, "时间已经改过来了"),
        lambda: reports.dismiss(official, report, "现场核实，没有变"),
        lambda: reports.reroute(official, report, office, "不归我们管"),
        lambda: reports.read_contact(official, report),
    ):
        with pytest.raises(PermissionDenied):
            act()
    report.refresh_from_db()
    assert report.state == "new"


def test_another_county_does_nothing_either() -> None:
    report = make_report()
    with pytest.raises(PermissionDenied):
        reports.take(make_official("district_lead", OTHER_COUNTY), report)


def test_it_is_passed_on_within_the_region_or_up_to_the_city_and_begins_anew() -> None:
    official, market = make_desk()
    report, again = make_report(market), make_report(market)
    reports.take(official, report)
    city = make_office(region_code=CITY)
    moved = reports.reroute(official, report, city, "投诉的是我们自己，请市里办")

    again.refresh_from_db()
    assert (moved.state, moved.office, moved.handled_by) == ("new", city, None)
    assert moved.region_code == again.region_code == CITY
    with pytest.raises(PermissionDenied):
        reports.take(official, report)


def test_it_is_not_passed_to_another_county_nor_to_the_office_that_has_it() -> None:
    official, market = make_desk()
    report = make_report(market)
    with pytest.raises(PermissionDenied, match="本辖区"):
        reports.reroute(official, report, make_office(region_code=OTHER_COUNTY), "不归我们管")
    with pytest.raises(EntryErrors, match="已经在"):
        reports.reroute(official, report, official.office, "不归我们管")


def test_the_city_passes_it_to_any_of_its_counties() -> None:
    city = make_official("city")
    report = make_report()
    other = make_office(region_code=OTHER_COUNTY)
    far = make_office(region_code="370302")
    offered = report_routing.targets(city, report)

    assert other in offered
    assert far not in offered
    assert reports.reroute(city, report, other, "地点在市中区").region_code == OTHER_COUNTY


def test_every_step_is_in_the_history_with_its_author() -> None:
    official, market = make_desk()
    report = make_report(market)
    reports.take(official, report)
    reports.dismiss(official, report, "现场核实，时间没有变")

    settle()
    entries = HistoryEntry.objects.filter(kind="report").order_by("seq")
    said = [(entry.act, entry.actor) for entry in entries]
    assert said == [
        ("report.file", "system"),
        ("report.take", official.username),
        ("report.dismiss", official.username),
    ]

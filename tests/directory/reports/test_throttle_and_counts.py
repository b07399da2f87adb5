"""How often is counted without knowing who; how much and how soon, for those who may see it."""

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from directory import report_counts, report_throttle, reports
from directory.models import Report, ReportThrottle
from directory.report_throttle import Bucket, TooMany
from tests.factories.people import OTHER_COUNTY, make_official
from tests.factories.reports import make_desk, make_report

pytestmark = pytest.mark.django_db

NOON = dt.datetime(2026, 11, 24, 12, 0, tzinfo=dt.UTC)
THREE = Bucket("test", "10.0.0.9", ((3600, 3),))


def test_more_than_the_limit_is_too_many_until_the_hour_is_over() -> None:
    with time_machine.travel(NOON + dt.timedelta(minutes=40), tick=False) as clock:
        for _time in range(3):
            report_throttle.count(THREE)
        with pytest.raises(TooMany) as caught:
            report_throttle.count(THREE)
        assert caught.value.retry_after == 20 * 60
        clock.shift(dt.timedelta(minutes=20))
        report_throttle.count(THREE)


def test_asking_counts_nothing() -> None:
    for _time in range(5):
        report_throttle.check(THREE)
    for _time in range(3):
        report_throttle.count(THREE)
    with pytest.raises(TooMany):
        report_throttle.check(THREE)


def test_one_address_does_not_use_up_what_another_has() -> None:
    for _time in range(3):
        report_throttle.count(THREE)
    report_throttle.count(Bucket("test", "10.0.0.10", THREE.limits))


def test_no_address_is_stored_and_the_same_one_looks_different_the_next_day() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        report_throttle.count(THREE)
        clock.shift(dt.timedelta(days=1))
        report_throttle.count(THREE)
    buckets = set(ReportThrottle.objects.values_list("bucket", flat=True))

    assert len(buckets) == 2
    assert all("10.0.0.9" not in bucket for bucket in buckets)


def test_counts_are_gone_after_two_days() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        report_throttle.count(THREE)
        clock.shift(dt.timedelta(days=2))
        assert report_throttle.forget() == 0
        clock.shift(dt.timedelta(seconds=1))
        assert report_throttle.forget() == 1


def test_counts_by_kind_state_county_and_month_with_the_median_time_to_the_answer() -> None:
    official, market = make_desk()
    with time_machine.travel(NOON, tick=False) as clock:
        for number, hours in enumerate((1, 3, 50), start=4):
            report = make_report(market, hours=f"0{number}:00-09:00")
            clock.shift(dt.timedelta(hours=hours))
            reports.answer(official, report, "时间已经改过来了")
        reports.dismiss(official, make_report(market, "fees", hours=""), "现场核实，不收费")
        make_report(market, "fees", hours="", text="又收钱了")
        lines = report_counts.lines(official)
        found = report_counts.summary(official)

    assert [(line.kind, line.total, line.answered, line.waiting) for line in lines] == [
        ("fees", 2, 0, 1),
        ("wrong_hours", 3, 3, 0),
    ]
    assert lines[1].median == dt.timedelta(hours=3)
    assert {line.month for line in lines} == {dt.date(2026, 11, 1)}
    assert (found.total, found.waiting, found.dismissed) == (5, 1, 1)


def test_another_county_counts_its_own_alone() -> None:
    make_report()
    stranger = make_official("district_lead", OTHER_COUNTY)
    assert report_counts.lines(stranger) == []
    assert report_counts.summary(stranger).total == 0


def test_an_open_report_is_overdue_after_a_week() -> None:
    report = make_report()
    with time_machine.travel(timezone.now() + dt.timedelta(days=7, seconds=1), tick=False):
        assert list(reports.overdue(Report.objects.all())) == [report]
    assert not reports.overdue(Report.objects.all()).exists()

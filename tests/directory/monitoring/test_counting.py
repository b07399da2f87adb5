"""A count is one row however often it is sent, keeps its time, and is never changed silently."""

import datetime as dt
import threading
import uuid
from dataclasses import replace
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils import timezone

from directory.errors import EntryErrors, StaleVersion
from directory.models import Count, CountCorrection, Market, Official
from directory.monitoring import counting, months
from directory.monitoring.counting import CountInput, Unlikely
from tests import app_role
from tests.factories.ledger import make_market, make_trade
from tests.factories.people import OTHER_COUNTY, make_official

pytestmark = pytest.mark.django_db


@pytest.fixture
def market() -> Market:
    return make_market()


@pytest.fixture
def counter(market: Market) -> Official:
    return make_official("counter")


def counted(market: Market, **values: Any) -> CountInput:
    defaults: dict[str, Any] = {
        "key": uuid.uuid4(),
        "market": market.public_id,
        "day": timezone.localdate(),
        "session": "am",
        "counted_at": timezone.now() - dt.timedelta(hours=2),
        "method": "heads",
        "seekers": 80,
        "posts": 60,
        "hires": 40,
    }
    return CountInput(**defaults | values)


def test_the_same_key_sent_three_times_is_one_row_with_its_first_time(
    market: Market, counter: Official
) -> None:
    data = counted(market)
    first = counting.record(counter, data)
    again = [
        counting.record(counter, replace(data, seekers=81, counted_at=timezone.now()))
        for _ in range(2)
    ]
    assert first.fresh
    assert [each.fresh for each in again] == [False, False]
    stored = Count.objects.get()
    assert (stored.counted_at, stored.seekers) == (data.counted_at, 80)


def test_a_key_sent_again_with_another_day_is_no_second_row(
    market: Market, counter: Official
) -> None:
    data = counted(market)
    counting.record(counter, data)
    late = replace(data, day=data.day - dt.timedelta(days=31))
    assert not counting.record(counter, late).fresh
    assert Count.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_double_tap_at_the_same_moment_is_one_row() -> None:
    market = make_market()
    counter, data = make_official("counter"), counted(market)
    found: list[bool] = []

    def send() -> None:
        found.append(counting.record(counter, data).fresh)
        connection.close()

    threads = [threading.Thread(target=send) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(found) == [False, False, False, True]
    assert Count.objects.count() == 1


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"seekers": -1}, "seekers"),
        ({"seekers": 20_001}, "seekers"),
        ({"hires": 81}, "hires"),
        ({"seekers": None, "posts": None, "hires": None}, ""),
        # Read when the test runs: midnight may come between.
        ({"day": lambda: timezone.localdate() + dt.timedelta(days=1)}, "day"),
        ({"day": lambda: timezone.localdate() - dt.timedelta(days=32)}, "day"),
        ({"counted_at": lambda: timezone.now() + dt.timedelta(hours=1)}, "counted_at"),
        ({"session": "night"}, "session"),
        ({"method": ""}, "method"),
        ({"trades": {"mason": {"seekers": 81}}}, "trades"),
        ({"trades": {"nobody": {"seekers": 1}}}, "trades"),
        ({"trades": {"mason": {"seekers": -1}}}, "trades"),
    ],
)
def test_what_cannot_be_is_refused(
    market: Market, counter: Official, values: dict[str, Any], field: str
) -> None:
    make_trade("mason")
    given = {name: value() if callable(value) else value for name, value in values.items()}
    with pytest.raises(EntryErrors) as refused:
        counting.record(counter, counted(market, sure=True, **given))
    assert field in refused.value.errors
    assert not Count.objects.exists()


def test_more_than_the_set_ceiling_is_asked_about(
    market: Market, counter: Official, settings: Any
) -> None:
    settings.COUNT_ASK_ABOVE = 300
    data = counted(market, seekers=301)
    with pytest.raises(Unlikely) as asked:
        counting.record(counter, data)
    assert list(asked.value.errors) == ["seekers"]
    assert counting.record(counter, replace(data, sure=True)).fresh


def test_nobody_counts_in_another_region(market: Market) -> None:
    stranger = make_official("counter", OTHER_COUNTY)
    with pytest.raises(PermissionDenied):
        counting.record(stranger, counted(market))
    with pytest.raises(PermissionDenied):
        counting.record(make_official("planner"), counted(market))


def test_a_correction_keeps_what_was_there_and_who_changed_it(
    market: Market, counter: Official
) -> None:
    count = counting.record(counter, counted(market)).count
    clerk = make_official("district_clerk")
    data = counted(market, seekers=90, hires=None)
    corrected = counting.correct(clerk, count, 1, data, "看错一排")
    assert (corrected.seekers, corrected.hires, corrected.version) == (90, None, 2)
    assert corrected.counted_at == count.counted_at
    kept = CountCorrection.objects.get()
    assert (kept.before["seekers"], kept.before["hires"], kept.after["seekers"]) == (80, 40, 90)
    assert (kept.actor, kept.reason) == (clerk.username, "看错一排")
    with pytest.raises(StaleVersion):
        counting.correct(clerk, count, 1, data, "再改")
    counting.withdraw(clerk, corrected, 2, "不是这个市场")
    assert [each.after["withdrawn"] for each in CountCorrection.objects.all()] == [False, True]


def test_who_counted_corrects_his_own_for_three_days_and_no_other(
    market: Market, counter: Official
) -> None:
    count = counting.record(counter, counted(market)).count
    colleague = make_official("counter")
    with pytest.raises(PermissionDenied):
        counting.correct(colleague, count, 1, counted(market), "理由")
    counting.correct(counter, count, 1, counted(market, seekers=70), "手滑")
    old = timezone.localdate() - dt.timedelta(days=4)
    late = counting.record(counter, counted(market, day=old)).count
    with pytest.raises(PermissionDenied):
        counting.correct(counter, late, 1, counted(market), "理由")


def test_no_write_past_the_functions_is_silent(market: Market, counter: Official) -> None:
    counting.record(counter, counted(market))
    Count.objects.update(seekers=1, hires=0)
    assert CountCorrection.objects.get().before["seekers"] == 80
    with pytest.raises(Exception, match="never change"), transaction.atomic():
        Count.objects.update(counted_at=timezone.now())


def test_months_are_made_when_they_are_needed_and_not_for_any_day(
    market: Market, counter: Official
) -> None:
    assert not months.ready(timezone.localdate())
    assert months.ready(dt.date(2019, 5, 17))
    assert not months.ready(dt.date(2019, 5, 1))
    with pytest.raises(Exception, match="no partition"), transaction.atomic():
        months.ready(timezone.localdate() + dt.timedelta(days=800))


@pytest.mark.django_db(transaction=True)
def test_the_applications_role_counts_makes_months_and_cannot_take_anything_away() -> None:
    market = make_market()
    app_role.ready()
    insert = (
        "INSERT INTO directory_count (key, day, session, market_id, region_code, seekers, method,"
        " counted_at)"
        " VALUES (gen_random_uuid(), '2018-03-01', 'am', %s, '370403', 5, 'heads', now())"
    )
    with app_role.connect() as app:
        app.execute("SELECT directory_count_month('2018-03-01')")
        app.execute(insert, [market.pk])
        app.execute("UPDATE directory_count SET seekers = 6")
    for forbidden in (
        "DELETE FROM directory_count",
        "UPDATE directory_countcorrection SET actor = 'x'",
        "SELECT * FROM directory_count_2018_03",
    ):
        with app_role.connect() as app, pytest.raises(Exception, match="permission denied"):
            app.execute(forbidden)
    assert CountCorrection.objects.get().before["seekers"] == 5
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE directory_count_2018_03")

"""What was public on a given day is read from the history, not from what stands today."""

import datetime as dt

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from directory import as_of, history
from directory.errors import EntryErrors
from directory.models import Market
from tests.factories.history import settle
from tests.factories.ledger import (
    make_decision,
    make_facility,
    make_market,
    make_period,
    make_trade,
)
from tests.factories.people import OTHER_COUNTY, make_official

pytestmark = pytest.mark.django_db(transaction=True)


def yesterday_was(number: int) -> None:
    """Date the entries up to `number` a day back, as a superuser can and nobody else."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(
            "UPDATE directory_historyentry SET at = at - interval '1 day' WHERE seq <= %s",
            [number],
        )
        cursor.execute("SET session_replication_role = origin")


@pytest.fixture
def days():
    """Yesterday's state of the ledger is whatever was written before the call of `pass_a_day`."""
    moved: list[int] = []

    def pass_a_day() -> None:
        settle()
        number = history.number_at(timezone.now() + dt.timedelta(days=1))
        yesterday_was(number)
        moved.append(number)

    yield pass_a_day
    for number in reversed(moved):
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
            cursor.execute(
                "UPDATE directory_historyentry SET at = at + interval '1 day' WHERE seq <= %s",
                [number],
            )
            cursor.execute("SET session_replication_role = origin")


def shown(official, day: dt.date) -> dict[str, as_of.PlaceOn]:
    end = as_of.end_of(day)
    rows = list(as_of.public_on(official, end))
    return {each.public_id: each for each in as_of.describe(end, rows)}


def today() -> dt.date:
    return timezone.localdate()


def test_a_place_is_described_as_it_was_then(days) -> None:
    official = make_official("district_clerk")
    market = make_market(name="旧名", address="旧址", hours="05:00-10:00", published=True)
    market.market_trades.create(trade=make_trade("as-of-mason", name="瓦工（当时）"))
    market.facilities.add(make_facility("as-of-light", name="照明（当时）"))
    days()
    Market.objects.filter(pk=market.pk).update(name="新名", address="新址", hours="")
    market.market_trades.all().delete()
    market.facilities.clear()

    then = shown(official, today() - dt.timedelta(days=1))[market.public_id]
    assert (then.name, then.address, then.hours) == ("旧名", "旧址", "05:00-10:00")
    assert (then.trades, then.facilities) == (("瓦工（当时）",), ("照明（当时）",))
    now = shown(official, today())[market.public_id]
    assert (now.name, now.address, now.hours, now.trades, now.facilities) == (
        "新名",
        "新址",
        "",
        (),
        (),
    )


def test_what_was_withdrawn_since_was_public_then_and_is_not_now(days) -> None:
    official = make_official("district_clerk")
    market = make_market(published=True)
    later = make_market()
    days()
    make_decision(market, "withdraw", reason="投诉核实")
    make_decision(later)
    before = shown(official, today() - dt.timedelta(days=1))
    assert market.public_id in before
    assert later.public_id not in before
    assert set(shown(official, today())) & {market.public_id, later.public_id} == {later.public_id}


def test_a_decision_dated_back_did_not_make_it_public_before_it_was_recorded(days) -> None:
    official = make_official("district_clerk")
    market = make_market()
    days()
    make_decision(market, decided_at=timezone.now() - dt.timedelta(days=3))
    assert market.public_id not in shown(official, today() - dt.timedelta(days=1))
    assert market.public_id in shown(official, today())


def test_a_place_that_has_been_deleted_is_still_told_of(days) -> None:
    official = make_official("district_clerk")
    market = make_market(name="后来删去", published=True)
    public_id = market.public_id
    days()
    market.delete()
    assert shown(official, today() - dt.timedelta(days=1))[public_id].name == "后来删去"
    assert public_id not in shown(official, today())


def test_the_status_is_that_of_the_day() -> None:
    official = make_official("district_clerk")
    market = make_market(published=True)
    make_period(market, "suspended", today(), today() + dt.timedelta(days=2), note="修路")
    place = shown(official, today())[market.public_id]
    assert (place.status, place.status_note) == ("暂停", "修路")


def test_a_building_that_is_only_a_candidate_never_was_public() -> None:
    official = make_official("district_clerk")
    market = make_market(form="candidate")
    make_decision(market)
    assert market.public_id not in shown(official, today())


def test_the_places_of_another_county_are_not_told_of() -> None:
    stranger = make_official("district_clerk", region_code=OTHER_COUNTY)
    city = make_official("city")
    market = make_market(published=True)
    assert market.public_id not in shown(stranger, today())
    assert market.public_id in shown(city, today())


def test_a_place_that_was_moved_to_another_region_belongs_to_the_one_of_that_day(days) -> None:
    old, new = make_official("district_clerk"), make_official("district_clerk", OTHER_COUNTY)
    market = make_market(published=True)
    days()
    Market.objects.filter(pk=market.pk).update(region_code=OTHER_COUNTY)
    day_before = today() - dt.timedelta(days=1)
    assert market.public_id in shown(old, day_before)
    assert market.public_id not in shown(new, day_before)
    assert market.public_id not in shown(old, today())
    assert market.public_id in shown(new, today())


def test_before_the_history_only_the_decisions_are_known() -> None:
    official = make_official("district_clerk")
    long_ago = timezone.now() - dt.timedelta(days=1000)
    market = make_market(name="今天的名字")
    make_decision(market, decided_at=long_ago)
    end = as_of.end_of(timezone.localdate(long_ago))
    assert (end.known, end.number) == (False, 0)
    assert end.begins is not None
    [place] = as_of.describe(end, list(as_of.public_on(official, end, market.public_id)))
    assert (place.known, place.name, place.hours) == (False, "今天的名字", "")
    earlier = as_of.end_of(timezone.localdate(long_ago) - dt.timedelta(days=1))
    assert not as_of.public_on(official, earlier, market.public_id).exists()


def test_a_day_ends_at_midnight_in_china() -> None:
    with time_machine.travel("2026-11-25T00:30:00+08:00", tick=False):
        assert as_of.end_of(dt.date(2026, 11, 25)).day == dt.date(2026, 11, 25)
        with pytest.raises(EntryErrors, match="日期不能晚于今天"):
            as_of.end_of(dt.date(2026, 11, 26))


def test_ten_places_take_as_many_queries_as_one(django_assert_num_queries) -> None:
    official = make_official("city")
    made = {make_market(published=True, trades=("as-of-counting",)).public_id for _ in range(10)}
    end = as_of.end_of(today())
    rows = list(as_of.public_on(official, end).filter(public_id__in=made))
    assert len(rows) == 10
    for some in (rows[:1], rows):
        with django_assert_num_queries(3):
            as_of.describe(end, some)

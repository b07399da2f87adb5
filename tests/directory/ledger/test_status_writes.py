"""Suspending, reopening, closing and moving places, with dates."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from directory import status
from directory.errors import EntryErrors
from directory.models import Market, StatusPeriod
from tests.at_once import at_once
from tests.factories.ledger import make_market, make_period

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 3, 10)


def after(days: int) -> dt.date:
    return DAY + dt.timedelta(days=days)


def on(market: Market, day: dt.date) -> str:
    # The annotation is unknown to the type checker.
    annotated: Any = Market.objects.status_on(day).get(pk=market.pk)
    return str(annotated.status)


def refused(field: str, words: str, write: Callable[[], Any]) -> None:
    with pytest.raises(EntryErrors, match=words) as caught:
        write()
    assert list(caught.value.errors) == [field]


def test_a_suspension_has_a_first_day_and_a_day_it_is_open_again() -> None:
    market = make_market()

    status.suspend(market, DAY, until=after(5), note="检修")

    assert [on(market, after(days)) for days in (-1, 0, 4, 5)] == [
        "open",
        "suspended",
        "suspended",
        "open",
    ]


def test_a_suspension_until_further_notice_ends_when_the_place_reopens() -> None:
    market = make_market()
    status.suspend(market, DAY, note="检修")

    period = status.reopen(market, after(30), note="检修完成")

    assert period is not None
    assert period.note == "检修；检修完成"
    assert [on(market, after(days)) for days in (29, 30)] == ["suspended", "open"]


def test_reopening_on_the_first_day_calls_the_suspension_off() -> None:
    market = make_market()
    status.suspend(market, DAY)

    assert status.reopen(market, DAY) is None
    assert not market.status_periods.exists()


def test_a_planned_closure_can_be_called_off_and_one_in_force_cannot_be_ended() -> None:
    market = make_market()
    status.close(market, DAY)
    refused("on", "已关闭.*新建", lambda: status.reopen(market, after(1)))

    status.reopen(market, DAY)

    assert on(market, after(1)) == "open"


def test_there_is_nothing_to_reopen_in_an_open_place() -> None:
    market = make_market()

    refused("on", "无需恢复", lambda: status.reopen(market, DAY))


def test_suspensions_that_overlap_are_refused_with_the_one_on_record() -> None:
    market = make_market()
    status.suspend(market, DAY, until=after(10))

    refused(
        "on",
        "自 2026-03-10 起至 2026-03-20（不含）已登记为“暂停”",
        lambda: status.suspend(market, after(9), until=after(20)),
    )
    status.suspend(market, after(10), until=after(20))
    assert market.status_periods.count() == 2


def test_a_suspension_must_end_after_it_begins() -> None:
    market = make_market()

    refused("until", "须晚于", lambda: status.suspend(market, DAY, until=DAY))


def test_closing_ends_the_suspension_in_force() -> None:
    market = make_market()
    status.suspend(market, DAY)

    status.close(market, after(7))

    assert [on(market, after(days)) for days in (6, 7, 4000)] == ["suspended", "closed", "closed"]


def test_a_closed_place_stays_closed() -> None:
    market, other = make_market(), make_market()
    status.close(market, DAY)

    refused("on", "已关闭", lambda: status.close(market, after(5)))
    refused("on", "已关闭", lambda: status.suspend(market, after(5)))
    refused("on", "已关闭", lambda: status.move(market, after(5), other))
    refused("on", "请先以 2026-03-10 为恢复日期撤销", lambda: status.close(market, after(-5)))


def test_a_moved_place_leads_to_its_successor_from_that_day() -> None:
    old, new = make_market(), make_market()

    period = status.move(old, DAY, new, note="道路改造")

    assert period.successor == new
    assert [on(old, after(days)) for days in (-1, 0)] == ["open", "moved"]
    assert on(new, DAY) == "open"


def test_a_successor_must_be_a_market_that_can_take_over() -> None:
    old = make_market()
    closed = make_market()
    make_period(closed, "closed", after(-1))
    candidate = make_market(form="candidate")
    unsaved = Market(name="没有")

    refused("to", "自己", lambda: status.move(old, DAY, old))
    refused("to", "已关闭", lambda: status.move(old, DAY, closed))
    refused("to", "备选场地", lambda: status.move(old, DAY, candidate))
    refused("to", "不在台账里", lambda: status.move(old, DAY, unsaved))
    assert not old.status_periods.exists()


def test_moves_never_lead_in_a_circle() -> None:
    first, second, third = make_market(), make_market(), make_market()
    status.move(first, DAY, second)
    status.move(second, after(10), third)

    refused("to", "互相搬迁", lambda: status.move(third, after(20), first))


@pytest.mark.django_db(transaction=True)
def test_two_moves_at_once_cannot_close_a_circle() -> None:
    places = [make_market(), make_market()]
    pairs = (places, list(reversed(places)))
    answers = at_once(
        [lambda old=old, new=new: status.move(old, DAY, new) for old, new in pairs], EntryErrors
    )
    refusals = [each for each in answers if isinstance(each, EntryErrors)]
    assert len(refusals) == 1
    assert StatusPeriod.objects.filter(status="moved").count() == 1


def test_every_write_asks_for_a_publication(django_capture_on_commit_callbacks: Any) -> None:
    market, other = make_market(), make_market()
    for write in (
        lambda: status.suspend(market, DAY),
        lambda: status.reopen(market, after(1)),
        lambda: status.close(market, after(5)),
        lambda: status.reopen(market, after(5)),
        lambda: status.move(market, after(5), other),
    ):
        with django_capture_on_commit_callbacks() as callbacks:
            write()
        assert len(callbacks) == 1

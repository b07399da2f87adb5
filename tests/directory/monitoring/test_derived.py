"""The return's figures follow from counts: days without a count are no zeros."""

import datetime as dt
from typing import Any

import pytest

from directory.models import Market
from directory.monitoring.derived import figures_of
from tests.factories.counts import make_count
from tests.factories.ledger import make_market

pytestmark = pytest.mark.django_db
START, END = dt.date(2026, 10, 1), dt.date(2026, 10, 31)


def day(number: int) -> dt.date:
    return START.replace(day=number)


@pytest.fixture
def market() -> Market:
    return make_market()


def test_means_are_over_the_days_counted(market: Market) -> None:
    for number, seekers, hires in ((1, 100, 50), (2, 110, None), (20, 60, 10)):
        make_count(market, day(number), seekers=seekers, hires=hires)
    make_count(market, day(3), seekers=999, withdrawn=True)
    make_count(market, dt.date(2026, 11, 1), seekers=999)
    made = figures_of([market.pk], START, END)[market.pk]
    assert made.scale is not None
    assert made.hires is not None
    assert (made.scale.value, made.scale.days, made.scale.least, made.scale.most) == (
        90,
        3,
        60,
        110,
    )
    assert made.scale.spread == pytest.approx(26.4575, abs=1e-4)
    assert (made.hires.value, made.hires.days) == (30, 2)
    assert (made.first, made.last) == (day(1), day(20))


def test_a_session_counted_twice_takes_the_larger_and_a_day_adds_its_sessions(
    market: Market,
) -> None:
    make_count(market, day(1), seekers=80, hires=None)
    make_count(market, day(1), seekers=95, hires=None, method="estimate")
    make_count(market, day(1), session="pm", seekers=20, hires=7)
    made = figures_of([market.pk], START, END)[market.pk]
    assert made.scale is not None
    assert made.hires is not None
    assert (made.scale.value, made.scale.days, made.scale.spread) == (115, 1, 0.0)
    assert made.hires.value == 7
    assert made.methods == {"heads": 2, "estimate": 1}
    assert made.method == "逐个点数、分片估数"


def test_a_place_that_nobody_counted_has_no_figures(market: Market) -> None:
    other = make_market()
    make_count(other, day(1), seekers=None, posts=5)
    made = figures_of([market.pk, other.pk], START, END)
    assert list(made) == [other.pk]
    assert (made[other.pk].scale, made[other.pk].hires) == (None, None)


def test_two_questions_to_the_database_for_any_number_of_places(
    django_assert_num_queries: Any, market: Market
) -> None:
    places = [market.pk, make_market().pk, make_market().pk]
    with django_assert_num_queries(2):
        figures_of(places, START, END)

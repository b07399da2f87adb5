"""What is withheld cannot be computed from what is told, by whoever knows all the rules."""

from collections.abc import Iterable

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from directory.monitoring.withholding import (
    WITHHELD,
    ByTrade,
    Day,
    Month,
    Number,
    together,
    told,
)

LEAST = 5
small = st.one_of(st.integers(0, 9), st.integers(0, 60))


@st.composite
def months(draw: st.DrawFn, length: int) -> Month:
    """Some days of everybody; trades that add up to them, to the last one or nearly."""
    days = draw(st.lists(small, min_size=length, max_size=length))
    left, trades = sum(days), {}
    for code in "abcdef"[: draw(st.integers(0, 6))]:
        trades[code] = draw(st.one_of(st.just(left), small.map(lambda n, most=left: min(n, most))))
        left -= trades[code]
    return Month(
        tuple(Day(n, 1, n, 1) for n in days),
        {code: ByTrade(n, n) for code, n in trades.items()},
    )


def ranges(said: Month) -> list[tuple[str, float, float]]:
    """The least and the most that each withheld number of a county can be.

    Unknowns: each withheld day and trade, at least 1; how many have no trade, at least 0. Known:
    all that is told, and that days and trades add up to the same.
    """
    days = [day.seekers for day in said.days if day]
    trades = {code: each.seekers for code, each in said.trades.items()}
    hidden = [f"day {at}" for at, value in enumerate(days) if value == WITHHELD]
    hidden += [code for code, value in trades.items() if value == WITHHELD]
    row = np.array([1.0 if name.startswith("day") else -1.0 for name in hidden] + [-1.0])
    shown = sum(n for n in trades.values() if n not in (None, WITHHELD))
    known = shown - sum(n for n in days if n not in (None, WITHHELD))
    # A withheld day is small, which everybody knows; a withheld trade may be large.
    bounds = [(1, LEAST - 1 if name.startswith("day") else None) for name in hidden] + [(0, None)]
    found = []
    for at, name in enumerate(hidden):
        ends = []
        for sign in (1, -1):
            cost = np.zeros(len(hidden) + 1)
            cost[at] = sign
            solved = linprog(cost, A_eq=[row], b_eq=[known], bounds=bounds)
            assert solved.status == 0, solved.message
            ends.append(sign * solved.fun)
        found.append((name, *ends))
    return found


@settings(max_examples=60)
@given(st.integers(1, 5).flatmap(months))
def test_of_each_withheld_number_several_values_fit_all_that_is_told(true: Month) -> None:
    said = told(true, LEAST)
    shown = [each.seekers for each in (*said.days, *said.trades.values()) if each]
    assert not any(value is not None and 0 < value < LEAST for value in shown)
    for name, least, most in ranges(said):
        wanted = LEAST - 2 if name.startswith("day") else LEAST - 1
        assert most - least >= wanted - 1e-6, f"{name} of {true}: {least}–{most}"


@settings(max_examples=60)
@given(st.lists(months(3), min_size=1, max_size=4))
def test_a_sum_is_one_of_what_is_told_and_is_never_small(counties: list[Month]) -> None:
    before = [told(each, LEAST) for each in counties]
    whole = together(before)
    for at, day in enumerate(whole.days):
        parts = [part for each in before if (part := each.days[at])]
        assert (day and day.seekers) == sum_of(part.seekers for part in parts)
    for code, trade in whole.trades.items():
        there = [each.trades[code].seekers for each in before if code in each.trades]
        assert trade.seekers == sum_of(there)
        assert trade.seekers in (WITHHELD, 0) or (trade.seekers or 0) >= LEAST


def sum_of(values: Iterable[Number]) -> Number:
    shown = [value for value in values if value not in (None, WITHHELD)]
    return sum(shown) if shown else WITHHELD


def test_a_trade_that_the_total_would_tell_takes_a_larger_one_with_it() -> None:
    day = Day(41, 1, 41, 1)
    trades = {"mason": ByTrade(30, 30), "carpenter": ByTrade(10, 10), "nurse": ByTrade(1, 0)}
    said = told(Month((day,), trades), LEAST)
    assert said.days == (day,)
    assert {code: each.seekers for code, each in said.trades.items()} == {
        "mason": 30, "carpenter": WITHHELD, "nurse": WITHHELD
    }  # fmt: skip
    # Nobody is nobody's secret: of the posts, none had to be withheld.
    assert said.trades["carpenter"].posts == 10
    assert said.short


def test_where_no_trade_is_left_to_withhold_none_is_named() -> None:
    trades = {code: ByTrade(1, None) for code in "abcde"}
    said = told(Month((Day(5, 1, None, 0),), trades), LEAST)
    assert (said.trades, said.short) == ({}, True)


def test_of_a_city_only_what_its_counties_tell_is_added() -> None:
    large = told(Month((Day(90, 3, 40, 3), None), {"mason": ByTrade(60, 20)}), LEAST)
    little = told(Month((Day(3, 1, 9, 1), None), {"mason": ByTrade(2, 9)}), LEAST)
    whole = together([large, little])
    # The place whose number is withheld is left out of the mean, too.
    assert whole.days == (Day(90, 3, 49, 4), None)
    assert whole.trades == {"mason": ByTrade(60, 20)}
    assert whole.short
    assert little.days[0] == Day(WITHHELD, 0, 9, 1)


def test_what_is_told_is_read_back_as_it_was_written() -> None:
    said = told(Month((Day(3, 1, 9, 1), None), {"mason": ByTrade(None, 9)}, demo=True), LEAST)
    assert Month.from_json(said.to_json()) == said


def test_nothing_is_withheld_where_one_is_enough() -> None:
    true = Month((Day(1, 1, 2, 1),), {"mason": ByTrade(1, 2)})
    assert told(true, 1) == true

"""The trend is found again under week-days, seasons, washed-out days and gaps; gaps stay gaps."""

import datetime as dt

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from directory.monitoring.season import trend

MONDAY = dt.date(2024, 1, 1)
WEEK = np.array([1.2, 1.1, 1.0, 1.0, 1.0, 0.9, 0.8])


def weeks(days: int, first: int = 0) -> np.ndarray:
    return WEEK[(np.arange(days) + first) % 7]


@given(st.integers(0, 6), st.integers(60, 400), st.integers(0, 10_000))
# Thursdays have been counted twice only.
@example(0, 60, 1876)
def test_the_week_is_taken_out_whatever_day_it_begins_on(first: int, days: int, seed: int) -> None:
    values = 100 * weeks(days, first)
    rng = np.random.default_rng(seed)
    values[rng.random(days) < 0.15] = np.nan
    values[rng.random(days) < 0.02] *= 0.1
    found = trend(MONDAY + dt.timedelta(days=first), values)
    assert not found.season
    counted = np.bincount((np.arange(days) + first) % 7, np.isfinite(values), minlength=7)
    if counted.min() < 4:
        assert found.week_days == ()
        return
    assert found.week_days == pytest.approx(tuple(WEEK), rel=0.12)
    assert np.nanmax(np.abs(found.values - 100)) < 12


def test_growth_is_followed() -> None:
    days = 180
    line = np.linspace(100, 200, days)
    found = trend(MONDAY, line * weeks(days))
    inner = slice(20, -20)
    assert found.values[inner] == pytest.approx(line[inner], rel=0.05)


def test_a_month_without_counts_has_no_trend_and_no_zero() -> None:
    values = 100 * weeks(120)
    values[40:80] = np.nan
    found = trend(MONDAY, values)
    assert np.isnan(found.values[55:65]).all()
    assert np.nanmin(found.values) > 80


def test_two_years_take_the_season_out_and_less_do_not() -> None:
    days = 3 * 365
    yearly = 1 + 0.4 * np.sin(2 * np.pi * np.arange(days) / 365)
    values = 100 * weeks(days) * yearly
    found = trend(MONDAY, values)
    assert found.season
    inner = found.values[40:-40]
    assert (inner.max() - inner.min()) / inner.mean() < 0.15
    short = trend(MONDAY, values[: 365 * 2 - 1])
    assert not short.season


@pytest.mark.parametrize("days", [0, 1, 6, 20])
def test_too_few_days_have_no_week_and_break_nothing(days: int) -> None:
    found = trend(MONDAY, np.full(days, 5.0))
    assert len(found.values) == days
    assert found.week_days == ()


def test_nobody_at_all_is_a_trend_of_zero() -> None:
    found = trend(MONDAY, np.zeros(60))
    assert found.values == pytest.approx(np.zeros(60))

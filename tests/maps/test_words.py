"""Figures, times and spans as they are said."""

import datetime as dt
import math

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from maps import words

DAY = dt.date(2026, 11, 24)


def at(day: int, hour: int, minute: int = 0) -> dt.datetime:
    return dt.datetime(2026, 11, day, hour, minute)


@pytest.mark.parametrize(
    ("metres", "said"),
    [(0, "不到 10 米"), (14, "10 米"), (820, "820 米"), (994, "990 米"), (996, "1.0 公里"),
     (3240, "3.2 公里"), (9940, "9.9 公里"), (9960, "10 公里"), (28_700, "29 公里")],
)  # fmt: skip
def test_distances(metres, said) -> None:
    assert words.distance(metres) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [(0.0, "1 分钟"), (4.01, "5 分钟"), (60, "1 小时"), (60.5, "1 小时 1 分钟"),
     (140, "2 小时 20 分钟")],
)  # fmt: skip
def test_minutes_are_rounded_up(value, said) -> None:
    assert words.minutes(value) == said


@given(st.floats(min_value=0, max_value=5000))
def test_nobody_is_told_less_time_than_it_takes(value: float) -> None:
    numbers = [int(part) for part in words.minutes(value).split() if part.isdigit()]
    said = words.minutes(value)
    total = numbers[0] * 60 + (numbers[1] if len(numbers) > 1 else 0)
    if "小时" not in said:
        total = numbers[0]
    assert value - 1e-6 <= total <= math.ceil(value) + 1


@pytest.mark.parametrize(
    ("spans", "said"),
    [
        ([], "不开"),
        ([(at(24, 4, 30), at(24, 8), "open")], "04:30–08:00"),
        (
            [(at(24, 5), at(24, 8), "open"), (at(24, 15), at(24, 19), "open")],
            "05:00–08:00、15:00–19:00",
        ),
        ([(at(23, 22), at(24, 6), "open")], "前一晚 22:00–06:00"),
        ([(at(24, 20), at(25, 6), "open")], "20:00–次日 06:00"),
        ([(at(24, 18), at(25, 0), "open")], "18:00–24:00"),
        ([(at(23, 0), at(26, 0), "open")], "全天开放"),
        ([(at(23, 0), at(26, 0), "unknown")], "时间不明"),
        ([(at(24, 5), at(24, 8), "unknown")], "05:00–08:00 开不开不清楚"),
        (
            [(at(24, 5, 30), at(24, 6), "unknown"), (at(24, 6), at(24, 10), "open"),
             (at(24, 10), at(24, 17), "unknown")],
            "06:00–10:00 开；其他时间（05:30–17:00）不清楚",
        ),
        (
            [(at(23, 19), at(24, 2), "open"), (at(24, 19), at(25, 2), "open")],
            "晚上 19:00–次日 02:00",
        ),
        (
            [(at(23, 14), at(24, 2), "open"), (at(24, 14), at(25, 2), "open")],
            "14:00–次日 02:00",
        ),
        (
            [(at(23, 19), at(24, 1), "open"), (at(24, 19), at(25, 2), "open")],
            "前一晚 19:00–01:00、19:00–次日 02:00",
        ),
        ([(at(23, 20), at(24, 0), "open")], "不开"),
        ([(at(25, 5), at(25, 8), "open")], "不开"),
    ],
)  # fmt: skip
def test_the_hours_of_a_day(spans, said) -> None:
    assert words.spans(spans, DAY) == said


def test_days_are_named_by_their_nearness() -> None:
    assert [words.day(DAY + dt.timedelta(days=n), DAY) for n in (-1, 0, 1, 2)] == [
        "昨天", "今天", "明天", "11月26日（周四）",
    ]  # fmt: skip
    assert words.day(dt.date(2027, 1, 2), DAY) == "2027年1月2日（周六）"


def test_english_puts_the_day_before_the_month() -> None:
    with override("en"):
        assert words.date(DAY, DAY) == "Tue 24 Nov"
        assert words.date(dt.date(2027, 1, 2), DAY) == "Sat 2 Jan 2027"
        assert words.distance(820) == "820 m"


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(-5, "刚刚"), (80, "刚刚"), (300, "5 分钟前"), (3 * 3600, "3 小时前"), (4 * 86400, "4 天前")],
)
def test_ages(seconds, said) -> None:
    now = at(24, 5)
    assert words.age(now - dt.timedelta(seconds=seconds), now) == said

"""On a make-up working day, hours that depend on the weekday are unknown and others hold."""

import datetime as dt

import pytest

from directory.hours import Calendar
from directory.publication.patterns import Timetable

SATURDAY = dt.date(2026, 2, 14)  # worked, for the Spring Festival that begins the day after
CALENDAR = Calendar(
    holidays=frozenset(dt.date(2026, 2, number) for number in range(15, 24)),
    workdays=frozenset({SATURDAY}),
    years=frozenset({2026}),
)


def states(expression: str, day: dt.date = SATURDAY, days: int = 1) -> list[str]:
    spans = Timetable([(expression,)], CALENDAR).spans(0, day, days)
    assert spans is not None
    return [f"{a:%d %H:%M}–{b:%d %H:%M} {state}" for a, b, state in spans]


@pytest.mark.parametrize(
    ("expression", "said"),
    [
        ("04:30-08:00", ["14 04:30–14 08:00 open"]),
        ("24/7", ["14 00:00–15 00:00 open"]),
        ("Mo-Fr 08:30-17:30; PH off", ["14 08:30–14 17:30 unknown"]),
        ("Sa 05:00-09:00", ["14 05:00–14 09:00 unknown"]),
        ("We 05:00-09:00", ["14 05:00–14 09:00 unknown"]),
        (
            "Mo-Fr 05:00-11:00; Sa,Su 06:00-10:00",
            ["14 05:00–14 06:00 unknown", "14 06:00–14 10:00 open", "14 10:00–14 11:00 unknown"],
        ),
    ],
)
def test_what_depends_on_the_weekday_is_unknown(expression: str, said: list[str]) -> None:
    assert states(expression) == said


def test_the_days_around_are_not_touched() -> None:
    around = states("Mo-Fr 08:30-17:30; PH off", dt.date(2026, 2, 13), 3)

    assert around == ["13 08:30–13 17:30 open", "14 08:30–14 17:30 unknown"]


def test_a_night_shift_keeps_its_spans_apart_from_the_working_saturday() -> None:
    around = states("19:00-02:00", dt.date(2026, 2, 13), 2)

    assert around == [
        "13 00:00–13 02:00 open",
        "13 19:00–14 02:00 open",
        "14 19:00–15 00:00 open",
    ]

"""Make-up working days (调休上班日): a Saturday or Sunday on which offices work.

The opening_hours syntax knows calendar weekdays only, so `Mo-Fr` says nothing about a working
Saturday, and places differ in what they do. Where the hours of the day itself and those of the
working days of the same week agree, they hold; the minutes on which they differ are unknown.
"""

import datetime as dt
from itertools import pairwise

from directory.hours import Calendar, Span, State, intervals

_DAY = dt.timedelta(days=1)


def doubted(expression: str, spans: list[Span], day: dt.date, calendar: Calendar) -> list[Span]:
    """`spans` of the expression with the make-up working `day` said as far as it is known.

    Sorted and apart; neighbours of equal state are not merged.
    """
    midnight = dt.datetime.combine(day, dt.time())
    usual = [_as_on(expression, other, day, calendar) for other in _working_days(day, calendar)]
    agreed = _agreed([_cut(spans, midnight, midnight + _DAY), *usual], midnight)
    before = _cut(spans, dt.datetime.min, midnight)
    return before + agreed + _cut(spans, midnight + _DAY, dt.datetime.max)


def _working_days(day: dt.date, calendar: Calendar) -> list[dt.date]:
    """Monday to Friday of the week of `day` that are neither holidays nor in an unknown year."""
    monday = day - dt.timedelta(days=day.weekday())
    week = (monday + dt.timedelta(days=number) for number in range(5))
    return [other for other in week if calendar.kind(other) == "ordinary"]


def _as_on(expression: str, source: dt.date, day: dt.date, calendar: Calendar) -> list[Span]:
    start = dt.datetime.combine(source, dt.time())
    shift = day - source
    return [
        (a + shift, b + shift, s)
        for a, b, s in intervals(expression, start, start + _DAY, calendar)
    ]


def _cut(spans: list[Span], start: dt.datetime, end: dt.datetime) -> list[Span]:
    return [(max(a, start), min(b, end), s) for a, b, s in spans if a < end and start < b]


def _agreed(readings: list[list[Span]], midnight: dt.datetime) -> list[Span]:
    edges = {midnight, midnight + _DAY}
    edges.update(edge for reading in readings for a, b, _ in reading for edge in (a, b))
    found: list[Span] = []
    for start, end in pairwise(sorted(edges)):
        states = {_state(reading, start) for reading in readings}
        state: State = states.pop() if len(states) == 1 else "unknown"
        if state != "closed":
            found.append((start, end, state))
    return found


def _state(spans: list[Span], moment: dt.datetime) -> State:
    return next((s for a, b, s in spans if a <= moment < b), "closed")

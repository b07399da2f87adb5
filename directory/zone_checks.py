"""Whether the hours of a place and those of its zones say the same. Pure.

A place is open while one of its zones is. Years are tried on ordinary days and on holidays, of
which no calendar has to be known.
"""

import datetime as dt
from collections.abc import Sequence

from directory.hours import Calendar, HoursError, OrdinaryDays, intervals

# A whole year, so that seasons are met; on holidays a week of each quarter is enough.
YEAR, WEEK = 366, 7
QUARTERS = (0, 91, 182, 273)
_DAY = dt.timedelta(days=1)

Moment = tuple[dt.datetime, dt.datetime]


def contradiction(hours: str, zones: Sequence[str], first: dt.date) -> tuple[str, Moment] | None:
    """The first span from `first` on in which they differ, and how.

    `zones-outside`: a zone is open while the place is closed. `zones-missing`: the place is open
    and no zone is, which a zone of unknown hours may be. None where they agree, or where some
    hours are unknown or cannot be read.
    """
    known = [each for each in zones if each]
    if not hours or not known:
        return None
    try:
        for start, days, calendar in _windows(first):
            whole = _open([hours], start, days, calendar)
            parts = _open(known, start, days, calendar)
            if over := _without(parts, whole):
                return "zones-outside", over[0]
            if len(known) == len(zones) and (under := _without(whole, parts)):
                return "zones-missing", under[0]
    except HoursError:
        return None
    return None


def _windows(first: dt.date) -> list[tuple[dt.date, int, Calendar | OrdinaryDays]]:
    windows: list[tuple[dt.date, int, Calendar | OrdinaryDays]] = [(first, YEAR, OrdinaryDays())]
    for ahead in QUARTERS:
        start = first + ahead * _DAY
        days = [start + n * _DAY for n in range(-2, WEEK + 2)]
        years = frozenset(day.year for day in days)
        windows.append((start, WEEK, Calendar(frozenset(days), frozenset(), years)))
    return windows


def _open(
    expressions: Sequence[str], first: dt.date, days: int, calendar: Calendar | OrdinaryDays
) -> list[Moment]:
    """Surely open spans of any of the expressions, sorted, apart."""
    start = dt.datetime.combine(first, dt.time())
    end = start + days * _DAY
    found = sorted(
        (a, b)
        for expression in expressions
        for a, b, state in intervals(expression, start, end, calendar)
        if state == "open"
    )
    merged: list[Moment] = []
    for a, b in found:
        if merged and a <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(b, merged[-1][1]))
        else:
            merged.append((a, b))
    return merged


def _without(spans: Sequence[Moment], taken: Sequence[Moment]) -> list[Moment]:
    """What of `spans` lies outside `taken`; both sorted and apart."""
    left: list[Moment] = []
    for start, end in spans:
        at = start
        for a, b in taken:
            if b <= at or a >= end:
                continue
            if a > at:
                left.append((at, a))
            at = b
        if at < end:
            left.append((at, end))
    return left

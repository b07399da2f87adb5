"""Selectors → predicates on dates.

A predicate takes a date and a `Lookup`, which answers for holidays; it is built once for an
expression and called once a day.
"""

from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta

from directory.hours.easter import easter_sunday
from directory.hours.syntax import (
    DateItem,
    DatePoint,
    Dates,
    Days,
    EasterDay,
    FixedDay,
    Holiday,
    MonthDays,
    Months,
    NthWeekdays,
    WeekdayItem,
    Weekdays,
    Weeks,
    Years,
)

Lookup = Callable[[str, date], bool]
"""(`PH` or `SH`, a date) → whether it is such a holiday."""

Predicate = Callable[[date, Lookup], bool]


def predicate(days: Days) -> Predicate:
    """Whether a date is among `days`: some item of every group."""
    groups = [
        _any([_year(item) for item in days.years]),
        _any([_date(item) for item in days.dates]),
        _any([_week(item) for item in days.weeks]),
        _any([_holiday(item) for item in days.holidays]),
        _any([_weekday(item) for item in days.weekdays]),
    ]
    found = [group for group in groups if group is not None]
    if len(found) == 1:
        return found[0]
    return lambda day, lookup: all(group(day, lookup) for group in found)


def _any(items: list[Predicate]) -> Predicate | None:
    if len(items) < 2:
        return items[0] if items else None
    return lambda day, lookup: any(item(day, lookup) for item in items)


def _year(item: Years) -> Predicate:
    last = 9999 if item.last is None else item.last
    years = range(item.first, last + 1, item.step)
    return lambda day, _: day.year in years


def _week(item: Weeks) -> Predicate:
    weeks = range(item.first, item.last + 1, item.step)
    return lambda day, _: day.isocalendar().week in weeks


def _holiday(item: Holiday) -> Predicate:
    kind, offset = item.kind, timedelta(days=item.offset)
    if item.offset == 0:
        return lambda day, lookup: lookup(kind, day)
    return lambda day, lookup: lookup(kind, day - offset)


def _weekday(item: WeekdayItem) -> Predicate:
    if isinstance(item, Holiday):
        return _holiday(item)
    if isinstance(item, Weekdays):
        span = (item.last - item.first) % 7
        weekdays = frozenset((item.first + n) % 7 for n in range(span + 1))
        return lambda day, _: day.weekday() in weekdays
    return _nth_weekday(item)


def _nth_weekday(item: NthWeekdays) -> Predicate:
    wanted = frozenset(n for first, last in item.nth for n in range(first, last + 1))
    offset = timedelta(days=item.offset)

    def matches(day: date, _: Lookup) -> bool:
        anchor = day - offset
        if anchor.weekday() != item.weekday:
            return False
        length = monthrange(anchor.year, anchor.month)[1]
        return (anchor.day + 6) // 7 in wanted or -((length - anchor.day) // 7 + 1) in wanted

    return matches


def _date(item: DateItem) -> Predicate:
    if isinstance(item, Months):
        span = (item.last - item.first) % 12
        months = frozenset((item.first - 1 + n) % 12 + 1 for n in range(span + 1))
        return lambda day, _: day.month in months
    if isinstance(item, MonthDays):
        return _month_days(item)
    if isinstance(item, EasterDay):
        return lambda day, _: item.year in (None, day.year) and day == _resolve(item, day.year)
    return _dates(item)


def _month_days(item: MonthDays) -> Predicate:
    numbers = range(item.first, item.last + 1, item.step)
    return lambda day, _: (
        day.month == item.month and day.day in numbers and item.year in (None, day.year)
    )


def _dates(item: Dates) -> Predicate:
    """A range; without years it lies in the year of the day, or over New Year.

    A range that ends on easter ends before it: the specification does not say, and this is
    what the reference implementation does. A range that ends on a date or on an nth weekday
    includes it.
    """
    last_counts = not isinstance(item.last, EasterDay)

    def matches(day: date, _: Lookup) -> bool:
        first, last = _resolve(item.first, day.year), _resolve(item.last, day.year)
        if last_counts:
            last += timedelta(days=1)
        if last < first:
            return item.first.year is None and (day >= first or day < last)
        return first <= day < last

    return matches


def _resolve(point: DatePoint, year: int) -> date:
    year = year if point.year is None else point.year
    if isinstance(point, FixedDay):
        if (point.month, point.day) == (2, 29) and monthrange(year, 2)[1] == 28:
            return date(year, 3, 1)
        return date(year, point.month, point.day)
    if isinstance(point, EasterDay):
        return easter_sunday(year) + timedelta(days=point.offset)
    start, length = monthrange(year, point.month)
    if point.nth > 0:
        day = 1 + (point.weekday - start) % 7 + 7 * (point.nth - 1)
    else:
        day = length - (start + length - 1 - point.weekday) % 7 + 7 * (point.nth + 1)
    return date(year, point.month, day) + timedelta(days=point.offset)

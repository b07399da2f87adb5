"""Hours of a day and of a week as data, for words to be put on them elsewhere."""

from dataclasses import dataclass
from datetime import date, timedelta

from directory.hours.calendar import Kind, KnowsDays, as_calendar, kind_of
from directory.hours.errors import HoursError
from directory.hours.normalise import parse
from directory.hours.parse_times import DAY
from directory.hours.schedule import Programme, programme
from directory.hours.spans import FIRST_DAY, LAST_DAY
from directory.hours.syntax import WEEKDAY_NAMES, Hours, State

DaySpan = tuple[int, int, State]
"""(start, end, state), minutes after 00:00 of the day; an end past 1440 is the next morning."""

WeekdayGroup = tuple[tuple[str, ...], tuple[DaySpan, ...]]

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DayHours:
    """The spans that begin on `day`, and what kind of day it is. No spans: closed all day.

    A day that is taken up whole has a span of its own, even where that began the day before.
    """

    day: date
    kind: Kind
    spans: tuple[DaySpan, ...]


@dataclass(frozen=True, slots=True)
class Description:
    """All that a page says of hours: this day, this week, and whether holidays are regulated."""

    today: DayHours
    week: tuple[DayHours, ...]
    groups: tuple[WeekdayGroup, ...]
    mentions_holidays: bool


def day_hours(expression: str, day: date, calendar: object) -> DayHours:
    """The hours of one day; a night that began the evening before is the day before's."""
    return _day(programme(_parsed(expression, day)), day, as_calendar(calendar))


def week(expression: str, monday: date, calendar: object) -> tuple[DayHours, ...]:
    """The seven days from `monday` on, holidays and all."""
    ready = programme(_parsed(expression, monday))
    known = as_calendar(calendar)
    return tuple(_day(ready, monday + n * _ONE_DAY, known) for n in range(7))


def weekday_groups(days: tuple[DayHours, ...]) -> tuple[WeekdayGroup, ...]:
    """Weekdays with equal spans together, in the order of their first day."""
    groups: dict[tuple[DaySpan, ...], list[str]] = {}
    for hours in days:
        groups.setdefault(hours.spans, []).append(WEEKDAY_NAMES[hours.day.weekday()])
    return tuple((tuple(names), spans) for spans, names in groups.items())


def describe(expression: str, day: date, calendar: object) -> Description:
    """Today and the week around it (Monday to Sunday)."""
    days = week(expression, day - timedelta(days=day.weekday()), calendar)
    return Description(
        days[day.weekday()], days, weekday_groups(days), parse(expression).mentions_holidays
    )


def _parsed(expression: str, day: date) -> Hours:
    if not FIRST_DAY <= day <= LAST_DAY:
        raise HoursError(
            expression, 0, "日期须在 1900 至 2200 年之间", "the day must lie in 1900 to 2200"
        )
    return parse(expression)


def _day(ready: Programme, day: date, calendar: KnowsDays) -> DayHours:
    before = ready.day(day - _ONE_DAY, calendar)
    today = ready.day(day, calendar)
    after = ready.day(day + _ONE_DAY, calendar)
    spans: list[DaySpan] = []
    for start, end, state, carried in today:
        goes_on = carried and start == 0 and end < DAY
        ours = not (goes_on and before and before[-1][1:3] == (DAY, state))
        if ours and spans and spans[-1][1:] == (start, state):
            spans[-1] = (spans[-1][0], end, state)
        elif ours:
            spans.append((start, end, state))
    if spans and after and spans[-1][1] == DAY:
        start, end, state, carried = after[0]
        if carried and start == 0 and end < DAY and state == spans[-1][2]:
            spans[-1] = (spans[-1][0], DAY + end, state)
    return DayHours(day, kind_of(calendar, day), tuple(spans))

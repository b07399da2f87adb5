"""Intervals of an expression, and questions about a moment."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from directory.hours.calendar import KnowsDays, as_calendar
from directory.hours.errors import HoursError
from directory.hours.normalise import parse
from directory.hours.parse_times import DAY
from directory.hours.schedule import Programme, programme
from directory.hours.syntax import State

Span = tuple[datetime, datetime, State]

LONGEST_WINDOW = timedelta(days=36_525)
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2200, 12, 31)


def minute_spans(
    ready: Programme, first: date, days: int, calendar: KnowsDays
) -> Iterator[tuple[int, int, State]]:
    """(start, end, state) in minutes after `first` 00:00 over `days` days, merged, sorted."""
    pending: tuple[int, int, State] | None = None
    for number in range(days):
        base = number * DAY
        for start, end, state, _ in ready.day(first + timedelta(days=number), calendar):
            if pending and pending[1] == base + start and pending[2] == state:
                pending = (pending[0], base + end, state)
                continue
            if pending:
                yield pending
            pending = (base + start, base + end, state)
    if pending:
        yield pending


def intervals(expression: str, start: datetime, end: datetime, calendar: object) -> list[Span]:
    """When the place is open, or may be, between `start` and `end`.

    Parameters
    ----------
    expression : OSM `opening_hours` syntax, or Chinese that `normalise` can read
    start, end : naive local times, the window [start, end); at most a century, 1900 to 2200
    calendar : see `directory.hours.calendar.as_calendar`; None where no holiday is known

    Returns
    -------
    (start, end, "open" or "unknown"), half-open, within the window, sorted, not overlapping,
    neighbours of equal state merged. What is absent is closed. Minutes on which everything
    depends on a holiday nobody has announced are "unknown".

    Raises
    ------
    HoursError
        A ValueError, where the expression, the window or the calendar cannot be read.
    """
    ready = programme(parse(expression))
    _check_window(expression, start, end)
    known = as_calendar(calendar)
    if start >= end:
        return []
    origin = datetime.combine(start.date(), time())
    days = (end - origin) // timedelta(days=1) + 1
    found: list[Span] = []
    for first, last, state in minute_spans(ready, start.date(), days, known):
        opens = max(origin + timedelta(minutes=first), start)
        closes = min(origin + timedelta(minutes=last), end)
        if opens < closes:
            found.append((opens, closes, state))
    return found


def _check_window(expression: str, start: datetime, end: datetime) -> None:
    for moment in (start, end):
        if not isinstance(moment, datetime) or moment.tzinfo is not None:
            raise HoursError(
                expression, 0, "时间须为不带时区的本地时间", "times must be naive local datetimes"
            )
        if not FIRST_DAY <= moment.date() <= LAST_DAY:
            raise HoursError(
                expression, 0, "时间须在 1900 至 2200 年之间", "times must lie in 1900 to 2200"
            )
    if end < start:
        raise HoursError(expression, 0, "结束早于开始", "the window ends before it begins")
    if end - start > LONGEST_WINDOW:
        raise HoursError(expression, 0, "时间范围超过一百年", "the window exceeds a century")


def state_at(expression: str, moment: datetime, calendar: object) -> State:
    """ "open", "unknown" or "closed" at `moment` (its minute begun)."""
    _check_window(expression, moment, moment)
    found = intervals(expression, moment, moment + timedelta(minutes=1), calendar)
    return found[0][2] if found and found[0][0] == moment else "closed"


def next_change(
    expression: str, moment: datetime, calendar: object, horizon_days: int = 14
) -> datetime | None:
    """When the state of `moment` ends; None if not within the horizon."""
    end = _horizon(expression, moment, horizon_days)
    found = intervals(expression, moment, end, calendar)
    if not found:
        return None
    opens, closes, _ = found[0]
    if opens > moment:
        return opens
    return closes if closes < end else None


def next_opening(
    expression: str, moment: datetime, calendar: object, horizon_days: int = 14
) -> datetime | None:
    """The first moment from `moment` on that is surely open; None if none in the horizon.

    An unknown time before it is passed over: ask `intervals` whether there is one.
    """
    end = _horizon(expression, moment, horizon_days)
    for opens, _, state in intervals(expression, moment, end, calendar):
        if state == "open":
            return opens
    return None


def _horizon(expression: str, moment: datetime, days: int) -> datetime:
    _check_window(expression, moment, moment)
    if not 0 <= days <= LONGEST_WINDOW.days:
        raise HoursError(
            expression, 0, "天数须在 0 至 36525 之间", "the horizon must be 0 to 36525 days"
        )
    return min(moment + timedelta(days=days), datetime.combine(LAST_DAY, time()))

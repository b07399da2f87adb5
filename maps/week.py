"""Opening hours of an ordinary week, for a sheet that hangs for months, and what is not ordinary.

A poster must not name dates: it says 每天, 周一至周五. What changes with holidays or seasons is
found by asking the hours themselves, not by reading their syntax.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from directory.hours import Calendar, HoursError, OrdinaryDays, intervals
from directory.records import PlaceRecord
from maps import words

WEEK = 7
SEASONS = (13, 26, 39)  # weeks ahead


@dataclass(frozen=True, slots=True)
class WeekRow:
    days: str
    hours: str
    zone: str = ""


def readable(hours: str) -> bool:
    """Whether these are hours at all; what cannot be read is unknown and breaks nothing."""
    try:
        return bool(hours) and bool(_week(hours, dt.date(2024, 1, 1), OrdinaryDays()))
    except HoursError:
        return False


def ordinary(place: PlaceRecord, today: dt.date) -> list[WeekRow]:
    """Rows of an ordinary week: of the place, then of each zone with hours of its own."""
    rows = _rows(place.hours, today, "") if readable(place.hours) else []
    for zone in place.zones:
        if readable(zone.hours):
            rows += _rows(zone.hours, today, zone.name)
    return rows


def varies(place: PlaceRecord, today: dt.date) -> bool:
    """True where holidays or seasons change the hours, so that a sheet must say: scan the code."""
    for hours in filter(readable, (place.hours, *(zone.hours for zone in place.zones))):
        monday = _monday(today)
        usual = _week(hours, monday, OrdinaryDays())
        holidays = frozenset(monday + dt.timedelta(days=n) for n in range(-1, WEEK + 1))
        if _week(hours, monday, Calendar(holidays, frozenset(), _years(monday))) != usual:
            return True
        for weeks in SEASONS:
            later = monday + dt.timedelta(weeks=weeks)
            if _week(hours, later, OrdinaryDays()) != usual:
                return True
    return False


def out_of_the_ordinary(
    hours: str, spans: Sequence[words.Span], today: dt.date
) -> list[tuple[dt.date, str]]:
    """The coming seven days that are not as in an ordinary week, in words."""
    usual = _week(hours, _monday(today), OrdinaryDays()) if readable(hours) else []
    out = []
    for day in (today + dt.timedelta(days=n) for n in range(WEEK)):
        said = words.spans(spans, day)
        if usual and said != usual[day.weekday()]:
            out.append((day, said))
    return out


def _monday(day: dt.date) -> dt.date:
    return day - dt.timedelta(days=day.weekday())


def _years(day: dt.date) -> frozenset[int]:
    return frozenset(range(day.year - 1, day.year + 3))


def _week(hours: str, monday: dt.date, calendar: Calendar | OrdinaryDays) -> list[str]:
    """The words of each day from Monday to Sunday."""
    start = dt.datetime.combine(monday - words.DAY, dt.time())
    spans = list(intervals(hours, start, start + 9 * words.DAY, calendar))
    return [words.spans(spans, monday + dt.timedelta(days=n)) for n in range(WEEK)]


def _rows(hours: str, today: dt.date, zone: str) -> list[WeekRow]:
    said = _week(hours, _monday(today), OrdinaryDays())
    if len(set(said)) == 1:
        return [WeekRow(_("每天"), said[0], zone)]
    runs: list[tuple[int, int, str]] = []
    for day, text in enumerate(said):
        if runs and runs[-1][2] == text:
            runs[-1] = (runs[-1][0], day, text)
        else:
            runs.append((day, day, text))
    return [WeekRow(_run(first, last), text, zone) for first, last, text in runs]


def _run(first: int, last: int) -> str:
    # 2024-01-01 was a Monday.
    names = [words.weekday(dt.date(2024, 1, 1 + day)) for day in (first, last)]
    if first == last:
        return names[0]
    return _("%(first)s至%(last)s") % {"first": names[0], "last": names[1]}


def in_words(hours: str, today: dt.date) -> str:
    """An ordinary week in one line; what cannot be read is said as unknown."""
    if not readable(hours):
        return _("时间不明")
    return _("；").join(f"{row.days} {row.hours}" for row in _rows(hours, today, ""))

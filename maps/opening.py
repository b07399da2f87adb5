"""Opening hours as schema.org says them: a weekly schedule, days that differ, nothing guessed.

Everything is read from the evaluated spans, holidays, suspensions and zones included, so there is
no second reading of the hours' syntax. Days of which anything is unknown are claimed by nobody:
the weekly schedule ends before them and begins again after them.
"""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from directory.hours import Span
from directory.publication import Snapshot
from directory.records import PlaceRecord
from maps import week
from maps.kept_with import kept_with_snapshot

HORIZON_DAYS = 56
DAY = dt.timedelta(days=1)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MIDNIGHT = "00:00"
# How search engines read a whole day, and a day on which nothing is open.
WHOLE_DAY, SHUT = (MIDNIGHT, "23:59"), (MIDNIGHT, MIDNIGHT)

Hours = tuple[tuple[str, str], ...]
Specification = dict[str, Any]


def specifications(
    snapshot: Snapshot, place: PlaceRecord, today: dt.date
) -> dict[str, list[Specification]]:
    """`openingHoursSpecification` and `specialOpeningHoursSpecification`, where there are any."""
    row = snapshot.row(place.id)
    if row is None:
        return {}
    return _specifications(snapshot, row, today)


@kept_with_snapshot(4096)
def _specifications(snapshot: Snapshot, row: int, today: dt.date) -> dict[str, list[Specification]]:
    # Yesterday is described too: what opened then may still be open.
    first = today - DAY
    spans = snapshot.spans_at(row, first - DAY, HORIZON_DAYS + 4)
    if spans is None:
        return {}
    place = snapshot.place_at(row)
    days = [first + n * DAY for n in range(HORIZON_DAYS + 1)]
    known = {day: hours for day in days if (hours := hours_of(spans, day)) is not None}
    usual = _usual(known)
    open_ended = len(known) == len(days) and not place.statuses and not week.varies(place, today)
    weekly: list[Specification] = []
    for begin, end in [(None, None)] if open_ended else _runs(sorted(known)):
        weekly += _weekly(usual, begin, end)
    special = [
        specification
        for day, hours in known.items()
        if hours != usual[day.weekday()]
        for specification in _of_day(day, hours)
    ]
    found = {"openingHoursSpecification": weekly, "specialOpeningHoursSpecification": special}
    return {name: value for name, value in found.items() if value and weekly}


def hours_of(spans: Sequence[Span], day: dt.date) -> Hours | None:
    """What opens on `day`, as ('04:30', '09:00'); a night runs into the next day, a longer span
    is cut at midnight. None where anything on that day is unknown."""
    midnight = dt.datetime.combine(day, dt.time())
    found: list[tuple[str, str]] = []
    for start, end, state in spans:
        if end <= midnight or start >= midnight + DAY:
            continue
        if state != "open":
            return None
        if end - start < DAY:
            if start >= midnight:
                found.append((f"{start:%H:%M}", f"{end:%H:%M}"))
            continue
        a, b = max(start, midnight), min(end, midnight + DAY)
        whole = b - a == DAY
        found.append(WHOLE_DAY if whole else (f"{a:%H:%M}", f"{b:%H:%M}"))
    return tuple(found)


def _usual(known: dict[dt.date, Hours]) -> list[Hours]:
    """The most frequent hours of each weekday, the earlier seen where two are as frequent."""
    of: list[Counter[Hours]] = [Counter() for _ in WEEKDAYS]
    for day, hours in known.items():
        of[day.weekday()][hours] += 1
    return [each.most_common(1)[0][0] if each else () for each in of]


def _runs(days: Sequence[dt.date]) -> list[tuple[dt.date, dt.date]]:
    """Days next to one another as (first, last)."""
    if not days:
        return []
    breaks = [(a, b) for a, b in pairwise(days) if b - a != DAY]
    firsts, lasts = [days[0], *(b for _a, b in breaks)], [*(a for a, _b in breaks), days[-1]]
    return list(zip(firsts, lasts, strict=True))


def _weekly(
    usual: Sequence[Hours], begin: dt.date | None, end: dt.date | None
) -> list[Specification]:
    """One entry for each distinct pair of times, with the weekdays that have it."""
    of_times: dict[tuple[str, str], list[str]] = {}
    for name, hours in zip(WEEKDAYS, usual, strict=True):
        for times in hours:
            of_times.setdefault(times, []).append(name)
    bounds: Specification = {}
    if begin is not None and end is not None:
        bounds = {"validFrom": begin.isoformat(), "validThrough": end.isoformat()}
    return [_entry(times) | {"dayOfWeek": names} | bounds for times, names in of_times.items()]


def _of_day(day: dt.date, hours: Hours) -> list[Specification]:
    bounds = {"validFrom": day.isoformat(), "validThrough": day.isoformat()}
    return [_entry(times) | bounds for times in hours or (SHUT,)]


def _entry(times: tuple[str, str]) -> Specification:
    return {"@type": "OpeningHoursSpecification", "opens": times[0], "closes": times[1]}

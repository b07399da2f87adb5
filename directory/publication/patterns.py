"""Distinct hours patterns: many places share one, so each is evaluated once.

A place's own hours are its pattern. Where it has none but its zones have, the pattern is the
zones' expressions together: open while any zone is open, else unknown while any zone may be
(an unknown span, or a zone whose hours nobody knows), else closed.
"""

import datetime as dt
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from directory.hours import Calendar, HoursError, Span, State, intervals
from directory.publication.makeup import doubted
from directory.records import PlaceRecord

Pattern = tuple[str, ...]
UNKNOWN_HOURS = -1


def pattern_of(place: PlaceRecord) -> Pattern:
    """The expressions that say when the place is open; empty where nobody knows."""
    if place.hours:
        return (place.hours,)
    zones = tuple(sorted({zone.hours for zone in place.zones}))
    return zones if any(zones) else ()


class Timetable:
    """Spans of each pattern, evaluated once for a window and kept."""

    def __init__(self, patterns: Sequence[Pattern], calendar: Calendar) -> None:
        self.patterns = tuple(patterns)
        self.calendar = calendar
        self._makeup_days = sorted(calendar.workdays)
        self.spans = lru_cache(maxsize=8192)(self._spans)
        self.may_open = lru_cache(maxsize=65536)(self._may_open)

    def like(self, other: "Timetable") -> bool:
        """Whether the other's spans are this one's, too."""
        return (self.patterns, self.calendar) == (other.patterns, other.calendar)

    def _spans(self, index: int, first: dt.date, days: int) -> tuple[Span, ...] | None:
        """Spans in [first 00:00, first + days), sorted, apart, merged; None: hours unknown.

        Hours that cannot be read are unknown, never closed.
        """
        if index < 0:
            return None
        start = dt.datetime.combine(first, dt.time())
        end = start + dt.timedelta(days=days)
        found: list[Span] = []
        for expression in self.patterns[index]:
            if not expression:
                found.append((start, end, "unknown"))
                continue
            try:
                found.extend(self._evaluated(expression, start, end))
            except HoursError:
                if len(self.patterns[index]) == 1:
                    return None
                found.append((start, end, "unknown"))
        return tuple(found) if len(self.patterns[index]) == 1 else merge(found)

    def _evaluated(self, expression: str, start: dt.datetime, end: dt.datetime) -> list[Span]:
        spans = intervals(expression, start, end, self.calendar)
        worked = [day for day in self._makeup_days if start.date() <= day < end.date()]
        for day in worked:
            spans = doubted(expression, spans, day, self.calendar)
        return list(merge(spans)) if worked else spans

    def _may_open(self, index: int, first: dt.datetime, last: dt.datetime) -> bool:
        """Whether the pattern has a moment surely open within [first, last]."""
        days = (last.date() - first.date()).days + 1
        spans = self.spans(index, first.date(), days) or ()
        return any(s == "open" and a <= last and first < b for a, b, s in spans)


def merge(spans: Sequence[Span]) -> tuple[Span, ...]:
    """Overlapping spans of several zones as one sequence; open wins over unknown."""
    edges = sorted({edge for start, end, _ in spans for edge in (start, end)})
    merged: list[Span] = []
    for start, end in pairwise(edges):
        states = {state for a, b, state in spans if a <= start and end <= b}
        if not states:
            continue
        state: State = "open" if "open" in states else "unknown"
        if merged and merged[-1][1] == start and merged[-1][2] == state:
            merged[-1] = (merged[-1][0], end, state)
        else:
            merged.append((start, end, state))
    return tuple(merged)

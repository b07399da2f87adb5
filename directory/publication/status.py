"""Cutting the days of no operation out of opening hours."""

import datetime as dt
from collections.abc import Sequence

from directory.hours import Span
from directory.records import StatusRecord

PAUSED = ("suspended", "closed", "moved")


def without_pauses(spans: Sequence[Span], statuses: Sequence[StatusRecord]) -> tuple[Span, ...]:
    """Spans outside the days on which the place is suspended, closed or moved away.

    A suspension counts by whole local days: a span begun the evening before ends at midnight.
    """
    left = list(spans)
    for status in statuses:
        if status.status not in PAUSED:
            continue
        start = dt.datetime.combine(status.start, dt.time())
        end = dt.datetime.combine(status.end, dt.time()) if status.end else dt.datetime.max
        cut: list[Span] = []
        for a, b, state in left:
            if a < start:
                cut.append((a, min(b, start), state))
            if b > end:
                cut.append((max(a, end), b, state))
        left = cut
    return tuple(left)

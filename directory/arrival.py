"""What a place is for somebody who arrives at a minute, worked out from its spans. No Django."""

import datetime as dt
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from directory.hours import Span

# Who comes this early waits for the crowd that comes with the opening.
WAIT_MIN = 90
HORIZON = dt.timedelta(days=14)
# Spans of so many days, from the day before arrival, hold everything below.
DAYS = HORIZON.days + 3
_MINUTE = dt.timedelta(minutes=1)
_MINUTE_US = 60_000_000


@dataclass(frozen=True, slots=True)
class OnArrival:
    """`opens`: None where nobody knows; the others as in `directory.finder.Hit`."""

    opens: bool | None
    next_change: dt.datetime | None
    next_opening: dt.datetime | None
    wait_min: int | None


def arrival_after(at: dt.datetime, ahead: float) -> dt.datetime:
    """After `ahead` minutes, counted up to the whole minute; all times naive local."""
    arrival = at + dt.timedelta(minutes=ahead)
    whole = arrival.replace(second=0, microsecond=0)
    return whole if whole == arrival else whole + _MINUTE


def whole_minutes(ahead: Iterable[float]) -> list[int]:
    """What `arrival_after` adds to a whole minute for each: to the microsecond, then up."""
    return [-(-round(each * _MINUTE_US) // _MINUTE_US) for each in ahead]


def on_arrival(spans: Sequence[Span] | None, arrival: dt.datetime, paused: bool) -> OnArrival:
    """`spans` of `DAYS` days from the day before arrival; None where the hours are unknown.

    `paused`: the place is suspended, closed or moved on the day of arrival.
    """
    opens: bool | None = None
    if paused:
        opens = False
    elif spans is not None:
        state = next((state for a, b, state in spans if a <= arrival < b), "closed")
        opens = {"open": True, "unknown": None, "closed": False}[state]
    ahead = spans or ()
    last = arrival + HORIZON
    edges = (edge for a, b, _ in ahead for edge in (a, b) if arrival < edge <= last)
    return OnArrival(
        opens=opens,
        next_change=min(edges, default=None),
        next_opening=None if opens else next_opening(ahead, arrival),
        wait_min=wait(ahead, arrival),
    )


def next_opening(ahead: Sequence[Span], arrival: dt.datetime) -> dt.datetime | None:
    """The next start of a surely open span after arrival, within the horizon."""
    last = arrival + HORIZON
    return next((a for a, _, state in ahead if state == "open" and arrival < a <= last), None)


def wait(spans: Sequence[Span], arrival: dt.datetime) -> int | None:
    """Minutes until surely open, 0 where open already; None where more than `WAIT_MIN`."""
    opening = next((a for a, b, state in spans if state == "open" and arrival < b), None)
    if opening is None:
        return None
    waited = math.ceil(max(opening - arrival, dt.timedelta()) / _MINUTE)
    return waited if waited <= WAIT_MIN else None

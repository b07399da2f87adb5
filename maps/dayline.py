"""A day as a strip: where the open hours lie, when the hiring peaks, when one arrives.

Figures for the template only, in minutes since midnight (0..1440); the same is said in words
beside the strip, which is therefore hidden from readers of the page's text.
"""

import datetime as dt
import functools
from collections.abc import Sequence
from dataclasses import dataclass

from directory.records import PeakRecord
from maps.words import Span

DAY_MIN = 1440


@dataclass(frozen=True, slots=True)
class Bar:
    x: int
    width: int
    kind: str  # open | unknown | peak


@dataclass(frozen=True, slots=True)
class DayLine:
    bars: tuple[Bar, ...]
    arrival: int | None = None


def _minute(moment: dt.datetime, midnight: dt.datetime) -> int:
    return max(0, min(DAY_MIN, round((moment - midnight).total_seconds() / 60)))


def _of_clock(text: str) -> int:
    hours, minutes = text.split(":")[:2]
    return int(hours) * 60 + int(minutes)


def day_line(
    spans: Sequence[Span],
    day: dt.date,
    peaks: Sequence[PeakRecord],
    arrival: dt.datetime | None = None,
) -> DayLine:
    """Bars clipped to `day`; a place whose hours nobody knows gets one bar of kind unknown."""
    at = None
    if arrival is not None and arrival.date() == day:
        at = _minute(arrival, dt.datetime.combine(day, dt.time()))
    return DayLine(_bars(tuple(spans), day, tuple(peaks)), at)


@functools.lru_cache(maxsize=2048)
def _bars(spans: Sequence[Span], day: dt.date, peaks: Sequence[PeakRecord]) -> tuple[Bar, ...]:
    """Kept: places have few patterns."""
    midnight = dt.datetime.combine(day, dt.time())
    bars = [
        Bar(x, end - x, state)
        for x, end, state in (
            (_minute(s, midnight), _minute(e, midnight), state) for s, e, state in spans
        )
        if end > x
    ]
    for peak in peaks:
        x, end = _of_clock(peak.starts), _of_clock(peak.ends)
        if bars and end > x:
            bars.append(Bar(x, end - x, "peak"))
    return tuple(bars)

"""Where an arrival lies among a place's hiring peaks. Pure; twin of static/maps/js/peaks.js."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from directory.records import PeakRecord

Span = tuple[dt.datetime, dt.datetime, str]
_DAY = dt.timedelta(days=1)
_HALF = dt.timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Crowd:
    """`over`: the peak that has passed that day, none being on; `following`: the next that day.

    `late_min`: minutes after the best time for the peak that is on or to come. Peaks are said as
    '05:00–06:30'.
    """

    over: str | None = None
    following: str | None = None
    late_min: int = 0


@dataclass(frozen=True, slots=True)
class _Peak:
    start: dt.datetime
    end: dt.datetime
    by: dt.datetime | None

    @property
    def said(self) -> str:
        return f"{self.start:%H:%M}–{self.end:%H:%M}"


def crowd(peaks: Sequence[PeakRecord], spans: Sequence[Span], arrival: dt.datetime) -> Crowd:
    """`spans` are those of the day of arrival; a peak outside the surely open ones is none."""
    opened = [(a, b) for a, b, state in spans if state == "open"]
    near = sorted(
        (
            peak
            for peak in _about(peaks, arrival.date())
            if any(peak.start < b and a < peak.end for a, b in opened)
        ),
        key=lambda peak: (peak.start, peak.end),
    )
    day = arrival.date()
    now = next((peak for peak in near if peak.start <= arrival < peak.end), None)
    following = next((p for p in near if p.start > arrival and p.start.date() == day), None)
    gone = [peak for peak in near if peak.end <= arrival and peak.end.date() == day]
    if now is None and gone:
        return Crowd(gone[-1].said, following.said if following else None)
    meant = now or following
    if meant is None or meant.by is None:
        return Crowd()
    # Nobody can be there before it opens, whatever is recorded as the best time.
    opening = min(a for a, b in opened if meant.start < b and a < meant.end)
    late = arrival - max(meant.by, opening)
    return Crowd(late_min=max(0, int(late / dt.timedelta(minutes=1))))


def _about(peaks: Sequence[PeakRecord], day: dt.date) -> Iterator[_Peak]:
    """Every peak on the day before and on the day itself; one that ends at or before its start
    runs past midnight."""
    for peak in peaks:
        for first in (day - _DAY, day):
            start, end = _at(first, peak.starts), _at(first, peak.ends)
            by = None if peak.be_there_by is None else _at(first, peak.be_there_by)
            if by is not None and abs(by - start) > _HALF:
                by += _DAY if by < start else -_DAY
            yield _Peak(start, end if end > start else end + _DAY, by)


def _at(day: dt.date, clock: str) -> dt.datetime:
    return dt.datetime.combine(day, dt.time.fromisoformat(clock))

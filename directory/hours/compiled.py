"""Hours as arrays: for a snapshot that is asked thousands of times a second."""

from datetime import date
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from directory.hours.calendar import as_calendar
from directory.hours.errors import HoursError
from directory.hours.normalise import parse
from directory.hours.schedule import programme
from directory.hours.spans import FIRST_DAY, LAST_DAY, LONGEST_WINDOW, minute_spans

CLOSED, OPEN, UNKNOWN = 0, 1, 2
_CODES = {"closed": CLOSED, "open": OPEN, "unknown": UNKNOWN}


class CompiledSpans(NamedTuple):
    """Sorted, disjoint, merged spans; all of shape (n,).

    `starts`, `ends` : int32, minutes after 00:00 of the first day, half-open
    `states` : int8, OPEN or UNKNOWN
    """

    starts: NDArray[np.int32]
    ends: NDArray[np.int32]
    states: NDArray[np.int8]


def compile_spans(expression: str, first_day: date, days: int, calendar: object) -> CompiledSpans:
    """What `intervals` gives for `days` days from `first_day` 00:00 on, as arrays."""
    longest = min(LONGEST_WINDOW.days, (LAST_DAY - first_day).days)
    if first_day < FIRST_DAY or not 0 <= days <= longest:
        raise HoursError(
            expression, 0, "日期范围超出 1900 至 2200 年", "the days must lie in 1900 to 2200"
        )
    ready = programme(parse(expression))
    spans = list(minute_spans(ready, first_day, days, as_calendar(calendar)))
    return CompiledSpans(
        np.array([start for start, _, _ in spans], dtype=np.int32),
        np.array([end for _, end, _ in spans], dtype=np.int32),
        np.array([_CODES[state] for _, _, state in spans], dtype=np.int8),
    )


def state_codes(spans: CompiledSpans, minutes: ArrayLike) -> NDArray[np.int8]:
    """CLOSED, OPEN or UNKNOWN at each of `minutes` (after 00:00 of the first day)."""
    asked = np.asarray(minutes)
    if not spans.starts.size:
        return np.zeros(asked.shape, dtype=np.int8)
    index = np.searchsorted(spans.starts, asked, side="right") - 1
    inside = (index >= 0) & (asked < spans.ends[index])
    return np.where(inside, spans.states[index], CLOSED).astype(np.int8)

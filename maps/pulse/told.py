"""What a publication tells of a region's counts over a period. No number here is not public."""

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from directory.monitoring import season
from directory.monitoring.withholding import WITHHELD, ByTrade, Day, Month, added
from directory.publication import Snapshot
from maps.kept_with import kept_with_snapshot
from maps.pulse.period import Period, first_day


@dataclass(frozen=True, slots=True)
class Told:
    """`days` has one entry for each day of the period, None where nobody counted; `trend` is of
    the mean a place, cut to the period."""

    days: tuple[Day | None, ...]
    trend: season.Trend
    trades: Mapping[str, ByTrade]
    demo: bool
    short: bool

    def mean(self, measure: str) -> float | None:
        """A day of those that are told."""
        return mean_of(self.days, measure)


@kept_with_snapshot(512)
def months(snapshot: Snapshot, region: str) -> Mapping[str, Mapping[str, Month]]:
    """By session, then by month, the oldest first; empty where nothing is released."""
    found: dict[str, dict[str, Month]] = {}
    for month, sessions in snapshot.pulse(region).items():
        for session, said in sessions.items():
            found.setdefault(session, {})[month] = Month.from_json(said)
    return found


@kept_with_snapshot(256)
def told(snapshot: Snapshot, region: str, session: str, period: Period) -> Told:
    known = months(snapshot, region)[session]
    first = min(first_day(known), period.first)
    length = (period.last - first).days + 1
    days: list[Day | None] = [None] * length
    for name, month in known.items():
        start = (first_day([name]) - first).days
        for at, day in enumerate(month.days):
            if start + at < length:
                days[start + at] = day
    means = [None if day is None else mean_a_place(day) for day in days]
    whole = season.trend(first, np.array([np.nan if each is None else each for each in means]))
    cut = (period.first - first).days
    chosen = [known[name] for name in period.months if name in known]
    codes = sorted({code for month in chosen for code in month.trades})
    return Told(
        days=tuple(days[cut:]),
        trend=season.Trend(whole.values[cut:], whole.week_days, whole.season),
        trades={code: _trade(code, chosen) for code in codes},
        demo=any(month.demo for month in chosen),
        short=any(month.short for month in chosen),
    )


def mean_a_place(day: Day) -> float | None:
    if day.seekers in (None, WITHHELD) or not day.seekers_places:
        return None
    return (day.seekers or 0) / day.seekers_places


def mean_of(days: Sequence[Day | None], measure: str) -> float | None:
    values = [getattr(day, measure) for day in days if day is not None]
    shown = [value for value in values if value is not None and value != WITHHELD]
    return sum(shown) / len(shown) if shown else None


def dated(told: Told, first: dt.date) -> list[tuple[dt.date, Day | None, float | None]]:
    """Every day of the period with its trend."""
    return [
        (first + dt.timedelta(days=at), day, None if math.isnan(value) else float(value))
        for at, (day, value) in enumerate(zip(told.days, told.trend.values, strict=True))
    ]


def _trade(code: str, chosen: Sequence[Month]) -> ByTrade:
    there = [month.trades[code] for month in chosen if code in month.trades]
    return ByTrade(added(each.seekers for each in there), added(each.posts for each in there))

"""What a region's counts say over a period: read from the sums alone, in five short questions."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db.models import Avg, FloatField, Max, Q, Value
from django.db.models import Count as Number
from django.db.models.functions import Coalesce, NullIf

from directory.models import CountDirty, CountSum, Market, Trade
from directory.monitoring import season
from directory.monitoring.season import Floats, Trend
from directory.monitoring.sums import level_of
from geo.regions import prefix_of

# How far the trend looks back for week-days and seasons, beyond the period that is shown.
BACK = dt.timedelta(days=2 * 366)
DIGITS = 6


@dataclass(frozen=True, slots=True)
class Day:
    """Sums of the places that were counted; None: that number was not counted that day."""

    day: dt.date
    places: int
    seekers: int | None
    posts: int | None
    hires: int | None

    @property
    def mean(self) -> float | None:
        """Seekers a place that was counted: comparable though not every place is, every day."""
        return None if self.seekers is None or not self.places else self.seekers / self.places


@dataclass(frozen=True, slots=True)
class ByTrade:
    """Means a day over the days on which this trade was counted at all."""

    code: str
    name: str
    seekers: float | None
    posts: float | None
    days: int
    places: int


@dataclass(frozen=True, slots=True)
class ByRegion:
    code: str
    seekers: float | None
    posts: float | None
    hires: float | None
    days: int
    places: int


@dataclass(frozen=True, slots=True)
class Pulse:
    """`days` has one entry for each day of the period; None where nobody counted.

    `trend` is of `Day.mean`, cut to the period. `pending`: days whose sums are being made anew.
    """

    region: str
    start: dt.date
    end: dt.date
    session: str
    days: tuple[Day | None, ...]
    trend: Trend
    trades: tuple[ByTrade, ...]
    regions: tuple[ByRegion, ...]
    pending: int
    demo: bool

    @property
    def counted(self) -> list[Day]:
        return [day for day in self.days if day is not None]

    @property
    def missing(self) -> int:
        return len(self.days) - len(self.counted)

    def mean(self, measure: str) -> float | None:
        """A day of those on which it was counted."""
        known = [value for day in self.counted if (value := getattr(day, measure)) is not None]
        return sum(known) / len(known) if known else None


def pulse(region: str, start: dt.date, end: dt.date, session: str = "am") -> Pulse:
    """`session` am or pm: morning and afternoon crowds are two, and are not mixed."""
    level = level_of(region)
    sums = CountSum.objects.filter(session=session)
    own = sums.filter(level=level, region_code=region)
    days, series, first = _days(own.filter(trade=""), start, end)
    whole = season.trend(first, series)
    shown = Trend(whole.values[(start - first).days :], whole.week_days, whole.season)
    prefix = prefix_of(region)
    dirty = CountDirty.objects.filter(region_code__startswith=prefix, day__range=(start, end))
    return Pulse(
        region=region,
        start=start,
        end=end,
        session=session,
        days=days,
        trend=shown,
        trades=_trades(own.filter(day__range=(start, end)).exclude(trade="")),
        regions=_regions(sums, level, prefix, start, end),
        pending=dirty.values("region_code", "day").distinct().count(),
        demo=Market.objects.filter(region_code__startswith=prefix, demo=True).exists(),
    )


def latest_day(region: str) -> dt.date | None:
    """The newest day of which there are sums."""
    own = CountSum.objects.filter(level=level_of(region), region_code=region, trade="")
    found: dt.date | None = own.aggregate(newest=Max("day"))["newest"]
    return found


def _days(
    sums: Any, start: dt.date, end: dt.date
) -> tuple[tuple[Day | None, ...], Floats, dt.date]:
    """The period's days, and the means a place from as far back as the trend looks."""
    since = start - BACK
    rows = {row.day: row for row in sums.filter(day__range=(since, end))}
    first = min([start, *rows])
    series = np.full((end - first).days + 1, np.nan)
    for day, row in rows.items():
        if row.seekers_places:
            series[(day - first).days] = row.seekers / row.seekers_places
    period = [start + dt.timedelta(days=at) for at in range((end - start).days + 1)]
    return tuple(_day(rows[day]) if day in rows else None for day in period), series, first


def _day(row: CountSum) -> Day:
    return Day(
        day=row.day,
        places=row.seekers_places or row.places,
        seekers=row.seekers if row.seekers_places else None,
        posts=row.posts if row.posts_places else None,
        hires=row.hires if row.hires_places else None,
    )


def _trades(sums: Any) -> tuple[ByTrade, ...]:
    """The largest first."""
    names = dict(Trade.objects.values_list("code", "name"))
    rows = (
        sums.order_by()
        .values("trade")
        .annotate(
            mean_seekers=_mean("seekers"),
            mean_posts=_mean("posts"),
            days=Number("*"),
            most=Max("places"),
        )
    )
    found = [
        ByTrade(
            code=row["trade"],
            name=names.get(row["trade"], row["trade"]),
            seekers=row["mean_seekers"],
            posts=row["mean_posts"],
            days=row["days"],
            places=row["most"],
        )
        for row in rows
    ]
    return tuple(sorted(found, key=lambda each: (-(each.seekers or 0), each.code)))


def _regions(
    sums: Any, level: int, prefix: str, start: dt.date, end: dt.date
) -> tuple[ByRegion, ...]:
    """Of the level below; none below a county."""
    if not level:
        return ()
    # A range, not a prefix: an index in the order of a language finds no prefixes.
    codes = prefix.ljust(DIGITS, "0"), prefix.ljust(DIGITS, "9")
    below = sums.filter(
        level=level - 1, region_code__range=codes, trade="", day__range=(start, end)
    )
    rows = (
        below.order_by("region_code")
        .values("region_code")
        .annotate(
            mean_seekers=_mean("seekers"),
            mean_posts=_mean("posts"),
            mean_hires=_mean("hires"),
            days=Number("*"),
            most=Max(Coalesce(NullIf("seekers_places", Value(0)), "places")),
        )
    )
    return tuple(
        ByRegion(
            code=row["region_code"],
            seekers=row["mean_seekers"],
            posts=row["mean_posts"],
            hires=row["mean_hires"],
            days=row["days"],
            places=row["most"],
        )
        for row in rows
    )


def _mean(measure: str) -> Avg:
    """A day of those on which it was counted at any place."""
    return Avg(measure, filter=Q(**{f"{measure}_places__gt": 0}), output_field=FloatField())

"""The trend of a daily series with week-day and season taken out; days that are missing stay so.

The method is stated on every chart. With x_t the values and D the days on which there is one:

1. level m_t: the median of the values within 14 days of t; none where fewer than 7 are there;
2. week-day effect w_k: the median of x_t / m_t over the days of week-day k, scaled to mean 1
   (medians, so that one washed-out Monday does not become what Mondays are);
3. season s_t, only where the series spans two years: the median, over the years, of the level at
   that time of the year (within 14 days) relative to the level of its whole year;
4. trend: the median, then the mean, within 14 days of x_t / (w_k s_t).

Classical multiplicative decomposition (Kendall & Stuart, The Advanced Theory of Statistics, vol. 3,
ch. 46) with medians in place of means. STL would need values made up for the missing days. No
Django here.
"""

import datetime as dt
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

HALF = 14
LEAST = 7
YEAR = 365
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Trend:
    """`values` by day as the series, NaN where too few days are near. `week_days` from Monday,
    1 is usual, empty where fewer than four weeks are there; `season` False: under two years."""

    values: Floats
    week_days: tuple[float, ...]
    season: bool


def trend(first: dt.date, values: Floats) -> Trend:
    """`values`: one a day from `first`, NaN where nothing was counted."""
    week_day = (np.arange(len(values)) + first.weekday()) % 7
    level = _medians(values)
    effects = _week_days(values, level, week_day)
    plain = values / effects[week_day] if effects is not None else values.copy()
    season = _season(plain)
    if season is not None:
        plain = plain / season
    level = _medians(plain)
    smooth = _means(level)
    # The mean of medians reaches farther than they do: not into days that nobody is near.
    smooth[np.isnan(level)] = np.nan
    return Trend(
        values=smooth,
        week_days=tuple(float(each) for each in effects) if effects is not None else (),
        season=season is not None,
    )


def _windows(values: Floats) -> Floats:
    padded = np.concatenate([np.full(HALF, np.nan), values, np.full(HALF, np.nan)])
    return np.lib.stride_tricks.sliding_window_view(padded, 2 * HALF + 1)


def _medians(values: Floats) -> Floats:
    return _where_enough(values, np.nanmedian)


def _means(values: Floats) -> Floats:
    return _where_enough(values, np.nanmean)


def _where_enough(values: Floats, middle: object) -> Floats:
    out = np.full(len(values), np.nan)
    if not len(values):
        return out
    windows = _windows(values)
    enough = np.isfinite(windows).sum(axis=1) >= LEAST
    if enough.any():
        out[enough] = middle(windows[enough], axis=1)  # type: ignore[operator]
    return out


def _week_days(values: Floats, level: Floats, week_day: NDArray[np.int64]) -> Floats | None:
    """None where a week-day has been counted fewer than four times."""
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(level > 0, values / level, np.nan)
    effects = np.ones(7)
    for day in range(7):
        known = ratio[(week_day == day) & np.isfinite(ratio)]
        if len(known) < 4:
            return None
        effects[day] = np.median(known)
    # A week-day on which there is nobody at all is no factor that anything can be divided by.
    if effects.min() <= 0.05:
        return None
    scaled: Floats = effects / effects.mean()
    return scaled


def _season(values: Floats) -> Floats | None:
    years = len(values) // YEAR
    if years < 2:
        return None
    level = _medians(values)
    shapes = []
    for year in range(years):
        part = level[len(level) - (year + 1) * YEAR : len(level) - year * YEAR]
        if np.isfinite(part).sum() < YEAR * 3 // 4:
            return None
        shapes.append(part / np.nanmean(part))
    stacked = np.array(shapes)
    # Several times of the year may never have been counted: there nothing is taken out.
    known = np.isfinite(stacked).any(axis=0)
    shape = np.ones(YEAR)
    shape[known] = np.nanmedian(stacked[:, known], axis=0)
    shape = np.maximum(shape, 0.05)
    back = np.arange(len(values) - 1, -1, -1) % YEAR
    return shape[YEAR - 1 - back]

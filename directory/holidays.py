"""Holidays and make-up working days of whole years, taken from the `chinesecalendar` package.

The State Council announces a year's arrangements late in the year before. A year that the package
does not know stays without a row, and everything that depends on it stays unknown.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import version
from typing import Literal

import chinese_calendar
from django.db import transaction

from directory.models import CalendarDay, CalendarYear

PACKAGE = "chinesecalendar"
FESTIVALS = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "National Day": "国庆节",
    "Mid-autumn Festival": "中秋节",
    "Anti-Fascist 70th Day": "抗战胜利70周年纪念日",
}
Outcome = Literal["loaded", "unannounced", "kept"]


@dataclass(frozen=True, slots=True)
class LoadedYear:
    """`unannounced`: the package does not know the year. `kept`: it was entered by an office."""

    year: int
    outcome: Outcome
    days: int = 0


def special_days(year: int) -> list[tuple[dt.date, CalendarDay.Kind, str]] | None:
    """The days of `year` that are not ordinary; None where its notice is not in the package."""
    days = []
    day = dt.date(year, 1, 1)
    while day.year == year:
        try:
            off, festival = chinese_calendar.get_holiday_detail(day)
        except NotImplementedError:
            return None
        if festival is not None:
            kind = CalendarDay.Kind.HOLIDAY if off else CalendarDay.Kind.MAKEUP
            days.append((day, kind, FESTIVALS[festival]))
        day += dt.timedelta(days=1)
    return days


@transaction.atomic
def load_years(years: Iterable[int]) -> list[LoadedYear]:
    """Replaces each year that came from the package; one with another source is left alone."""
    return [_load_year(year) for year in years]


def _load_year(year: int) -> LoadedYear:
    standing = CalendarYear.objects.filter(year=year).first()
    if standing is not None and not standing.source.startswith(PACKAGE):
        return LoadedYear(year, "kept", standing.days.count())
    days = special_days(year)
    if days is None:
        return LoadedYear(year, "unannounced")
    source = f"{PACKAGE} {version(PACKAGE)}"
    row, _ = CalendarYear.objects.update_or_create(year=year, defaults={"source": source})
    row.days.all().delete()
    CalendarDay.objects.bulk_create(
        CalendarDay(day=day, year=row, kind=kind, name=name) for day, kind, name in days
    )
    return LoadedYear(year, "loaded", len(days))

"""Months of counts released to everybody: withheld where small, for every region, once.

A month is released when it has ended and a few days have passed, and then stays as it is: were it
made anew with each count that comes late, the difference of two releases would tell that count.
Only places that are public themselves are counted in.
"""

import calendar
import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from directory.models import Count, Market, PulseMonth
from directory.monitoring.sums import WHOLE_COUNTRY
from directory.monitoring.withholding import ByTrade, Day, Month, together, told
from directory.publication.pulses import MONTHS_KEPT

SQL = Path(__file__).resolve().parents[1] / "sql" / "pulse_month.sql"
# Phones that had no network have sent by then.
AFTER = dt.timedelta(days=5)


def due(today: dt.date) -> list[dt.date]:
    """First days of the months that are to be released now, the oldest first."""
    latest = _before((today - AFTER).replace(day=1))
    first = latest
    for _ in range(MONTHS_KEPT - 1):
        first = _before(first)
    done = set(PulseMonth.objects.filter(month__gte=first).values_list("month", flat=True))
    oldest = Count.objects.filter(day__gte=first).order_by("day").values_list("day", flat=True)
    begun = oldest.first()
    if begun is None:
        return []
    month = max(first, begun.replace(day=1))
    found: list[dt.date] = []
    # Of what came before a released month nothing is told later.
    while month <= latest:
        found = [] if month in done else [*found, month]
        month = (month + dt.timedelta(days=32)).replace(day=1)
    return found


def release(today: dt.date) -> int:
    """Releases what is due; how many months."""
    months = due(today)
    for month in months:
        release_month(month)
    return len(months)


@transaction.atomic
def release_month(month: dt.date) -> int:
    """Of every region with counts of public places that month; how many rows. One that was
    released before is made anew."""
    PulseMonth.objects.filter(month=month).delete()
    rows = [
        PulseMonth(region_code=region, month=month, session=session, said=said.to_json())
        for session, counties in _counties(month).items()
        for region, said in _regions(counties).items()
    ]
    PulseMonth.objects.bulk_create(rows, batch_size=1000)
    return len(rows)


def _counties(month: dt.date) -> dict[str, dict[str, Month]]:
    """What may be told, by session and county."""
    length = calendar.monthrange(month.year, month.month)[1]
    public = list(Market.objects.published().order_by().values_list("pk", flat=True))
    days: dict[tuple[str, str], list[Day | None]] = defaultdict(lambda: [None] * length)
    trades: dict[tuple[str, str], dict[str, ByTrade]] = defaultdict(dict)
    made_up: set[tuple[str, str]] = set()
    with connection.cursor() as cursor:
        asked: dict[str, Any] = {
            "markets": public,
            "first": month,
            "last": month.replace(day=length),
        }
        cursor.execute(SQL.read_text(encoding="utf-8"), asked)
        for region, session, day, trade, seekers, came, posts, offered, demo in cursor.fetchall():
            of = session, region
            if demo:
                made_up.add(of)
            if day is None:
                trades[of][trade] = ByTrade(_int(seekers), _int(posts))
            else:
                days[of][day.day - 1] = Day(_int(seekers), came, _int(posts), offered)
    found: dict[str, dict[str, Month]] = defaultdict(dict)
    for (session, region), known in days.items():
        true = Month(tuple(known), trades[session, region], (session, region) in made_up)
        found[session][region] = told(true, settings.PULSE_LEAST)
    return found


def _regions(counties: Mapping[str, Month]) -> dict[str, Month]:
    """Counties, and the cities, provinces and country that they make."""
    parts: dict[str, list[Month]] = defaultdict(list)
    for code, month in counties.items():
        for above in {code, f"{code[:4]}00", f"{code[:2]}0000", WHOLE_COUNTRY}:
            parts[above].append(month)
    return {code: together(months) for code, months in parts.items()}


def _before(month: dt.date) -> dt.date:
    return (month - dt.timedelta(days=1)).replace(day=1)


def _int(value: Any) -> int | None:
    return None if value is None else int(value)

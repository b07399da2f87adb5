"""Counts made at markets."""

import datetime as dt
import uuid
from typing import Any

from django.utils import timezone

from directory.models import Count, Market
from directory.monitoring import months


def make_count(market: Market, day: dt.date | None = None, **values: Any) -> Count:
    """By default 80 seekers, 60 posts, 40 hires in the morning, counted at five."""
    day = day or timezone.localdate()
    months.ready(day)
    at = timezone.make_aware(dt.datetime.combine(day, dt.time(5)))
    defaults: dict[str, Any] = {
        "key": uuid.uuid4(),
        "market": market,
        "region_code": market.region_code,
        "day": day,
        "session": "am",
        "seekers": 80,
        "posts": 60,
        "hires": 40,
        "method": "heads",
        "counted_at": at,
    }
    merged = defaults | values
    seekers, hires = merged["seekers"], merged["hires"]
    if "hires" not in values and (seekers is None or hires > seekers):
        merged["hires"] = None
    return Count.objects.create(**merged)

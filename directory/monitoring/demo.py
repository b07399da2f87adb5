"""Counts of the demonstration places (演示数据): made up, marked, the same each time for a day."""

import datetime as dt
import random
import uuid
from collections.abc import Iterator

from django.utils import timezone

from directory.models import Count, Market
from directory.models.counts import Method
from directory.monitoring import months, sums

DAYS = 60
_NAMESPACE = uuid.UUID("6e2f7a1c-38e2-4b65-9d0a-20220a380065")
# From Monday; fewer come on Sundays.
_WEEK = (1.1, 1.05, 1.0, 1.0, 1.0, 0.95, 0.7)
_MOST_TRADES = 4


def load(today: dt.date) -> int:
    """The last DAYS mornings of every demo place that stands; how many counts were new."""
    first = today - dt.timedelta(days=DAYS)
    day = first
    while day <= today:
        months.ready(day)
        day += dt.timedelta(days=28)
    months.ready(today)
    places = Market.objects.standing().filter(demo=True).exclude(form="candidate")
    made = [
        count
        for market in places.prefetch_related("trades").order_by("public_id")
        for count in _mornings(market, first)
    ]
    standing = set(Count.objects.filter(day__gte=first, demo=True).values_list("key", flat=True))
    fresh = [count for count in made if count.key not in standing]
    Count.objects.bulk_create(fresh, batch_size=1000)
    sums.refresh_all()
    return len(fresh)


def _mornings(market: Market, first: dt.date) -> Iterator[Count]:
    """Some places are counted most days, some seldom; nobody counts in the week of a holiday."""
    own = random.Random(market.public_id)
    size, diligence = own.randint(20, 160), own.uniform(0.55, 0.95)
    trades = [trade.code for trade in market.trades.all()][:_MOST_TRADES]
    for at in range(DAYS):
        day = first + dt.timedelta(days=at)
        chance = random.Random(f"{market.public_id} {day}")
        if day.day in (10, 11) or chance.random() > diligence:
            continue
        usual = size * _WEEK[day.weekday()] * (1 + 0.2 * at / DAYS)
        seekers = max(0, round(usual * chance.uniform(0.8, 1.2)))
        posts = round(seekers * chance.uniform(0.5, 1.1))
        shares = [chance.uniform(0.1, 0.9 / max(1, len(trades))) for _ in trades]
        five = timezone.make_aware(dt.datetime.combine(day, dt.time(5, chance.randint(0, 59))))
        yield Count(
            key=uuid.uuid5(_NAMESPACE, f"{market.public_id} {day}"),
            market=market,
            region_code=market.region_code,
            day=day,
            session="am",
            seekers=seekers,
            posts=posts,
            hires=min(seekers, round(posts * chance.uniform(0.5, 0.9))),
            trades={
                code: {"seekers": int(seekers * share), "posts": int(posts * share)}
                for code, share in zip(trades, shares, strict=True)
            },
            method=chance.choice([Method.HEADS, Method.HEADS, Method.ESTIMATE]),
            counted_at=five,
            demo=True,
        )

"""What looks wrong, or is missing, in places that are already in the ledger.

Rows may have come by a bulk load, or boundaries may have changed since they were entered, so what
`save_place` refuses is looked for again here.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from django.contrib.gis.geos import Point
from django.db.models import Count, Exists, FloatField, Func, OuterRef, Subquery

from directory.freshness import DAYS, counting
from directory.hours import HoursError, parse
from directory.models import Confirmation, Market
from directory.models.market import Form, MarketQuerySet
from directory.models.parts import Fact
from directory.zone_checks import contradiction
from geo import datum as datums
from geo.distance import geodesic_m
from geo.lookup import TOLERANCE_M
from geo.models import Region

# How far the stored point may be from the one the entered coordinates give: rounding, no more.
AGREEMENT_M = 2.0
STALE_DAYS = DAYS[Fact.HOURS]

Kind = Literal[
    "outside",
    "datum",
    "swapped",
    "disagrees",
    "hours",
    "zones",
    "unknown-hours",
    "no-phone",
    "stale",
    "merged",
]


@dataclass(frozen=True, slots=True)
class Finding:
    """`wrong`: the record contradicts itself or the map; otherwise something is missing or old."""

    kind: Kind
    wrong: bool
    public_id: str
    name: str
    message: str


def check(markets: MarketQuerySet, today: dt.date, stale_days: int = STALE_DAYS) -> list[Finding]:
    """Findings about `markets`, in their order."""
    county = Region.objects.live().filter(code=OuterRef("region_code"))
    metres = Func(
        "geom", OuterRef("point"), function="ST_DistanceSphere", output_field=FloatField()
    )
    away = county.annotate(away=metres).values("away")[:1]
    rows = markets.prefetch_related("zones").annotate(
        away=Subquery(away),
        phones=Count("contacts"),
        survivor_public=Exists(Market.objects.published().filter(pk=OuterRef("merged_into"))),
        **{f"{fact}_confirmed": _confirmed(fact) for fact in Fact.values},
        county_name=Subquery(county.values("name")[:1]),
    )
    return [
        Finding(kind, wrong, market.public_id, market.name, message)
        for market in rows
        for kind, wrong, message in (*_of(market, today, stale_days),)
    ]


def _confirmed(fact: str) -> Subquery:
    said = counting(Confirmation.objects.filter(market=OuterRef("pk"), fact=fact))
    return Subquery(said.order_by("-confirmed_on").values("confirmed_on")[:1])


Said = Iterator[tuple[Kind, bool, str]]
# A Market with what `check` annotates: away, phones, hours_confirmed, county_name.
Row = Any


def _of(market: Row, today: dt.date, stale_days: int) -> Said:
    if market.merged_into_id is not None:
        # What it says is nobody's business any more; where its address leads is.
        if not market.survivor_public:
            yield "merged", False, "已并入的地点没有公开，原网址打不开"
        return
    yield from _position(market)
    # Nobody is sent to a candidate building, so it needs neither hours nor a phone.
    if market.form != Form.CANDIDATE:
        yield from _hours(market, today, stale_days)
        yield from _phones(market)
        yield from _old_facts(market, today, stale_days)


def _position(market: Row) -> Said:
    lon, lat = market.entered_lon, market.entered_lat
    try:
        derived = datums.to_wgs84(lon, lat, market.entered_datum)
    except datums.DatumError as error:
        yield "swapped", True, str(error)
        return
    off = geodesic_m(derived[0], derived[1], market.point.x, market.point.y)
    if off > AGREEMENT_M:
        yield "disagrees", True, f"存储的位置与录入坐标（{market.entered_datum}）相差 {off:.0f} 米"
    if market.county_name is None:
        yield "outside", True, f"启用的区划里没有代码为 {market.region_code} 的区县"
    elif market.away > TOLERANCE_M:
        yield "outside", True, f"在{market.county_name}边界外 {market.away:.0f} 米"
        if other := _fitting_datum(market):
            yield (
                "datum",
                True,
                f"若坐标系是 {other} 而不是 {market.entered_datum}，就在{market.county_name}内",
            )


def _fitting_datum(market: Row) -> str | None:
    """The datum that would put the entered coordinates into the stated county."""
    for other in datums.DATUMS:
        if other == market.entered_datum:
            continue
        lon, lat = datums.to_wgs84(market.entered_lon, market.entered_lat, other)
        point = Point(lon, lat, srid=4326)
        county = Region.objects.live().filter(code=market.region_code)
        if county.filter(geom__covers=point).exists():
            return other
    return None


def _hours(market: Row, today: dt.date, stale_days: int) -> Said:
    if not market.hours:
        yield "unknown-hours", False, "运行时间未知"
        return
    try:
        parse(market.hours)
    except HoursError as error:
        yield "hours", True, f"运行时间“{market.hours}”读不懂：{error.zh}"
    else:
        yield from _zones(market, today)
    if market.hours_confirmed is None:
        yield "stale", False, "运行时间从未核实"
    elif (age := (today - market.hours_confirmed).days) > stale_days:
        yield "stale", False, f"运行时间 {age} 天前核实（{market.hours_confirmed}）"


def _old_facts(market: Row, today: dt.date, stale_days: int) -> Said:
    """Facts besides the hours whose confirmation is too old; what never had one is not said."""
    for fact in (Fact.LOCATION, Fact.TRADES, Fact.CONTACT, Fact.SERVICES):
        on = getattr(market, f"{fact}_confirmed")
        if on is not None and (age := (today - on).days) > stale_days:
            yield "stale", False, f"{fact.label} {age} 天前核实（{on}）"


def _zones(market: Row, today: dt.date) -> Said:
    found = contradiction(market.hours, [zone.hours for zone in market.zones.all()], today)
    if found is None:
        return
    how, (start, end) = found
    when = f"{start:%Y-%m-%d %H:%M}–{end:%H:%M}"
    if how == "zones-outside":
        yield "zones", True, f"{when} 有分区开放，而运行时间里是不开"
    else:
        yield "zones", True, f"{when} 运行时间里是开放，而没有一个分区开放"


def _phones(market: Row) -> Said:
    if not market.phones and not market.hotline:
        yield "no-phone", False, "没有可拨打的办公电话"

"""Rows of the ledger: valid by default, in Xuecheng (薛城区), with nothing shared by accident."""

import datetime as dt
import itertools
from typing import Any

from django.contrib.gis.geos import Point
from django.utils import timezone

from directory.models import (
    Confirmation,
    Event,
    Facility,
    Market,
    MarketTrade,
    Office,
    PublicationDecision,
    ServiceTag,
    StatusPeriod,
    Trade,
)
from directory.public_ids import numbered

COUNTY = "370403"
LON, LAT = 117.2632, 34.8012

_numbers = itertools.count(1)


def make_office(**values: Any) -> Office:
    number = next(_numbers)
    defaults: dict[str, Any] = {
        "code": f"office-{number}",
        "name": f"第 {number} 就业服务中心",
        "region_code": COUNTY,
        "phone": "0632-5550101",
        "complaint_phone": "0632-5550102",
    }
    return Office.objects.create(**defaults | values)


def make_trade(code: str = "", **values: Any) -> Trade:
    """The trade with this code, made if it is not there yet."""
    code = code or f"trade-{next(_numbers)}"
    defaults: dict[str, Any] = {
        "name": f"工种 {code}",
        "name_en": code,
        "synonyms": [],
        "pinyin": f"gongzhong{code}",
        "initials": f"gz{code}"[:40],
        "icon": code,
    }
    return Trade.objects.get_or_create(code=code, defaults=defaults | values)[0]


def make_service(code: str = "", **values: Any) -> ServiceTag:
    code = code or f"service-{next(_numbers)}"
    return ServiceTag.objects.get_or_create(
        code=code, defaults={"name": f"服务 {code}", "name_en": code} | values
    )[0]


def make_facility(code: str = "", **values: Any) -> Facility:
    code = code or f"facility-{next(_numbers)}"
    return Facility.objects.get_or_create(
        code=code, defaults={"name": f"设施 {code}", "name_en": code} | values
    )[0]


def market_values(lon: float = LON, lat: float = LAT, **values: Any) -> dict[str, Any]:
    """What `Market(...)` needs; its office is made."""
    number = next(_numbers)
    defaults: dict[str, Any] = {
        "public_id": numbered(number, key=1),
        "name": f"第 {number} 零工市场",
        "nature": "public",
        "form": "hall",
        "region_code": COUNTY,
        "address": f"永福路 {number} 号",
        "point": Point(lon, lat, srid=4326),
        "entered_lon": lon,
        "entered_lat": lat,
        "entered_datum": "wgs84",
        "accuracy_m": 20,
        "hours": "05:00-17:30",
    }
    if "office" not in values:
        defaults["office"] = make_office()
    return defaults | values


def make_market(
    lon: float = LON,
    lat: float = LAT,
    *,
    trades: tuple[str, ...] = (),
    published: bool = False,
    **values: Any,
) -> Market:
    """A market at WGS-84 `lon`, `lat`; the first of `trades` (codes) is its main one."""
    market = Market.objects.create(**market_values(lon, lat, **values))
    for at, code in enumerate(trades):
        MarketTrade.objects.create(market=market, trade=make_trade(code), is_main=at == 0)
    if published:
        make_decision(market)
    return market


def make_decision(market: Market, decision: str = "publish", **values: Any) -> PublicationDecision:
    defaults: dict[str, Any] = {
        "office": market.office,
        "reason": "核查通过",
        "decided_at": timezone.now(),
    }
    return PublicationDecision.objects.create(market=market, decision=decision, **defaults | values)


def make_period(
    market: Market, status: str, starts_on: dt.date, ends_on: dt.date | None = None, **values: Any
) -> StatusPeriod:
    return StatusPeriod.objects.create(
        market=market, status=status, starts_on=starts_on, ends_on=ends_on, **values
    )


def make_confirmation(market: Market, fact: str, on: dt.date, **values: Any) -> Confirmation:
    return Confirmation.objects.create(
        market=market, fact=fact, confirmed_on=on, **{"office": market.office} | values
    )


def event_values(lon: float = LON, lat: float = LAT, **values: Any) -> dict[str, Any]:
    """What `Event(...)` needs; its office is made."""
    number = next(_numbers)
    starts = timezone.now() + dt.timedelta(days=1)
    defaults: dict[str, Any] = {
        "public_id": numbered(number, key=2),
        "kind": "van",
        "name": f"第 {number} 次大篷车",
        "region_code": COUNTY,
        "address": "集市北侧",
        "point": Point(lon, lat, srid=4326),
        "entered_lon": lon,
        "entered_lat": lat,
        "entered_datum": "wgs84",
        "starts_at": starts,
        "ends_at": starts + dt.timedelta(hours=3),
    }
    if "office" not in values:
        defaults["office"] = make_office()
    return defaults | values


def make_event(lon: float = LON, lat: float = LAT, **values: Any) -> Event:
    return Event.objects.create(**event_values(lon, lat, **values))

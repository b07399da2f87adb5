"""A place and an event as an office would enter them, right unless told otherwise."""

import dataclasses
import datetime as dt
from typing import Any

from directory.entries import (
    ContactInput,
    EventInput,
    PeakInput,
    PlaceInput,
    TradeInput,
    ZoneInput,
)
from tests.factories.ledger import LAT, LON, make_facility, make_office, make_service, make_trade


def place(**changes: Any) -> PlaceInput:
    """Makes the vocabulary that the entry uses."""
    for code in ("bricklayer", "carpenter"):
        make_trade(code)
    make_service("quick-hire")
    make_facility("shelter")
    entry = PlaceInput(
        name="薛城区零工市场",
        nature="public",
        form="hall",
        office=changes.pop("office", None) or make_office().code,
        region_code="370403",
        address="永福北路 1 号",
        lon=LON,
        lat=LAT,
        datum="wgs84",
        accuracy_m=20,
        hours="05:00-17:30",
        trades=(TradeInput("bricklayer", is_main=True, corner="东厅"), TradeInput("carpenter")),
        zones=(ZoneInput("候工棚", "04:30-10:00"),),
        peaks=(PeakInput(dt.time(5), dt.time(6, 30), dt.time(5, 10)),),
        contacts=(ContactInput("服务台", "0632-5550701"),),
        services=("quick-hire",),
        facilities=("shelter",),
        hotline="12333",
    )
    return dataclasses.replace(entry, **changes)


def event(**changes: Any) -> EventInput:
    make_trade("bricklayer")
    starts = dt.datetime(2026, 12, 1, 6, tzinfo=dt.timezone(dt.timedelta(hours=8)))
    entry = EventInput(
        kind="van",
        name="流动招工大篷车",
        office=changes.pop("office", None) or make_office().code,
        region_code="370403",
        address="集市北侧",
        lon=LON,
        lat=LAT,
        datum="wgs84",
        starts_at=starts,
        ends_at=starts + dt.timedelta(hours=3),
        trades=("bricklayer",),
        phone="0632-5550701",
        published=True,
    )
    return dataclasses.replace(entry, **changes)

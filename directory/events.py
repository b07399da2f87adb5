"""Writing dated events: recruitment vans (流动招工大篷车) and special fairs (零工专场)."""

from django.contrib.gis.geos import Point
from django.db import transaction

from directory import public_ids
from directory.entries import EventInput
from directory.errors import Refusals
from directory.models import Event, Market, Office, Trade
from directory.placement import position
from directory.publication import requests
from directory.wording import by_code, check_fields


@transaction.atomic
def save_event(data: EventInput) -> Event:
    """Adds or changes an event and asks for a publication."""
    event = write_event(data)
    requests.request()
    return event


@transaction.atomic
def write_event(data: EventInput) -> Event:
    """As `save_event`, for a caller that asks for a publication itself."""
    refusals = Refusals()
    event = _described(data, refusals)
    trades = by_code(Trade, data.trades, refusals, "trades", "工种")
    where = position(data.lon, data.lat, data.datum, data.region_code, refusals)
    refusals.raise_if_any()
    event.point = Point(where.lon, where.lat, srid=4326)
    event.save()
    event.trades.set(trades.values())
    return event


def _described(data: EventInput, refusals: Refusals) -> Event:
    event = _standing(data.public_id)
    offices = by_code(Office, [data.office], refusals, "office", "机构")
    if data.office in offices:
        event.office = offices[data.office]
    event.market = None
    if data.market is not None:
        event.market = Market.objects.filter(public_id=data.market).first()
        if event.market is None:
            refusals.add("market", f"台账里没有编号为“{data.market}”的地点")
    event.entered_lon, event.entered_lat = data.lon, data.lat
    event.entered_datum = data.datum
    for field in ("kind", "region_code", "starts_at", "ends_at", "phone", "published", "demo"):
        setattr(event, field, getattr(data, field))
    for field in ("name", "address", "note"):
        setattr(event, field, getattr(data, field).strip())
    check_fields(event, refusals, skip=("office", "point", "market", "entered_datum"))
    if data.starts_at >= data.ends_at:
        refusals.add("ends_at", "结束须晚于开始")
    return event


def _standing(public_id: str | None) -> Event:
    if public_id is None:
        taken = Event.objects.filter
        return Event(public_id=public_ids.fresh(lambda each: taken(public_id=each).exists()))
    standing = Event.objects.select_for_update().filter(public_id=public_id).first()
    return standing or Event(public_id=public_id)

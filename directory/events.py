"""Writing dated events: recruitment vans (流动招工大篷车) and special fairs (零工专场).

An official's event is public once another person has decided so; changed, it is not until then.
"""

import datetime as dt
from dataclasses import replace

from django.contrib.gis.geos import Point
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from directory import access, history, public_ids
from directory.entries import EventInput
from directory.errors import EntryErrors, Refusals, StaleVersion
from directory.kinds import Action, Kind
from directory.models import Event, Market, Office, Official, Trade
from directory.placement import position
from directory.publication import requests
from directory.wording import by_code, check_fields

LEAST_LETTERS = 4
LONGEST, AHEAD = dt.timedelta(days=31), dt.timedelta(days=730)


@transaction.atomic
def save_event(data: EventInput) -> Event:
    """Adds or changes an event and asks for a publication; by a command."""
    event = write_event(data)
    requests.request()
    return event


@transaction.atomic
def enter(official: Official, data: EventInput, version: int | None = None) -> Event:
    """An official's entry, new or changed (then `version` is the one he saw); not public.

    `StaleVersion` where somebody else has changed it meanwhile.
    """
    standing = _locked(data.public_id) if data.public_id else None
    if data.public_id and standing is None:
        raise EntryErrors({"": [_("没有这场活动")]})
    codes = {data.region_code} | ({standing.region_code} if standing else set())
    for code in sorted(codes):
        action = Action.CHANGE if standing else Action.ADD
        access.require(official, action, Kind.EVENT, code)
    if standing is not None:
        _check_seen(standing, version)
    _check_entry(official, data)
    history.attribute(official, "event.change" if standing else "event.add", data.note)
    demo = standing.demo if standing else False
    event = write_event(replace(data, published=False, demo=demo), official)
    if standing is not None and standing.published:
        requests.request()
    return event


@transaction.atomic
def publish(official: Official, event: Event, version: int) -> Event:
    """Another person than the one who entered it makes it public."""
    event = _for_decision(official, event, version)
    if event.entered_by_id == official.pk:
        raise PermissionDenied(_("自己录入或修改的活动须由另一个人决定公开"))
    if event.published:
        raise EntryErrors({"": [_("这场活动已经公开")]})
    if event.ends_at <= timezone.now():
        raise EntryErrors({"": [_("这场活动已经结束，不再公开")]})
    return _set_published(official, event, True, "")


@transaction.atomic
def unpublish(official: Official, event: Event, version: int, reason: str) -> Event:
    """Taken down at once by one responsible person, with a reason."""
    event = _for_decision(official, event, version)
    if not event.published:
        raise EntryErrors({"": [_("这场活动没有公开")]})
    if len(reason.strip()) < LEAST_LETTERS:
        words = _("请写明理由，至少 %(least)d 个字") % {"least": LEAST_LETTERS}
        raise EntryErrors({"reason": [words]})
    return _set_published(official, event, False, reason.strip())


@transaction.atomic
def write_event(data: EventInput, official: Official | None = None) -> Event:
    """As `save_event`, for a caller that asks for a publication itself."""
    refusals = Refusals()
    event = _described(data, refusals)
    trades = by_code(Trade, data.trades, refusals, "trades", _("工种"))
    where = position(data.lon, data.lat, data.datum, data.region_code, refusals)
    refusals.raise_if_any()
    event.point = Point(where.lon, where.lat, srid=4326)
    event.entered_by = official
    if event.pk is not None:
        event.version += 1
    event.save()
    event.trades.set(trades.values())
    return event


def _for_decision(official: Official, event: Event, version: int) -> Event:
    standing = Event.objects.select_for_update(of=("self",)).get(pk=event.pk)
    access.require(official, Action.DECIDE, Kind.EVENT, standing.region_code)
    _check_seen(standing, version)
    return standing


def _set_published(official: Official, event: Event, published: bool, reason: str) -> Event:
    history.attribute(official, "event.publish" if published else "event.unpublish", reason)
    event.published = published
    event.version += 1
    event.save(update_fields=["published", "version"])
    requests.request()
    return event


def _check_seen(event: Event, version: int | None) -> None:
    if version != event.version:
        raise StaleVersion(version or 0, event.version)


def _check_entry(official: Official, data: EventInput) -> None:
    refusals = Refusals()
    office = Office.objects.filter(code=data.office).first()
    if office is not None and not access.within(data.region_code, office.region_code):
        refusals.add("office", _("%(office)s不是该区县或其上级的机构") % {"office": office.name})
    if data.market:
        known = access.visible(official, Market.objects.filter(public_id=data.market))
        if not known.exists():
            refusals.add("market", _("您的区域里没有编号为“%(id)s”的地点") % {"id": data.market})
    if data.ends_at - data.starts_at > LONGEST:
        refusals.add("ends_at", _("一场活动最长 %(days)d 天") % {"days": LONGEST.days})
    if data.starts_at > timezone.now() + AHEAD:
        refusals.add("starts_at", _("最早提前 %(days)d 天录入") % {"days": AHEAD.days})
    refusals.raise_if_any()


def _described(data: EventInput, refusals: Refusals) -> Event:
    event = _standing(data.public_id)
    offices = by_code(Office, [data.office], refusals, "office", _("机构"))
    if data.office in offices:
        event.office = offices[data.office]
    event.market = None
    if data.market is not None:
        event.market = Market.objects.filter(public_id=data.market).first()
        if event.market is None:
            refusals.add("market", _("台账里没有编号为“%(id)s”的地点") % {"id": data.market})
    event.entered_lon, event.entered_lat = data.lon, data.lat
    event.entered_datum = data.datum
    for field in ("kind", "region_code", "starts_at", "ends_at", "phone", "published", "demo"):
        setattr(event, field, getattr(data, field))
    for field in ("name", "address", "note"):
        setattr(event, field, getattr(data, field).strip())
    check_fields(event, refusals, skip=("office", "point", "market", "entered_datum", "entered_by"))
    if data.starts_at >= data.ends_at:
        refusals.add("ends_at", _("结束须晚于开始"))
    return event


def _standing(public_id: str | None) -> Event:
    if public_id is None:
        taken = Event.objects.filter
        return Event(public_id=public_ids.fresh(lambda each: taken(public_id=each).exists()))
    return _locked(public_id) or Event(public_id=public_id)


def _locked(public_id: str) -> Event | None:
    rows = Event.objects.select_for_update(of=("self",))
    return rows.filter(public_id=public_id).first()

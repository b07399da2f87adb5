"""What the ledger has decided to be public, read as records: a dozen queries a thousand places."""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from typing import Any

from django.conf import settings
from django.db.models import Exists, F, FloatField, Func, OuterRef, Q
from django.utils import timezone

from directory.hours import Calendar
from directory.models import (
    CalendarDay,
    CalendarYear,
    Event,
    Facility,
    Market,
    MarketTrade,
    ServiceTag,
    Trade,
)
from directory.publication.areas import read_areas, read_outlines, region_names
from directory.publication.contents import Contents
from directory.publication.merged import read_merged
from directory.publication.parts import Parts
from directory.publication.pulses import read_pulse
from directory.publication.snapshot import Snapshot
from directory.publication.touched import Touched
from directory.records import EventRecord, PlaceRecord, TagRecord, TradeRecord

CHUNK = 1000
# Ended events stay for a while, so that a link to one still says what it was.
EVENTS_KEPT = dt.timedelta(days=30)

LON = Func(F("point"), function="ST_X", output_field=FloatField())
LAT = Func(F("point"), function="ST_Y", output_field=FloatField())

_MARKET_FIELDS = (
    "pk", "public_id", "name", "aliases", "nature", "form", "scope", "operator", "office__name",
    "region_code", "town", "address", "directions", "van_bay", "accuracy_m", "hours",
    "hours_note", "free_of_charge", "hotline", "complaint_line", "demo", "lon", "lat",
)  # fmt: skip


def read_contents(
    number: int,
    built_at: dt.datetime,
    standing: Snapshot | None = None,
    touched: Touched | None = None,
) -> Contents:
    """Contents whose places are read while they are written: use it in one transaction.

    With `touched`, only those places are read, unless words that all places share have changed
    since `standing`: then the contents are whole, and their own `touched` is None.
    """
    areas, trades = read_areas(), _trades()
    services, facilities = _tags(ServiceTag), _tags(Facility)
    if standing is None or not (
        tuple(standing.areas.values()) == tuple(sorted(areas, key=lambda area: area.code))
        and _codes(standing.trades.values()) == _codes(trades)
        and _codes(standing.services.values()) == _codes(services)
        and _codes(standing.facilities.values()) == _codes(facilities)
    ):
        touched = None
    pulse_stamp, pulse = read_pulse(standing)
    return Contents(
        number=number,
        built_at=built_at,
        places=_places(None if touched is None else touched.pks),
        events=_events(built_at),
        trades=trades,
        services=services,
        facilities=facilities,
        areas=areas,
        calendar=_calendar(),
        outlines=_outlines(standing, touched),
        merged=read_merged(),
        pulse=pulse,
        pulse_stamp=pulse_stamp,
        touched=None if touched is None else touched.ids,
    )


def _codes(records: Iterable[TradeRecord | TagRecord]) -> list[str]:
    return [record.code for record in records]


def _outlines(standing: Snapshot | None, touched: Touched | None) -> dict[str, bytes]:
    """Of the cities that have places. Those that the standing publication has are not drawn anew
    in an incremental build, which is none of a new edition."""
    shown = Market.objects.published().order_by()
    if standing is None or touched is None:
        counties = set(shown.values_list("region_code", flat=True).distinct())
        return read_outlines({code[:4] + "00" for code in (*counties, settings.SITE_REGION)})
    counties = set(shown.filter(pk__in=touched.pks).values_list("region_code", flat=True))
    kept = standing.counties_without(touched.ids)
    cities = {code[:4] + "00" for code in (*counties, *kept, settings.SITE_REGION)}
    drawn = {city: found for city in cities if (found := standing.basemap(city)) is not None}
    return drawn | read_outlines(cities - drawn.keys())


def _places(pks: Collection[int] | None) -> Iterator[PlaceRecord]:
    names = region_names()
    markets = Market.objects.published().annotate(lon=LON, lat=LAT).order_by("pk")
    if pks is not None:
        markets = markets.filter(pk__in=pks)
    rows = markets.values(*_MARKET_FIELDS).iterator(chunk_size=CHUNK)
    while chunk := list(islice(rows, CHUNK)):
        parts = Parts.of([row["pk"] for row in chunk])
        for row in chunk:
            yield _place(row, parts, names.get(row["region_code"], ()))


def _place(row: dict[str, Any], parts: Parts, names: tuple[str, ...]) -> PlaceRecord:
    pk = row["pk"]
    return PlaceRecord(
        id=row["public_id"],
        name=row["name"],
        nature=row["nature"],
        form=row["form"],
        region=row["region_code"],
        region_names=names,
        address=row["address"],
        lon=row["lon"],
        lat=row["lat"],
        accuracy_m=row["accuracy_m"],
        office=row["office__name"],
        aliases=tuple(row["aliases"]),
        scope=row["scope"],
        operator=row["operator"],
        town=row["town"],
        directions=row["directions"],
        van_bay=row["van_bay"],
        hours=row["hours"],
        hours_note=row["hours_note"],
        free=row["free_of_charge"],
        hotline=row["hotline"],
        complaint_line=row["complaint_line"],
        peaks=parts.peaks(pk),
        trades=parts.trades(pk),
        zones=parts.zones(pk),
        services=parts.services(pk),
        facilities=parts.facilities(pk),
        contacts=parts.contacts(pk),
        confirmed=parts.confirmed(pk),
        statuses=parts.statuses(pk),
        links=parts.links(pk, row["lon"], row["lat"]),
        predecessors=parts.predecessors(pk),
        demo=row["demo"],
    )


def _events(now: dt.datetime) -> tuple[EventRecord, ...]:
    shown = Market.objects.published().filter(pk=OuterRef("market"))
    events = (
        Event.objects.filter(published=True, ends_at__gte=now - EVENTS_KEPT)
        .annotate(market_shown=Exists(shown))
        .select_related("office", "market")
        .prefetch_related("trades")
        .order_by("starts_at", "public_id")
    )
    return tuple(
        EventRecord(
            id=event.public_id,
            kind="van" if event.kind == Event.Kind.VAN else "fair",
            name=event.name,
            region=event.region_code,
            address=event.address,
            lon=event.point.x,
            lat=event.point.y,
            starts=timezone.make_naive(event.starts_at),
            ends=timezone.make_naive(event.ends_at),
            office=event.office.name,
            market=event.market.public_id if event.market and event.market_shown else None,
            trades=tuple(trade.code for trade in event.trades.all()),
            phone=event.phone,
            note=event.note,
            demo=event.demo,
        )
        for event in events
    )


def _trades() -> tuple[TradeRecord, ...]:
    """The trades in use, and those retired that a place or an event still names."""
    named = Exists(MarketTrade.objects.filter(trade=OuterRef("pk"))) | Exists(
        Event.trades.through.objects.filter(trade=OuterRef("pk"))
    )
    return tuple(
        TradeRecord(
            trade.code,
            trade.name,
            trade.name_en,
            tuple(trade.synonyms),
            trade.pinyin,
            trade.initials,
            trade.icon,
        )
        for trade in Trade.objects.filter(Q(active=True) | named).order_by("position", "code")
    )


def _tags(model: type[ServiceTag] | type[Facility]) -> tuple[TagRecord, ...]:
    rows = model.objects.order_by("position", "code").values_list("code", "name", "name_en")
    return tuple(TagRecord(*row) for row in rows)


def _calendar() -> Calendar:
    days = dict(CalendarDay.objects.values_list("day", "kind"))
    return Calendar(
        holidays=frozenset(d for d, kind in days.items() if kind == CalendarDay.Kind.HOLIDAY),
        workdays=frozenset(d for d, kind in days.items() if kind == CalendarDay.Kind.MAKEUP),
        years=frozenset(CalendarYear.objects.values_list("year", flat=True)),
    )

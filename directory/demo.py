"""The demonstration ledger (演示数据): plausible places, none of them real, all marked `demo`.

Days in the files count from the day of loading, so that what is to come stays to come; loading
again brings the places back to what the files say and keeps their ids.
"""

import datetime as dt
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from directory import decisions, links, status, vocabulary
from directory.entries import ContactInput, EventInput, PeakInput, PlaceInput, TradeInput, ZoneInput
from directory.errors import EntryErrors
from directory.events import write_event
from directory.history import attribute
from directory.models import Confirmation, Event, Market, Office
from directory.monitoring import demo as counts
from directory.monitoring import released
from directory.places import write_place
from directory.publication import requests
from directory.returns import demo as returns

ZAOZHUANG = vocabulary.FIXTURES / "zaozhuang"


class DemoError(ValueError):
    """The demonstration cannot be loaded; the message names the entry."""


@dataclass(frozen=True, slots=True)
class LoadedDemo:
    places: int
    events: int
    warnings: tuple[str, ...]


@transaction.atomic
def load(folder: Path = ZAOZHUANG, today: dt.date | None = None) -> LoadedDemo:
    """Offices, places and events of `folder`, dated from `today`; all or nothing."""
    day = today or timezone.localdate()
    vocabulary.load()
    attribute(None, "demo.load")
    for office in _read(folder / "offices.json"):
        Office.objects.update_or_create(code=office["code"], defaults=office)
    entries = _read(folder / "places.json")
    warnings = [warning for entry in entries for warning in _place(entry)]
    markets = {
        market.public_id: market
        for market in Market.objects.select_related("office").filter(
            public_id__in=[entry["id"] for entry in entries]
        )
    }
    for entry in entries:
        _around(entry, markets, day)
    events = _read(folder / "events.json")
    for event in events:
        _event(event, day)
    counts.load(day)
    returns.load(day)
    released.release(day)
    requests.request()
    return LoadedDemo(len(entries), len(events), tuple(dict.fromkeys(warnings)))


def _read(path: Path) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return rows


def _place(entry: dict[str, Any]) -> tuple[str, ...]:
    if Market.objects.filter(public_id=entry["id"], demo=False).exists():
        raise DemoError(f"编号 {entry['id']} 已是真实地点，演示数据不覆盖它")
    data = PlaceInput(
        public_id=entry["id"],
        aliases=tuple(entry.get("aliases", ())),
        trades=tuple(TradeInput(**each) for each in entry.get("trades", ())),
        zones=tuple(ZoneInput(**each) for each in entry.get("zones", ())),
        peaks=tuple(_peak(each) for each in entry.get("peaks", ())),
        contacts=tuple(ContactInput(**each) for each in entry.get("contacts", ())),
        services=tuple(entry.get("services", ())),
        facilities=tuple(entry.get("facilities", ())),
        demo=True,
        **{field: entry[field] for field in _PLAIN if field in entry},
    )
    try:
        return write_place(data).warnings
    except EntryErrors as error:
        raise DemoError(f"{entry['id']} {entry['name']}：{error}") from error


_PLAIN = (
    "name",
    "nature",
    "form",
    "scope",
    "operator",
    "office",
    "region_code",
    "town",
    "address",
    "directions",
    "van_bay",
    "lon",
    "lat",
    "datum",
    "accuracy_m",
    "hours",
    "hours_note",
    "free_of_charge",
    "hotline",
    "complaint_line",
)


def _peak(each: dict[str, str]) -> PeakInput:
    by = each.get("be_there_by")
    return PeakInput(
        starts=dt.time.fromisoformat(each["starts"]),
        ends=dt.time.fromisoformat(each["ends"]),
        be_there_by=dt.time.fromisoformat(by) if by else None,
        note=each.get("note", ""),
    )


def _around(entry: dict[str, Any], markets: dict[str, Market], today: dt.date) -> None:
    """What is dated or joins two places: status, decision, confirmations, the kerbs of a hall."""
    market = markets[entry["id"]]
    market.status_periods.all().delete()
    for period in entry.get("statuses", ()):
        on, note = today + dt.timedelta(days=period["from"]), period.get("note", "")
        if period["status"] == "suspended":
            until = today + dt.timedelta(days=period["until"]) if "until" in period else None
            status.suspend(market, on, until, note)
        elif period["status"] == "closed":
            status.close(market, on, note)
        else:
            status.move(market, on, markets[period["to"]], note)
    _decide(entry.get("decision"), market)
    market.confirmations.all().delete()
    Confirmation.objects.bulk_create(
        Confirmation(
            market=market,
            fact=fact,
            confirmed_on=today - dt.timedelta(days=age),
            office=market.office,
        )
        for fact, age in entry.get("confirmed", {}).items()
    )
    for kerb in entry.get("kerbs", ()):
        links.link(market, markets[kerb])


def _decide(wanted: dict[str, Any] | None, market: Market) -> None:
    newest = market.decisions.first()
    if wanted is None:
        market.decisions.all().delete()
    elif newest is None or newest.decision != wanted["decision"]:
        at = timezone.now() - dt.timedelta(days=wanted["days_ago"] if newest is None else 0)
        decisions.decide(market, wanted["decision"], market.office, wanted["reason"], at)


def _event(entry: dict[str, Any], today: dt.date) -> None:
    if Event.objects.filter(public_id=entry["id"], demo=False).exists():
        raise DemoError(f"编号 {entry['id']} 已是真实活动，演示数据不覆盖它")
    starts = timezone.make_aware(
        dt.datetime.combine(
            today + dt.timedelta(days=entry["day"]), dt.time.fromisoformat(entry["starts"])
        )
    )
    same = ("kind", "name", "office", "region_code", "address", "lon", "lat", "datum", "phone")
    data = EventInput(
        public_id=entry["id"],
        starts_at=starts,
        ends_at=starts + dt.timedelta(hours=entry["hours"]),
        market=entry.get("market"),
        trades=tuple(entry["trades"]),
        note=entry["note"],
        published=True,
        demo=True,
        **{field: entry[field] for field in same},
    )
    try:
        write_event(data)
    except EntryErrors as error:
        raise DemoError(f"{entry['id']} {entry['name']}：{error}") from error

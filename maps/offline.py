"""What a phone keeps of one city: enough to work out the same three answers without network.

Opening hours leave here as spans, so that no phone has to read opening_hours syntax or know the
holidays. Times are minutes from 00:00 local time of `valid_from`, days are days from it;
coordinates are WGS-84. The shape is `OfflineCity` in static/maps/js/types.d.ts.
"""

import datetime as dt
import json
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django.utils import timezone

from directory.publication import Snapshot
from directory.publication.patterns import Span
from directory.records import AreaRecord, PlaceRecord, StatusRecord, TradeRecord
from geo.pinyin import aloud
from geo.travel import MODES

# Questions about these days are answered from it.
DAYS = 14
# One on the last day, with a long way to go, looks two weeks ahead; one on the first a day back.
SPAN_DAYS = 2 * DAYS + 4
_COPIED = (
    "id", "name", "nature", "form", "region", "address", "lon", "lat", "town", "directions",
    "hours_note", "free", "hotline", "complaint_line", "facilities", "contacts", "predecessors",
)  # fmt: skip


def city_of(area_code: str) -> str:
    """The six-digit code of the city that a region code lies in."""
    return area_code[:4] + "00"


@lru_cache(maxsize=2)
def directory(snapshot: Snapshot, city: str, first: dt.date) -> bytes:
    """The directory of a city (six digits) as JSON, good for `DAYS` days from `first`."""
    # In the publication's order, by which places at the same distance are told apart.
    rows = {snapshot.row(place.id): place for place in snapshot.places_in(city)}
    ordered = sorted((row, place) for row, place in rows.items() if row is not None)
    numbers = [int(snapshot.pattern[row]) for row, _ in ordered]
    spans: dict[int, tuple[Span, ...]] = {}
    for number in sorted(set(numbers)):
        known = snapshot.timetable.spans(number, first - dt.timedelta(days=1), SPAN_DAYS)
        if known is not None:
            spans[number] = known
    place_of_pattern = {number: index for index, number in enumerate(spans)}
    body = {
        "number": snapshot.number,
        "built_at": f"{timezone.localtime(snapshot.built_at):%Y-%m-%dT%H:%M}",
        "datum": "wgs84",
        "city": city,
        "demo": snapshot.demo,
        "valid_from": first.isoformat(),
        "days": DAYS,
        "years": sorted(snapshot.calendar.years),
        "modes": {m.code: {"kmh": m.kmh, "detour": m.detour} for m in MODES.values()},
        "patterns": [packed(each, first) for each in spans.values()],
        "places": [
            _place(place, place_of_pattern.get(number), first)
            for (_, place), number in zip(ordered, numbers, strict=True)
        ],
        **_merged(snapshot, {place.id for _, place in ordered}),
        "areas": [_area(a) for a in snapshot.areas.values() if city_of(a.code) == city],
        "trades": [_trade(trade) for trade in snapshot.trades.values()],
        "facilities": [tag.to_json() for tag in snapshot.facilities.values()],
    }
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()


def _merged(snapshot: Snapshot, kept: set[str]) -> dict[str, dict[str, str]]:
    """Old ids that lead to a place on the phone; nothing where there are none."""
    found = {old: place for old, place in snapshot.merged.items() if place in kept}
    return {"merged": found} if found else {}


def packed(spans: Sequence[Span], first: dt.date) -> list[int]:
    """`[start, length, gap, length, gap, …]` in minutes; a negative length is an unknown span.

    Differences repeat from day to day, which is what makes two weeks of hours small when gzipped.
    """
    midnight = dt.datetime.combine(first, dt.time())
    out: list[int] = []
    at = midnight
    for start, end, state in spans:
        length = _minutes(end - start)
        out += [_minutes(start - at), length if state == "open" else -length]
        at = end
    return out


def _minutes(length: dt.timedelta) -> int:
    return int(length // dt.timedelta(minutes=1))


def _place(place: PlaceRecord, pattern: int | None, first: dt.date) -> dict[str, Any]:
    known = place.to_json()
    out = {name: known[name] for name in _COPIED if name in known}
    if pattern is not None:
        out["pattern"] = pattern
    if place.peaks:
        out["peaks"] = [
            {name: value for name, value in peak.items() if name != "note"}
            for peak in known["peaks"]
        ]
    if place.trades:
        trades = sorted(place.trades, key=lambda each: not each.main)
        out["trades"] = [trade.code for trade in trades]
        out["main"] = sum(trade.main for trade in trades)
        if corners := {trade.code: trade.corner for trade in trades if trade.corner}:
            out["corners"] = corners
    confirmed = [each for each in place.confirmed if each.fact == "hours"]
    if confirmed:
        newest = max(confirmed, key=lambda each: each.on)
        out["confirmed"] = {"on": newest.on.isoformat(), "by": newest.by}
    if place.statuses:
        out["statuses"] = [_status(status, first) for status in place.statuses]
    out["pinyin"], out["initials"] = aloud(place.name)
    if place.aliases:
        sounds = [sound for alias in place.aliases for sound in aloud(alias)]
        out["aliases"] = [*place.aliases, *sounds]
    return out


def _status(status: StatusRecord, first: dt.date) -> dict[str, Any]:
    out: dict[str, Any] = {"status": status.status, "start": (status.start - first).days}
    if status.end is not None:
        out["end"] = (status.end - first).days
    if status.successor is not None:
        out["successor"] = status.successor
    return out


def _area(area: AreaRecord) -> dict[str, Any]:
    known = area.to_json()
    known.pop("source", None)
    return known


def _trade(trade: TradeRecord) -> dict[str, Any]:
    """`sounds`: full pinyin and initials of the synonyms, by which a trade is found too."""
    out = trade.to_json()
    if trade.icon == trade.code:
        del out["icon"]
    sounds = [sound for word in trade.synonyms for sound in aloud(word)]
    return out | {"sounds": sounds}

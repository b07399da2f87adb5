"""A published place as one row of a table. No Django here."""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import orjson

from directory.opendata.fields import LISTED_BY, NAMES
from directory.publication import Snapshot

Value = str | int | float | bool | None
Row = list[Value]
CHUNK = 5000


def chunks(snapshot: Snapshot, size: int = CHUNK) -> Iterator[bytes]:
    """Features, `size` at a time, joined by commas, in the publication's own order."""
    for first in range(0, snapshot.count, size):
        yield snapshot.features_of(np.arange(first, min(first + size, snapshot.count)))


def rows(snapshot: Snapshot, day: dt.date) -> Iterator[Row]:
    """One a place, values in the order of FIELDS; `day` is the one whose status counts."""
    trades = {code: trade.name for code, trade in snapshot.trades.items()}
    said = day.isoformat()
    for chunk in chunks(snapshot):
        for feature in orjson.loads(b"[" + chunk + b"]"):
            yield _row(feature, trades, said)


def _row(feature: Mapping[str, Any], trades: Mapping[str, str], day: str) -> Row:
    known: dict[str, Any] = feature["properties"]
    lon, lat = feature["geometry"]["coordinates"]
    names = [*known["region_names"], "", "", ""]
    listed = known.get("trades") or []
    confirmed = known.get("confirmed") or []
    peaks = known.get("peaks") or []
    status = _status(known.get("statuses") or [], day)
    values: dict[str, Value] = {
        **{name: known.get(name) for name in _PLAIN},
        "id": feature["id"],
        "lon": lon,
        "lat": lat,
        "province": names[0],
        "city": names[1],
        "county": names[2],
        "status": status.get("status", "open"),
        "status_from": status.get("start"),
        "status_until": status.get("end"),
        "successor": status.get("successor"),
        "zones": _joined(f"{z['name']}: {z.get('hours', '')}" for z in known.get("zones") or []),
        "peaks": _joined(f"{peak['starts']}-{peak['ends']}" for peak in peaks),
        "be_there_by": _joined(p["be_there_by"] for p in peaks if p.get("be_there_by")),
        "trades": _joined(each["code"] for each in listed),
        "trade_names": _joined(trades.get(each["code"], each["code"]) for each in listed),
        "main_trades": _joined(each["code"] for each in listed if each.get("main")),
        "contacts": _joined(f"{c['label']}: {c['phone']}" for c in known.get("contacts") or []),
        "confirmed_on": max((each["on"] for each in confirmed), default=None),
        "confirmed": _joined(f"{each['fact']} {each['on']} {each['by']}" for each in confirmed),
        "links": _joined(f"{each['id']}: {each['metres']}" for each in known.get("links") or []),
        "demo": bool(known.get("demo")),
        **{name: _joined(known.get(name) or []) for name in _LISTED},
    }
    return [None if (value := values[name]) == "" else value for name in NAMES]


_PLAIN = (
    "name", "nature", "form", "scope", "region", "town", "address", "directions", "van_bay",
    "accuracy_m", "hours", "hours_note", "free", "hotline", "complaint_line", "office", "operator",
)  # fmt: skip
_LISTED = ("aliases", "services", "facilities", "predecessors")


def _status(statuses: list[dict[str, Any]], day: str) -> dict[str, Any]:
    """That of the day; days are compared as they are written."""
    for status in statuses:
        if status["start"] <= day and (status.get("end") is None or day < status["end"]):
            return status
    return {}


def _joined(parts: Any) -> str:
    """A semicolon within an entry becomes the Chinese one, so that entries can be told apart."""
    return LISTED_BY.join(part.replace(LISTED_BY, "；") for part in parts)

"""The values of a row as JSON and back. No Django."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from directory.entries import ContactInput, PeakInput, TradeInput

Values = Mapping[str, Any]


def to_json(values: Values) -> dict[str, Any]:
    return {field: _plain(value) for field, value in values.items()}


def from_json(data: Values) -> dict[str, Any]:
    """Equal to what `to_json` was given."""
    return {field: _typed(field, value) for field, value in data.items()}


def _plain(value: Any) -> Any:
    match value:
        case tuple():
            return [_plain(each) for each in value]
        case dt.date() | dt.time():
            return value.isoformat()
        case TradeInput() | ContactInput() | PeakInput():
            return {name: _plain(getattr(value, name)) for name in type(value).__slots__}
    return value


def _typed(field: str, value: Any) -> Any:
    if field == "counted_on" and value:
        return dt.date.fromisoformat(value)
    if not isinstance(value, list):
        return value
    match field:
        case "trades":
            return tuple(TradeInput(**each) for each in value)
        case "contacts":
            return tuple(ContactInput(**each) for each in value)
        case "peaks":
            return tuple(_peak(each) for each in value)
    return tuple(value)


def _peak(data: Values) -> PeakInput:
    times = {
        name: dt.time.fromisoformat(data[name]) if data[name] else None
        for name in ("starts", "ends", "be_there_by")
    }
    return PeakInput(**times, note=data["note"])  # type: ignore[arg-type]

"""What opening a publication needs besides the files themselves."""

import datetime as dt
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from directory.hours import Calendar
from geo.deferred import Deferred
from geo.regions import prefix_of

# What searches is compiled, and the compiler is large: only for whoever looks for places.
search = Deferred("directory.publication.around")


def by_code(kind: Any, items: list[dict[str, Any]]) -> Mapping[str, Any]:
    return MappingProxyType({item["code"]: kind.from_json(item) for item in items})


def calendar_of(data: dict[str, Any]) -> Calendar:
    return Calendar(
        holidays=frozenset(map(dt.date.fromisoformat, data["holidays"])),
        workdays=frozenset(map(dt.date.fromisoformat, data["workdays"])),
        years=frozenset(data["years"]),
    )


def code_range(code: str) -> tuple[int, int]:
    """Six digits as the half-open range of county codes in it: 370400 → 370400, 370500."""
    stem = prefix_of(code)
    width = 10 ** (6 - len(stem))
    low = int(stem or "0") * width
    return low, low + width

"""The parts of an entry that are compared and carried over as one. No database.

`equal` looks through what writing would even out: spaces at the ends, the order of sets, hours
written in another way. `carried_over` brings a change made on an older state onto a newer one.
"""

import datetime as dt
from collections.abc import Callable, Hashable, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from directory.entries import FigureInput, PlaceInput
from directory.hours import HoursError, normalise

# A position is its coordinates with their datum and their accuracy: never half of it.
POSITION = ("lon", "lat", "datum", "accuracy_m")
PARTS: tuple[str, ...] = (
    "name",
    "aliases",
    "nature",
    "form",
    "scope",
    "operator",
    "office",
    "region_code",
    "town",
    "address",
    "position",
    "directions",
    "van_bay",
    "hours",
    "hours_note",
    "peaks",
    "zones",
    "trades",
    "free_of_charge",
    "services",
    "facilities",
    "contacts",
    "hotline",
    "complaint_line",
    "figures",
    "demo",
)
_KEYS: dict[str, Callable[[Any], Hashable]] = {
    "aliases": lambda each: each.strip(),
    "trades": lambda each: each.code,
    "services": lambda each: each,
    "facilities": lambda each: each,
    "zones": lambda each: each.name.strip(),
    "peaks": lambda each: each.starts,
    "contacts": lambda each: each.phone.strip(),
}
_IN_ORDER = {"zones", "contacts"}


def value(part: str, entry: PlaceInput) -> Any:
    """The part as it was entered; a position is a tuple of POSITION."""
    if part == "position":
        return tuple(getattr(entry, field) for field in POSITION)
    return getattr(entry, part)


def equal(part: str, one: PlaceInput, other: PlaceInput) -> bool:
    """Whether the part says the same in both; a figure counts where `other` adds one."""
    if part == "figures":
        return not added_figures(one, other)
    return bool(_evened(part, value(part, one)) == _evened(part, value(part, other)))


def changed(before: PlaceInput, after: PlaceInput) -> tuple[str, ...]:
    """The parts in which `after` differs from `before`, in the order of PARTS."""
    return tuple(part for part in PARTS if not equal(part, before, after))


def added_figures(before: PlaceInput, after: PlaceInput) -> tuple[FigureInput, ...]:
    """Counts on record are never taken away: only what `after` adds is a change."""
    known = {_evened_item(figure) for figure in before.figures}
    return tuple(figure for figure in after.figures if _evened_item(figure) not in known)


def carried_over(base: PlaceInput, wanted: PlaceInput, standing: PlaceInput) -> PlaceInput:
    """`standing` with those changes that led from `base` to `wanted`.

    Where both sides changed one part, lists are joined item by item; otherwise `wanted` counts.
    """
    values: dict[str, Any] = {}
    for part in changed(base, wanted):
        if part == "position":
            values |= {field: getattr(wanted, field) for field in POSITION}
        elif part == "figures":
            values[part] = standing.figures + added_figures(base, wanted)
        elif part in _KEYS:
            lists = (value(part, each) for each in (base, wanted, standing))
            values[part] = _joined(_KEYS[part], *lists)
        else:
            values[part] = value(part, wanted)
    return replace(standing, **values)


def _joined(
    key: Callable[[Any], Hashable], base: Sequence[Any], mine: Sequence[Any], now: Sequence[Any]
) -> tuple[Any, ...]:
    was, wish = ({key(each): each for each in items} for items in (base, mine))
    kept = []
    for each in now:
        name = key(each)
        if was.get(name) == wish.get(name):
            kept.append(each)
        elif name in wish:
            kept.append(wish[name])
    standing = {key(each) for each in now}
    kept += [each for each in mine if key(each) not in standing and was.get(key(each)) != each]
    return tuple(kept)


def _evened(part: str, given: Any) -> Any:
    if part == "hours":
        return evened_hours(given)
    if isinstance(given, tuple) and part != "position":
        items = [_evened_item(each) for each in given]
        return items if part in _IN_ORDER else sorted(items)
    return given.strip() if isinstance(given, str) else given


def _evened_item(item: Any) -> Any:
    """A plain value that can be sorted and hashed."""
    if isinstance(item, str):
        return item.strip()
    if isinstance(item, dt.date | dt.time):
        return item.isoformat()
    if hasattr(item, "__slots__"):
        return tuple(
            (name, evened_hours(each) if name == "hours" else str(_evened_item(each)))
            for name in item.__slots__
            for each in [getattr(item, name)]
        )
    return item


@lru_cache(maxsize=4096)
def evened_hours(text: str) -> str:
    """As they would be stored; what cannot be read stays as it is."""
    try:
        return normalise(text) if text.strip() else ""
    except HoursError:
        return text.strip()

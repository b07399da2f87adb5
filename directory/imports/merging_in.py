"""The entry that a row asks for: what stands in the ledger with what the file says laid over it.

No database. A field without a column stays as it stands; an empty cell too, unless the clerk chose
that empty cells clear. Zones, office and the demo mark are in no sheet and always stay.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from directory.entries import FigureInput, PlaceInput

# What is assumed of coordinates that come without a word about their accuracy, metres.
ACCURACY_M = 100
_FIGURES = ("seekers", "hires")
# Kind, number, day and method of each count.
Counts = frozenset[tuple[str, int, dt.date | None, str]]
_POSITION = ("lon", "lat", "datum", "accuracy_m")
_PLAIN = {field.name for field in fields(PlaceInput)} - {
    "public_id", "office", "zones", "figures", "demo", *_POSITION,
}  # fmt: skip
# Without these there is no place; the model's own checks say so, field by field.
_NEEDED = ("name", "nature", "form", "region_code", "address")


@dataclass(frozen=True, slots=True)
class Laying:
    """How rows are laid over what stands. `clear`: empty cells wipe."""

    office: str
    clear: bool = False


def laid_over(
    values: Mapping[str, Any],
    standing: PlaceInput | None,
    how: Laying,
    placed: Any = None,
    counts: Counts = frozenset(),
) -> PlaceInput | None:
    """None for a new place without a position. `placed` is one chosen by hand or by the town;
    `counts` are all that are on record for the place."""
    said = {
        name: value
        for name, value in values.items()
        if name in _PLAIN and (how.clear or value not in ("", None, ()) or standing is None)
    }
    where = _position(values, standing, placed)
    if standing is not None:
        figures = standing.figures + _figures(values, counts)
        said = {name: value for name, value in said.items() if value or name not in _NEEDED}
        return replace(standing, **said, **where, figures=figures)
    if not where:
        return None
    empty = dict.fromkeys(_NEEDED, "")
    given = {
        name: "" if value is None and name != "free_of_charge" else value
        for name, value in said.items()
    }
    return PlaceInput(
        office=how.office, figures=_figures(values, frozenset()), **(empty | given), **where
    )


def _position(
    values: Mapping[str, Any], standing: PlaceInput | None, placed: Any
) -> dict[str, Any]:
    """Whole or not at all. Accuracy alone may be corrected."""
    if placed:
        return {name: placed[name] for name in _POSITION}
    accuracy = values.get("accuracy_m")
    if values.get("lon") is None or values.get("lat") is None:
        return {"accuracy_m": accuracy} if standing and accuracy is not None else {}
    where = {name: values[name] for name in ("lon", "lat", "datum")}
    if accuracy is None:
        same = standing is not None and all(
            getattr(standing, name) == value for name, value in where.items()
        )
        accuracy = standing.accuracy_m if same and standing else ACCURACY_M
    return where | {"accuracy_m": accuracy}


def _figures(values: Mapping[str, Any], counts: Counts) -> tuple[FigureInput, ...]:
    """Those that are not on record yet, whatever source is named for the one on record."""
    day, method = values.get("counted_on"), values.get("method") or ""
    return tuple(
        FigureInput(kind, values[kind], day, method)
        for kind in _FIGURES
        if values.get(kind) is not None and (kind, values[kind], day, method) not in counts
    )

"""Rows of the nearest places, in true geodesic order, of a trade or open at a moment. No Django.

Distances are WGS-84 geodesics in metres; equal ones stand in the order of the publication.
"""

import datetime as dt
import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from directory.publication.snapshot import Snapshot
from directory.publication.sphere import Few, Points
from directory.publication.status import PAUSED

Found = tuple[int, float]
Keep = Callable[[int, float], bool]
Mask = NDArray[np.bool_]

# What geodesics may put into another order than the sphere does, and a place or two that is gone.
SPARE = 4
# Fewer than these, or than one in sixteen, are tried one by one (10⁶ places: 0.4 ms).
FEW_COUNT = 4096
FEW_SHARE = 1 / 16
# Of how many neighbours a common trade is looked for before its own tree is worth building.
COMMON_SEARCHED = 2048
MOMENTS_KEPT = 24
GROWTH = 4
_DAY = dt.timedelta(days=1)
_NOWHERE = np.empty(0, np.int64)


@dataclass(frozen=True, slots=True)
class _Field:
    """Where to look: points, the flags of those wanted if others are among them, their share."""

    points: Points | Few
    mask: Mask | None = None
    share: float = 1.0


def nearest(
    snapshot: Snapshot, lon: float, lat: float, limit: int, trade: str | None, keep: Keep
) -> list[Found]:
    """The `limit` nearest (row, metres), of a trade if given, that `keep(row, metres)` accepts.

    Raises ValueError for a trade that is not in the vocabulary.
    """
    if trade is None:
        return _walk(_Field(snapshot.points), lon, lat, limit, keep) or []
    if not snapshot.is_rare(trade):
        share = len(snapshot.trade_rows(trade)) / snapshot.count
        common = _Field(snapshot.points, snapshot.columns.has("trades", trade), share)
        found = _walk(common, lon, lat, limit, keep)
        if found is not None:
            return found
    return _walk(_Field(snapshot.points_of_trade(trade)), lon, lat, limit, keep) or []


def open_at(
    snapshot: Snapshot,
    lon: float,
    lat: float,
    limit: int,
    moment: dt.datetime,
    trade: str | None = None,
) -> list[Found]:
    """The `limit` nearest (row, metres) that are surely open at `moment`, naive local time.

    Seconds do not count. Places suspended, closed or moved on that day are not open.
    """
    moment = moment.replace(second=0, microsecond=0)
    day = moment.date()

    def runs(row: int, _metres: float) -> bool:
        if not snapshot.dated[row]:
            return True
        status = snapshot.place_at(row).status_on(day)
        return status is None or status.status not in PAUSED

    field = _open_field(snapshot, moment, trade)
    found = _walk(field, lon, lat, limit, runs)
    if found is None and field.mask is not None:
        # Plenty in the country and next to none around here.
        rows = np.flatnonzero(field.mask)
        found = _walk(_Field(_few(snapshot, rows)), lon, lat, limit, runs)
    return found or []


def open_patterns(snapshot: Snapshot, moment: dt.datetime) -> Mask:
    """By number of the hours pattern, and False at −1: whether it is surely open at `moment`."""
    timetable = snapshot.timetable
    states = np.zeros(len(timetable.patterns) + 1, np.bool_)
    first = moment.date() - _DAY
    for index in range(len(timetable.patterns)):
        spans = timetable.spans(index, first, 3) or ()
        states[index] = any(s == "open" and a <= moment < b for a, b, s in spans)
    return states


def _open_field(snapshot: Snapshot, moment: dt.datetime, trade: str | None) -> _Field:
    """Kept for the few moments that are asked again and again: now, and five in the morning."""
    kept = snapshot.kept
    key = ("open", moment, trade)
    field: _Field | None = kept.get(key)
    if field is None:
        field = _field_of(snapshot, moment, trade)
        for old in [each for each in tuple(kept) if each[0] == "open"][:-MOMENTS_KEPT]:
            kept.pop(old, None)
        kept[key] = field
    return field


def _field_of(snapshot: Snapshot, moment: dt.datetime, trade: str | None) -> _Field:
    states = open_patterns(snapshot, moment)
    if trade is None:
        rows = np.flatnonzero(states[snapshot.pattern]) if states.any() else _NOWHERE
    else:
        rows = snapshot.trade_rows(trade).astype(np.int64)
        rows = rows[states[snapshot.pattern[rows]]]
    if len(rows) <= max(FEW_COUNT, FEW_SHARE * snapshot.count):
        return _Field(_few(snapshot, rows))
    mask = np.zeros(snapshot.count, np.bool_)
    mask[rows] = True
    return _Field(snapshot.points, mask, len(rows) / snapshot.count)


def _few(snapshot: Snapshot, rows: NDArray[np.int64]) -> Few:
    return Few(snapshot.xyz, snapshot.lon, snapshot.lat, rows)


def _walk(field: _Field, lon: float, lat: float, limit: int, keep: Keep) -> list[Found] | None:
    """Sweeps that grow until `limit` are kept; None where what is listed is too rare around."""
    take = limit + SPARE
    ask = math.ceil(take / field.share * 1.5) if field.mask is not None else take + 1
    while True:
        pairs, final = field.points.sweep(lon, lat, ask, take, field.mask)
        found = [(row, metres) for metres, row in pairs if keep(row, metres)]
        if len(found) >= limit or final == np.inf:
            return found[:limit]
        if field.mask is not None and ask > max(COMMON_SEARCHED, 8 * take):
            return None
        ask, take = ask * GROWTH, take * GROWTH

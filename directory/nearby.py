"""Rows of the nearest places, in true geodesic order, of a trade or open at a moment. No Django.

Distances are WGS-84 geodesics in metres; equal ones stand in the order of the publication.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from directory.publication.layout import Mask
from directory.publication.snapshot import Snapshot
from directory.publication.status import PAUSED
from directory.publication.wanted import EVERY, NO_END, TooRare, Wanted

if TYPE_CHECKING:
    from directory.publication.around import Few, Points

Found = tuple[int, float]
Keep = Callable[[int, float], bool]

# What geodesics may put into another order than the sphere does, and a place or two that is gone.
SPARE = 4
# Fewer than these, or than one in sixteen, are tried one by one; of more, those around the position
# are looked through, which needs nothing listed beforehand (256 to 8192 tried at 10⁵ places).
FEW_COUNT = 1024
FEW_SHARE = 1 / 16
# Among how many neighbours a common trade is looked for before its own tree is worth building.
COMMON_SEARCHED = 8192
MOMENTS_KEPT = 24
# Of a few hundred patterns: half a megabyte a day.
DAYS_KEPT = 8
MINUTES = 24 * 60
GROWTH = 4
_DAY = dt.timedelta(days=1)
_MINUTE = dt.timedelta(minutes=1)
_NOWHERE = np.empty(0, np.int64)


@dataclass(frozen=True, slots=True)
class _Field:
    """Where to look, and which of the points there are wanted."""

    points: "Points | Few"
    wanted: Wanted = EVERY


def nearest(
    snapshot: Snapshot, lon: float, lat: float, limit: int, trade: str | None, keep: Keep
) -> list[Found]:
    """The `limit` nearest (row, metres), of a trade if given, that `keep(row, metres)` accepts.

    Raises ValueError for a trade that is not in the vocabulary.
    """
    if trade is None:
        return _walk(_Field(snapshot.points), lon, lat, limit, keep) or []
    if not snapshot.is_rare(trade):
        common = _Field(snapshot.points, Wanted(snapshot.columns.has("trades", trade)))
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
    if found is None:
        # Plenty in the country and next to none around here.
        found = _walk(_few(snapshot, moment, trade), lon, lat, limit, runs)
    return found or []


def open_patterns(snapshot: Snapshot, moment: dt.datetime) -> Mask:
    """By number of the hours pattern, and False at −1: whether it is surely open at `moment`."""
    states: Mask = _open_minutes(snapshot, moment.date())[moment.hour * 60 + moment.minute]
    return states


def _open_minutes(snapshot: Snapshot, day: dt.date) -> Mask:
    """(minute of the day, pattern); the last column is that of the places without a pattern."""
    kept, key = snapshot.kept, ("open minutes", day)
    minutes: Mask | None = kept.get(key)
    if minutes is None:
        timetable = snapshot.timetable
        minutes = np.zeros((MINUTES, len(timetable.patterns) + 1), np.bool_)
        midnight = dt.datetime.combine(day, dt.time())
        for index in range(len(timetable.patterns)):
            for start, end, state in timetable.spans(index, day - _DAY, 3) or ():
                if state == "open":
                    first, last = (_minutes_up(each - midnight) for each in (start, end))
                    minutes[first:last, index] = True
        _keep(snapshot, key, minutes, DAYS_KEPT)
    return minutes


def _minutes_up(since: dt.timedelta) -> int:
    """Whole minutes, rounded up, within one day."""
    return min(max(-(-since // _MINUTE), 0), MINUTES)


def _keep(snapshot: Snapshot, key: tuple[object, ...], value: object, most: int) -> None:
    """The oldest of its kind goes first."""
    kept = snapshot.kept
    for old in [each for each in tuple(kept) if each[0] == key[0]][:-most]:
        kept.pop(old, None)
    kept[key] = value


def _open_field(snapshot: Snapshot, moment: dt.datetime, trade: str | None) -> _Field:
    states = open_patterns(snapshot, moment)
    count = int(_by_pattern(snapshot, trade)[states].sum())
    if not count:
        return _Field(snapshot.few(_NOWHERE))
    rare = trade if trade is not None and snapshot.is_rare(trade) else None
    all_of = snapshot.count if rare is None else len(snapshot.trade_rows(rare))
    if count <= max(FEW_COUNT, FEW_SHARE * all_of):
        return _few(snapshot, moment, trade)
    opening = Wanted(states=states, pattern=snapshot.pattern)
    if rare is not None:
        return _Field(snapshot.points_of_trade(rare), opening)
    if trade is not None:
        opening = replace(opening, listed=snapshot.columns.has("trades", trade))
    return _Field(snapshot.points, opening)


def _by_pattern(snapshot: Snapshot, trade: str | None) -> NDArray[np.int64]:
    """How many places, of a trade if given, have each pattern; none in the last one."""
    key = ("by pattern", trade)
    counts: NDArray[np.int64] | None = snapshot.kept.get(key)
    if counts is None:
        pattern = snapshot.pattern
        if trade is not None:
            pattern = pattern[snapshot.trade_rows(trade)]
        # −1 comes first here, and stands last where a pattern's number is the position.
        found = np.bincount(pattern + 1, minlength=len(snapshot.timetable.patterns) + 1)
        counts = snapshot.kept[key] = np.roll(found, -1)
    return counts


def _few(snapshot: Snapshot, moment: dt.datetime, trade: str | None) -> _Field:
    """Kept for the few moments that are asked again and again: now, and five in the morning."""
    key = ("open", moment, trade)
    field: _Field | None = snapshot.kept.get(key)
    if field is None:
        states = open_patterns(snapshot, moment)
        if trade is None:
            rows = np.flatnonzero(states[snapshot.pattern]) if states.any() else _NOWHERE
        else:
            rows = snapshot.trade_rows(trade).astype(np.int64)
            rows = rows[states[snapshot.pattern[rows]]]
        field = _Field(snapshot.few(rows))
        _keep(snapshot, key, field, MOMENTS_KEPT)
    return field


def _walk(field: _Field, lon: float, lat: float, limit: int, keep: Keep) -> list[Found] | None:
    """Sweeps that grow until `limit` are kept; None where what is wanted is too rare around."""
    take = limit + SPARE
    while True:
        most = NO_END if field.wanted is EVERY else max(COMMON_SEARCHED, 8 * take)
        try:
            pairs, final = field.points.sweep(lon, lat, take, field.wanted, most)
        except TooRare:
            return None
        found = [(row, metres) for metres, row in pairs if keep(row, metres)]
        if len(found) >= limit or final == np.inf:
            return found[:limit]
        take *= GROWTH

"""The nearest places, and the three that will be open when one gets there. No Django here.

Distances are WGS-84 geodesics in metres, and the order is theirs; equal ones stand in the order of
the publication. Times are naive local. Arrival is counted up to the whole minute.
"""

import datetime as dt
import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

import numpy as np

from directory.hours import Span
from directory.publication.snapshot import Snapshot
from directory.publication.status import PAUSED
from directory.records import PlaceRecord, StatusRecord
from geo.distance import geodesic_m
from geo.travel import MODES, minutes

BEST = 3
NEARER = 5
REACH_M = 30_000.0
WAIT_MIN = 30
HORIZON = dt.timedelta(days=14)
_DAY = dt.timedelta(days=1)
_YEARS = range(1900, 2200)

Found = tuple[int, float]


@dataclass(frozen=True, slots=True)
class Ask:
    """Where from (WGS-84 degrees), setting out when, how, for which trade (a code)."""

    lon: float
    lat: float
    at: dt.datetime
    mode: str = "ebike"
    trade: str | None = None
    limit: int = 3

    def __post_init__(self) -> None:
        if not (-180 <= self.lon <= 180 and -90 <= self.lat <= 90):
            raise ValueError(f"lon, lat: {self.lon}, {self.lat} outside ±180, ±90 degrees")
        if self.at.tzinfo is not None or self.at.year not in _YEARS:
            raise ValueError(f"at: {self.at} is not a naive local time of the years 1900–2199")
        if self.mode not in MODES:
            raise ValueError(f"mode: {self.mode!r} is not one of {', '.join(MODES)}")
        if self.limit < 1:
            raise ValueError(f"limit: {self.limit} is less than 1")


@dataclass(frozen=True, slots=True)
class Hit:
    """A place as it will be found on arrival.

    opens_on_arrival: None where nobody knows; False on days it is suspended, closed or moved.
    status: what is recorded for the day of arrival.
    next_change: the first change of state after arrival, within 14 days.
    next_opening: where not open on arrival, the next surely open span within 14 days.
    wait_min: 0 where open; whole minutes up to the next opening where at most 30; else None.
    today: spans that touch the day of arrival, cut at the midnights before and after its
        neighbouring days; empty where closed all day or where the hours are unknown.
    """

    place: PlaceRecord
    distance_m: float
    minutes: dict[str, float]
    arrival: dt.datetime
    opens_on_arrival: bool | None
    status: StatusRecord | None
    next_change: dt.datetime | None
    next_opening: dt.datetime | None
    wait_min: int | None
    today: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """`best`: at most three, within 30 km, open on arrival or at most 30 minutes after.

    `nearer`: nearer than the last of `best`, closed or unknown on arrival, at most five.
    `rest`: the next ones by distance, whatever their state. `fallback`: nothing opens within
    reach, and `best` holds the three nearest.
    """

    best: tuple[Hit, ...]
    nearer: tuple[Hit, ...]
    rest: tuple[Hit, ...]
    fallback: bool


def nearest(snapshot: Snapshot, ask: Ask) -> list[Hit]:
    """The `limit` nearest places that have neither moved away nor closed for good by arrival."""
    return [_hit(snapshot, ask, *found) for found in islice(_outward(snapshot, ask), ask.limit)]


def answer(snapshot: Snapshot, ask: Ask, more: int = 10) -> Answer:
    """What a worker sees first, and `more` further places."""
    listed = list(islice(_outward(snapshot, ask), BEST + NEARER + more))
    chosen = _best(snapshot, ask, listed)
    fallback = not chosen
    if fallback:
        chosen = listed[:BEST]
    best = {row for row, _ in chosen}
    others = [found for found in listed if found[0] not in best]
    last = (-1.0, -1) if fallback else chosen[-1][::-1]
    nearer = [found for found in others if found[::-1] < last][:NEARER]
    rest = [found for found in others if found not in nearer]
    return Answer(
        best=tuple(_hit(snapshot, ask, *found) for found in chosen),
        nearer=tuple(_hit(snapshot, ask, *found) for found in nearer),
        rest=tuple(_hit(snapshot, ask, *found) for found in rest[:more]),
        fallback=fallback,
    )


def _outward(snapshot: Snapshot, ask: Ask) -> Iterator[Found]:
    for rows, metres in snapshot.outward(ask.lon, ask.lat, ask.trade):
        for row, distance in zip(rows.tolist(), metres.tolist(), strict=True):
            if int(snapshot.gone[row]) > _arrival(ask, distance).toordinal():
                yield row, distance


def _best(snapshot: Snapshot, ask: Ask, listed: list[Found]) -> list[Found]:
    """The nearest three that open; looks beyond `listed` only among patterns that may."""
    chosen: list[Found] = []
    for found in listed:
        if len(chosen) == BEST or found[1] > REACH_M:
            return chosen
        if _opens(snapshot, ask, found):
            chosen.append(found)
    if len(chosen) < BEST and listed:
        further = _openable(snapshot, ask, beyond=listed[-1])
        opening = (found for found in further if _opens(snapshot, ask, found))
        chosen += islice(opening, BEST - len(chosen))
    return chosen


def _openable(snapshot: Snapshot, ask: Ask, beyond: Found) -> Iterator[Found]:
    """Places within reach after `beyond`, in true order, that may be open at some arrival."""
    rows = snapshot.within(ask.lon, ask.lat, REACH_M, ask.trade)
    # Whole hours, so that the requests of an hour share one evaluation of the patterns.
    first = ask.at.replace(minute=0, second=0, microsecond=0)
    latest = ask.at + dt.timedelta(minutes=minutes(REACH_M, ask.mode) + WAIT_MIN + 61)
    last = latest.replace(minute=0, second=0, microsecond=0)
    patterns, which = np.unique(snapshot.pattern[rows], return_inverse=True)
    may_open = [snapshot.timetable.may_open(index, first, last) for index in patterns.tolist()]
    rows = rows[np.array(may_open, np.bool_)[which]]
    metres = geodesic_m(ask.lon, ask.lat, snapshot.lon[rows], snapshot.lat[rows])
    for at in np.lexsort((rows, metres)).tolist():
        row, distance = int(rows[at]), float(metres[at])
        if distance > REACH_M:
            return
        gone = int(snapshot.gone[row]) <= _arrival(ask, distance).toordinal()
        if (distance, row) > (beyond[1], beyond[0]) and not gone:
            yield row, distance


def _arrival(ask: Ask, distance_m: float) -> dt.datetime:
    arrival = ask.at + dt.timedelta(minutes=minutes(distance_m, ask.mode))
    whole = arrival.replace(second=0, microsecond=0)
    return whole if whole == arrival else whole + dt.timedelta(minutes=1)


def _opens(snapshot: Snapshot, ask: Ask, found: Found) -> bool:
    row, distance = found
    arrival = _arrival(ask, distance)
    spans = snapshot.spans_at(row, arrival.date() - _DAY, 3) or ()
    return _wait(spans, arrival) is not None


def _wait(spans: tuple[Span, ...], arrival: dt.datetime) -> int | None:
    """Minutes until surely open, 0 where open already; None where more than `WAIT_MIN`."""
    opening = next((a for a, b, state in spans if state == "open" and arrival < b), None)
    if opening is None:
        return None
    wait = math.ceil(max(opening - arrival, dt.timedelta()) / dt.timedelta(minutes=1))
    return wait if wait <= WAIT_MIN else None


def _hit(snapshot: Snapshot, ask: Ask, row: int, distance_m: float) -> Hit:
    place = snapshot.place_at(row)
    arrival = _arrival(ask, distance_m)
    day = arrival.date()
    status = place.status_on(day)
    around = snapshot.spans_at(row, day - _DAY, 3)
    opens: bool | None = None
    if status is not None and status.status in PAUSED:
        opens = False
    elif around is not None:
        state = next((state for a, b, state in around if a <= arrival < b), "closed")
        opens = {"open": True, "unknown": None, "closed": False}[state]
    ahead = snapshot.spans_at(row, day - _DAY, HORIZON.days + 3) or ()
    horizon = arrival + HORIZON
    edges = (edge for a, b, _ in ahead for edge in (a, b) if arrival < edge <= horizon)
    openings = (a for a, _, state in ahead if state == "open" and arrival < a <= horizon)
    midnight = dt.datetime.combine(day, dt.time())
    return Hit(
        place=place,
        distance_m=distance_m,
        minutes={code: minutes(distance_m, mode) for code, mode in MODES.items()},
        arrival=arrival,
        opens_on_arrival=opens,
        status=status,
        next_change=min(edges, default=None),
        next_opening=None if opens else min(openings, default=None),
        wait_min=_wait(around or (), arrival),
        today=tuple(s for s in around or () if s[0] < midnight + _DAY and s[1] > midnight),
    )

"""The nearest places, and the three that will be open when one gets there. No Django here.

Distances are WGS-84 geodesics in metres, and the order is theirs; equal ones stand in the order of
the publication. Times are naive local. Arrival is counted up to the whole minute.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

import numpy as np

from directory import nearby
from directory.arrival import DAYS, WAIT_MIN, OnArrival, arrival_of, next_opening, on_arrival, wait
from directory.hours import Span
from directory.nearby import Found
from directory.publication.layout import NEVER
from directory.publication.snapshot import Snapshot
from directory.publication.status import PAUSED
from directory.records import PlaceRecord, StatusRecord
from geo.distance import geodesic_m
from geo.travel import MODES, minutes

BEST = 3
NEARER = 5
REACH_M = 30_000.0
# A minute on the road costs as much as two of waiting.
TRAVEL_WEIGHT = 2
# Where fewer than three open, the others are chosen among so many of the nearest.
FILL_AMONG = 40
_DAY = dt.timedelta(days=1)
_MINUTE = dt.timedelta(minutes=1)
_YEARS = range(1900, 2200)


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
    wait_min: 0 where open; whole minutes up to the next opening where at most 90; else None.
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

    @property
    def far(self) -> bool:
        """Beyond reach: nobody sets out for it, and what it is on arrival is no answer."""
        return self.distance_m > REACH_M


@dataclass(frozen=True, slots=True)
class Answer:
    """`best`: three places, fewer only where no more are published.

    The first `good` of them lie within 30 km and are open on arrival or at most 90 minutes after:
    those with the least waiting and twice the travelling, in order of distance. The others fill
    up: those within reach that open next, then unknown ones, then whatever is nearest.
    `nearer`: nearer than the farthest good one and not open on arrival, at most five.
    `rest`: the next ones by distance, whatever their state.
    """

    best: tuple[Hit, ...]
    nearer: tuple[Hit, ...]
    rest: tuple[Hit, ...]
    good: int

    @property
    def fallback(self) -> bool:
        """Nothing opens within reach."""
        return self.good == 0


def nearest(snapshot: Snapshot, ask: Ask) -> list[Hit]:
    """The `limit` nearest places that have neither moved away nor closed for good by arrival."""
    return [_hit(snapshot, ask, *found) for found in nearest_rows(snapshot, ask)]


def nearest_rows(snapshot: Snapshot, ask: Ask) -> list[Found]:
    """(row, metres) of what `nearest` answers."""

    def stands(row: int, metres: float) -> bool:
        gone = int(snapshot.gone[row])
        return gone == NEVER or gone > _arrival(ask, metres).toordinal()

    return nearby.nearest(snapshot, ask.lon, ask.lat, ask.limit, ask.trade, stands)


def answer(snapshot: Snapshot, ask: Ask, more: int = 10) -> Answer:
    """What a worker sees first, and `more` further places."""
    listed = list(islice(_outward(snapshot, ask), BEST + NEARER + more))
    good = _good(snapshot, ask, listed)
    chosen = good if len(good) == BEST else good + _fillers(snapshot, ask, good)
    best = {row for row, _ in chosen}
    others = [found for found in listed if found[0] not in best]
    last = good[-1][::-1] if good else (-1.0, -1)
    nearer = [found for found in others if found[::-1] < last][:NEARER]
    rest = [found for found in others if found not in nearer]
    return Answer(
        best=tuple(_hit(snapshot, ask, *found) for found in chosen),
        nearer=tuple(_hit(snapshot, ask, *found) for found in nearer),
        rest=tuple(_hit(snapshot, ask, *found) for found in rest[:more]),
        good=len(good),
    )


def _outward(snapshot: Snapshot, ask: Ask) -> Iterator[Found]:
    for rows, metres in snapshot.outward(ask.lon, ask.lat, ask.trade):
        for row, distance in zip(rows.tolist(), metres.tolist(), strict=True):
            if int(snapshot.gone[row]) > _arrival(ask, distance).toordinal():
                yield row, distance


def _good(snapshot: Snapshot, ask: Ask, listed: list[Found]) -> list[Found]:
    """The three of the least score that open, by distance.

    Looks beyond `listed` only among patterns that may open, and no farther than where the way
    alone costs as much as the third best.
    """
    scored: list[tuple[float, float, int]] = []
    for found in listed:
        if found[1] > REACH_M or _is_settled(ask, scored, found[1]):
            return _by_distance(scored)
        _consider(snapshot, ask, scored, found)
    if listed:
        reach = _reach(ask, scored)
        for found in _openable(snapshot, ask, reach, beyond=listed[-1]):
            if _is_settled(ask, scored, found[1]):
                break
            _consider(snapshot, ask, scored, found)
    return _by_distance(scored)


def _consider(
    snapshot: Snapshot, ask: Ask, scored: list[tuple[float, float, int]], found: Found
) -> None:
    """Keep `found` where it opens and is among the three best; equal ones by distance, row."""
    row, distance = found
    arrival = _arrival(ask, distance)
    waited = wait(snapshot.spans_at(row, arrival.date() - _DAY, 3) or (), arrival)
    if waited is not None:
        scored.append((waited + _way(ask, distance), distance, row))
        scored.sort()
        del scored[BEST:]


def _by_distance(scored: list[tuple[float, float, int]]) -> list[Found]:
    return [(row, distance) for _, distance, row in sorted(scored, key=lambda each: each[1:])]


def _way(ask: Ask, distance_m: float) -> float:
    """What the way costs: minutes until arrival, weighed; never less for a longer way."""
    return TRAVEL_WEIGHT * ((_arrival(ask, distance_m) - ask.at) / _MINUTE)


def _is_settled(ask: Ask, scored: list[tuple[float, float, int]], distance_m: float) -> bool:
    """Whether nothing at `distance_m` or farther can be among the best any more."""
    return len(scored) == BEST and _way(ask, distance_m) >= scored[-1][0]


def _reach(ask: Ask, scored: list[tuple[float, float, int]]) -> float:
    """Metres beyond which nothing can be among the best."""
    if len(scored) < BEST:
        return REACH_M
    metres_a_minute = 1000 / minutes(1000, ask.mode)
    return min(REACH_M, scored[-1][0] / TRAVEL_WEIGHT * metres_a_minute)


def _fillers(snapshot: Snapshot, ask: Ask, good: list[Found]) -> list[Found]:
    """The others of the first three, by distance: see `Answer`."""
    taken = {row for row, _ in good}
    near = [f for f in islice(_outward(snapshot, ask), FILL_AMONG) if f[0] not in taken]

    def key(found: Found) -> tuple[int, float, float, int]:
        row, distance = found
        if distance > REACH_M:
            return 2, 0.0, distance, row
        arrival = _arrival(ask, distance)
        opening = next_opening(_ahead(snapshot, row, arrival), arrival)
        if opening is None:
            return 1, 0.0, distance, row
        return 0, (opening - arrival) / _MINUTE + _way(ask, distance), distance, row

    return sorted(sorted(near, key=key)[: BEST - len(good)], key=lambda found: found[::-1])


def _ahead(snapshot: Snapshot, row: int, arrival: dt.datetime) -> tuple[Span, ...]:
    return snapshot.spans_at(row, arrival.date() - _DAY, DAYS) or ()


def _openable(snapshot: Snapshot, ask: Ask, reach: float, beyond: Found) -> Iterator[Found]:
    """Places within `reach` after `beyond`, in true order, that may be open at some arrival."""
    rows = snapshot.within(ask.lon, ask.lat, reach, ask.trade)
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
        if distance > reach:
            return
        gone = int(snapshot.gone[row]) <= _arrival(ask, distance).toordinal()
        if (distance, row) > (beyond[1], beyond[0]) and not gone:
            yield row, distance


def _arrival(ask: Ask, distance_m: float) -> dt.datetime:
    return arrival_of(ask.at, distance_m, ask.mode)


def state_at(
    snapshot: Snapshot, row: int, arrival: dt.datetime
) -> tuple[OnArrival, StatusRecord | None]:
    """What the place is on arrival, and the status recorded for that day."""
    status = snapshot.place_at(row).status_on(arrival.date()) if snapshot.dated[row] else None
    spans = snapshot.spans_at(row, arrival.date() - _DAY, DAYS)
    return on_arrival(spans, arrival, status is not None and status.status in PAUSED), status


def _hit(snapshot: Snapshot, ask: Ask, row: int, distance_m: float) -> Hit:
    place = snapshot.place_at(row)
    arrival = _arrival(ask, distance_m)
    day = arrival.date()
    found, status = state_at(snapshot, row, arrival)
    midnight = dt.datetime.combine(day, dt.time())
    around = snapshot.spans_at(row, day - _DAY, 3) or ()
    return Hit(
        place=place,
        distance_m=distance_m,
        minutes={code: minutes(distance_m, mode) for code, mode in MODES.items()},
        arrival=arrival,
        opens_on_arrival=found.opens,
        status=status,
        next_change=found.next_change,
        next_opening=found.next_opening,
        wait_min=found.wait_min,
        today=tuple(s for s in around if s[0] < midnight + _DAY and s[1] > midnight),
    )

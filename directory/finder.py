"""The nearest places, and the three that will be open when one gets there. No Django here.

Distances are WGS-84 geodesics in metres; equal ones stand in the order of the publication. Times
are naive local. Arrival is counted up to the whole minute. Given a road network, minutes are by
road where it covers both ends (`directory.journey`): what is nearest is as before, what is best
and in which order it stands follows the way.
"""

import datetime as dt
from dataclasses import dataclass
from itertools import islice

from directory import choosing, nearby
from directory.arrival import DAYS, OnArrival, on_arrival
from directory.choosing import BEST
from directory.hours import Span
from directory.journey import Ask, Journey, Way
from directory.nearby import Found
from directory.publication.layout import NEVER
from directory.publication.snapshot import Snapshot
from directory.publication.status import PAUSED
from directory.records import PlaceRecord, StatusRecord
from geo.roads.network import Roads
from geo.travel import MODES, minutes

__all__ = ["Answer", "Ask", "Hit", "answer", "nearest", "nearest_rows", "state_at"]

NEARER = 5
# Of the mode that was not asked for, no road is looked for where even the straight line takes so
# many minutes: nobody is shown them.
OTHER_MIN = 120.0
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Hit:
    """A place as it will be found on arrival.

    minutes, by_road: by mode; not by road, they are an estimate from the straight line.
    far: beyond reach, in a straight line or by road: nobody sets out for it, and what it is on
        arrival is no answer.
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
    by_road: dict[str, bool]
    far: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """`best`: three places, fewer only where no more are published.

    The first `good` of them lie within 30 km and are open on arrival or at most 90 minutes after:
    those with the least waiting and twice the travelling, the shortest way first. The others fill
    up: those within reach that open next, then unknown ones, then whatever is nearest.
    `nearer`: a shorter way than to the last good one and not open on arrival, at most five.
    `rest`: others of the nearest, whatever their state, the shortest way first.
    Where no minutes are by road, the shortest way is the least distance.
    """

    best: tuple[Hit, ...]
    nearer: tuple[Hit, ...]
    rest: tuple[Hit, ...]
    good: int

    @property
    def fallback(self) -> bool:
        """Nothing opens within reach."""
        return self.good == 0


def nearest(snapshot: Snapshot, ask: Ask, roads: Roads | None = None) -> list[Hit]:
    """The `limit` nearest places that have neither moved away nor closed for good by arrival."""
    journey = Journey(snapshot, ask, roads)
    return _hits(journey, nearest_rows(journey))


def nearest_rows(journey: Journey) -> list[Found]:
    """(row, metres) of what `nearest` answers."""

    # A memoryview gives Python's numbers at once, and an array numbers of its own.
    ask, gone = journey.ask, journey.snapshot.gone.data

    def stands(row: int, metres: float) -> bool:
        return gone[row] == NEVER or choosing.stands(journey, row, metres)

    return nearby.nearest(journey.snapshot, ask.lon, ask.lat, ask.limit, ask.trade, stands)


def answer(snapshot: Snapshot, ask: Ask, more: int = 10, roads: Roads | None = None) -> Answer:
    """What a worker sees first, and `more` further places."""
    journey = Journey(snapshot, ask, roads)
    listed = list(islice(choosing.outward(journey), BEST + NEARER + more))
    journey.look(listed)
    good = choosing.good(journey, listed)
    chosen = good if len(good) == BEST else good + choosing.fillers(journey, good)
    best = {row for row, _ in chosen}

    def way(found: Found) -> choosing.Order:
        return choosing.order(journey, found)

    others = sorted((found for found in listed if found[0] not in best), key=way)
    last = way(good[-1]) if good else None
    nearer = [found for found in others if last is not None and way(found) < last][:NEARER]
    rest = [found for found in others if found not in nearer][:more]
    hits = iter(_hits(journey, [*chosen, *nearer, *rest]))
    return Answer(
        best=tuple(islice(hits, len(chosen))),
        nearer=tuple(islice(hits, len(nearer))),
        rest=tuple(hits),
        good=len(good),
    )


def state_at(
    snapshot: Snapshot, row: int, arrival: dt.datetime
) -> tuple[OnArrival, StatusRecord | None]:
    """What the place is on arrival, and the status recorded for that day."""
    status = snapshot.place_at(row).status_on(arrival.date()) if snapshot.dated[row] else None
    spans = snapshot.spans_at(row, arrival.date() - _DAY, DAYS)
    return on_arrival(spans, arrival, status is not None and status.status in PAUSED), status


def _hits(journey: Journey, found: list[Found]) -> list[Hit]:
    if journey.roads is not None:
        for mode in MODES:
            journey.look([each for each in found if _matters(journey, mode, each[1])], mode)
    return [_hit(journey, *each) for each in found]


def _matters(journey: Journey, mode: str, metres: float) -> bool:
    return mode == journey.ask.mode or journey.least_minutes(metres, mode) <= OTHER_MIN


def _ways(journey: Journey, row: int, metres: float) -> dict[str, Way]:
    """By mode."""
    return {
        code: journey.way(row, metres, code)
        if journey.roads is None or _matters(journey, code, metres)
        else (minutes(metres, mode), False)
        for code, mode in MODES.items()
    }


def _hit(journey: Journey, row: int, distance_m: float) -> Hit:
    snapshot = journey.snapshot
    arrival = journey.arrival(row, distance_m)
    day = arrival.date()
    found, status = state_at(snapshot, row, arrival)
    midnight = dt.datetime.combine(day, dt.time())
    around = snapshot.spans_at(row, day - _DAY, 3) or ()
    ways = _ways(journey, row, distance_m)
    return Hit(
        place=snapshot.place_at(row),
        distance_m=distance_m,
        minutes={code: ahead for code, (ahead, _) in ways.items()},
        arrival=arrival,
        opens_on_arrival=found.opens,
        status=status,
        next_change=found.next_change,
        next_opening=found.next_opening,
        wait_min=found.wait_min,
        today=tuple(s for s in around if s[0] < midnight + _DAY and s[1] > midnight),
        by_road={code: road for code, (_, road) in ways.items()},
        far=journey.far(row, distance_m),
    )

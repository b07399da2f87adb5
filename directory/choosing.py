"""Which three places come first for who travels there: see docs/decisions/finder.md. No Django.

The search goes outward by distance. By road a farther place may be the shorter way, so it goes on
until no place beyond could be among the three even if its road were straight.
"""

import datetime as dt
from collections.abc import Iterator
from itertools import islice

import numpy as np

from directory.arrival import DAYS, WAIT_MIN, arrival_after, next_opening, wait
from directory.hours import Span
from directory.journey import REACH_M, Journey
from directory.nearby import Found
from directory.publication.layout import NEVER
from directory.publication.snapshot import Snapshot
from geo.travel import MODES, minutes

BEST = 3
# A minute on the road costs as much as two of waiting.
TRAVEL_WEIGHT = 2
# Where fewer than three open, the others are chosen among so many of the nearest.
FILL_AMONG = 40
# By road, so many farther places at a time.
TOGETHER = 64
_DAY = dt.timedelta(days=1)
_MINUTE = dt.timedelta(minutes=1)
# Minutes on the way, metres in a straight line, row: the shortest way first.
Order = tuple[float, float, int]
# What waiting and way cost; then as `Order`.
_Scored = tuple[float, float, float, int]


def order(journey: Journey, found: Found) -> Order:
    row, metres = found
    return journey.ahead(row, metres), metres, row


def stands(journey: Journey, row: int, metres: float) -> bool:
    """Whether it has not gone for good by arrival."""
    gone = int(journey.snapshot.gone[row])
    return gone == NEVER or gone > journey.arrival(row, metres).toordinal()


def outward(journey: Journey) -> Iterator[Found]:
    """Every place that stands, nearest in a straight line first."""
    ask = journey.ask
    for rows, metres in journey.snapshot.outward(ask.lon, ask.lat, ask.trade):
        for row, distance in zip(rows.tolist(), metres.tolist(), strict=True):
            if stands(journey, row, distance):
                yield row, distance


def good(journey: Journey, listed: list[Found]) -> list[Found]:
    """The three of the least score that open, the shortest way first.

    `listed`: the nearest, in order of distance. Looks beyond them only among patterns that may
    open, and no farther than where the way alone costs as much as the third best.
    """
    scored: list[_Scored] = []
    for found in listed:
        if found[1] > REACH_M or _is_settled(journey, scored, found[1]):
            return _by_way(scored)
        _consider(journey, scored, found)
    if listed:
        farther = _openable(journey, _reach(journey, scored), beyond=listed[-1])
        together = TOGETHER if journey.by_road() else 1
        while some := list(islice(farther, together)):
            journey.look(some)
            for found in some:
                if _is_settled(journey, scored, found[1]):
                    return _by_way(scored)
                _consider(journey, scored, found)
    return _by_way(scored)


def fillers(journey: Journey, first: list[Found]) -> list[Found]:
    """Those after `first` up to three, the shortest way first: see `directory.finder.Answer`."""
    taken = {row for row, _ in first}
    near = [f for f in islice(outward(journey), FILL_AMONG) if f[0] not in taken]
    journey.look(near)

    def key(found: Found) -> tuple[int, float, Order]:
        row, distance = found
        if journey.far(row, distance):
            return 2, 0.0, (distance, distance, row)
        arrival = journey.arrival(row, distance)
        opening = next_opening(_spans(journey.snapshot, row, arrival), arrival)
        if opening is None:
            return 1, 0.0, order(journey, found)
        costs = (opening - arrival) / _MINUTE + _cost(journey, arrival)
        return 0, costs, order(journey, found)

    chosen = sorted(near, key=key)[: BEST - len(first)]
    return sorted(chosen, key=lambda found: order(journey, found))


def _consider(journey: Journey, scored: list[_Scored], found: Found) -> None:
    """Keep `found` where it opens and is among the three best; of equal ones the shorter way."""
    row, distance = found
    if journey.far(row, distance):
        return
    arrival = journey.arrival(row, distance)
    waited = wait(journey.snapshot.spans_at(row, arrival.date() - _DAY, 3) or (), arrival)
    if waited is not None:
        scored.append((waited + _cost(journey, arrival), *order(journey, found)))
        scored.sort()
        del scored[BEST:]


def _by_way(scored: list[_Scored]) -> list[Found]:
    return [(row, distance) for _, _, distance, row in sorted(scored, key=lambda each: each[1:])]


def _cost(journey: Journey, arrival: dt.datetime) -> float:
    """What the way costs: minutes until arrival, weighed."""
    return TRAVEL_WEIGHT * ((arrival - journey.ask.at) / _MINUTE)


def _is_settled(journey: Journey, scored: list[_Scored], distance_m: float) -> bool:
    """Whether nothing at `distance_m` or farther can be among the best any more."""
    if len(scored) < BEST:
        return False
    soonest = arrival_after(journey.ask.at, journey.least_minutes(distance_m))
    least, third = _cost(journey, soonest), scored[-1][0]
    # By road, of two that cost the same the one farther off may be the shorter way.
    return least > third or (least == third and not journey.by_road())


def _reach(journey: Journey, scored: list[_Scored]) -> float:
    """Metres beyond which nothing can be among the best."""
    if len(scored) < BEST:
        return REACH_M
    return min(REACH_M, journey.most_metres(scored[-1][0] / TRAVEL_WEIGHT))


def _spans(snapshot: Snapshot, row: int, arrival: dt.datetime) -> tuple[Span, ...]:
    return snapshot.spans_at(row, arrival.date() - _DAY, DAYS) or ()


def _openable(journey: Journey, reach: float, beyond: Found) -> Iterator[Found]:
    """Places within `reach` after `beyond`, in true order, that may be open at some arrival."""
    snapshot, ask = journey.snapshot, journey.ask
    rows, metres = snapshot.within(ask.lon, ask.lat, reach, ask.trade)
    # Whole hours, so that the requests of an hour share one evaluation of the patterns.
    first = ask.at.replace(minute=0, second=0, microsecond=0)
    farthest = minutes(REACH_M, MODES[ask.mode])
    latest = ask.at + dt.timedelta(minutes=farthest + WAIT_MIN + 61)
    last = latest.replace(minute=0, second=0, microsecond=0)
    patterns, which = np.unique(snapshot.pattern[rows], return_inverse=True)
    may_open = [snapshot.timetable.may_open(index, first, last) for index in patterns.tolist()]
    opening = np.array(may_open, np.bool_)[which]
    rows, metres = rows[opening], metres[opening]
    for at in np.lexsort((rows, metres)).tolist():
        row, distance = int(rows[at]), float(metres[at])
        if distance > reach:
            return
        if (distance, row) > (beyond[1], beyond[0]) and stands(journey, row, distance):
            yield row, distance

"""Another choice of sites, tried by hand: what it does to the figures, while somebody waits for it.

The arrays of a run are kept in the process; only the columns that are open, and positions that are
no candidate, are looked at each time.
"""

import threading
from collections import Counter, OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from geo.cost_matrix import straight_line_m
from geo.roads_in_use import roads
from planning.answer import CountyRow, Shares
from planning.counties import counties_of
from planning.figures import Served, by_county, coming, existing, served_by, shares
from planning.models import Run, Scenario
from planning.problem import Column, Problem, travelled
from planning.reading import points_of, read, sites_of

# Problems kept in a process, and how large one may be: 50 MB each.
KEPT, MOST_CELLS = 3, 10_000_000
MOST_OPEN, MOST_FREE = 300, 20


class TooLarge(ValueError):
    """The run has more points and sites than can be tried by hand."""


class Unknown(ValueError):
    """A key that is no column of the run; `str` is the key."""


@dataclass(frozen=True, slots=True)
class Tried:
    """`columns`: what was open, free positions last; `loads`: people served by each of them.

    `mean`: of the way of those who are served; None where nobody is. `people`: who are covered, or
    come (uptake). Where the question counts room, it counts here (`figures.served_by`).
    """

    columns: tuple[Column, ...]
    loads: tuple[float, ...]
    shares: Shares
    people: float
    mean: float | None
    counties: tuple[CountyRow, ...]
    served: Served


def try_out(problem: Problem, keys: Sequence[str], free: Sequence[Column] = ()) -> Tried:
    """`keys` of columns that are open, `free`: sites besides. `Unknown`, `TooLarge`."""
    if len(keys) > MOST_OPEN or len(free) > MOST_FREE:
        raise TooLarge
    places = problem.places
    for key in keys:
        if key not in places:
            raise Unknown(key)
    at = sorted({places[key] for key in keys})
    now = served_by(problem, existing(problem))
    part = _with(problem, at, free)
    served = served_by(part, range(len(part.columns)))
    has = served.site >= 0
    weights = problem.weights
    reached = float(weights[has].sum())
    load = np.bincount(served.site[has], weights=weights[has], minlength=len(part.columns))
    rows = by_county(part, now, served, (), range(len(part.columns)))
    stood = Counter(each.county for each in problem.columns if each.is_existing)
    return Tried(
        columns=part.columns,
        loads=tuple(map(float, load)),
        shares=shares(served.level, weights),
        people=float(coming(part, served).sum()),
        mean=float(weights[has] @ served.cost[has]) / reached if reached else None,
        counties=tuple(replace(row, sites_before=stood[row.code]) for row in rows),
        served=served,
    )


def free_sites(
    region: str, positions: Sequence[tuple[float, float, float | None]], room: float | None
) -> list[Column]:
    """Sites where nobody has offered one, each in its county; keys x0, x1 …; WGS-84.

    `positions`: longitude, latitude, and the capacity of the site that was moved there; `room`: of
    those that have none.
    """
    lons, lats = [each[0] for each in positions], [each[1] for each in positions]
    counties = counties_of(lons, lats, region)
    return [
        Column(
            f"x{number}", "candidate", f"{lon:.5f}, {lat:.5f}", lon, lat, county,
            capacity=room if own is None else own,
        )
        for number, ((lon, lat, own), county) in enumerate(zip(positions, counties, strict=True))
    ]  # fmt: skip


def _with(problem: Problem, at: Sequence[int], free: Sequence[Column]) -> Problem:
    """The same demand with these columns alone, and with sites where nobody has offered one."""
    columns = [problem.columns[each] for each in at]
    cost, metres = problem.cost[:, at], None
    by_road = problem.by_road[:, at]
    if problem.metres is not None:
        metres = problem.metres[:, at]
    if free:
        where = np.array([(each.lon, each.lat) for each in free], float)
        more, more_by_road, _travel = travelled(problem.question, problem.positions, where, roads())
        cost, by_road = np.hstack([cost, more]), np.hstack([by_road, more_by_road])
        if metres is not None:
            metres = np.hstack([metres, straight_line_m(problem.positions, where)])
        columns += free
    return replace(problem, columns=tuple(columns), cost=cost, by_road=by_road, metres=metres)


@dataclass(frozen=True, slots=True)
class Trial:
    """The arrays of a run's scenario, and what its answer came to: where room is counted, by the
    same rule as what is tried, so that a difference is one of sites and not of who was sent where.
    """

    problem: Problem
    after: Shares


class _Held:
    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.trials: OrderedDict[int, Trial] = OrderedDict()


_held = _Held()


def held(run: Run) -> Trial:
    """Of a run that is answered; read once in this process. `TooLarge`."""
    with _held.lock:
        found = _held.trials.get(run.pk)
        if found is not None:
            _held.trials.move_to_end(run.pk)
            return found
        made = _held.trials[run.pk] = _read(run)
        while len(_held.trials) > KEPT:
            _held.trials.popitem(last=False)
        return made


def _read(run: Run) -> Trial:
    scenario = Scenario.objects.select_related("demand", "candidates").get(pk=run.scenario_id)
    columns = sites_of(scenario.candidates, scenario.region_code).count() + len(scenario.existing)
    if points_of(scenario.demand, scenario.region_code).count() * columns > MOST_CELLS:
        raise TooLarge
    problem = read(scenario)
    after, sites = Run.objects.values_list("answer__after", "answer__sites").get(pk=run.pk)
    if not problem.question.capacitated:
        return Trial(problem, Shares.from_json(after))
    opened = [problem.at(each["key"]) for each in sites if each["kind"] != "given_up"]
    return Trial(problem, shares(served_by(problem, opened).level, problem.weights))


def forget() -> None:
    """Read anew at the next call."""
    with _held.lock:
        _held.trials.clear()

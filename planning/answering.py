"""From a problem to its answer: the search, the curve, the changes, and all of it in one record."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version

import numpy as np

from planning import changes, curve
from planning.answer import LEVELS, Answer, Line, Proof, Provenance, Shares, Site, WhatIf
from planning.figures import Served, assigned, by_county, existing, served_by, shares
from planning.order import Placed, base_of, order
from planning.problem import Problem
from planning.question import OF_PEOPLE, unit_of
from planning.solve import Asked, Found, solve

# Grows when the same arrays would be answered otherwise.
SOLVER = "geo.siting 1"
# Of the seconds for the search: how long each further question, and all of them, may take.
EACH, ALL = 1 / 6, 3.0
# Objective, bound and gap of the search, in the problem's units; stage, steps done, steps in all.
# False: stop, and keep what has been found.
Tell = Callable[[str, int, int, float | None, float | None, float | None], bool]


@dataclass
class _Asking:
    """Further questions, while time lasts and nobody has asked to stop."""

    seed: int
    limit: float
    until: float
    tell: Callable[[], bool]
    stopped: bool = False

    def __call__(self, problem: Problem, asked: Asked) -> Found | None:
        left = self.until - time.monotonic()
        if self.stopped or left <= 0 or not self.tell():
            self.stopped = True
            return None
        found = solve(
            problem, asked, seconds=min(self.limit, left), seed=self.seed,
            progress=lambda *_figures: self.tell(),
        )  # fmt: skip
        cut = {reason.code for reason in found.reasons} & {"cancelled"}
        return None if cut else found


def solver() -> str:
    """What the answer was computed with, by version."""
    return f"{SOLVER}; HiGHS {version('highspy')}; numpy {np.__version__}"


def answer(problem: Problem, provenance: Provenance, tell: Tell) -> Answer:
    """Stopped by `tell`, it is what has been found until then; the rest is said to be left out."""
    seed, seconds = provenance.seed, problem.question.seconds

    def searching(objective: float, bound: float, gap: float) -> bool:
        return tell("search", 0, 0, objective, bound, gap)

    found = solve(problem, seed=seed, progress=searching)
    before = served_by(problem, existing(problem))
    if found.status == "infeasible":
        return _none(problem, found, before, provenance)
    served = assigned(problem, found.opened, found.assignment)
    placed = order(problem, found, served)
    todo = list(changes.all_changes(problem, found, seed))
    steps = len(curve.counts(problem, found)) + len(todo)
    done = 0
    stage = "curve"

    def going_on() -> bool:
        return tell(stage, min(done, steps), steps, found.objective, found.bound, found.gap)

    asking = _Asking(
        seed, max(2.0, seconds * EACH), time.monotonic() + max(10.0, seconds * ALL), going_on
    )

    def ask(about: Problem, asked: Asked) -> Found | None:
        nonlocal done
        got = asking(about, asked)
        done += 1
        return got

    points = curve.curve(problem, found, placed, ask)
    stage, done = "changes", len(curve.counts(problem, found))
    what_ifs, left_out = changes.tried(problem, found, todo, ask)
    opened = list(found.opened)
    return Answer(
        proof=_proof(problem, found),
        before=shares(before.level, problem.weights),
        after=shares(served.level, problem.weights),
        sites=_sites(problem, found, served, placed, what_ifs),
        curve=points,
        knee=curve.knee(points),
        counties=by_county(problem, before, served, existing(problem), opened),
        lines=_lines(problem, before, served),
        what_ifs=what_ifs,
        left_out=left_out,
        provenance=provenance,
    )


def _none(problem: Problem, found: Found, before: Served, provenance: Provenance) -> Answer:
    now = existing(problem)
    seen: Shares = shares(before.level, problem.weights)
    return Answer(
        proof=_proof(problem, found), before=seen, after=seen, sites=(), curve=(), knee=0,
        counties=by_county(problem, before, before, now, now),
        lines=_lines(problem, before, before), what_ifs=(), left_out=0, provenance=provenance,
    )  # fmt: skip


def _proof(problem: Problem, found: Found) -> Proof:
    question = problem.question
    return Proof(
        status=found.status,
        objective=found.objective,
        bound=found.bound,
        gap=found.gap,
        unit=unit_of(question.objective, question.unit),
        larger=question.objective in OF_PEOPLE,
        new_sites=sum(not problem.columns[at].is_existing for at in found.opened),
        seconds=round(found.seconds, 3),
        reasons=found.reasons,
    )


def _sites(
    problem: Problem,
    found: Found,
    served: Served,
    placed: list[Placed],
    what_ifs: tuple[WhatIf, ...],
) -> tuple[Site, ...]:
    base = base_of(problem, found)
    load = np.bincount(
        served.site[served.site >= 0],
        weights=problem.weights[served.site >= 0],
        minlength=len(problem.columns),
    )
    sites = [
        _site(problem, each.column, "new", at + 1, each, float(load[each.column]), what_ifs)
        for at, each in enumerate(placed)
    ]
    for at in base:
        stands = Placed(at, float(load[at]), 0.0)
        sites.append(_site(problem, at, "existing", 0, stands, float(load[at]), ()))
    for at, column in enumerate(problem.columns):
        if column.kind == "movable" and at not in found.opened:
            sites.append(_site(problem, at, "given_up", 0, Placed(at, 0.0, 0.0), 0.0, ()))
    return tuple(sites)


def _site(
    problem: Problem,
    at: int,
    kind: str,
    number: int,
    placed: Placed,
    people: float,
    what_ifs: tuple[WhatIf, ...],
) -> Site:
    column = problem.columns[at]
    stays, of = changes.staying(column.key, what_ifs) if kind == "new" else (0, 0)
    return Site(
        key=column.key, kind=kind, name=column.name, lon=column.lon, lat=column.lat,  # type: ignore[arg-type]
        county=column.county, order=number, adds=placed.adds, total=placed.total, people=people,
        capacity=column.capacity, cost=column.cost, stays=stays, tried=of,
        robust=bool(of) and stays >= changes.MOSTLY * of and _helps(problem, placed),
    )  # fmt: skip


def _helps(problem: Problem, placed: Placed) -> bool:
    """What covers nobody more is chosen again because anything would be."""
    return placed.adds > 0 or problem.question.objective not in OF_PEOPLE


def _lines(problem: Problem, before: Served, after: Served) -> tuple[Line, ...]:
    return tuple(
        Line(
            name=problem.names[i],
            lon=float(problem.positions[i, 0]),
            lat=float(problem.positions[i, 1]),
            people=float(problem.weights[i]),
            county=problem.counties[i],
            site=problem.columns[after.site[i]].key if after.site[i] >= 0 else "",
            cost=_number(after.cost[i]) if after.site[i] >= 0 else None,
            before=_number(before.cost[i]),
            level=LEVELS[after.level[i]],
            by_road=bool(after.site[i] >= 0 and problem.by_road[i, after.site[i]]),
        )
        for i in range(len(problem.weights))
    )


def _number(value: float) -> float | None:
    return round(float(value), 3) if np.isfinite(value) else None

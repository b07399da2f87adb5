"""What a choice of sites means for people: who is served by whom, how well, and by county."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from planning.answer import LEVELS, CountyRow, Shares
from planning.problem import Floats, Problem, taken_up
from planning.room import placed

COVERED, UNDER, UNCOVERED = range(3)


@dataclass(frozen=True, slots=True)
class Served:
    """`site` (n,): the column that serves each point, -1 for none; `cost` (n,), infinity for none;
    `level` (n,): a position in `LEVELS`."""

    site: NDArray[np.int64]
    cost: Floats
    level: NDArray[np.int64]


def nearest(problem: Problem, opened: Sequence[int], standard: float | None = None) -> Served:
    """Everybody at the nearest of the open columns, however many come there."""
    n = len(problem.weights)
    if not len(opened):
        return _levelled(problem, np.full(n, -1, np.int64), np.full(n, np.inf), standard)
    chosen = np.asarray(sorted(opened), np.int64)
    part = problem.cost[:, chosen]
    at = part.argmin(1)
    cost = part[np.arange(n), at].astype(float)
    site = np.where(np.isfinite(cost), chosen[at], -1)
    return _levelled(problem, site, cost, standard)


def assigned(
    problem: Problem,
    opened: Sequence[int],
    assignment: NDArray[np.int64],
    standard: float | None = None,
) -> Served:
    """As the solver has it, whose own assignment counts where room does."""
    near = nearest(problem, opened, standard)
    if not problem.question.capacitated:
        return near
    return _with_room(problem, near, assignment, standard)


def served_by(problem: Problem, opened: Sequence[int], standard: float | None = None) -> Served:
    """Of a choice that no solver has assigned: the nearest, or the nearest with room for one more
    where the question counts it (`planning.room`)."""
    near = nearest(problem, opened, standard)
    if not problem.question.capacitated or not len(opened):
        return near
    chosen = np.asarray(sorted(opened), np.int64)
    part = problem.cost[:, chosen]
    if problem.question.objective == "capacitated_mclp":
        limit = problem.question.standard if standard is None else standard
        part = np.where(part <= limit, part, np.inf)
    at = placed(part, problem.weights, rooms(problem)[chosen])
    return _with_room(problem, near, np.where(at >= 0, chosen[at], -1), standard)


def rooms(problem: Problem) -> Floats:
    """(m,) how many people each column takes; infinity where nobody knows of a limit."""
    known = (each.capacity for each in problem.columns)
    return np.array([np.inf if room is None else room for room in known], float)


def _with_room(
    problem: Problem, near: Served, site: NDArray[np.int64], standard: float | None
) -> Served:
    """Whoever has no place (-1) is served by nobody, and under-served at best."""
    out = site < 0
    own = problem.cost[np.arange(len(site)), np.maximum(site, 0)].astype(float)
    found = _levelled(problem, site, np.where(out, near.cost, own), standard)
    level = np.where(out & (found.level == COVERED), UNDER, found.level)
    return Served(np.where(out, -1, site), found.cost, level)


def _levelled(
    problem: Problem, site: NDArray[np.int64], cost: Floats, standard: float | None
) -> Served:
    limit = problem.question.standard if standard is None else standard
    level = np.where(cost <= limit, COVERED, np.where(cost <= 2 * limit, UNDER, UNCOVERED))
    return Served(site, cost, level)


def shares(level: NDArray[np.int64], weights: Floats) -> Shares:
    return Shares(*(float(weights[level == at].sum()) for at in range(len(LEVELS))))


def coming(problem: Problem, served: Served, weights: Floats | None = None) -> Floats:
    """(n,) people that the choice does good to: the covered; for uptake, those who come."""
    people = problem.weights if weights is None else weights
    if problem.metres is None:
        return np.where(served.level == COVERED, people, 0.0)
    rows = np.arange(len(people))
    near = taken_up(problem.metres[rows, np.maximum(served.site, 0)], problem.question)
    return np.where(served.site >= 0, people * near, 0.0)


def by_county(
    problem: Problem,
    before: Served,
    after: Served,
    opened_before: Sequence[int],
    opened_after: Sequence[int],
) -> tuple[CountyRow, ...]:
    """The region's counties in the order of their codes, and whatever lies outside all of them."""
    of_point = np.array(problem.counties)
    codes = dict.fromkeys((*sorted(problem.county_names), *sorted(set(problem.counties))))
    rows = []
    for code in codes:
        here = of_point == code
        weights = problem.weights[here]
        rows.append(
            CountyRow(
                code=code,
                name=problem.county_names.get(code, code),
                people=float(weights.sum()),
                before=shares(before.level[here], weights),
                after=shares(after.level[here], weights),
                sites_before=sum(problem.columns[at].county == code for at in opened_before),
                sites_after=sum(problem.columns[at].county == code for at in opened_after),
            )
        )
    return tuple(rows)


def existing(problem: Problem) -> list[int]:
    return [at for at, each in enumerate(problem.columns) if each.is_existing]


def kept(problem: Problem) -> list[int]:
    """What stands where nothing new is built: all but those closed in the scenario."""
    return [at for at in existing(problem) if problem.columns[at].kind != "closed"]

"""Which new site to build first: always the one that brings most, given those before."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from planning.figures import COVERED, Served, coming, nearest
from planning.problem import Problem
from planning.solve import Found


@dataclass(frozen=True, slots=True)
class Placed:
    """`adds`, `total` in people; see `planning.answer.Site`."""

    column: int
    adds: float
    total: float


def base_of(problem: Problem, found: Found) -> list[int]:
    """What stands already and stays."""
    return [at for at in found.opened if problem.columns[at].is_existing]


def order(problem: Problem, found: Found, served: Served) -> list[Placed]:
    """By people; where several bring as many, by how much shorter they make the way of all."""
    new = [at for at in found.opened if not problem.columns[at].is_existing]
    if problem.question.capacitated:
        return _by_load(problem, new, served)
    open_now = base_of(problem, found)
    placed = []
    total = float(coming(problem, nearest(problem, open_now)).sum())
    while new:
        tried = [(*_worth(problem, [*open_now, at]), -at) for at in new]
        best = max(range(len(new)), key=lambda k: tried[k])
        column, reached = new.pop(best), tried[best][0]
        open_now.append(column)
        placed.append(Placed(column, reached - total, reached))
        total = reached
    return placed


def _worth(problem: Problem, opened: Sequence[int]) -> tuple[float, float]:
    served = nearest(problem, opened)
    far = np.where(np.isfinite(served.cost), served.cost, 1e6)
    people = round(float(coming(problem, served).sum()), 9)
    return people, -float(problem.weights @ far)


def _by_load(problem: Problem, new: Sequence[int], served: Served) -> list[Placed]:
    """With room counted who goes where is settled: the fullest first."""
    people = np.where(served.level == COVERED, problem.weights, 0.0)
    load = {at: float(people[served.site == at].sum()) for at in new}
    total = float(people.sum()) - sum(load.values())
    placed = []
    for at in sorted(new, key=lambda each: (-load[each], each)):
        total += load[at]
        placed.append(Placed(at, load[at], total))
    return placed

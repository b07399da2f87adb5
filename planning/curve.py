"""How much any number of new sites can do, and where another one adds clearly less."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from geo.siting import knee as knee_of
from planning.answer import CurvePoint
from planning.figures import Served, assigned, coming, kept, served_by
from planning.order import Placed, base_of
from planning.problem import Problem
from planning.question import MOST_SITES, OF_PEOPLE
from planning.solve import Asked, Found

BEYOND = 5
# None: no time is left for it.
Ask = Callable[[Problem, Asked], Found | None]


def chosen(problem: Problem, found: Found) -> int:
    """The number of new sites that was asked for, or found where none was."""
    question = problem.question
    if question.p is not None and question.budget is None and question.objective != "lscp":
        return question.p
    return sum(not problem.columns[at].is_existing for at in found.opened)


def counts(problem: Problem, found: Found) -> range:
    """The numbers of new sites that are looked at: to a few beyond what was chosen."""
    free = sum(not each.is_existing and not each.must_not for each in problem.columns)
    return range(1, min(free, MOST_SITES, chosen(problem, found) + BEYOND) + 1)


def curve(
    problem: Problem, found: Found, placed: Sequence[Placed], ask: Ask
) -> tuple[CurvePoint, ...]:
    """Each number answered for itself. By the order of building, and then not said to be proven,
    where there is a budget or room to count, and where no time is left."""
    question = problem.question
    by_order = question.capacitated or question.budget is not None
    asking = problem
    if question.objective == "lscp":
        asking = replace(problem, question=replace(question, objective="mclp", p=1))
    points = [_nothing_new(problem)] if kept(problem) or question.objective in OF_PEOPLE else []
    for count in counts(problem, found):
        own = count == chosen(problem, found) and question.objective != "lscp"
        other = found if own else None if by_order else ask(asking, Asked(p=count))
        if other is not None and other.status != "infeasible":
            served = assigned(problem, other.opened, other.assignment)
            proven = other.status == "optimal" and (own or not by_order)
            points.append(_point(problem, count, served, proven))
        elif other is None and count <= len(placed):
            opened = [*base_of(problem, found), *(each.column for each in placed[:count])]
            points.append(_point(problem, count, served_by(problem, opened), False))
    return tuple(points)


def knee(points: Sequence[CurvePoint]) -> int:
    """The number of new sites at the bend of the curve of people."""
    if len(points) < 3:
        return points[-1].sites if points else 0
    return points[knee_of([each.covered for each in points])].sites


def _nothing_new(problem: Problem) -> CurvePoint:
    return _point(problem, 0, served_by(problem, kept(problem)), False)


def _point(problem: Problem, count: int, served: Served, proven: bool) -> CurvePoint:
    people = float(coming(problem, served).sum())
    value = people if _is_of_people(problem) else _way(problem, served)
    share = people / problem.total if problem.total else 0.0
    return CurvePoint(count, value, people, share, proven)


def _is_of_people(problem: Problem) -> bool:
    return problem.question.objective in OF_PEOPLE or problem.question.objective == "lscp"


def _way(problem: Problem, served: Served) -> float:
    """The mean way of those who have one, or the longest (p-center)."""
    has = np.isfinite(served.cost) & (problem.weights > 0)
    if not has.any():
        return 0.0
    if problem.question.objective == "p_center":
        return float(served.cost[has].max())
    return float(np.average(served.cost[has], weights=problem.weights[has]))

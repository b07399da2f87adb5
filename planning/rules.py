"""The rules of a scenario over its columns: what must and may be open, what cannot be at all.

A county that must have a site of its own becomes one more demand point, which only the county's
sites serve, and which outweighs everybody else together; so every objective honours the rule, and
its bound stays a bound.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.cost_matrix import straight_line_m
from planning.answer import Reason
from planning.problem import Problem


@dataclass(frozen=True, slots=True)
class Rules:
    """`fixed`, `forbidden`: columns. `p`: how many are open in all, None where it is not asked.

    `owed`: for each county that has no public place yet, its columns that may be open. `reasons`:
    why it cannot be at all.
    """

    fixed: tuple[int, ...]
    forbidden: tuple[int, ...]
    p: int | None
    owed: tuple[tuple[int, ...], ...]
    reasons: tuple[Reason, ...]


def rules_of(problem: Problem, without: int | None = None, p: int | None = None) -> Rules:
    """`without`: a column that cannot be had; `p`: another number of new sites than is asked."""
    question, columns = problem.question, problem.columns
    near = _too_near(problem)
    fixed = {at for at, each in enumerate(columns) if each.kind == "fixed" or each.must}
    forbidden = {
        at
        for at, each in enumerate(columns)
        if each.kind == "closed" or each.must_not or at in near or at == without
    }
    reasons = []
    clash = sorted((fixed & near) - {without})
    if clash:
        names = "、".join(columns[at].name for at in clash)
        reasons.append(Reason("must_excluded", {"metres": f"{question.apart_m:g}", "names": names}))
    fixed -= forbidden
    moved = sum(each.kind == "movable" for each in columns)
    asked = question.p if p is None else p
    stays = sum(columns[at].is_existing for at in fixed)
    owed, empty = _owed(problem, fixed, forbidden)
    if empty:
        reasons.append(Reason("county_empty", {"names": "、".join(empty)}))
    if asked is not None:
        reasons += _too_few(problem, fixed, forbidden, asked, moved, len(owed))
    if question.budget is not None:
        reasons += _too_dear(problem, fixed, owed, question.budget)
    return Rules(
        fixed=tuple(sorted(fixed)),
        forbidden=tuple(sorted(forbidden)),
        p=None if asked is None else asked + moved + stays,
        owed=owed,
        reasons=tuple(reasons),
    )


def _too_near(problem: Problem) -> set[int]:
    """Candidates nearer to a place that stays than they may be."""
    apart = problem.question.apart_m
    stays = [(each.lon, each.lat) for each in problem.columns if each.kind == "fixed"]
    others = [at for at, each in enumerate(problem.columns) if not each.is_existing]
    if not apart or not stays or not others:
        return set()
    where = np.array([(problem.columns[at].lon, problem.columns[at].lat) for at in others])
    nearest: NDArray[np.float32] = straight_line_m(where, np.array(stays)).min(1)
    return {others[at] for at in np.flatnonzero(nearest < apart)}


def _owed(
    problem: Problem, fixed: set[int], forbidden: set[int]
) -> tuple[tuple[tuple[int, ...], ...], list[str]]:
    """The free columns of each county that still needs one, and the names of those without any."""
    if not problem.question.every_county:
        return (), []
    served = {problem.columns[at].county for at in fixed if problem.columns[at].public}
    owed, empty = [], []
    for code, name in problem.county_names.items():
        if code in served:
            continue
        own = tuple(
            at
            for at, each in enumerate(problem.columns)
            if each.county == code and each.public and at not in forbidden
        )
        if own:
            owed.append(own)
        else:
            empty.append(name)
    return tuple(owed), empty


def _too_few(
    problem: Problem, fixed: set[int], forbidden: set[int], asked: int, moved: int, owed: int
) -> list[Reason]:
    must = sum(not problem.columns[at].is_existing for at in fixed)
    free = [at for at in range(len(problem.columns)) if at not in fixed and at not in forbidden]
    there = must + sum(not problem.columns[at].is_existing for at in free)
    if must > asked:
        return [Reason("must_over", {"must": must, "asked": asked})]
    if there < asked:
        return [Reason("too_few", {"there": there, "asked": asked})]
    # With a budget `p` is only the most that may be chosen.
    if owed > asked - must + moved:
        return [Reason("counties_over", {"counties": owed, "asked": asked})]
    return []


def _too_dear(
    problem: Problem, fixed: set[int], owed: tuple[tuple[int, ...], ...], budget: float
) -> list[Reason]:
    must = sum(problem.columns[at].cost for at in fixed)
    least = must + sum(min(problem.columns[at].cost for at in own) for own in owed)
    for code, cost in (("budget_must", must), ("budget_counties", least)):
        if cost > budget * (1 + 1e-12):
            return [Reason(code, {"cost": f"{cost:g}", "budget": f"{budget:g}"})]
    return []

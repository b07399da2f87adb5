"""The same question with one thing changed, and which new sites stay whatever is changed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from planning.answer import Change, WhatIf
from planning.curve import Ask
from planning.figures import assigned, coming
from planning.problem import Problem
from planning.solve import Asked, Found

DRAWS = 3
BY = 0.2
# A site that is chosen again in so much of what could be tried is robust.
MOSTLY = 0.75


@dataclass(frozen=True, slots=True)
class Changed:
    """What is changed: as `WhatIf` says it, and as the solver is asked."""

    change: Change
    by: float | str
    asked: Asked


def all_changes(problem: Problem, found: Found, seed: int) -> Iterator[Changed]:
    question, weights = problem.question, problem.weights
    for by in (-question.step, question.step):
        if question.standard + by > 0:
            yield Changed("standard", by, Asked(standard=question.standard + by))
    for factor in (1 - BY, 1 + BY):
        yield Changed("demand", factor, Asked(weights=weights * factor))
    dice = np.random.default_rng(seed)
    for draw in range(1, DRAWS + 1):
        factors = dice.uniform(1 - BY, 1 + BY, len(weights))
        yield Changed("shuffled", draw, Asked(weights=weights * factors))
    for at in new_sites(problem, found):
        yield Changed("without", problem.columns[at].key, Asked(without=at))


def new_sites(problem: Problem, found: Found) -> list[int]:
    return [at for at in found.opened if not problem.columns[at].is_existing]


def tried(
    problem: Problem, found: Found, changes: Sequence[Changed], ask: Ask
) -> tuple[tuple[WhatIf, ...], int]:
    """What each brings, and for how many no time was left."""
    said, left_out = [], 0
    for each in changes:
        other = ask(problem, each.asked)
        if other is None:
            left_out += 1
        else:
            said.append(_what_if(problem, found, each, other))
    return tuple(said), left_out


def _what_if(problem: Problem, found: Found, changed: Changed, other: Found) -> WhatIf:
    weights = problem.weights if changed.asked.weights is None else changed.asked.weights
    before = {problem.columns[at].key for at in new_sites(problem, found)}
    after = {problem.columns[at].key for at in new_sites(problem, other)}
    people = 0.0
    if other.status != "infeasible":
        served = assigned(problem, other.opened, other.assignment, changed.asked.standard)
        people = float(coming(problem, served, weights).sum())
    total = float(weights.sum())
    return WhatIf(
        change=changed.change,
        by=changed.by,
        status=other.status,
        covered=people,
        share=people / total if total else 0.0,
        kept=tuple(sorted(before & after)),
        lost=tuple(sorted(before - after)),
        added=tuple(sorted(after - before)),
    )


def staying(key: str, what_ifs: Sequence[WhatIf]) -> tuple[int, int]:
    """In how many the site is chosen again, of those in which it could be."""
    could = [
        each
        for each in what_ifs
        if each.status != "infeasible" and not (each.change == "without" and each.by == key)
    ]
    return sum(key in each.kept for each in could), len(could)

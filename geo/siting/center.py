"""p-center: the smallest greatest distance, found by asking at which radius p sites cover all."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import ArrayLike

from geo.siting import cover
from geo.siting import rows as reading
from geo.siting.clock import Clock
from geo.siting.evaluate import assign
from geo.siting.ready import ready
from geo.siting.rows import Entries, Matrix
from geo.siting.solution import Integers, Progress, Solution, infeasible, relative_gap


def p_center(
    cost: Matrix,
    p: int,
    *,
    weights: ArrayLike | None = None,
    fixed: Iterable[int] = (),
    forbidden: Iterable[int] = (),
    gap: float = 0.0,
    time_limit: float = 60.0,
    seed: int = 0,
    progress: Progress | None = None,
) -> Solution:
    """Choose p sites so that the dearest way of anybody is least (Hakimi 1965; Minieka 1970).

        min  max_i w[i] min_{j in S} cost[i, j],   |S| = p

    Bisection over the distinct weighted costs; at each, a set covering problem that is made small
    first and solved by HiGHS. Arguments as in `p_median`; points of weight 0 do not count.
    """
    ready()
    clock = Clock(time_limit, progress)
    found = reading.entries(cost, "cost")
    asked = reading.asked(found.n, found.m, p, weights, fixed, forbidden)
    if asked.wrong:
        return infeasible(found.n, asked.wrong, clock.seconds, seed)
    w, state = asked.weights, asked.state
    value = found.value * w[found.row]
    may = state[found.site] >= 0
    nearest = np.full(found.n, np.inf)
    np.minimum.at(nearest, found.row[may], value[may])
    need = w > 0
    lost = int((np.isinf(nearest) & need).sum())
    if lost:
        reason = f"{lost} demand points are reached by no site"
        return infeasible(found.n, reason, clock.seconds, seed)
    least = float(nearest[need].max(initial=0.0))
    radii = np.unique(value[may & need[found.row]])
    radii = radii[radii >= least]
    if not len(radii):
        radii = np.zeros(1)
    # radii[high] is known to be enough, radii[low - 1] known to be too little.
    best = _covers(found, value, need, state, asked.p, float(radii[-1]), clock, seed)
    if best is None or not len(best):
        reason = f"no {asked.p} sites reach every demand point"
        if best is None:
            reason = f"{clock.why}: no {p} sites were found that reach every demand point"
        return infeasible(found.n, reason, clock.seconds, seed)
    low, high = 0, int(np.searchsorted(radii, _dearest(found, value, need, best)))
    while low < high:
        middle = (low + high) // 2
        tried = _covers(found, value, need, state, asked.p, float(radii[middle]), clock, seed)
        if tried is None:
            break
        if len(tried):
            best = tried
            reached = int(np.searchsorted(radii, _dearest(found, value, need, tried)))
            high = min(middle, reached)
        else:
            low = middle + 1
        ends = float(radii[high]), float(radii[low])
        if not clock.tell(*ends) or relative_gap(*ends) <= gap:
            break
    opened = np.zeros(found.m, bool)
    opened[best] = True
    objective = _dearest(found, value, need, best)
    bound = min(objective, float(radii[low]))
    proven = bound == objective
    return Solution(
        sites=np.flatnonzero(opened), assignment=assign(found, opened), objective=objective,
        bound=bound, gap=relative_gap(objective, bound),
        status="optimal" if proven else "feasible", seconds=clock.seconds, seed=seed,
        reason="" if proven else clock.why or f"the gap asked for, {gap:g}, is reached",
    )  # fmt: skip


def _dearest(found: Entries, value: np.ndarray, need: np.ndarray, sites: Integers) -> float:
    opened = np.zeros(found.m, bool)
    opened[sites] = True
    least = np.full(found.n, np.inf)
    useful = opened[found.site]
    np.minimum.at(least, found.row[useful], value[useful])
    return float(least[need].max(initial=0.0))


def _covers(
    found: Entries,
    value: np.ndarray,
    need: np.ndarray,
    state: Integers,
    p: int,
    radius: float,
    clock: Clock,
    seed: int,
) -> Integers | None:
    """p sites that reach all within `radius`; empty where there are none; None: no time."""
    within = value <= radius
    part = Entries(found.n, found.m, found.row[within], found.site[within], value[within])
    left = cover.reduced(part, need, state)
    most = p - len(left.taken)
    if not left.possible or most < 0:
        return np.empty(0, np.int64)
    answer = cover.fewest(left, clock, seed=seed, most=most)
    if answer.verdict == "infeasible":
        return np.empty(0, np.int64)
    if answer.verdict == "nothing":
        return None
    chosen = np.concatenate([left.taken, left.sites[answer.values > 0.5]])
    # p sites were asked for: the rest are those that serve most points better.
    spare = p - len(chosen)
    if spare > 0:
        others = np.setdiff1d(np.flatnonzero(state == 0), chosen)
        often = np.bincount(part.site, minlength=found.m)[others]
        chosen = np.concatenate([chosen, others[np.argsort(-often, kind="stable")[:spare]]])
    return np.sort(chosen)

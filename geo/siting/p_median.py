"""p-median and uptake-aware covering: two namings of one search."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from geo.siting import rows as reading
from geo.siting import tree
from geo.siting.clock import Clock
from geo.siting.evaluate import assign
from geo.siting.median import Search
from geo.siting.ready import ready
from geo.siting.rows import Entries, Matrix
from geo.siting.solution import Floats, Integers, Progress, Solution, infeasible, relative_gap
from geo.siting.tree import Found

# Of a large dense matrix each point's nearest sites are looked at, so many times m / p.
NEAREST_LEAST, NEAREST_TIMES = 60, 8


def p_median(
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
    """Choose p sites so that the weighted cost of reaching the nearest is least (Hakimi 1964).

        min  sum_i w[i] min_{j in S} cost[i, j],   |S| = p

    Parameters
    ----------
    cost : (n_demand, n_sites) array or scipy sparse array, any unit, none negative
        nan, inf and what is absent from a sparse array are unreachable; a stored 0 costs nothing.
    weights : (n_demand,), 0 or more; a point of weight 0 need not be reached.
    fixed, forbidden : columns that must, that must not be chosen; the fixed ones count among the p.
    gap : ends when the proven relative gap is no larger; 0: proven optimal.
    time_limit : seconds, after which the best found is returned with what has been proven.
    progress : called with objective, bound and gap; returning False ends the search likewise.

    Raises
    ------
    SitingError : for arguments that are no such problem, naming the argument.
    """
    ready()
    clock = Clock(time_limit, progress)
    n, m = reading.shape_of(cost, "cost")
    asked = reading.asked(n, m, p, weights, fixed, forbidden)
    if asked.wrong:
        return infeasible(n, asked.wrong, clock.seconds, seed)
    w, state = asked.weights, asked.state
    thin = reading.nearest(cost, max(NEAREST_LEAST, NEAREST_TIMES * m // p), state)
    found, limit = thin or (reading.entries(cost, "cost"), np.full(n, np.inf))
    wrong = _unreached(found, w, state, limit)
    if wrong:
        return infeasible(n, wrong, clock.seconds, seed)
    weighted = found.value * w[found.row]
    # Being served at the dearest is better than not being served, for any number of points.
    is_limited = np.isfinite(limit)
    beyond = np.multiply(limit, w, out=np.zeros(n), where=is_limited)
    dearest = max(float(weighted.max(initial=0.0)), float(beyond.max(initial=0.0)))
    refusal = (dearest + 1.0) * (float((w > 0).sum()) + 1.0)
    out = np.where(w > 0, np.where(is_limited, beyond, refusal), 0.0)
    whole = reading.is_whole(weighted) and reading.is_whole(out)
    rows = reading.rows(found, weighted, out, state >= 0)
    search = Search(rows, state, asked.p, gap, whole, clock, 1.0)
    done = tree.run(search)
    served = assign(found, done.opened)
    total = done.total
    if thin is not None:
        served, total = _at_last(cost, w, done.opened, served)
    unserved = int(((served < 0) & (w > 0)).sum())
    if unserved:
        if done.bound >= refusal * (1 - 1e-9):
            return infeasible(n, f"no {p} sites reach every demand point", clock.seconds, seed)
        reason = f"no {p} sites were found that reach every demand point; {unserved} are left out"
        return infeasible(n, f"{clock.why}: {reason}", clock.seconds, seed)
    return _solution(done, served, total, done.bound, gap, clock, seed)


def _at_last(
    cost: Matrix, w: Floats, opened: NDArray[np.bool_], served: Integers
) -> tuple[Integers, float]:
    """Whom no near site serves goes to the nearest that is open; the total of all."""
    dense, sites = np.asarray(cost), np.flatnonzero(opened)
    served = served.copy()
    for i in np.flatnonzero(served < 0):
        values = np.where(np.isnan(dense[i, sites]), np.inf, dense[i, sites])
        if np.isfinite(values.min()):
            served[i] = sites[int(values.argmin())]
    reached = np.flatnonzero(served >= 0)
    return served, float(w[reached] @ dense[reached, served[reached]])


def uptake(
    benefit: Matrix,
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
    """Choose p sites so that most is taken up, each demand point using the best site for it.

        max  sum_i w[i] max_{j in S} benefit[i, j],   |S| = p;   0 where no site is of use

    benefit : (n_demand, n_sites), the share (or number) of point i that comes to site j; what is
    absent, nan or 0 is of no use. Else as in `p_median`; `bound` is at least `objective`.
    """
    ready()
    clock = Clock(time_limit, progress)
    found = reading.entries(benefit, "benefit")
    asked = reading.asked(found.n, found.m, p, weights, fixed, forbidden)
    if asked.wrong:
        return infeasible(found.n, asked.wrong, clock.seconds, seed)
    w, state = asked.weights, asked.state
    worth = found.value * w[found.row]
    best = np.zeros(found.n)
    np.maximum.at(best, found.row, np.where(state[found.site] >= 0, worth, 0.0))
    search = Search(
        reading.rows(found, best[found.row] - worth, best, state >= 0),
        state, asked.p, gap, reading.is_whole(worth), clock, -1.0,
    )  # fmt: skip
    most = float(best.sum())
    search.offset(-most)
    done = tree.run(search)
    served = assign(found, done.opened, larger=True)
    return _solution(done, served, most - done.total, most - done.bound, gap, clock, seed)


def _unreached(found: Entries, w: Floats, state: Integers, limit: Floats) -> str:
    """`limit` is finite where sites were left out, all of which reach the point."""
    reached = np.isfinite(limit)
    reached[found.row[state[found.site] >= 0]] = True
    lost = np.flatnonzero(~reached & (w > 0))
    if not len(lost):
        return ""
    named = ", ".join(map(str, lost[:5])) + (" …" if len(lost) > 5 else "")
    return f"{len(lost)} demand points are reached by no site: {named}"


def _solution(
    done: Found,
    served: Integers,
    objective: float,
    bound: float,
    gap: float,
    clock: Clock,
    seed: int,
) -> Solution:
    left = relative_gap(objective, bound)
    proven = abs(objective - bound) <= (1e-9 * max(1.0, abs(objective)))
    if proven:
        bound, left = objective, 0.0
    ended = (
        f"the gap asked for, {gap:g}, is reached"
        if left <= gap
        else "some points are served from beyond the sites that were looked at"
    )
    reason = "" if proven else clock.why or ended
    return Solution(
        sites=np.flatnonzero(done.opened),
        assignment=served,
        objective=objective,
        bound=bound,
        gap=left,
        status="optimal" if proven else "feasible",
        seconds=clock.seconds,
        seed=seed,
        reason=reason,
    )

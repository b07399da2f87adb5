"""Sites that hold only so much: capacitated p-median and capacitated covering.

    min  sum_i sum_j c[i, j] x[i, j] + sum_i out[i] u[i]
    s.t. sum_j x[i, j] + u[i] = 1,  sum_i demand[i] x[i, j] <= capacity[j] y[j],  sum_j y[j] = p,
         x, y, u binary: a point is served by one site whole, or (covering) not at all

The Lagrangian dual and the relaxation over loads (`relaxation`) give the bound and a first choice,
`diving` and `improving` better ones, until the loads that one better still can have are few enough
to be tried all; what is left open HiGHS decides over the sites that are not ruled out.
"""

from collections.abc import Iterable

import numpy as np
from numpy.typing import ArrayLike

from geo.siting import cover, programs
from geo.siting import rows as reading
from geo.siting.clock import Clock
from geo.siting.diving import dive
from geo.siting.holding import Holding
from geo.siting.improving import improve
from geo.siting.ready import ready
from geo.siting.relaxation import Relaxation
from geo.siting.rows import Entries, Matrix
from geo.siting.solution import Progress, Solution, infeasible, relative_gap

# Entries that HiGHS is given at most.
LARGE = 40_000
# Up to so many entries it decides at once, without loads; beyond so many a linear program over
# loads takes longer than it brings.
SMALL, MIDDLING = 2_000, 250_000


def capacitated_p_median(
    cost: Matrix,
    p: int,
    *,
    demand: ArrayLike,
    capacity: ArrayLike,
    weights: ArrayLike | None = None,
    fixed: Iterable[int] = (),
    forbidden: Iterable[int] = (),
    gap: float = 0.0,
    time_limit: float = 60.0,
    seed: int = 0,
    progress: Progress | None = None,
) -> Solution:
    """p-median whose sites hold no more than their capacity; each point goes whole to one site.

    demand : (n_demand,), what a point takes of a site's room; `weights` (1 by default) multiply its
        cost. capacity : (n_sites,). Everything else as in `p_median`.
    """
    ready()
    clock = Clock(time_limit, progress)
    found = reading.entries(cost, "cost")
    w = reading.weights_of(weights, found.n)
    found = Entries(found.n, found.m, found.row, found.site, found.value * w[found.row])
    out = np.full(found.n, np.inf)
    return _search(
        Holding(found, out, demand, capacity, p, fixed, forbidden, gap, clock, seed, 1.0)
    )


def capacitated_mclp(
    covers: Matrix,
    p: int,
    *,
    demand: ArrayLike,
    capacity: ArrayLike,
    weights: ArrayLike | None = None,
    fixed: Iterable[int] = (),
    forbidden: Iterable[int] = (),
    gap: float = 0.0,
    time_limit: float = 60.0,
    seed: int = 0,
    progress: Progress | None = None,
) -> Solution:
    """Maximal covering whose sites hold no more than their capacity (Current & Storbeck 1988).

    `weights` (`demand` by default): what serving a point is worth; it is served whole or not.
    """
    ready()
    clock = Clock(time_limit, progress)
    found = cover.covered(covers)
    w = reading.weights_of(demand if weights is None else weights, found.n)
    costs = Entries(found.n, found.m, found.row, found.site, -w[found.row])
    out = np.zeros(found.n)
    return _search(
        Holding(costs, out, demand, capacity, p, fixed, forbidden, gap, clock, seed, -1.0)
    )


def _search(held: Holding) -> Solution:
    n, clock = held.found.n, held.clock
    wrong = reading.too_many(held.p, held.state) or held.impossible()
    if wrong:
        return infeasible(n, wrong, clock.seconds, held.seed)
    by_loads = SMALL < len(held.found.row) <= MIDDLING
    relaxation = Relaxation(held, by_loads)
    relaxation.ascend()
    if by_loads and not held.is_enough() and not clock.is_up:
        relaxation.complete()
        dive(held, relaxation)
        improve(held, relaxation)
    if not held.is_enough() and not clock.is_up:
        verdict = _decide(held)
        if verdict == "infeasible" and not np.isfinite(held.total):
            reason = f"no {held.p} sites have room for every demand point"
            return infeasible(n, reason, clock.seconds, held.seed)
    if not np.isfinite(held.total):
        reason = f"{clock.why or 'search ended'}: no assignment was found that fits"
        return infeasible(n, reason, clock.seconds, held.seed)
    return _solution(held)


def _decide(held: Holding) -> str:
    """HiGHS over the sites that the dual has not ruled out."""
    sites = np.flatnonzero(held.state >= 0)
    if np.isfinite(held.table[:, sites]).sum() > LARGE:
        return "left"
    whole = held.part(np.arange(held.found.n), sites, held.p)
    start = whole.start(held.served, held.opened) if np.isfinite(held.total) else None
    answer = programs.solve(
        whole.program, held.clock, gap=held.gap, seed=held.seed, start=start, sign=held.sign,
        proven=held.bound,
    )  # fmt: skip
    if answer.verdict == "infeasible":
        # Sites were ruled out because nothing better than the best needs them.
        held.bound = held.total
        return "infeasible"
    if len(answer.values):
        held.found_better(whole.read(answer.values)[1])
    held.bound = max(held.bound, min(answer.bound, held.total))
    return answer.verdict


def _solution(held: Holding) -> Solution:
    bound = held.bound
    if held.whole:
        bound = np.ceil(bound - 1e-6)
    bound = min(bound, held.total)
    proven = held.total - bound <= 1e-9 * max(1.0, abs(held.total))
    if proven:
        bound = held.total
    objective, limit = held.sign * held.total, held.sign * bound
    why = held.clock.why or "the search has nothing left to try that fits into memory"
    if relative_gap(objective, limit) <= held.gap:
        why = "the gap asked for is reached"
    return Solution(
        sites=np.flatnonzero(held.opened), assignment=held.served,
        objective=objective + 0.0, bound=limit + 0.0, gap=relative_gap(objective, limit),
        status="optimal" if proven else "feasible", seconds=held.clock.seconds,
        seed=held.seed, reason="" if proven else why,
    )  # fmt: skip

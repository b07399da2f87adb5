"""Covering as much demand as p sites, or a budget, can: MCLP."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import ArrayLike
from scipy import sparse

from geo.siting import cover, programs, tree
from geo.siting import rows as reading
from geo.siting.clock import Clock
from geo.siting.evaluate import assign
from geo.siting.median import Search
from geo.siting.programs import Program
from geo.siting.ready import ready
from geo.siting.rows import Entries, Matrix
from geo.siting.solution import (
    Floats,
    Integers,
    Mask,
    Progress,
    SitingError,
    Solution,
    infeasible,
)

# Entries up to which HiGHS is worth asking, and the branches that are tried before it is.
SMALL, NODES = 400_000, 40


def mclp(
    covers: Matrix,
    p: int | None = None,
    *,
    weights: ArrayLike | None = None,
    fixed: Iterable[int] = (),
    forbidden: Iterable[int] = (),
    budget: float | None = None,
    site_cost: ArrayLike | None = None,
    gap: float = 0.0,
    time_limit: float = 60.0,
    seed: int = 0,
    progress: Progress | None = None,
) -> Solution:
    """Maximal covering (Church & ReVelle 1974): the most weight within reach of p sites.

        max  sum_i w[i] y[i]   s.t.  y[i] <= sum_{j covers i} x[j],  sum_j x[j] = p

    covers : (n_demand, n_sites), boolean or sparse; what is not 0 covers.
    budget, site_cost : instead of p, or besides it as the most sites: sum of `site_cost` (m,) of
        the chosen, the fixed ones included, is at most `budget`.
    Everything else as in `p_median`; `bound` is at least `objective`.
    """
    ready()
    clock = Clock(time_limit, progress)
    found = cover.covered(covers)
    w = reading.weights_of(weights, found.n)
    if budget is None:
        if p is None:
            raise SitingError("p or budget must be given")
        if site_cost is not None:
            raise SitingError("site_cost is given and no budget")
        return _p_sites(found, w, p, fixed, forbidden, gap, clock, seed)
    if site_cost is None:
        raise SitingError("budget is given and no site_cost")
    price = reading.weights_of(site_cost, found.m, "site_cost")
    state = reading.states(found.m, fixed, forbidden)
    if not np.isfinite(budget) or budget < 0:
        raise SitingError(f"budget is {budget}; it must be a number, 0 or more")
    spent = float(price[state > 0].sum())
    if spent > budget * (1 + 1e-12):
        reason = f"the fixed sites alone cost {spent:g} of {budget:g}"
        return infeasible(found.n, reason, clock.seconds, seed)
    most = found.m if p is None else reading.count_of(p)
    if int((state > 0).sum()) > most:
        reason = f"{int((state > 0).sum())} sites are fixed, and at most {most} may be chosen"
        return infeasible(found.n, reason, clock.seconds, seed)
    small, worth = cover.grouped(found, w)
    start = _within(small, worth, state, price, budget, most)
    limits = np.vstack([price, np.ones(found.m)])
    upper = np.array([budget, float(most)])
    opened, bound = _most(small, worth, state, limits, upper, start, gap, clock, seed)
    served = assign(found, opened, larger=True)
    objective = float(w[served >= 0].sum())
    return cover.said(opened, served, objective, max(bound, objective), clock, seed)


def _p_sites(
    found: Entries,
    w: Floats,
    p: int,
    fixed: Iterable[int],
    forbidden: Iterable[int],
    gap: float,
    clock: Clock,
    seed: int,
) -> Solution:
    """By the search of `median`, and by HiGHS over what that leaves where it is small enough."""
    asked = reading.asked(found.n, found.m, p, w, fixed, forbidden)
    if asked.wrong:
        return infeasible(found.n, asked.wrong, clock.seconds, seed)
    state, p = asked.state, asked.p
    small, worth = cover.grouped(found, w)
    used = state[small.site] >= 0
    reach = np.zeros(small.n)
    reach[small.row[used]] = worth[small.row[used]]
    most = float(reach.sum())
    rows = reading.rows(small, np.zeros(len(small.row)), reach, state >= 0)
    search = Search(rows, state, p, gap, reading.is_whole(worth), clock, -1.0)
    search.offset(-most)
    is_small = len(small.row) <= SMALL
    done = tree.run(search, NODES if is_small else None)
    opened, bound = done.opened, most - done.bound
    covered = most - done.total
    if is_small and bound > covered + gap * covered + 1e-9 and not clock.is_up:
        count = np.ones((1, found.m))
        opened, other = _most(
            small, worth, search.state, count, np.array([float(p)]), opened, gap, clock, seed
        )
        # Sites that the search has settled are so in every choice that is better than its own.
        bound = min(bound, max(other, covered))
        opened = _filled(opened, state, p)
    served = assign(found, opened, larger=True)
    objective = float(w[served >= 0].sum())
    return cover.said(opened, served, objective, max(bound, objective), clock, seed)


def _filled(opened: Mask, state: Integers, p: int) -> Mask:
    """p sites: what covers as much with fewer gets the first free ones besides."""
    spare = p - int(opened.sum())
    if spare > 0:
        opened = opened.copy()
        opened[np.flatnonzero(~opened & (state == 0))[:spare]] = True
    return opened


def _most(
    small: Entries,
    worth: Floats,
    state: Integers,
    limits: Floats,
    upper: Floats,
    start: Mask,
    gap: float,
    clock: Clock,
    seed: int,
) -> tuple[Mask, float]:
    """The choice that covers most under limits @ x <= upper, and what none covers more than."""
    n, m = small.n, small.m
    program = Program(
        cost=np.concatenate([np.zeros(m), -worth]),
        matrix=programs.stacked(
            [cover.matrix(small), -sparse.eye_array(n)], [sparse.csr_array(limits), None]
        ),
        low=np.concatenate([np.zeros(n), np.full(len(upper), -np.inf)]),
        high=np.concatenate([np.full(n, np.inf), upper]),
        whole=np.concatenate([np.ones(m, bool), np.zeros(n, bool)]),
        lower=np.concatenate([(state > 0).astype(float), np.zeros(n)]),
        upper=np.concatenate([(state >= 0).astype(float), np.ones(n)]),
    )
    reached = np.zeros(n)
    reached[small.row[start[small.site]]] = 1.0
    answer = programs.solve(
        program, clock, gap=gap, seed=seed, start=np.concatenate([start, reached]), sign=-1.0
    )
    ceiling = float(worth.sum())
    bound = ceiling if not np.isfinite(answer.bound) else min(ceiling, -answer.bound)
    better = len(answer.values) and -answer.objective > worth @ reached + 1e-9
    return (answer.values[:m] > 0.5 if better else start), bound


def _within(
    found: Entries, worth: Floats, state: Integers, price: Floats, budget: float, most: int
) -> Mask:
    """Sites by what they add for their price, while money and number last."""
    opened = state > 0
    left = worth.copy()
    left[found.row[opened[found.site]]] = 0.0
    while opened.sum() < most:
        gains = np.bincount(found.site, weights=left[found.row], minlength=found.m)
        rest = budget - price[opened].sum()
        gains[(state < 0) | opened | (price > rest)] = 0.0
        each = gains / np.maximum(price, 1e-12)
        j = int(each.argmax())
        if gains[j] <= 0:
            break
        opened[j] = True
        left[found.row[found.site == j]] = 0.0
    return opened

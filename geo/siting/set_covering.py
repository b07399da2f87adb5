"""As few sites as cover all demand, or a share of it: LSCP."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import ArrayLike
from scipy import sparse

from geo.siting import cover, programs
from geo.siting import rows as reading
from geo.siting.clock import Clock
from geo.siting.evaluate import assign
from geo.siting.programs import Program
from geo.siting.ready import ready
from geo.siting.rows import Entries, Matrix
from geo.siting.solution import Floats, Integers, Mask, Progress, SitingError, Solution, infeasible


def lscp(
    covers: Matrix,
    *,
    share: float = 1.0,
    weights: ArrayLike | None = None,
    fixed: Iterable[int] = (),
    forbidden: Iterable[int] = (),
    gap: float = 0.0,
    time_limit: float = 60.0,
    seed: int = 0,
    progress: Progress | None = None,
) -> Solution:
    """Location set covering (Toregas et al. 1971): the fewest sites that cover `share` of weight.

        min  sum_j x[j]   s.t.  y[i] <= sum_{j covers i} x[j],  sum_i w[i] y[i] >= share sum_i w[i]

    `objective` and `bound` are numbers of sites, the fixed ones included. With share 1 every
    point of weight above 0 must be covered. Everything else as in `mclp`.
    """
    ready()
    clock = Clock(time_limit, progress)
    found = cover.covered(covers)
    w = reading.weights_of(weights, found.n)
    state = reading.states(found.m, fixed, forbidden)
    if not 0 < share <= 1:
        raise SitingError(f"share is {share}; it must be above 0 and at most 1")
    usable = state[found.site] >= 0
    reached = np.zeros(found.n, bool)
    reached[found.row[usable]] = True
    lost = float(w[~reached].sum())
    total = float(w.sum())
    if lost > (1 - share) * total + 1e-9 * total:
        points = int((~reached & (w > 0)).sum())
        reason = f"{points} demand points, {lost / total:.1%} of the weight, are covered by no site"
        return infeasible(found.n, reason, clock.seconds, seed)
    if share == 1:
        opened, fewest = _whole(found, w, state, clock, seed)
    else:
        opened, fewest = _part(found, w, state, share * total, gap, clock, seed)
    served = assign(found, opened, larger=True)
    objective = float(opened.sum())
    bound = min(objective, float(np.ceil(fewest - 1e-6)))
    return cover.said(opened, served, objective, bound, clock, seed)


def _whole(
    found: Entries, w: Floats, state: Integers, clock: Clock, seed: int
) -> tuple[Mask, float]:
    small, _worth = cover.grouped(found, w)
    left = cover.reduced(small, np.ones(small.n, bool), state)
    answer = cover.fewest(left, clock, seed=seed)
    chosen = answer.values > 0.5 if len(answer.values) else cover.greedy(left.matrix)
    opened = np.zeros(found.m, bool)
    opened[left.taken] = opened[left.sites[chosen]] = True
    fewest = max(answer.bound, 1.0 if left.matrix.shape[0] else 0.0) + len(left.taken)
    return opened, fewest


def _part(
    found: Entries, w: Floats, state: Integers, need: float, gap: float, clock: Clock, seed: int
) -> tuple[Mask, float]:
    small, worth = cover.grouped(found, w)
    n, m = small.n, small.m
    need *= 1 - 1e-12
    program = Program(
        cost=np.concatenate([np.ones(m), np.zeros(n)]),
        matrix=programs.stacked(
            [cover.matrix(small), -sparse.eye_array(n)], [None, sparse.csr_array(worth[None, :])]
        ),
        low=np.append(np.zeros(n), need),
        high=np.full(n + 1, np.inf),
        whole=np.concatenate([np.ones(m, bool), np.zeros(n, bool)]),
        lower=np.concatenate([(state > 0).astype(float), np.zeros(n)]),
        upper=np.concatenate([(state >= 0).astype(float), np.ones(n)]),
    )
    first = _until(small, worth, state, need)
    reached = np.zeros(n)
    reached[small.row[first[small.site]]] = 1.0
    answer = programs.solve(
        program, clock, gap=gap, seed=seed, start=np.concatenate([first, reached])
    )
    opened = answer.values[:m] > 0.5 if len(answer.values) else first
    return opened, max(answer.bound, float((state > 0).sum()))


def _until(found: Entries, worth: Floats, state: Integers, need: float) -> Mask:
    """Sites by what they add, until `need` is covered."""
    opened = state > 0
    left = worth.copy()
    left[found.row[opened[found.site]]] = 0.0
    while worth.sum() - left.sum() < need:
        gains = np.bincount(found.site, weights=left[found.row], minlength=found.m)
        gains[state < 0] = -1.0
        j = int(gains.argmax())
        opened[j] = True
        left[found.row[found.site == j]] = 0.0
    return opened

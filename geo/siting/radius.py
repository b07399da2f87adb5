"""What a search has not ruled out, as a small integer program for HiGHS: the radius formulation.

    min  sum_i first[i] + sum_i sum_t (cost[i, t+1] - cost[i, t]) z[i, t]
    s.t. z[i, t] + sum of y[j] at cost[i, t] >= z[i, t-1]   z[i, t] = 1: nobody within cost[i, t]
         sum_j y[j] = p,  y binary,  0 <= z <= 1,  z[i, -1] = 1

(Cornuejols, Nemhauser & Wolsey 1980; Garcia, Labbe & Marin 2011.) Of each point only the costs
below lam[i] + upper - L(lam) are needed: a choice S costs at least L(lam) + sum_i (d_i(S) -
lam[i])+, so where some point is served from beyond that, S is no better than what is known.
"""

from dataclasses import dataclass

import numpy as np

from geo.siting.programs import Program, matrix_of
from geo.siting.rows import Rows
from geo.siting.solution import Floats, Integers


@dataclass(frozen=True, slots=True)
class Kept:
    """Entries that a better choice may use, by row and cost; `limit` (n): none costs as much."""

    row: Integers
    site: Integers
    cost: Floats
    limit: Floats


def kept(rows: Rows, state: Integers, lam: Floats, bound: float, need: float) -> Kept:
    """`bound`: L(lam) under `state`; `need`: only choices of a lesser total are looked for."""
    limit = lam + (need - bound)
    row = np.repeat(np.arange(rows.n), np.diff(rows.rptr))
    useful = (rows.rcost < limit[row]) & (state[rows.rsite] >= 0)
    return Kept(row[useful], rows.rsite[useful].astype(np.int64), rows.rcost[useful], limit)


def program(
    left: Kept, out: Floats, state: Integers, p: int, offset: float
) -> tuple[Program, Integers] | None:
    """The program and its sites: columns of y first. None where a point must be served and no
    entry is left for it, so that nothing better exists."""
    n, sites = len(out), np.flatnonzero(state >= 0)
    may_stay = out < left.limit
    first = np.full(n, np.inf)
    np.minimum.at(first, left.row, left.cost)
    empty = np.isinf(first)
    if (empty & ~may_stay).any():
        return None
    # A level: the entries of one row of one cost. Each is a constraint, and a z but for a last one
    # that must hold.
    starts = np.ones(len(left.row), bool)
    starts[1:] = (np.diff(left.row) != 0) | (np.diff(left.cost) != 0)
    level = np.cumsum(starts) - 1
    at, cost = left.row[starts], left.cost[starts]
    count = len(at)
    is_first, is_last = np.ones(count, bool), np.ones(count, bool)
    is_first[1:] = is_last[:-1] = np.diff(at) != 0
    has_z = ~is_last | may_stay[at]
    above = np.append(cost[1:], 0.0)
    above[is_last] = out[at[is_last]]
    z = np.cumsum(has_z) - 1 + len(sites)
    own, before = np.flatnonzero(has_z), np.flatnonzero(~is_first)
    column = np.searchsorted(sites, left.site)
    m, width = len(sites), len(sites) + int(has_z.sum())
    matrix = matrix_of(
        (level, column, np.ones(len(level))),
        (own, z[own], np.ones(len(own))),
        (before, z[before - 1], -np.ones(len(before))),
        (np.full(m, count), np.arange(m), np.ones(m)),
        shape=(count + 1, width),
    )
    low = np.append(is_first.astype(float), p)
    high = np.append(np.full(count, np.inf), p)
    constant = float(first[~empty].sum() + out[empty].sum()) + offset
    return Program(
        cost=np.concatenate([np.zeros(m), (above - cost)[has_z]]),
        matrix=matrix, low=low, high=high,
        whole=np.arange(width) < m,
        lower=np.concatenate([(state[sites] > 0).astype(float), np.zeros(width - m)]),
        upper=np.ones(width),
        offset=constant,
    ), sites  # fmt: skip

"""Compiling before the clock runs: on a new machine that takes longer than many a search."""

from functools import cache

import numpy as np

from geo.siting import dominance, knapsack, load_search, tree
from geo.siting.clock import Clock
from geo.siting.median import Search
from geo.siting.rows import Entries, rows


@cache
def ready() -> None:
    """Runs every compiled function once, with the types that they are called with."""
    cost = np.array([[0.0, 3, 4, 5], [3, 0, 5, 4], [4, 5, 0, 3], [5, 4, 3, 0], [2, 2, 2, 2.5]])
    n, m = cost.shape
    row, site = np.nonzero(np.isfinite(cost))
    found = Entries(n, m, row, site, cost[row, site])
    r = rows(found, found.value[::-1].copy(), np.full(n, 100.0))
    state = np.zeros(m, np.int64)
    tree.run(Search(r, state, 2, 0.0, False, Clock(60.0, None), 1.0))
    covering = [np.array(each) for each in ([0, 2, 3], [0, 1, 1], [0, 1, 3], [0, 0, 1])]
    dominance.reduce(*covering)
    dominance.greedy(*covering)
    size, room = np.ones(n, np.int64), np.full(m, 2, np.int64)
    served = np.zeros(len(r.crow), bool)
    lam, value, most = np.full(n, 9.0), np.zeros(m), np.zeros(m)
    knapsack.loads(r.cptr, r.crow, r.ccost, size, room, lam, value, served)
    none, sigma = np.zeros(n + 1, np.int64), np.empty(0)
    site, ends, taken = np.empty(1, np.int64), np.empty(1, np.int64), np.empty(n, np.int64)
    paid = (r.cptr, r.crow, r.ccost, size, room, lam, none, none[:0], sigma, state)
    load_search.loads(*paid, 9, value, served)
    load_search.loads_within(*paid, most, 9, taken, ends, site)
    load_search.broken(np.zeros(1, np.int64), none[:0], sigma, n, 1.0)
    knapsack.place(
        cost, np.ones(n), np.full(m, 3.0), state == 0, np.full(n, np.inf), np.ones((8, n)), 1
    )

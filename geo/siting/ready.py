"""Compiling before the clock runs: on a new machine that takes longer than many a search."""

from functools import cache

import numpy as np

from geo.siting import knapsack, tree
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
    size, room = np.ones(n, np.int64), np.full(m, 2, np.int64)
    served = np.zeros(len(r.crow), bool)
    knapsack.loads(r.cptr, r.crow, r.ccost, size, room, np.full(n, 9.0), np.zeros(m), served)
    knapsack.place(
        cost, np.ones(n), np.full(m, 3.0), state == 0, np.full(n, np.inf), np.ones((8, n)), 1
    )

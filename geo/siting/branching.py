"""Which site to branch on: what opening and shutting each has brought so far."""

import numpy as np

from geo.siting.solution import Floats, Integers

# Branchings before which the record says too little, and the most doubtful site is taken.
LEARNING = 8
# What a site brought counts beside this many times the mean of all.
PRIOR = 1.0


class Gains:
    """By how much the bound rose for each unit that a site's share of the choices was moved by
    (pseudo-costs: Bénichou et al. 1971), kept apart for shutting (row 0) and opening (row 1)."""

    def __init__(self, m: int) -> None:
        self._sum, self._count = np.zeros((2, m)), np.zeros((2, m))

    def learn(self, site: int, opened: bool, share: float, gain: float) -> None:
        """`share`: how often the site was chosen before, 0 to 1; `gain`: by which the bound rose
        once it was `opened` or shut."""
        moved = 1.0 - share if opened else share
        self._sum[int(opened), site] += gain / max(moved, 0.05)
        self._count[int(opened), site] += 1

    def best(self, free: Integers, often: Floats) -> int:
        """Of the sites `free`, chosen so `often` (as many), the one whose two sides gain most: the
        product of what is awaited of each."""
        seen = self._count.sum(1)
        if seen.min() < LEARNING:
            return int(free[np.abs(often - 0.5).argmin()])
        mean = (self._sum.sum(1) / seen)[:, None]
        each = (self._sum[:, free] + PRIOR * mean) / (self._count[:, free] + PRIOR)
        shut, opened = each[0] * often, each[1] * (1.0 - often)
        least = 1e-3 * float(mean.max()) + 1e-300
        return int(free[(np.maximum(shut, least) * np.maximum(opened, least)).argmax()])

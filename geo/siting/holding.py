"""A problem whose sites hold only so much, the best choice known of it, and what is proven.

A maximum is looked for as a minimum of negative costs; `sign` -1 says so, where figures are told.
"""

from collections.abc import Iterable

import numpy as np
from numpy.typing import ArrayLike

from geo.siting import knapsack
from geo.siting import rows as reading
from geo.siting.clock import Clock
from geo.siting.compact import Compact, compact
from geo.siting.loads import Mask
from geo.siting.rows import Entries
from geo.siting.solution import Floats, Integers


class Holding:
    """`total`, `opened` (m), `served` (n): the best choice, inf where none is known; `bound`: no
    choice costs less. `state` (m): -1 sites that stay shut, 1 those that any better choice opens.

    found, out: costs, and what not serving a point costs (inf: it must be served).
    """

    def __init__(
        self,
        found: Entries,
        out: Floats,
        demand: ArrayLike,
        capacity: ArrayLike,
        p: int,
        fixed: Iterable[int],
        forbidden: Iterable[int],
        gap: float,
        clock: Clock,
        seed: int,
        sign: float,
    ) -> None:
        self.demand = reading.weights_of(demand, found.n, "demand")
        self.capacity = reading.weights_of(capacity, found.m, "capacity")
        self.state = reading.states(found.m, fixed, forbidden)
        self._fixed = self.state > 0
        self.p = reading.count_of(p)
        fits = (self.demand[found.row] <= self.capacity[found.site]) & (self.state[found.site] >= 0)
        self.found = Entries(found.n, found.m, found.row[fits], found.site[fits], found.value[fits])
        self.out, self.gap, self.clock, self.seed = out, gap, clock, seed
        self.sign = sign
        self.whole = reading.is_whole(found.value)
        self.table = np.full((found.n, found.m), np.inf)
        self.table[self.found.row, self.found.site] = self.found.value
        # What is unreachable counts as twice the farthest where sites are compared.
        self._capped = np.minimum(self.table, 2 * float(np.abs(self.found.value).max(initial=1.0)))
        self.total, self.bound = np.inf, -np.inf
        self.opened, self.served = np.zeros(found.m, bool), np.full(found.n, -1, np.int64)
        self.random = np.random.default_rng(seed)
        self.dice = self.random.random((8, found.n))
        self.rows = reading.rows(self.found, self.found.value, np.full(found.n, np.inf))

    def impossible(self) -> str:
        """Why there is no choice at all, as far as a count tells; else empty."""
        must = np.isinf(self.out)
        reached = np.zeros(self.found.n, bool)
        reached[self.found.row] = True
        lost = int((must & ~reached).sum())
        if lost:
            return f"{lost} demand points are reached by no site that has room for them"
        may = np.sort(self.capacity[self.state == 0])[::-1]
        held = self.capacity[self.state > 0].sum()
        room = held + may[: self.p - int((self.state > 0).sum())].sum()
        wanted = self.demand[must].sum()
        if wanted > room * (1 + 1e-12):
            return f"the demand is {wanted:g}, and {self.p} sites have room for {room:g} at most"
        return ""

    def found_better(self, served: Integers) -> bool:
        """Whether the assignment is a better one, which is kept. As p sites are to be open, those
        that it does without are opened, the ones that have to be first."""
        total = float(
            np.where(served >= 0, self.table[np.arange(self.found.n), served], self.out).sum()
        )
        if not self._is_less(total):
            return False
        opened = np.zeros(self.found.m, bool)
        opened[served[served >= 0]] = True
        spare = np.flatnonzero(~opened & (self.state >= 0))
        rank = np.where(self._fixed[spare], 0, np.where(self.state[spare] > 0, 1, 2))
        missing = max(0, self.p - int(opened.sum()))
        opened[spare[np.argsort(rank, kind="stable")][:missing]] = True
        self.total, self.opened, self.served = total, opened, served
        return True

    def place(self, chosen: Mask, tries: int) -> float:
        """Assigns the points to these sites, by regret; returns the total. A better one is kept."""
        total, served = knapsack.place(
            self.table, self.demand, self.capacity, chosen, self.out, self.dice, tries
        )
        if self._is_less(total):
            self.total, self.opened, self.served = float(total), chosen.copy(), served
        return float(total)

    def _is_less(self, total: float) -> bool:
        return total < self.total - 1e-9 * max(1.0, abs(total))

    def swap(self, most: int) -> None:
        """Exchanges one open site for a closed one near it, while that helps."""
        if not np.isfinite(self.total):
            return
        tried = 0
        while tried < most and not self.clock.is_up:
            before = self.total
            free_in = np.flatnonzero(self.opened & (self.state == 0))
            free_out = np.flatnonzero(~self.opened & (self.state == 0))
            if not len(free_in) or not len(free_out):
                return
            alike = np.array([self._apart(j, free_out) for j in free_in.tolist()])
            for flat in np.argsort(alike, axis=None, kind="stable"):
                i, k = np.unravel_index(flat, alike.shape)
                other = self.opened.copy()
                other[free_in[i]], other[free_out[k]] = False, True
                tried += 1
                if self.place(other, 1) < before - 1e-9 or tried >= most or self.clock.is_up:
                    break
            if self.total >= before - 1e-9:
                return

    def alike(self, site: int, others: Integers) -> Integers:
        """The others, nearest first."""
        return others[np.argsort(self._apart(site, others), kind="stable")]

    def _apart(self, site: int, others: Integers) -> Floats:
        """Sites that differ little in their costs are near each other."""
        apart = np.abs(self._capped[:, others] - self._capped[:, [site]])
        return np.asarray(apart.mean(axis=0))

    def part(self, points: Integers, sites: Integers, p: int) -> Compact:
        """Of these points and sites, `p` of which open."""
        return compact(
            self.table, points, sites, self.demand, self.capacity, self.out, self.state, p
        )

    def beaten(self) -> float:
        """The bound from which on nothing better than the best is left."""
        if self.whole:
            return self.total - 1 + 1e-6
        return self.total - 1e-9 * max(abs(self.total), 1e-12)

    def is_enough(self) -> bool:
        """Whether the gap that was asked for is proven."""
        if not np.isfinite(self.total):
            return False
        return self.bound >= min(self.beaten(), self.total - self.gap * abs(self.total))

    def tell(self) -> bool:
        """Whether to go on."""
        return self.clock.tell(self.sign * self.total, self.sign * self.bound)

"""Choosing p sites of least total cost, with proof: the search behind p-median, covering, uptake.

    min  sum_i sum_j c[i, j] x[i, j] + sum_i out[i] u[i]
    s.t. sum_j x[i, j] + u[i] = 1        each demand point is served once, or not at all
         x[i, j] <= y[j]                 only by an open site
         sum_j y[j] = p,  y binary

Upper bounds: lazy greedy (Minoux 1978) and exchange. Lower bounds: the Lagrangian dual of the first
constraints, whose reduced costs also settle sites for good; what is left is branched upon, best
bound first. Equal inputs give equal answers unless time runs out.
"""

import heapq
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.siting import kernels
from geo.siting.clock import Clock
from geo.siting.rows import Rows, among
from geo.siting.solution import Floats, Integers

Mask = NDArray[np.bool_]
ROOT_STEPS, NODE_STEPS, PATIENCE = 100, 60, 12
# A node's dual is asked again where it settled more than this part of the free sites.
AGAIN = 0.1
# Entries that a search looks at before it asks the clock.
LOOK = 20_000_000


@dataclass(frozen=True, slots=True)
class Found:
    """`opened` (m): the choice; `total`: its cost; no choice costs less than `bound`."""

    opened: Mask
    total: float
    bound: float


class Search:
    """`whole`: all costs are whole numbers, so a bound above total - 1 is a proof."""

    def __init__(
        self,
        rows: Rows,
        state: Integers,
        p: int,
        gap: float,
        whole: bool,
        clock: Clock,
        sign: float,
    ) -> None:
        self.rows, self.state, self.p = rows, state.copy(), p
        self._gap, self._whole, self._clock, self._sign = gap, whole, clock, sign
        self._offset = 0.0
        self.opened = np.zeros(rows.m, bool)
        self.total = np.inf
        self._nodes: int | None = None
        self._tried: set[bytes] = set()
        self.bound = 0.0  # no cost is negative
        n = rows.n
        self._n1, self._d1, self._d2 = np.empty(n, np.int64), np.empty(n), np.empty(n)

    def run(self, nodes: int | None = None) -> Found:
        """`nodes`: branches at most, for whoever knows another way to go on."""
        self._nodes = nodes
        self.improve(self._greedy())
        self._tell(-np.inf)
        lam = self._first_multipliers()
        often = np.zeros(self.rows.m)
        self._root(lam, often)
        if not self._is_enough(self.bound) and not self._clock.is_up:
            self._branch_among(np.flatnonzero(self.state >= 0), lam, often)
        self.bound = min(self.bound, self.total)
        return Found(self.opened, self.total, self.bound)

    # Upper bounds.

    def _greedy(self) -> Mask:
        r = self.rows
        opened = self.state > 0
        self._nearest(opened)
        heap = [
            (-kernels.gain(r.cptr, r.crow, r.ccost, self._d1, j), j)
            for j in np.flatnonzero(self.state == 0)
        ]
        heapq.heapify(heap)
        for _ in range(self.p - int(opened.sum())):
            while True:
                _old, j = heapq.heappop(heap)
                gain = kernels.gain(r.cptr, r.crow, r.ccost, self._d1, j)
                if not heap or -gain <= heap[0][0]:
                    break
                heapq.heappush(heap, (-gain, j))
            opened[j] = True
            kernels.open_site(r.cptr, r.crow, r.ccost, self._n1, self._d1, self._d2, j)
        return opened

    def _nearest(self, opened: Mask) -> float:
        r = self.rows
        return float(
            kernels.nearest_two(
                r.rptr, r.rsite, r.rcost, r.out, opened, self._n1, self._d1, self._d2
            )
        )

    def improve(self, opened: Mask, state: Integers | None = None) -> float:
        """Exchanges from `opened`; keeps what is better than the best."""
        r = self.rows
        opened = opened.copy()
        total = self._nearest(opened)
        locked = (self.state if state is None else state) != 0
        at, done = len(opened) - 1, False
        eps = 1e-9 * max(1.0, abs(total))
        while not done:
            at, done = kernels.swaps(
                r.cptr, r.crow, r.ccost, r.rptr, r.rsite, r.rcost, r.out, opened, locked,
                self._n1, self._d1, self._d2, at, LOOK, eps,
            )  # fmt: skip
            if self._clock.is_up:
                break
        total = self._nearest(opened)
        if total < self.total - eps or not np.isfinite(self.total):
            self.total, self.opened = total, opened
        return total

    # Lower bounds.

    def _first_multipliers(self) -> Floats:
        """Between the nearest and the second: where neither side of the dual is far off."""
        self._nearest(self.opened)
        return np.minimum(self.rows.out, 0.5 * (self._d1 + self._d2))

    def _ascend(
        self, lam: Floats, often: Floats, state: Integers, theta: float, steps: int
    ) -> tuple[float, float, Floats, Mask]:
        r = self.rows
        bound, theta, rho, chosen = kernels.ascend(
            r.rptr, r.rsite, r.rcost, r.cptr, r.crow, r.ccost, r.out, lam, state, self.p,
            self.total, self._needed(), theta, steps, PATIENCE, often,
        )  # fmt: skip
        return float(bound), float(theta), rho, chosen

    def _beaten(self) -> float:
        """The bound from which on nothing better than the best is left."""
        if self._whole:
            return self.total - 1 + 1e-6
        return self.total - 1e-9 * max(abs(self.total + self._offset), 1e-12)

    def _needed(self) -> float:
        """The bound that is asked for; what it leaves open stays in the bound that is said."""
        return min(self._beaten(), self.total - self._gap * abs(self.total + self._offset))

    def _is_enough(self, bound: float) -> bool:
        return bound >= self._needed()

    def _rounded(self, bound: float) -> float:
        """No bound above the best, and of whole numbers a whole one."""
        if self._whole and np.isfinite(bound):
            bound = float(np.ceil(bound - 1e-6))
        return min(bound, self.total)

    def offset(self, constant: float) -> None:
        """What the total lacks of the objective, to which a gap is relative."""
        self._offset = constant

    def _settle(self, bound: float, rho: Floats, chosen: Mask, state: Integers) -> int:
        """Fixes in `state` what no choice better than the best can have otherwise.

        Whatever gap is asked for: what is ruled out by it would be missing from the bound.
        """
        need = self._beaten()
        free_in = chosen & (state == 0)
        free_out = ~chosen & (state == 0)
        changed = 0
        if free_in.any():
            last = rho[free_in].max()
            shut = free_out & (bound + rho - last >= need)
            state[shut] = -1
            changed += int(shut.sum())
        if free_out.any():
            first = rho[free_out].min()
            held = free_in & (bound - rho + first >= need)
            state[held] = 1
            changed += int(held.sum())
        return changed

    def _root(self, lam: Floats, often: Floats) -> None:
        theta, tried = 1.5, set()
        while not self._clock.is_up:
            bound, theta, rho, chosen = self._ascend(lam, often, self.state, theta, ROOT_STEPS)
            self.bound = max(self.bound, bound)
            key = chosen.tobytes()
            if key not in tried:
                tried.add(key)
                self.improve(chosen)
            self._settle(bound, rho, chosen, self.state)
            if not self._tell(self.bound) or self._is_enough(self.bound) or theta < 2e-4:
                break
        self.bound = self._rounded(self.bound)

    def _branch_among(self, sites: Integers, lam: Floats, often: Floats) -> None:
        """Branches over the sites that the root has not ruled out, with no trace of the others."""
        if 4 * len(sites) > 3 * self.rows.m:
            self._branch(lam, often)
            return
        inner = Search(
            among(self.rows, sites), self.state[sites], self.p, self._gap, self._whole,
            self._clock, self._sign,
        )  # fmt: skip
        inner._offset, inner._nodes = self._offset, self._nodes
        inner.total, inner.bound = self.total, self.bound
        inner._branch(lam, often[sites])
        if inner.total < self.total:
            self.total = inner.total
            self.opened = np.zeros(self.rows.m, bool)
            self.opened[sites[inner.opened]] = True
        self.bound = inner.bound

    def _branch(self, lam: Floats, often: Floats) -> None:
        """Best bound first; a node keeps its multipliers, from which its children go on."""
        count = 0
        heap = [(self.bound, count, self.state.copy(), lam.copy(), often.copy())]
        proven = np.inf
        while heap:
            self.bound = self._rounded(min(heap[0][0], proven))
            if self._is_enough(heap[0][0]):
                return
            if not self._tell(self.bound) or (self._nodes is not None and count > 2 * self._nodes):
                return
            inherited, _, state, lam, often = heapq.heappop(heap)
            site = _most_doubtful(state, often)
            for value in (1, -1) if often[site] >= 0.5 else (-1, 1):
                child, his, likes = state.copy(), lam.copy(), often.copy()
                child[site] = value
                bound = self._node(inherited, child, his, likes)
                if bound is None:
                    continue
                if self._is_enough(bound):
                    proven = min(proven, bound)
                    continue
                count += 1
                heapq.heappush(heap, (bound, count, child, his, likes))
        self.bound = self._rounded(proven)

    def _node(self, inherited: float, state: Integers, lam: Floats, often: Floats) -> float | None:
        """The node's bound; None where it holds one choice, which is then looked at, or none."""
        while True:
            left = self.p - int((state > 0).sum())
            free = int((state == 0).sum())
            if left < 0 or free < left:
                return None
            if left == 0 or free == left:
                opened = state > 0 if left == 0 else state >= 0
                total = self._nearest(opened)
                if total < self.total:
                    self.total, self.opened = total, opened.copy()
                return None
            bound, _theta, rho, chosen = self._ascend(lam, often, state, 0.5, NODE_STEPS)
            bound = max(bound, inherited)
            if self._is_enough(bound):
                return bound
            self._look_near(chosen)
            settled = self._settle(bound, rho, chosen, state)
            is_decided = settled == free or int((state > 0).sum()) == self.p
            if self._clock.is_up or (settled <= AGAIN * free and not is_decided):
                return bound

    def _look_near(self, chosen: Mask) -> None:
        """Exchanges from a dual's choice that is nearly as good as the best, once from each."""
        if self._nearest(chosen) < self.total * (1 + 1e-3):
            key = chosen.tobytes()
            if key not in self._tried:
                self._tried.add(key)
                self.improve(chosen)

    def _tell(self, bound: float) -> bool:
        total, low = self.total + self._offset, bound + self._offset
        return self._clock.tell(self._sign * total, self._sign * low)


def _most_doubtful(state: Integers, often: Floats) -> int:
    doubt = np.where(state == 0, np.abs(often - 0.5), np.inf)
    return int(doubt.argmin())

"""Choosing p sites of least total cost, with proof: the search behind p-median, covering, uptake.

    min  sum_i sum_j c[i, j] x[i, j] + sum_i out[i] u[i]
    s.t. sum_j x[i, j] + u[i] = 1        each demand point is served once, or not at all
         x[i, j] <= y[j]                 only by an open site
         sum_j y[j] = p,  y binary

Upper bounds: lazy greedy (Minoux 1978) and exchange. Lower bounds: the Lagrangian dual of the first
constraints, whose reduced costs also settle sites for good. What is left is for `tree`.
"""

import heapq
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.siting import dual, kernels
from geo.siting.clock import Clock
from geo.siting.rows import Rows, among
from geo.siting.solution import Floats, Integers

Mask = NDArray[np.bool_]
# Entries that a search looks at before it asks the clock.
LOOK = 20_000_000
SHAKES = 24


@dataclass(frozen=True, slots=True)
class Pace:
    """How a dual is climbed; the words are those of `dual.ascend`."""

    theta: float
    steps: int
    patience: int
    decay: float
    blend: float


AT_FIRST = Pace(theta=1.5, steps=100, patience=12, decay=1.0, blend=0.4)


@dataclass(frozen=True, slots=True)
class Ascent:
    """No choice costs less than `bound`, none that has site j open than `if_open[j]`, none that
    has it shut than `if_shut[j]`; `chosen`: the relaxed choice at the best multipliers."""

    bound: float
    theta: float
    chosen: Mask
    if_open: Floats
    if_shut: Floats


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
        self.gap, self.whole, self.clock, self.sign = gap, whole, clock, sign
        self.constant = 0.0
        self.opened = np.zeros(rows.m, bool)
        self.total = np.inf
        self.bound = 0.0  # no cost is negative
        n = rows.n
        self._n1, self._d1, self._d2 = np.empty(n, np.int64), np.empty(n), np.empty(n)
        self._rooms: list[tuple[NDArray[np.int32], Floats]] = []

    def begin(self) -> tuple[Floats, Floats]:
        """The first choice and bound; the multipliers there, and how often each site was chosen."""
        self.improve(self._greedy())
        self.tell(-np.inf)
        lam = self._first_multipliers()
        often = np.zeros(self.rows.m)
        self._root(lam, often)
        return lam, often

    def among(self, sites: Integers) -> "Search":
        """The same search over these sites only, numbered as they stand in `sites`."""
        inner = Search(
            among(self.rows, sites), self.state[sites], self.p, self.gap, self.whole,
            self.clock, self.sign,
        )  # fmt: skip
        inner.constant = self.constant
        inner.total, inner.bound, inner.opened = self.total, self.bound, self.opened[sites]
        return inner

    # Upper bounds.

    def _greedy(self) -> Mask:
        r = self.rows
        opened = self.state > 0
        self.nearest(opened)
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

    def nearest(self, opened: Mask) -> float:
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
        total = self.nearest(opened)
        locked = (self.state if state is None else state) != 0
        at, done = len(opened) - 1, False
        eps = 1e-9 * max(1.0, abs(total))
        while not done:
            at, done = kernels.swaps(
                r.cptr, r.crow, r.ccost, r.rptr, r.rsite, r.rcost, r.out, opened, locked,
                self._n1, self._d1, self._d2, at, LOOK, eps,
            )  # fmt: skip
            if self.clock.is_up:
                break
        total = self.nearest(opened)
        if total < self.total - eps or not np.isfinite(self.total):
            self.total, self.opened = total, opened
        return total

    def shake(self, often: Floats) -> None:
        """Exchanges from choices drawn at random, always the same: by turns one of sites as often
        as the dual chose them, and the best with a quarter of its sites drawn anew."""
        dice = np.random.default_rng(0)
        free, must = np.flatnonzero(self.state == 0), self.state > 0
        left = self.p - int(must.sum())
        turn, quiet = 0, 0
        while quiet < SHAKES and not self.clock.is_up:
            before = self.total
            opened = must if turn % 2 else self.opened & (self.state >= 0) | must
            held = np.flatnonzero(opened & ~must)
            opened = opened.copy()
            opened[dice.permutation(held)[: max(2, left // 4)]] = False
            spare = free[~opened[free]]
            weight = often[spare] + 1e-4
            missing = self.p - int(opened.sum())
            drawn = dice.choice(spare, missing, replace=False, p=weight / weight.sum())
            opened[drawn] = True
            self.improve(opened)
            turn, quiet = turn + 1, quiet + 1 if self.total >= before else 0

    # Lower bounds.

    def _first_multipliers(self) -> Floats:
        """Between the nearest and the second: where neither side of the dual is far off."""
        self.nearest(self.opened)
        return np.minimum(self.rows.out, 0.5 * (self._d1 + self._d2))

    def ascend(
        self, lam: Floats, often: Floats, state: Integers, pace: Pace, theta: float | None = None
    ) -> Ascent:
        """Betters `lam` and `often`; several threads may ask at once."""
        r = self.rows
        room = (
            self._rooms.pop() if self._rooms else (np.empty_like(r.rsite), np.empty_like(r.rcost))
        )
        if_open, if_shut = np.empty(r.m), np.empty(r.m)
        bound, theta, chosen = dual.ascend(
            r.rptr, r.rsite, r.rcost, r.cptr, r.crow, r.ccost, r.out, lam, state, self.p,
            self.total, self._needed(), pace.theta if theta is None else theta, pace.steps,
            pace.patience, pace.decay, pace.blend, often, if_open, if_shut, *room,
        )  # fmt: skip
        self._rooms.append(room)
        return Ascent(float(bound), float(theta), chosen, if_open, if_shut)

    def beaten(self) -> float:
        """The bound from which on nothing better than the best is left."""
        if self.whole:
            return self.total - 1 + 1e-5
        return self.total - 1e-9 * max(abs(self.total + self.constant), 1e-12)

    def _needed(self) -> float:
        """The bound that is asked for; what it leaves open stays in the bound that is said."""
        return min(self.beaten(), self.total - self.gap * abs(self.total + self.constant))

    def is_enough(self, bound: float) -> bool:
        return bound >= self._needed()

    def rounded(self, bound: float) -> float:
        """No bound above the best, which is proven by what `beaten` says; of whole numbers a whole
        one."""
        if bound >= self.beaten():
            return self.total
        if self.whole and np.isfinite(bound):
            bound = float(np.ceil(bound - 1e-6))
        return min(bound, self.total)

    def offset(self, constant: float) -> None:
        """What the total lacks of the objective, to which a gap is relative."""
        self.constant = constant

    def settle(self, found: Ascent, state: Integers) -> int:
        """Fixes in `state` what no choice better than the best can have otherwise.

        Whatever gap is asked for: what is ruled out by it would be missing from the bound.
        """
        need, before = self.beaten(), int((state == 0).sum())
        state[(state == 0) & (found.if_open >= need)] = -1
        state[(state == 0) & (found.if_shut >= need)] = 1
        return before - int((state == 0).sum())

    def _root(self, lam: Floats, often: Floats) -> None:
        theta, tried = AT_FIRST.theta, set()
        while not self.clock.is_up:
            found = self.ascend(lam, often, self.state, AT_FIRST, theta)
            theta = found.theta
            self.bound = max(self.bound, found.bound)
            key = found.chosen.tobytes()
            if key not in tried:
                tried.add(key)
                self.improve(found.chosen)
            self.settle(found, self.state)
            if not self.tell(self.bound) or self.is_enough(self.bound) or theta < 2e-4:
                break
        self.bound = self.rounded(self.bound)

    def tell(self, bound: float) -> bool:
        total, low = self.total + self.constant, bound + self.constant
        return self.clock.tell(self.sign * total, self.sign * low)

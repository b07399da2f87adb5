"""The Lagrangian dual of the assignment constraints where sites hold only so much.

A knapsack for each site (Ceselli & Righini 2005): the multipliers first by a deflected subgradient,
then those of the relaxation over the loads that the knapsacks held.
"""

import numpy as np

from geo.siting import dual, knapsack
from geo.siting import rows as reading
from geo.siting.holding import Holding
from geo.siting.loads import Loads, Mask, Prices
from geo.siting.solution import Floats, Integers

# The room of a site in whole units where demands are not whole numbers: rounded for the bound only.
UNITS = 1000
# How often new loads are priced, and how much of the best multipliers is in those that price them.
PRICED, SMOOTH = 80, 0.6
# How far multipliers are moved to meet other loads, and how often at a time.
SHAKE, DRAWS = 0.02, 100


class Relaxation:
    """`lam` (n): the best multipliers known; `loads`: those that the knapsacks have held, where
    they are wanted (`by_loads`)."""

    def __init__(self, held: Holding, by_loads: bool) -> None:
        self._held, self._by_loads = held, by_loads
        self._size, self._room = _units(held.demand, held.capacity)
        # What a point's multiplier is at most.
        ceiling = held.table.max(initial=0.0, where=np.isfinite(held.table))
        self._limit = np.where(np.isinf(held.out), 4 * abs(ceiling) + 1.0, held.out)
        self._site_of = np.repeat(np.arange(held.found.m), np.diff(held.rows.cptr))
        # By site what it saves at the best multipliers, or would have to if it were chosen.
        self.lam, self._worth = np.zeros(held.found.n), np.zeros(held.found.m)
        self.loads = Loads(held.rows, held.out, held.demand, held.capacity, held.state, held.p)

    def ascend(self) -> None:
        """By steps, with an assignment for the sites that the dual chooses on the way."""
        held = self._held
        r, limit = held.rows, self._limit
        lam = np.sort(held.table, axis=1)[:, min(1, held.found.m - 1)]
        lam = np.minimum(np.where(np.isfinite(lam), lam, limit), limit)
        direction = np.zeros(held.found.n)
        theta, quiet, tried = 1.5, 0, set()
        step = 0
        while theta > 2e-3 and not held.clock.is_up:
            before = held.bound
            bound, chosen, served = self._price(lam)
            step += 1
            if held.bound > before:
                small = bound - before < 1e-4 * abs(held.total - before)
                quiet = quiet + 1 if small else 0
                key = chosen.tobytes()
                if key not in tried and (step < 30 or quiet == 0 or step % 5 == 0):
                    tried.add(key)
                    held.place(chosen, 2)
            else:
                quiet += 1
            if step % 10 == 0 and not held.tell():
                break
            if held.is_enough():
                break
            if quiet > 15:
                theta, quiet, lam = theta * 0.6, 0, self.lam.copy()
                direction[:] = 0.0
                held.swap(8)
                continue
            count = np.bincount(r.crow[served & chosen[self._site_of]], minlength=held.found.n)
            slope = 1.0 - count
            slope[(slope > 0) & (lam >= limit)] = 0.0
            direction = slope + 0.4 * direction
            norm = float(direction @ direction)
            if norm == 0:
                break
            upper = held.total if np.isfinite(held.total) else bound + abs(bound) * 0.1 + 1.0
            lam = (
                lam + theta * max(1.02 * upper - bound, 1e-3 * abs(upper) + 1e-9) / norm * direction
            )
            lam = np.minimum(lam, limit)
        held.swap(200)
        held.tell()

    def _price(self, lam: Floats) -> tuple[float, Mask, Mask]:
        """The bound at these multipliers, the sites it chooses, and (entries) what each site would
        serve. What is best so far, and what it rules out, is kept."""
        held = self._held
        r, value = held.rows, np.zeros(held.found.m)
        served, chosen = np.zeros(len(r.crow), bool), np.zeros(held.found.m, bool)
        knapsack.loads(r.cptr, r.crow, r.ccost, self._size, self._room, lam, value, served)
        least, last, _first = dual.choose(value, held.state, held.p, chosen)
        bound = float(lam.sum() + least)
        if bound > held.bound + 1e-9 * abs(held.bound) or not np.isfinite(held.bound):
            held.bound, self.lam = bound, lam.copy()
            self._worth = np.where(chosen, value, last)
            self._settle(bound, value, chosen)
        if self._by_loads:
            self.loads.take(served, chosen | (value <= last))
        return bound, chosen, served

    def complete(self) -> None:
        """Loads of the relaxation's multipliers, until none is missing."""
        held = self._held
        if np.isfinite(held.total):
            self.loads.take_assignment(held.served, held.table)
        prices = Prices(self.loads, self._limit)
        for _turn in range(PRICED):
            found = prices.solve(held.clock.left)
            if found is None or held.is_enough() or not held.tell():
                return
            worth, lam = found
            count = len(self.loads)
            for part in (SMOOTH, 0.0):
                self._price(np.minimum(part * self.lam + (1 - part) * lam, self._limit))
                if len(self.loads) > count:
                    break
            if len(self.loads) == count or worth - held.bound <= 1e-6 * abs(worth):
                return

    def _most(self) -> Floats:
        """Of each site what a load of a better choice is worth at most at the best multipliers."""
        return self._worth + (self._held.total - self._held.bound)

    def shake(self) -> None:
        """Loads of multipliers near the best, those that a better choice may have."""
        held = self._held
        r = held.rows
        site_of, most = self._site_of, self._most()
        worth = r.ccost - self.lam[r.crow]
        size, room = _units(held.demand, held.capacity, strict=True)
        value, served = np.zeros(held.found.m), np.zeros(len(r.crow), bool)
        for _draw in range(DRAWS):
            if held.clock.is_up:
                return
            lam = self.lam * (1 + SHAKE * held.random.standard_normal(held.found.n))
            knapsack.loads(r.cptr, r.crow, r.ccost, size, room, lam, value, served)
            worths = np.bincount(site_of[served], weights=worth[served], minlength=held.found.m)
            self.loads.take(served, worths <= most)

    def keep(self) -> None:
        """Forget the loads that no better choice has: they cost more than the best allows."""
        self.loads.keep(self.lam, self._most())

    def _settle(self, bound: float, value: Floats, chosen: Mask) -> None:
        held = self._held
        if not np.isfinite(held.total):
            return
        need = held.beaten()
        inside, outside = chosen & (held.state == 0), ~chosen & (held.state == 0)
        if inside.any() and outside.any():
            last, first = value[inside].max(), value[outside].min()
            held.state[outside & (bound + value - last >= need)] = -1
            held.state[inside & (bound - value + first >= need)] = 1


def _units(demand: Floats, capacity: Floats, strict: bool = False) -> tuple[Integers, Integers]:
    """Sizes and rooms as whole numbers, such that whatever fits in truth fits here too; `strict`:
    that whatever fits here fits in truth."""
    if (
        reading.is_whole(demand)
        and reading.is_whole(np.floor(capacity))
        and capacity.max() <= 20_000
    ):
        return demand.astype(np.int64), np.floor(capacity).astype(np.int64)
    unit = max(float(capacity.max(initial=0.0)), 1e-12) / UNITS
    if strict:
        return np.ceil(demand / unit).astype(np.int64), np.floor(capacity / unit).astype(np.int64)
    return (
        np.floor(demand / unit * (1 - 1e-12)).astype(np.int64),
        np.ceil(capacity / unit).astype(np.int64),
    )

"""The Lagrangian dual of the assignment constraints where sites hold only so much.

A knapsack for each site (Ceselli & Righini 2005): the multipliers first by a deflected subgradient,
then those of the relaxation over the loads that the knapsacks held, then with subset rows.
"""

import numpy as np

from geo.siting import dual, knapsack, load_search
from geo.siting import rows as reading
from geo.siting.holding import Holding
from geo.siting.loads import Loads, Mask, Prices
from geo.siting.solution import Floats, Integers

# The room of a site in whole units where demands are not whole numbers: rounded for the bound only.
UNITS = 1000
# How often new loads are priced, and how much of the best multipliers is in those that price them.
PRICED, SMOOTH = 80, 0.6
# How often new loads are priced again once there are subset rows, and how many sets of one site's
# points are then looked at.
REPRICED, NODES = 100, 50_000
# How many loads may be all that a better choice can have, of how many points together, and how many
# sets are looked at to find them.
ALL, ALL_POINTS, ALL_NODES = 20_000, 1_000_000, 20_000_000
# How far multipliers are moved to meet other loads, and how often at a time.
SHAKE, DRAWS = 0.02, 100


class Relaxation:
    """`lam` (n), `sigma` (subset rows): the best multipliers known; `loads`: those that the
    knapsacks have held, where they are wanted (`by_loads`)."""

    def __init__(self, held: Holding, by_loads: bool) -> None:
        self._held, self._by_loads = held, by_loads
        self._size, self._room = _units(held.demand, held.capacity)
        # What a point's multiplier is at most.
        ceiling = held.table.max(initial=0.0, where=np.isfinite(held.table))
        self.limit = np.where(np.isinf(held.out), 4 * abs(ceiling) + 1.0, held.out)
        self._site_of = np.repeat(np.arange(held.found.m), np.diff(held.rows.cptr))
        # By site what it saves at the best multipliers, or would have to if it were chosen, and the
        # bound there.
        self.lam, self._worth = np.zeros(held.found.n), np.zeros(held.found.m)
        self.sigma, self._bound = np.empty(0), -np.inf
        self.loads = Loads(held.rows, held.out, held.demand, held.capacity, held.state, held.p)

    def ascend(self) -> None:
        """By steps, with an assignment for the sites that the dual chooses on the way."""
        held = self._held
        r, limit = held.rows, self.limit
        lam = np.sort(held.table, axis=1)[:, min(1, held.found.m - 1)]
        lam = np.minimum(np.where(np.isfinite(lam), lam, limit), limit)
        direction = np.zeros(held.found.n)
        theta, quiet, tried = 1.5, 0, set()
        step = 0
        while theta > 2e-3 and not held.clock.is_up:
            before = held.bound
            bound, chosen, served = self._price(lam, self.sigma)
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

    def _price(self, lam: Floats, sigma: Floats) -> tuple[float, Mask, Mask]:
        """The bound at these multipliers, the sites it chooses, and (entries) what each site would
        serve. What is best so far, and what it rules out, is kept."""
        held = self._held
        chosen = np.zeros(held.found.m, bool)
        value, served = self._held_at(lam, sigma, self._size, self._room)
        least, last, _first = dual.choose(value, held.state, held.p, chosen)
        bound = float(lam.sum() - sigma.sum() + least)
        if bound > held.bound + 1e-9 * abs(held.bound) or not np.isfinite(held.bound):
            held.bound = self._bound = bound
            self.lam, self.sigma = lam.copy(), sigma.copy()
            self._worth = np.where(chosen, value, last)
            self._settle(bound, value, chosen)
        if self._by_loads:
            self.loads.take(served, chosen | (value <= last))
        return bound, chosen, served

    def _held_at(
        self, lam: Floats, sigma: Floats, size: Integers, room: Integers
    ) -> tuple[Floats, Mask]:
        """(m) what each site saves at most at these multipliers, and (entries) with what load."""
        r, value = self._held.rows, np.zeros(self._held.found.m)
        served = np.zeros(len(r.crow), bool)
        if not sigma.any():
            knapsack.loads(r.cptr, r.crow, r.ccost, size, room, lam, value, served)
            return value, served
        cut = load_search.loads(
            r.cptr, r.crow, r.ccost, size, room, lam, *self._rows_by_point(sigma),
            self._held.state, NODES, value, served,
        )  # fmt: skip
        if cut.any():
            # Without paying for rows a load is worth more than any that pays.
            free, _served = self._held_at(lam, np.empty(0), size, room)
            value = np.where(cut, free, value)
        return value, served

    def _rows_by_point(self, sigma: Floats) -> tuple[Integers, Integers, Floats]:
        ptr, row = self.loads.subsets.by_point(sigma, self._held.found.n)
        return ptr, row, sigma

    def complete(self) -> None:
        """Loads of the relaxation's multipliers, until none is missing, then subset rows that its
        solution breaks, and loads again."""
        held = self._held
        if np.isfinite(held.total):
            self.loads.take_assignment(held.served, held.table)
        prices = Prices(self.loads, self.limit)
        turns, left = self._price_all(prices, PRICED), REPRICED
        while turns >= 0 and left > 0 and prices.cut():
            self.sigma = np.pad(self.sigma, (0, len(self.loads.subsets) - len(self.sigma)))
            turns = self._price_all(prices, left)
            left -= turns

    def _price_all(self, prices: Prices, most: int) -> int:
        """How often loads were priced until none was missing, at `most`; -1 where it is not to go
        on: time is up, or what is proven is enough."""
        held = self._held
        for turn in range(most):
            found = prices.solve(held.clock.left)
            if found is None or held.is_enough() or not held.tell():
                return -1
            worth, lam, sigma = found
            count = len(self.loads)
            for part in (SMOOTH, 0.0):
                self._price(
                    np.minimum(part * self.lam + (1 - part) * lam, self.limit),
                    part * self.sigma + (1 - part) * sigma,
                )
                if len(self.loads) > count:
                    break
            if len(self.loads) == count or worth - held.bound <= 1e-6 * abs(worth):
                return -1 if held.is_enough() else turn + 1
        return most

    def price_rest(self, lam: Floats, sigma: Floats, state: Integers, p: int) -> bool:
        """Loads for the points whose multiplier is not -inf, of p more of the sites that `state`
        leaves; whether there are new ones."""
        held = self._held
        chosen = np.zeros(held.found.m, bool)
        size, room = _units(held.demand, held.capacity, strict=True)
        value, served = self._held_at(lam, sigma, size, room)
        _least, last, _first = dual.choose(value, state, p, chosen)
        count = len(self.loads)
        self.loads.take(served, (state >= 0) & (chosen | (value <= last)))
        return len(self.loads) > count

    def take_all(self) -> bool:
        """Whether all loads that a better choice can have are few, and are those that are kept."""
        held, r = self._held, self._held.rows
        ends, site = np.empty(ALL, np.int64), np.empty(ALL, np.int64)
        taken = np.empty(ALL_POINTS, np.int64)
        slack = 1e-7 * max(1.0, abs(held.total))
        count = load_search.loads_within(
            r.cptr, r.crow, r.ccost, self._size, self._room, self.lam,
            *self._rows_by_point(self.sigma), held.state, self._most() + slack, ALL_NODES, taken,
            ends, site,
        )  # fmt: skip
        if count < 0:
            return False
        self.loads.put(ends[:count], taken[: ends[count - 1] if count else 0], site[:count])
        return True

    def _most(self, beyond: float = np.inf) -> Floats:
        """Of each site what a load of a better choice is worth at most at the best multipliers; of
        one that costs `beyond` more than the bound, if that is less."""
        return self._worth + min(self._held.total - self._bound, beyond)

    def shake(self, beyond: float) -> None:
        """Loads of multipliers near the best, those that a better choice may have."""
        held = self._held
        r = held.rows
        site_of, most = self._site_of, self._most(beyond)
        worth = r.ccost - self.lam[r.crow]
        size, room = _units(held.demand, held.capacity, strict=True)
        for _draw in range(DRAWS):
            if held.clock.is_up:
                return
            lam = self.lam * (1 + SHAKE * held.random.standard_normal(held.found.n))
            _value, served = self._held_at(lam, self.sigma, size, room)
            worths = np.bincount(site_of[served], weights=worth[served], minlength=held.found.m)
            self.loads.take(served, worths <= most)

    def keep(self, beyond: float) -> None:
        """Forget the loads that no better choice has, or none that costs less than so much beyond
        the bound."""
        self.loads.keep(self.lam, self.sigma, self._most(beyond))

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

"""Sites that hold only so much: capacitated p-median and capacitated covering.

    min  sum_i sum_j c[i, j] x[i, j] + sum_i out[i] u[i]
    s.t. sum_j x[i, j] + u[i] = 1,  sum_i demand[i] x[i, j] <= capacity[j] y[j],  sum_j y[j] = p,
         x, y, u binary: a point is served by one site whole, or (covering) not at all

Lower bounds: the Lagrangian dual of the first constraints, a knapsack for each site (Ceselli &
Righini 2005). Upper bounds: the dual's sites with an assignment by regret, improved. What the dual
leaves open HiGHS decides over the sites that are not ruled out.
"""

from collections.abc import Iterable

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse

from geo.siting import cover, dual, knapsack, programs
from geo.siting import rows as reading
from geo.siting.clock import Clock
from geo.siting.programs import Program
from geo.siting.ready import ready
from geo.siting.rows import Entries, Matrix
from geo.siting.solution import (
    Floats,
    Integers,
    Progress,
    Solution,
    infeasible,
    relative_gap,
)

# The room of a site in whole units where demands are not whole numbers: rounded for the bound only.
UNITS = 1000
# Entries that HiGHS is given at most.
LARGE = 40_000


def capacitated_p_median(
    cost: Matrix,
    p: int,
    *,
    demand: ArrayLike,
    capacity: ArrayLike,
    weights: ArrayLike | None = None,
    fixed: Iterable[int] = (),
    forbidden: Iterable[int] = (),
    gap: float = 0.0,
    time_limit: float = 60.0,
    seed: int = 0,
    progress: Progress | None = None,
) -> Solution:
    """p-median whose sites hold no more than their capacity; each point goes whole to one site.

    demand : (n_demand,), what a point takes of a site's room; `weights` (1 by default) multiply its
        cost. capacity : (n_sites,). Everything else as in `p_median`.
    """
    ready()
    clock = Clock(time_limit, progress)
    found = reading.entries(cost, "cost")
    w = reading.weights_of(weights, found.n)
    found = Entries(found.n, found.m, found.row, found.site, found.value * w[found.row])
    out = np.full(found.n, np.inf)
    search = _Search(found, out, demand, capacity, p, fixed, forbidden, gap, clock, seed, 1.0)
    return search.run()


def capacitated_mclp(
    covers: Matrix,
    p: int,
    *,
    demand: ArrayLike,
    capacity: ArrayLike,
    weights: ArrayLike | None = None,
    fixed: Iterable[int] = (),
    forbidden: Iterable[int] = (),
    gap: float = 0.0,
    time_limit: float = 60.0,
    seed: int = 0,
    progress: Progress | None = None,
) -> Solution:
    """Maximal covering whose sites hold no more than their capacity (Current & Storbeck 1988).

    `weights` (`demand` by default): what serving a point is worth; it is served whole or not.
    """
    ready()
    clock = Clock(time_limit, progress)
    found = cover.covered(covers)
    w = reading.weights_of(demand if weights is None else weights, found.n)
    costs = Entries(found.n, found.m, found.row, found.site, -w[found.row])
    out = np.zeros(found.n)
    search = _Search(costs, out, demand, capacity, p, fixed, forbidden, gap, clock, seed, -1.0)
    return search.run()


class _Search:
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
        self.p = reading.count_of(p)
        fits = (self.demand[found.row] <= self.capacity[found.site]) & (self.state[found.site] >= 0)
        self.found = Entries(found.n, found.m, found.row[fits], found.site[fits], found.value[fits])
        self.out, self._gap, self._clock, self._seed = out, gap, clock, seed
        self._sign = sign
        self._whole = reading.is_whole(found.value)
        self.table = np.full((found.n, found.m), np.inf)
        self.table[self.found.row, self.found.site] = self.found.value
        self._far = 2 * float(np.abs(self.found.value).max(initial=1.0))
        self.total, self.bound = np.inf, -np.inf
        self.opened, self.served = np.zeros(found.m, bool), np.full(found.n, -1, np.int64)
        self._dice = np.random.default_rng(seed).random((8, found.n))

    def run(self) -> Solution:
        n, clock = self.found.n, self._clock
        wrong = reading.too_many(self.p, self.state) or self._impossible()
        if wrong:
            return infeasible(n, wrong, clock.seconds, self._seed)
        self._dual()
        if not self._is_enough() and not clock.is_up:
            verdict = self._decide()
            if verdict == "infeasible" and not np.isfinite(self.total):
                reason = f"no {self.p} sites have room for every demand point"
                return infeasible(n, reason, clock.seconds, self._seed)
        if not np.isfinite(self.total):
            reason = f"{clock.why or 'search ended'}: no assignment was found that fits"
            return infeasible(n, reason, clock.seconds, self._seed)
        return self._solution()

    def _impossible(self) -> str:
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

    # The dual.

    def _dual(self) -> None:
        ceiling = self.table.max(initial=0.0, where=np.isfinite(self.table))
        upper_lam = np.where(np.isinf(self.out), 4 * abs(ceiling) + 1.0, self.out)
        r = reading.rows(self.found, self.found.value, np.full(self.found.n, np.inf))
        size, room = _units(self.demand, self.capacity)
        lam = np.sort(self.table, axis=1)[:, min(1, self.found.m - 1)]
        lam = np.minimum(np.where(np.isfinite(lam), lam, upper_lam), upper_lam)
        value, served = np.zeros(self.found.m), np.zeros(len(r.crow), bool)
        chosen = np.zeros(self.found.m, bool)
        direction = np.zeros(self.found.n)
        theta, quiet, tried = 1.5, 0, set()
        best_lam = lam.copy()
        site_of = np.repeat(np.arange(self.found.m), np.diff(r.cptr))
        step = 0
        while theta > 2e-3 and not self._clock.is_up:
            knapsack.loads(r.cptr, r.crow, r.ccost, size, room, lam, value, served)
            bound = float(lam.sum() + dual.choose(value, self.state, self.p, chosen)[0])
            step += 1
            if bound > self.bound + 1e-9 * abs(self.bound) or not np.isfinite(self.bound):
                small = bound - self.bound < 1e-4 * abs(self.total - self.bound)
                quiet = quiet + 1 if small else 0
                self.bound, best_lam = bound, lam.copy()
                self._settle(bound, value, chosen)
                key = chosen.tobytes()
                if key not in tried and (step < 30 or quiet == 0 or step % 5 == 0):
                    tried.add(key)
                    self._place(chosen, 2)
            else:
                quiet += 1
            if step % 10 == 0 and not self._tell():
                break
            if self._is_enough():
                break
            if quiet > 15:
                theta, quiet, lam = theta * 0.6, 0, best_lam.copy()
                direction[:] = 0.0
                self._swap(8)
                continue
            count = np.bincount(r.crow[served & chosen[site_of]], minlength=self.found.n)
            slope = 1.0 - count
            slope[(slope > 0) & (lam >= upper_lam)] = 0.0
            direction = slope + 0.4 * direction
            norm = float(direction @ direction)
            if norm == 0:
                break
            upper = self.total if np.isfinite(self.total) else bound + abs(bound) * 0.1 + 1.0
            lam = (
                lam + theta * max(1.02 * upper - bound, 1e-3 * abs(upper) + 1e-9) / norm * direction
            )
            lam = np.minimum(lam, upper_lam)
        self._swap(200)
        self._tell()

    def _settle(self, bound: float, value: Floats, chosen: NDArray[np.bool_]) -> None:
        if not np.isfinite(self.total):
            return
        need = self._beaten()
        inside, outside = chosen & (self.state == 0), ~chosen & (self.state == 0)
        if inside.any() and outside.any():
            last, first = value[inside].max(), value[outside].min()
            self.state[outside & (bound + value - last >= need)] = -1
            self.state[inside & (bound - value + first >= need)] = 1

    # Upper bounds.

    def _place(self, chosen: NDArray[np.bool_], tries: int) -> float:
        total, served = knapsack.place(
            self.table, self.demand, self.capacity, chosen, self.out, self._dice, tries
        )
        if total < self.total - 1e-9 * max(1.0, abs(total)):
            self.total, self.opened, self.served = float(total), chosen.copy(), served
        return float(total)

    def _swap(self, most: int) -> None:
        """Exchanges one open site for a closed one near it, while that helps."""
        if not np.isfinite(self.total):
            return
        tried = 0
        while tried < most and not self._clock.is_up:
            before = self.total
            free_in = np.flatnonzero(self.opened & (self.state == 0))
            free_out = np.flatnonzero(~self.opened & (self.state == 0))
            if not len(free_in) or not len(free_out):
                return
            # Sites that differ little in their costs are near each other.
            far = np.minimum(self.table, self._far)
            alike = np.array([np.abs(far[:, free_out] - far[:, [j]]).mean(axis=0) for j in free_in])
            for flat in np.argsort(alike, axis=None, kind="stable"):
                i, k = np.unravel_index(flat, alike.shape)
                other = self.opened.copy()
                other[free_in[i]], other[free_out[k]] = False, True
                tried += 1
                if self._place(other, 1) < before - 1e-9 or tried >= most or self._clock.is_up:
                    break
            if self.total >= before - 1e-9:
                return

    # What is left.

    def _decide(self) -> str:
        """HiGHS over the sites that the dual has not ruled out."""
        sites = np.flatnonzero(self.state >= 0)
        keep = np.isin(self.found.site, sites)
        row, site, value = (a[keep] for a in (self.found.row, self.found.site, self.found.value))
        if len(row) > LARGE:
            return "left"
        column = np.searchsorted(sites, site)
        count, m, n = len(row), len(sites), self.found.n
        each = np.arange(count)
        one = np.ones(count)
        served = sparse.csr_array((one, (row, each)), shape=(n, count))
        loads = sparse.csr_array((self.demand[row], (column, each)), shape=(m, count))
        open_only = sparse.csr_array((one, (each, each)), shape=(count, count))
        linked = sparse.csr_array((-one, (each, column)), shape=(count, m))
        room = sparse.csr_array(sparse.diags_array(-self.capacity[sites]))
        matrix = programs.stacked(
            [served, sparse.csr_array((n, m))], [loads, room], [open_only, linked],
            [None, sparse.csr_array(np.ones((1, m)))],
        )  # fmt: skip
        must = np.isinf(self.out)
        offset = float(self.out[~must].sum())
        program = Program(
            cost=np.concatenate([value - np.where(must, 0.0, self.out)[row], np.zeros(m)]),
            matrix=matrix,
            low=np.concatenate([must.astype(float), np.full(m + count, -np.inf), [self.p]]),
            high=np.concatenate([np.ones(n), np.zeros(m + count), [self.p]]),
            whole=np.ones(count + m, bool),
            lower=np.concatenate([np.zeros(count), (self.state[sites] > 0).astype(float)]),
            upper=np.ones(count + m),
            offset=offset,
        )
        start = None
        if np.isfinite(self.total):
            x = (self.served[row] == site).astype(float)
            start = np.concatenate([x, self.opened[sites].astype(float)])
        answer = programs.solve(
            program, self._clock, gap=self._gap, seed=self._seed, start=start, sign=self._sign
        )
        if answer.verdict == "infeasible":
            # Sites were ruled out because nothing better than the best needs them.
            self.bound = self.total
            return "infeasible"
        if len(answer.values) and answer.objective < self.total - 1e-9 * max(
            1.0, abs(answer.objective)
        ):
            self.opened = np.zeros(self.found.m, bool)
            self.opened[sites[answer.values[count:] > 0.5]] = True
            self.served = np.full(n, -1, np.int64)
            taken = answer.values[:count] > 0.5
            self.served[row[taken]] = site[taken]
            self.total = float(
                np.where(self.served >= 0, self.table[np.arange(n), self.served], self.out).sum()
            )
        self.bound = max(self.bound, min(answer.bound, self.total))
        return answer.verdict

    def _beaten(self) -> float:
        """The bound from which on nothing better than the best is left."""
        if self._whole:
            return self.total - 1 + 1e-6
        return self.total - 1e-9 * max(abs(self.total), 1e-12)

    def _is_enough(self) -> bool:
        if not np.isfinite(self.total):
            return False
        return self.bound >= min(self._beaten(), self.total - self._gap * abs(self.total))

    def _tell(self) -> bool:
        return self._clock.tell(self._sign * self.total, self._sign * self.bound)

    def _solution(self) -> Solution:
        bound = self.bound
        if self._whole:
            bound = np.ceil(bound - 1e-6)
        bound = min(bound, self.total)
        proven = self.total - bound <= 1e-9 * max(1.0, abs(self.total))
        if proven:
            bound = self.total
        objective, limit = self._sign * self.total, self._sign * bound
        why = self._clock.why or "the search has nothing left to try that fits into memory"
        if relative_gap(objective, limit) <= self._gap:
            why = "the gap asked for is reached"
        return Solution(
            sites=np.flatnonzero(self.opened), assignment=self.served,
            objective=objective + 0.0, bound=limit + 0.0, gap=relative_gap(objective, limit),
            status="optimal" if proven else "feasible", seconds=self._clock.seconds,
            seed=self._seed, reason="" if proven else why,
        )  # fmt: skip


def _units(demand: Floats, capacity: Floats) -> tuple[Integers, Integers]:
    """Sizes and rooms as whole numbers, such that whatever fits in truth fits here too."""
    if (
        reading.is_whole(demand)
        and reading.is_whole(np.floor(capacity))
        and capacity.max() <= 20_000
    ):
        return demand.astype(np.int64), np.floor(capacity).astype(np.int64)
    unit = max(float(capacity.max(initial=0.0)), 1e-12) / UNITS
    return (
        np.floor(demand / unit * (1 - 1e-12)).astype(np.int64),
        np.ceil(capacity / unit).astype(np.int64),
    )

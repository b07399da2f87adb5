"""Capacitated siting by loads, each a set of points that one site serves together.

    min  sum_i out[i] u[i] + sum_l cost[l] z[l]
    s.t. u[i] + sum_{l with i} z[l] = 1,  sum_{l of j} z[l] <= 1,  sum_l z[l] <= p

The relaxation over all loads is worth as much as the Lagrangian dual (Dantzig & Wolfe 1960); its
multipliers price new loads, a knapsack for each site. An integer program over the loads met on the
way finds what neither greed nor exchange do where little room is left.
"""

from dataclasses import replace
from typing import Any

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from geo.siting import programs
from geo.siting.clock import Clock
from geo.siting.programs import Program
from geo.siting.rows import Rows
from geo.siting.solution import Floats, Integers

Mask = NDArray[np.bool_]


class Loads:
    """The loads met so far: their sites, points and costs, and whether they fit in truth.

    Where no cost is negative a point may be in two chosen loads: leaving it out of one costs
    nothing. `state` (m) as in `Holding`, whose it is.
    """

    def __init__(
        self, r: Rows, out: Floats, demand: Floats, capacity: Floats, state: Integers, p: int
    ) -> None:
        self._r, self._out, self._state, self._p = r, out, state, p
        self._demand, self._capacity = demand, capacity
        self._twice = not (r.ccost < 0).any()
        self._known: set[bytes] = set()
        self.site: list[int] = []
        self.points: list[Integers] = []
        self.cost: list[float] = []
        self.fits: list[bool] = []
        for j in np.flatnonzero(state > 0).tolist():
            # What must be open may serve nobody.
            self._add(j, np.empty(0, np.int64), 0.0)

    def __len__(self) -> int:
        return len(self.site)

    def take(self, served: Mask, sites: Mask) -> None:
        """Keep what these sites serve; `served` (entries by site)."""
        for j in np.flatnonzero(sites).tolist():
            start, end = self._r.cptr[j], self._r.cptr[j + 1]
            held = served[start:end]
            if held.any():
                points = self._r.crow[start:end][held].astype(np.int64)
                self._add(j, points, float(self._r.ccost[start:end][held].sum()))

    def take_assignment(self, assignment: Integers, table: Floats) -> None:
        """Keep what each site has in `assignment` (n); `table` (n, m) are the costs."""
        for j in np.unique(assignment[assignment >= 0]).tolist():
            points = np.flatnonzero(assignment == j)
            self._add(j, points, float(table[points, j].sum()))

    def _add(self, j: int, points: Integers, cost: float) -> None:
        key = np.append(points, j).astype(np.int32).tobytes()
        if key not in self._known:
            self._known.add(key)
            self.site.append(j)
            self.points.append(points)
            self.cost.append(cost)
            self.fits.append(float(self._demand[points].sum()) <= self._capacity[j] * (1 + 1e-12))

    def keep(self, lam: Floats, most: Floats) -> None:
        """Forget those whose cost less the multipliers of their points is above their site's
        `most` (m): no better choice has them."""
        worth = [c - lam[points].sum() for c, points in zip(self.cost, self.points, strict=True)]
        kept = np.flatnonzero(np.array(worth) <= most[self.site]).tolist()
        self.site = [self.site[at] for at in kept]
        self.points = [self.points[at] for at in kept]
        self.cost = [self.cost[at] for at in kept]
        self.fits = [self.fits[at] for at in kept]

    def best(self, clock: Clock, nodes: int, gap: float, seed: int, total: float,
             bound: float, sign: float) -> Integers | None:  # fmt: skip
        """The best assignment (n) that these loads make; None where none costs less than `total`.

        `bound` is what is proven of the whole problem, and all that is told meanwhile.
        """
        answer = programs.solve(
            self.program(), clock, gap=gap, seed=seed, sign=sign, known=total, below=total,
            nodes=nodes, proven=bound, partial=True,
        )  # fmt: skip
        if not len(answer.values):
            return None
        return self._assignment(answer.values[self._r.n :] > 0.5)

    def _assignment(self, chosen: Mask) -> Integers:
        """Each point goes to the cheapest of the chosen loads that it is in."""
        served, cheapest = np.full(self._r.n, -1, np.int64), np.full(self._r.n, np.inf)
        for at in np.flatnonzero(chosen).tolist():
            j, points = self.site[at], self.points[at]
            start, end = self._r.cptr[j], self._r.cptr[j + 1]
            cost = np.full(self._r.n, np.inf)
            cost[self._r.crow[start:end]] = self._r.ccost[start:end]
            nearer = points[cost[points] < cheapest[points]]
            served[nearer], cheapest[nearer] = j, cost[nearer]
        return served

    def columns(self, first: int = 0) -> sparse.csc_array:
        """(n + m + 1, loads from the `first` on): their points, their site, one of p."""
        n, m = self._r.n, self._r.m
        parts = [
            np.append(points, (n + j, n + m))
            for j, points in zip(self.site[first:], self.points[first:], strict=True)
        ]
        ends = np.cumsum([0, *map(len, parts)])
        index = np.concatenate(parts) if parts else np.empty(0, np.int64)
        shape = (n + m + 1, len(parts))
        return sparse.csc_array((np.ones(len(index)), index, ends), shape=shape)

    def program(self) -> Program:
        """First what leaves each point out, then the loads."""
        r, count, must = self._r, len(self), np.isinf(self._out)
        none = sparse.csc_array(
            (np.ones(r.n), np.arange(r.n), np.arange(r.n + 1)), shape=(r.n + r.m + 1, r.n)
        )
        often = np.full(r.n, np.inf if self._twice else 1.0)
        return Program(
            cost=np.concatenate([np.where(must, 0.0, self._out), self.cost]),
            matrix=sparse.hstack([none, self.columns()], format="csr"),
            low=np.concatenate([np.ones(r.n), (self._state > 0).astype(float), [-np.inf]]),
            high=np.concatenate([often, (self._state >= 0).astype(float), [self._p]]),
            whole=np.ones(r.n + count, bool),
            lower=np.zeros(r.n + count),
            upper=np.concatenate([~must, self.fits]).astype(float),
        )


class Prices:
    """The relaxation over the loads there are, solved again as they become more."""

    def __init__(self, loads: Loads, most: Floats) -> None:
        """`most` (n): what leaving out a point costs here, so that there is always a solution."""
        self._loads, self._seen, self._n = loads, len(loads), len(most)
        self._highs: Any = highspy.Highs()
        self._highs.setOptionValue("output_flag", False)
        self._highs.setOptionValue("threads", 1)
        whole = loads.program()
        count = len(whole.cost)
        relaxed = replace(
            whole,
            cost=np.concatenate([most, whole.cost[self._n :]]),
            whole=np.zeros(count, bool),
            upper=np.full(count, np.inf),
        )
        self._highs.passModel(programs.model(relaxed))

    def solve(self, seconds: float) -> tuple[float, Floats] | None:
        """What it is worth, and the points' multipliers (n); None where time was too short."""
        new = self._loads.columns(self._seen)
        count = new.shape[1]
        if count:
            self._highs.addCols(
                count, np.array(self._loads.cost[self._seen :]), np.zeros(count),
                np.full(count, np.inf), new.nnz, new.indptr[:-1].astype(np.int32),
                new.indices.astype(np.int32), new.data,
            )  # fmt: skip
            self._seen += count
        self._highs.setOptionValue("time_limit", self._highs.getRunTime() + seconds)
        self._highs.run()
        if self._highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        value = float(self._highs.getInfo().objective_function_value)
        return value, np.asarray(self._highs.getSolution().row_dual)[: self._n]

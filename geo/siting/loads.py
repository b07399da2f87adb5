"""Capacitated siting by loads, each a set of points that one site serves together.

    min  sum_i out[i] u[i] + sum_l cost[l] z[l]
    s.t. u[i] + sum_{l with i} z[l] = 1,  sum_{l of j} z[l] <= 1,  sum_l z[l] <= p

The relaxation over all loads is worth as much as the Lagrangian dual (Dantzig & Wolfe 1960), and
more with subset rows; its multipliers price new loads, a knapsack for each site. An integer program
over the loads met on the way finds what neither greed nor exchange do where little room is left,
and over all that a better choice can have, where these are few, the best there is.
"""

from collections.abc import Iterable
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
from geo.siting.subset_rows import SubsetRows

Mask = NDArray[np.bool_]


class Loads:
    """The loads met so far: their sites, points and costs, and whether they fit in truth.

    Where no cost is negative a point may be in two chosen loads: leaving it out of one costs
    nothing. `state` (m) as in `Holding`, whose it is. `subsets`: the rows they keep to.
    """

    def __init__(
        self, r: Rows, out: Floats, demand: Floats, capacity: Floats, state: Integers, p: int
    ) -> None:
        self._r, self._out, self._state, self._p = r, out, state, p
        self._demand, self._capacity = demand, capacity
        self._twice = not (r.ccost < 0).any()
        self.subsets = SubsetRows()
        self._begin()

    def _begin(self) -> None:
        self._known: set[bytes] = set()
        self.site: list[int] = []
        self.points: list[Integers] = []
        self.cost: list[float] = []
        self.fits: list[bool] = []
        for j in np.flatnonzero(self._state > 0).tolist():
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

    def keep(self, lam: Floats, sigma: Floats, most: Floats) -> None:
        """Forget those whose cost, less the multipliers of their points and with what they pay for
        rows, is above their site's `most` (m). They are taken again where they are met again."""
        idle = np.zeros(self._r.m + 1)
        worth = np.array(self.cost) - self.columns().T @ np.concatenate([lam, idle, -sigma])
        kept = np.flatnonzero(worth <= most[self.site]).tolist()
        loads = [(self.site[at], self.points[at], self.cost[at]) for at in kept]
        self._begin()
        for load in loads:
            self._add(*load)

    def put(self, ends: Integers, entries: Integers, sites: Integers) -> None:
        """These instead of all others: the entries of each up to its end, one after another."""
        self._begin()
        for j, held in zip(sites.tolist(), np.split(entries, ends[:-1]), strict=True):
            self._add(j, self._r.crow[held].astype(np.int64), float(self._r.ccost[held].sum()))

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
        return self.assignment(np.flatnonzero(answer.values[self._r.n :] > 0.5))

    def decide(self, clock: Clock, gap: float, seed: int, total: float, below: float,
               bound: float, sign: float) -> tuple[Integers | None, float]:  # fmt: skip
        """Where these are all that a choice costing less than `below` can have: the best assignment
        (n), None where there is none, and what is proven."""
        answer = programs.solve(
            self.program(whole=True), clock, gap=gap, seed=seed, sign=sign, known=total,
            below=below, proven=bound,
        )  # fmt: skip
        # What is proven to cost `below` or more costs no less than `total`.
        proven = total if answer.bound >= below else max(bound, answer.bound)
        if not len(answer.values):
            return None, proven
        return self.assignment(np.flatnonzero(answer.values[self._r.n :] > 0.5)), proven

    def assignment(self, chosen: Iterable[int]) -> Integers:
        """(n) the site of each point: that of the cheapest of the chosen loads that it is in, -1
        where it is in none."""
        served, cheapest = np.full(self._r.n, -1, np.int64), np.full(self._r.n, np.inf)
        for at in chosen:
            j, points = self.site[at], self.points[at]
            start, end = self._r.cptr[j], self._r.cptr[j + 1]
            cost = np.full(self._r.n, np.inf)
            cost[self._r.crow[start:end]] = self._r.ccost[start:end]
            nearer = points[cost[points] < cheapest[points]]
            served[nearer], cheapest[nearer] = j, cost[nearer]
        return served

    def columns(self, first: int = 0) -> sparse.csc_array:
        """(n + m + 1 + rows, loads from the `first` on): their points, their site, one of p, and
        the subset rows that they are in."""
        n, m = self._r.n, self._r.m
        beyond = n + m + 1
        parts = [
            np.concatenate([points, [n + j, n + m], beyond + self.subsets.held(points, n)])
            for j, points in zip(self.site[first:], self.points[first:], strict=True)
        ]
        ends = np.cumsum([0, *map(len, parts)])
        index = np.concatenate(parts) if parts else np.empty(0, np.int64)
        shape = (beyond + len(self.subsets), len(parts))
        return sparse.csc_array((np.ones(len(index)), index, ends), shape=shape)

    def program(self, whole: bool = False) -> Program:
        """First what leaves each point out, then the loads; `whole`: with the subset rows."""
        r, count, must = self._r, len(self), np.isinf(self._out)
        columns = self.columns()
        rows = columns.shape[0] if whole else r.n + r.m + 1
        beyond = rows - (r.n + r.m + 1)
        none = sparse.csc_array((np.ones(r.n), np.arange(r.n), np.arange(r.n + 1)), (rows, r.n))
        often = np.full(r.n, np.inf if self._twice else 1.0)
        open_ = (self._state > 0).astype(float)
        may = (self._state >= 0).astype(float)
        return Program(
            cost=np.concatenate([np.where(must, 0.0, self._out), self.cost]),
            matrix=sparse.hstack([none, columns[:rows]], format="csr"),
            low=np.concatenate([np.ones(r.n), open_, np.full(1 + beyond, -np.inf)]),
            high=np.concatenate([often, may, [self._p], np.ones(beyond)]),
            whole=np.ones(r.n + count, bool),
            lower=np.zeros(r.n + count),
            upper=np.concatenate([~must, self.fits]).astype(float),
        )


class Prices:
    """The relaxation over the loads there are, solved again as they and their rows become more."""

    def __init__(self, loads: Loads, most: Floats) -> None:
        """`most` (n): what leaving out a point costs here, so that there is always a solution."""
        self._loads, self._seen, self._n = loads, len(loads), len(most)
        self._highs: Any = highspy.Highs()
        self._highs.setOptionValue("output_flag", False)
        self._highs.setOptionValue("threads", 1)
        whole = loads.program(whole=True)
        count = len(whole.cost)
        relaxed = replace(
            whole,
            cost=np.concatenate([most, whole.cost[self._n :]]),
            whole=np.zeros(count, bool),
            upper=np.full(count, np.inf),
        )
        self._highs.passModel(programs.model(relaxed))
        self._beyond = relaxed.matrix.shape[0] - len(loads.subsets)

    def solve(self, seconds: float) -> tuple[float, Floats, Floats] | None:
        """What it is worth, the points' multipliers (n) and the rows'; None where time was too
        short."""
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
        dual = np.asarray(self._highs.getSolution().row_dual)
        return value, dual[: self._n], np.maximum(-dual[self._beyond :], 0.0)

    def share(self) -> Floats:
        """How much of each load the last solution chooses, of those that it knew."""
        return np.array(self._highs.getSolution().col_value)[self._n :]

    def fix(self, at: int) -> None:
        """Has a load chosen whole from now on."""
        self._highs.changeColBounds(self._n + at, 1.0, np.inf)

    def cut(self) -> bool:
        """Adds the subset rows that the last solution breaks; whether there are any."""
        triples = self._loads.subsets.broken(self._loads.points, self.share(), self._n)
        if not len(triples):
            return False
        self._loads.subsets.add(triples)
        rows = sparse.csr_array(self._loads.columns()[-len(triples) :, : self._seen])
        self._highs.addRows(
            len(triples), np.full(len(triples), -np.inf), np.ones(len(triples)), rows.nnz,
            rows.indptr[:-1].astype(np.int32), (self._n + rows.indices).astype(np.int32), rows.data,
        )  # fmt: skip
        return True

"""A problem given to the solver of its objective; what comes back in the problem's own units."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from geo import siting
from geo.siting import Progress, Solution
from planning.answer import Reason
from planning.figures import rooms
from planning.problem import Floats, Problem, taken_up
from planning.question import OF_PEOPLE
from planning.rules import Rules, rules_of

# As `geo.siting.rows.LARGE`: a dense matrix beyond it is thinned, which a county's row must not be.
LARGE = 1_000_000


@dataclass(frozen=True, slots=True)
class Found:
    """`opened`: columns, ascending. `assignment` (n,): the column that serves each point, -1 none.

    `objective`, `bound`: people, new sites, a mean of minutes or metres, or the longest of them;
    None where nothing is known. `reasons`: why none, or why no more has been proven.
    """

    status: str
    opened: tuple[int, ...]
    assignment: NDArray[np.int64]
    objective: float | None
    bound: float | None
    seconds: float
    reasons: tuple[Reason, ...] = ()

    @property
    def gap(self) -> float | None:
        if self.objective is None or self.bound is None:
            return None
        if self.objective == self.bound:
            return 0.0
        return abs(self.objective - self.bound) / self.objective if self.objective else None


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing changed about a problem: another standard, other weights, one column missing,
    another number of new sites."""

    standard: float | None = None
    weights: Floats | None = None
    without: int | None = None
    p: int | None = None


def solve(
    problem: Problem,
    asked: Asked = Asked(),
    *,
    seconds: float | None = None,
    gap: float = 0.0,
    seed: int = 0,
    progress: Progress | None = None,
) -> Found:
    """The best choice for the scenario's objective under all its rules, or why there is none."""
    rules = rules_of(problem, asked.without, asked.p)
    if rules.reasons:
        return _none(problem, rules.reasons)
    search = _Search(problem, asked, rules)
    told = None if progress is None else search.told(progress)
    options: dict[str, Any] = {
        "fixed": rules.fixed, "forbidden": rules.forbidden, "gap": gap, "seed": seed,
        "time_limit": problem.question.seconds if seconds is None else seconds, "progress": told,
    }  # fmt: skip
    try:
        return search.found(search.run(options))
    except siting.SitingError as error:
        return _none(problem, (Reason("solver", {"words": str(error)}),))


def _none(problem: Problem, reasons: Iterable[Reason], seconds: float = 0.0) -> Found:
    nobody = np.full(len(problem.weights), -1, np.int64)
    return Found("infeasible", (), nobody, None, None, seconds, tuple(reasons))


class _Search:
    """The arrays of one objective: the problem's rows, and below them one for each county owed."""

    def __init__(self, problem: Problem, asked: Asked, rules: Rules) -> None:
        self.problem, self.rules = problem, rules
        self.objective = problem.question.objective
        self.standard = asked.standard or problem.question.standard
        weights = problem.weights if asked.weights is None else asked.weights
        self.unreached = 0
        if self.objective in ("p_median", "p_center", "capacitated_p_median"):
            may = np.ones(len(problem.columns), bool)
            may[list(rules.forbidden)] = False
            reached = np.isfinite(problem.cost[:, may]).any(1)
            self.unreached = int((~reached & (weights > 0)).sum())
            weights = np.where(reached, weights, 0.0)
        self.weights = weights
        self.total = float(weights.sum())
        # More than everybody else together, so that no choice leaves one of these out.
        self.big = float(np.ceil(self.total)) + 1.0
        self.owed = len(rules.owed)

    def run(self, options: dict[str, Any]) -> Solution:
        rules, question = self.rules, self.problem.question
        p = rules.p if rules.p is not None else len(self.problem.columns)
        if self.objective == "lscp":
            least = question.share * self.total + self.owed * self.big
            share = min(1.0, least / (self.total + self.owed * self.big))
            return siting.lscp(self._covers(), share=share, weights=self._people(), **options)
        if self.objective == "mclp" and question.budget is not None:
            price = [each.cost for each in self.problem.columns]
            return siting.mclp(
                self._covers(), rules.p, weights=self._people(), budget=question.budget,
                site_cost=price, **options,
            )  # fmt: skip
        if self.objective == "mclp":
            return siting.mclp(self._covers(), p, weights=self._people(), **options)
        if self.objective == "uptake":
            return siting.uptake(self._benefit(), p, weights=self._people(), **options)
        if self.objective == "capacitated_mclp":
            return siting.capacitated_mclp(
                self._covers(), p, demand=self._room_taken(), capacity=self._room(),
                weights=self._people(), **options,
            )  # fmt: skip
        if self.objective == "capacitated_p_median":
            return siting.capacitated_p_median(
                self._cost(), p, demand=self._room_taken(), capacity=self._room(),
                weights=np.append(self.weights, np.ones(self.owed)), **options,
            )  # fmt: skip
        if self.objective == "p_center":
            must = np.append((self.weights > 0).astype(float), np.ones(self.owed))
            return siting.p_center(self._cost(), p, weights=must, **options)
        every = np.append(self.weights, np.ones(self.owed))
        return siting.p_median(self._cost(), p, weights=every, **options)

    # The rows.

    def _covers(self) -> Any:
        covers = sparse.csr_array(self.problem.cost <= self.standard)
        return sparse.vstack([covers, self._counties()], format="csr") if self.owed else covers

    def _benefit(self) -> Any:
        if self.problem.metres is None:
            raise siting.SitingError("no metres were read for uptake")
        benefit = sparse.csr_array(taken_up(self.problem.metres, self.problem.question))
        return sparse.vstack([benefit, self._counties()], format="csr") if self.owed else benefit

    def _cost(self) -> Any:
        cost = self.problem.cost
        if not self.owed:
            return cost
        own = np.full((self.owed, cost.shape[1]), np.inf, np.float32)
        for row, columns in enumerate(self.rules.owed):
            own[row, list(columns)] = 0.0
        whole = np.vstack([cost, own])
        if whole.size < LARGE:
            return whole
        at = np.nonzero(np.isfinite(whole))
        return sparse.csr_array((whole[at], at), shape=whole.shape)

    def _counties(self) -> Any:
        own = np.zeros((self.owed, len(self.problem.columns)))
        for row, columns in enumerate(self.rules.owed):
            own[row, list(columns)] = 1.0
        return sparse.csr_array(own)

    def _people(self) -> Floats:
        return np.append(self.weights, np.full(self.owed, self.big))

    def _room_taken(self) -> Floats:
        return np.append(self.weights, np.zeros(self.owed))

    def _room(self) -> Floats:
        """Where no limit is known there is room for everybody."""
        return np.minimum(rooms(self.problem), self.total)

    # What comes back.

    def told(self, progress: Progress) -> Progress:
        """Progress in the problem's own units."""

        def tell(objective: float, bound: float, gap: float) -> bool | None:
            return progress(self._own(objective), self._own(bound), gap)

        return tell

    def _own(self, value: float) -> float:
        if not np.isfinite(value):
            return value
        if self.objective in OF_PEOPLE:
            return float(value - self.owed * self.big)
        if self.objective == "lscp":
            return value - sum(self.problem.columns[at].is_existing for at in self.rules.fixed)
        if self.objective == "p_center" or not self.total:
            return value
        return value / self.total

    def found(self, solution: Solution) -> Found:
        n = len(self.problem.weights)
        if solution.status == "infeasible":
            return _none(self.problem, self._why_none(solution), solution.seconds)
        opened = tuple(int(at) for at in solution.sites)
        if any(not set(own) & set(opened) for own in self.rules.owed):
            names = [self._county(own) for own in self.rules.owed if not set(own) & set(opened)]
            reason = Reason("county_empty", {"names": "、".join(names)})
            return _none(self.problem, (reason,), solution.seconds)
        objective = self._own(solution.objective)
        bound = objective if solution.status == "optimal" else self._own(solution.bound)
        if self.objective in OF_PEOPLE:
            bound = min(bound, self.total)
        return Found(
            status=solution.status,
            opened=opened,
            assignment=solution.assignment[:n],
            objective=objective,
            bound=bound if np.isfinite(bound) else None,
            seconds=solution.seconds,
            reasons=self._why_no_more(solution),
        )

    def _county(self, own: tuple[int, ...]) -> str:
        code = self.problem.columns[own[0]].county
        return self.problem.county_names.get(code, code)

    def _why_none(self, solution: Solution) -> list[Reason]:
        if self.objective == "lscp":
            may = np.ones(len(self.problem.columns), bool)
            may[list(self.rules.forbidden)] = False
            reached = (self.problem.cost[:, may] <= self.standard).any(1)
            most = float(self.weights[reached].sum()) / self.total if self.total else 0.0
            asked = f"{self.problem.question.share * 100:g}"
            return [Reason("share", {"most": f"{most * 100:.1f}", "asked": asked})]
        if self.objective == "capacitated_p_median":
            return [self._why_no_room()]
        return [Reason("solver", {"words": solution.reason})]

    def _why_no_room(self) -> Reason:
        """Everybody has to be served: a point that is too large, too little room, or no fit."""
        room, fixed = self._room(), list(self.rules.fixed)
        free = np.setdiff1d(np.arange(len(room)), [*fixed, *self.rules.forbidden])
        reached = np.isfinite(self.problem.cost)
        reached[:, list(self.rules.forbidden)] = False
        most = np.where(reached, room, 0.0).max(1)
        large = int((self.weights > most).sum())
        if large:
            return Reason("too_large", {"points": large})
        count = max(0, (self.rules.p or 0) - len(fixed))
        have = float(room[fixed].sum() + np.sort(room[free])[::-1][:count].sum())
        if self.total > have:
            return Reason("no_room", {"room": f"{have:,.0f}", "people": f"{self.total:,.0f}"})
        return Reason("no_fit", {})

    def _why_no_more(self, solution: Solution) -> tuple[Reason, ...]:
        reasons = []
        if self.unreached:
            reasons.append(Reason("unreached", {"points": self.unreached}))
        if solution.status != "optimal":
            code = {"cancelled": "cancelled", "time limit": "time"}.get(solution.reason)
            if code is None and solution.reason.startswith("the gap asked for"):
                code = "gap"
            if code is None and solution.reason.startswith("the search has nothing left"):
                code = "left"
            given = {} if code else {"words": solution.reason}
            reasons.append(Reason(code or "solver", given))
        return tuple(reasons)

"""What a solver answers with."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

Status = Literal["optimal", "feasible", "infeasible"]
Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Mask = NDArray[np.bool_]
# objective, bound, gap so far; returning False ends the search with what has been found.
Progress = Callable[[float, float, float], bool | None]


class SitingError(ValueError):
    """Arguments that are no siting problem; the words say which and why."""


@dataclass(frozen=True, slots=True)
class Solution:
    """An answer and its proof.

    `sites`: the chosen columns, ascending. `assignment`: (n_demand,) the site that serves each
    demand point, -1 for none. `objective` in the units of the problem; `bound`: no choice can be
    better than this (at least `objective` where one maximises, at most where one minimises).
    `gap`: |objective - bound| / |objective|, 0 where both are 0. `status` is "optimal" only where
    the gap asked for is proven to be 0 but for rounding; "infeasible" has a `reason`, no site and a
    nan objective. `seconds`: spent. `seed`: as given; the same arguments and seed give the same
    answer unless time ran out. `reason`: also what ended a search that proved less than was asked.
    """

    sites: Integers
    assignment: Integers
    objective: float
    bound: float
    gap: float
    status: Status
    seconds: float
    seed: int
    reason: str = ""

    def __eq__(self, other: Any) -> bool:
        """Equal in what was found and proven, however long it took."""
        if not isinstance(other, Solution):
            return NotImplemented
        return (
            np.array_equal(self.sites, other.sites)
            and np.array_equal(self.assignment, other.assignment)
            and (self.objective, self.bound, self.status)
            == (other.objective, other.bound, other.status)
        )

    __hash__ = None  # type: ignore[assignment]


def relative_gap(objective: float, bound: float) -> float:
    """|objective - bound| / |objective|; inf where nothing is known, 0 where both are the same."""
    if objective == bound:
        return 0.0
    if not np.isfinite(objective) or not np.isfinite(bound) or objective == 0:
        return float("inf")
    return abs(objective - bound) / abs(objective)


def infeasible(n_demand: int, reason: str, seconds: float, seed: int) -> Solution:
    return Solution(
        sites=np.empty(0, np.int64),
        assignment=np.full(n_demand, -1, np.int64),
        objective=float("nan"),
        bound=float("nan"),
        gap=float("inf"),
        status="infeasible",
        seconds=seconds,
        seed=seed,
        reason=reason,
    )

"""A scenario as arrays: who looks for work where, where a place may be, and what the way costs."""

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from geo.cost_matrix import Network, cost_matrix, straight_line_m
from geo.travel import Mode, mode_named
from planning.answer import Travel
from planning.question import Question

Floats = NDArray[np.float64]
Kind = Literal["fixed", "movable", "closed", "candidate"]
# Demand points × columns: 40 million take 200 MB.
MOST_CELLS = 40_000_000


@dataclass(frozen=True, slots=True)
class Column:
    """A place where service is or could be. `kind`: what an existing one's fate is, or candidate.

    `must`, `must_not`: the wish of a candidate. `public`: counts as the county's public market.
    """

    key: str
    kind: Kind
    name: str
    lon: float
    lat: float
    county: str
    capacity: float | None = None
    cost: float = 0.0
    must: bool = False
    must_not: bool = False
    public: bool = True

    @property
    def is_existing(self) -> bool:
        return self.kind != "candidate"


@dataclass(frozen=True, slots=True)
class Problem:
    """`positions` (n, 2) WGS-84 and `weights` (n,) of demand; `names`, `counties` of each point.

    `cost` (n, m) in the question's unit, infinity where there is no way; `by_road` (n, m), where
    it is by road; `metres` (n, m) straight, for uptake alone. `county_names`: by code.
    """

    question: Question
    positions: Floats
    weights: Floats
    names: tuple[str, ...]
    counties: tuple[str, ...]
    columns: tuple[Column, ...]
    cost: NDArray[np.float32]
    by_road: NDArray[np.bool_]
    metres: NDArray[np.float32] | None
    travel: Travel
    county_names: dict[str, str]

    @property
    def total(self) -> float:
        return float(self.weights.sum())

    @property
    def now(self) -> NDArray[np.bool_]:
        """(m,) what stands today, whatever becomes of it."""
        return np.array([each.is_existing for each in self.columns], bool)

    def at(self, key: str) -> int:
        """The column of a key; KeyError."""
        return self.places[key]

    @property
    def places(self) -> dict[str, int]:
        return {each.key: at for at, each in enumerate(self.columns)}


def problem(
    question: Question,
    positions: Floats,
    weights: Floats,
    names: tuple[str, ...],
    counties: tuple[str, ...],
    columns: tuple[Column, ...],
    county_names: dict[str, str],
    roads: Network | None = None,
) -> Problem:
    where = np.array([(each.lon, each.lat) for each in columns], float).reshape(-1, 2)
    cost, by_road, travel = travelled(question, positions, where, roads)
    metres = straight_line_m(positions, where) if question.objective == "uptake" else None
    return Problem(
        question, positions, weights, names, counties, columns, cost, by_road, metres, travel,
        county_names,
    )  # fmt: skip


def travelled(
    question: Question, positions: Floats, where: Floats, roads: Network | None
) -> tuple[NDArray[np.float32], NDArray[np.bool_], Travel]:
    """What the way from each position to each place costs, and by which method."""
    if question.mode == "circle":
        cost = straight_line_m(positions, where)
        by_road = np.zeros(cost.shape, bool)
        return cost, by_road, Travel("metres", "circle", "straight_line", "", 0.0, 0.0)
    usual, (kmh, detour) = mode_named(question.mode), question.speed
    mode = Mode(usual.code, usual.name, kmh, detour)
    # Minutes by road are those of the network's own profile: only the usual speed has one.
    own = roads if (kmh, detour) == (usual.kmh, usual.detour) else None
    found = cost_matrix(positions, where, mode, roads=own)
    travel = Travel("minutes", mode.code, found.method, found.roads, kmh, detour)
    return found.minutes, found.by_road, travel


def taken_up(metres: Any, question: Question) -> NDArray[np.float32]:
    """The share of a crowd that comes to a place so many metres off: 1 / (1 + (d / h)^k).

    h is `half_m`, where half of them come, k is `steepness`. At the usual 500 m and 2.5: 78 % at
    300 m, 15 % at 1 km; below 2 % it is none. An assumption, to be changed by who knows better:
    a hall 300 m from the street crowd stood empty, one 1 km away was unknown to the workers.
    """
    share = 1.0 / (1.0 + (np.asarray(metres, np.float32) / question.half_m) ** question.steepness)
    return np.where(share < 0.02, 0.0, share).astype(np.float32)

"""Accessibility by the enhanced two-step floating catchment area method (E2SFCA).

Luo, W. & Qi, Y. (2009). An enhanced two-step floating catchment area (E2SFCA) method for measuring
spatial accessibility to primary care physicians. Health & Place 15(4), 1100–1107.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from geo.deferred import Deferred

sparse = Deferred("scipy.sparse")

Floats = NDArray[np.float64]
# Upper end as a share of the catchment, and weight: the paper's thirds with its slower decay.
THIRDS = ((1 / 3, 1.0), (2 / 3, 0.68), (1.0, 0.22))


@dataclass(frozen=True, slots=True)
class Bands:
    """Distance decay in steps: a cost of at most `edges[k]` weighs `weights[k]`, beyond all 0."""

    edges: tuple[float, ...]
    weights: tuple[float, ...]

    def __post_init__(self) -> None:
        if not self.edges or len(self.edges) != len(self.weights):
            raise ValueError("bands: as many weights as edges, and at least one")
        if any(not 0 <= edge < np.inf for edge in self.edges):
            raise ValueError(f"bands: the edges {self.edges} must be numbers, 0 or more")
        if any(b <= a for a, b in zip(self.edges, self.edges[1:], strict=False)):
            raise ValueError(f"bands: the edges {self.edges} must grow")
        if any(not 0 < weight <= 1 for weight in self.weights):
            raise ValueError(f"bands: the weights {self.weights} must lie in (0, 1]")
        if any(b > a for a, b in zip(self.weights, self.weights[1:], strict=False)):
            raise ValueError(f"bands: the weights {self.weights} must not grow with the cost")

    def decay(self, cost: Floats) -> Floats:
        """W(cost), of any shape; 0 for NaN, which is unreachable as infinity is."""
        if (cost < 0).any():
            raise ValueError("cost: none may be negative")
        found: Floats = np.array([*self.weights, 0.0])[np.searchsorted(self.edges, cost, "left")]
        return found


def thirds(catchment: float) -> Bands:
    """The bands of the paper for a catchment of so many minutes, or metres."""
    return Bands(
        tuple(catchment * share for share, _weight in THIRDS),
        tuple(weight for _share, weight in THIRDS),
    )


@dataclass(frozen=True, slots=True)
class Accessibility:
    """`access` (n): supply that a unit of demand at each point can count on.

    `ratio` (m): supply of each site for a unit of demand around it; 0 where nobody is in reach.
    The sum of access × demand is the supply of all sites that somebody reaches, no more.
    """

    access: Floats
    ratio: Floats


def e2sfca(cost: Any, demand: ArrayLike, supply: ArrayLike, bands: Bands) -> Accessibility:
    """
    Step 1: R_j = S_j / Σ_i P_i W(c_ij).  Step 2: A_i = Σ_j R_j W(c_ij).

    Parameters
    ----------
    cost : (n, m) minutes or metres from demand to supply: an array, in which infinity and NaN
        are unreachable, or a scipy sparse array, in which what is absent is and a stored 0 is near
    demand : (n,) P, people; supply : (m,) S, capacity

    Raises
    ------
    ValueError
        Where shapes do not fit, or a figure is negative or not a number.
    """
    people, capacity = _figures(demand, "demand"), _figures(supply, "supply")
    if np.shape(cost) != (len(people), len(capacity)):
        raise ValueError(f"cost: shape {np.shape(cost)} is not ({len(people)}, {len(capacity)})")
    if sparse.issparse(cost):
        weight = sparse.csr_array(cost, dtype=float)
        weight.data = bands.decay(weight.data)
    else:
        weight = bands.decay(np.asarray(cost, float))
    around = weight.T @ people
    ratio = np.divide(capacity, around, out=np.zeros(len(capacity)), where=around > 0)
    return Accessibility(np.asarray(weight @ ratio, float), ratio)


def _figures(given: ArrayLike, name: str) -> Floats:
    found = np.asarray(given, float)
    if found.ndim != 1 or not np.isfinite(found).all() or (found < 0).any():
        raise ValueError(f"{name}: each must be a number, 0 or more, in one row")
    return found

"""What a given choice of sites does: for a map on which somebody drags one of them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from geo.siting import rows as reading
from geo.siting.rows import Entries, Matrix
from geo.siting.solution import Floats, Integers


def assign(found: Entries, opened: NDArray[np.bool_], *, larger: bool = False) -> Integers:
    """(n,) the open site of least value in each row (of the largest, where `larger`), -1 for none.

    Among equals the site of the lowest number. Values of 0 or less serve nobody where larger is
    better.
    """
    useful = opened[found.site]
    if larger:
        useful &= found.value > 0
    row, site = found.row[useful], found.site[useful]
    value = -found.value[useful] if larger else found.value[useful]
    order = np.lexsort((site, value, row))
    row, site = row[order], site[order]
    first = np.ones(len(row), bool)
    first[1:] = row[1:] != row[:-1]
    served = np.full(found.n, -1, np.int64)
    served[row[first]] = site[first]
    return served


@dataclass(frozen=True, slots=True)
class Step:
    """A site in its place in the order, what it adds, and the objective with it."""

    site: int
    adds: float
    total: float


class Board:
    """A problem that is asked again and again with another choice of sites.

    `values`: (n, m) costs where `larger` is False, benefits where it is True; dense, float32:
    5 000 × 1 000 take 20 MB, and a choice of 50 is evaluated in about a millisecond.
    """

    def __init__(
        self, values: Matrix, weights: ArrayLike | None = None, *, larger: bool = False
    ) -> None:
        found = reading.entries(values, "values")
        self.larger = larger
        self.weights = reading.weights_of(weights, found.n)
        self._worst = 0.0 if larger else np.inf
        table = np.full((found.m, found.n), self._worst, np.float32)
        table[found.site, found.row] = found.value
        self._table: NDArray[np.float32] = table

    def evaluate(self, sites: Sequence[int]) -> tuple[float, Integers]:
        """The objective (of points that are served at all), and who serves whom (-1: nobody)."""
        best, served = self._served(sites)
        reached = served >= 0
        return float(self.weights[reached] @ best[reached]), served

    def _served(self, sites: Sequence[int]) -> tuple[Floats, Integers]:
        chosen = np.asarray(sorted(sites), np.int64)
        n = self._table.shape[1]
        if not len(chosen):
            return np.full(n, self._worst), np.full(n, -1, np.int64)
        part = self._table[chosen]
        at = part.argmax(0) if self.larger else part.argmin(0)
        best = part[at, np.arange(n)].astype(float)
        served = np.where(best > 0 if self.larger else np.isfinite(best), chosen[at], -1)
        return best, served

    def order(self, sites: Sequence[int]) -> list[Step]:
        """Which of the chosen to build first: always the one that helps most, given those before.

        `adds` and `total` count in the objective's units. Where costs are the objective, a point
        that is not served yet counts as the dearest that it could be served at.
        """
        values = self._table[np.asarray(sites, np.int64)].astype(float)
        if not self.larger:
            finite = np.where(np.isfinite(values), values, -np.inf).max(0)
            ceiling = np.where(np.isfinite(finite), finite, 0.0)
            values = np.where(np.isfinite(values), values, ceiling)
        worth = values if self.larger else -values
        now = np.zeros(values.shape[1]) if self.larger else worth.min(0)
        left, steps = list(range(len(sites))), []
        while left:
            gains = np.array([self.weights @ np.maximum(worth[k] - now, 0.0) for k in left])
            k = left.pop(int(gains.argmax()))
            now = np.maximum(now, worth[k])
            total = float(self.weights @ now)
            steps.append(Step(int(sites[k]), float(gains.max()), total if self.larger else -total))
        return steps


def knee(values: Sequence[float]) -> int:
    """The position on a concave rising curve farthest above the chord of its ends (Kneedle)."""
    curve = np.asarray(values, float)
    if len(curve) < 3 or curve[-1] == curve[0]:
        return len(curve) - 1
    x = np.linspace(0.0, 1.0, len(curve))
    return int(((curve - curve[0]) / (curve[-1] - curve[0]) - x).argmax())

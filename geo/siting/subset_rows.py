"""Subset rows: of any three points at most one of the chosen loads holds two or more.

Each choice in which every point is in one load keeps to that, and halves of loads do not (Jepsen et
al. 2008: Subset-row inequalities): they close most of what the relaxation over the loads leaves.
What a row is worth, `sigma`, is paid by a load that holds two of its points, so that the loads are
no longer knapsacks, and are searched for by trees.
"""

from collections.abc import Sequence

import numpy as np

from geo.siting import load_search
from geo.siting.solution import Floats, Integers

# By how much a row has to be broken, how many are taken at a time, and of one point.
BROKEN, TOGETHER, OF_A_POINT = 0.02, 60, 5


class SubsetRows:
    """`triples` (rows, 3): the points of each."""

    def __init__(self) -> None:
        self.triples = np.empty((0, 3), np.int64)

    def __len__(self) -> int:
        return len(self.triples)

    def held(self, points: Integers, n: int) -> Integers:
        """The rows that a load of these points is in."""
        inside = np.zeros(n, np.int64)
        inside[points] = 1
        return np.flatnonzero(inside[self.triples].sum(axis=1) >= 2)

    def by_point(self, sigma: Floats, n: int) -> tuple[Integers, Integers]:
        """(n + 1) where each point's rows begin, and the rows, those that are worth something."""
        row = np.repeat(np.flatnonzero(sigma > 0), 3)
        point = self.triples[sigma > 0].ravel()
        order = np.argsort(point, kind="stable")
        return np.searchsorted(point[order], np.arange(n + 1)), row[order]

    def broken(self, points: Sequence[Integers], share: Floats, n: int) -> Integers:
        """(some, 3): rows that loads of these points break, so much of each being chosen; the
        most broken first, not many of the same points."""
        chosen = np.flatnonzero(share > 1e-9)
        ends = np.cumsum([0, *(len(points[at]) for at in chosen.tolist())])
        laid = np.concatenate([ends[:0], *(points[at] for at in chosen.tolist())])
        triples, by = load_search.broken(ends, laid, share[chosen], n, 1.0 + BROKEN)
        taken, often = [], np.zeros(n, np.int64)
        for at in np.argsort(-by, kind="stable").tolist():
            if (often[triples[at]] < OF_A_POINT).all():
                often[triples[at]] += 1
                taken.append(triples[at])
                if len(taken) == TOGETHER:
                    break
        return np.array(taken, np.int64).reshape(-1, 3)

    def add(self, triples: Integers) -> None:
        self.triples = np.concatenate([self.triples, triples])

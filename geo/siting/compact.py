"""The capacitated problem as an integer program, whole or of some points and sites alone."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from geo.siting import programs
from geo.siting.programs import Program
from geo.siting.solution import Floats, Integers


@dataclass(frozen=True, slots=True)
class Compact:
    """Of `points` and `sites`, by their numbers in the whole problem: who serves whom, who opens.

    row, site: of each column of the first kind, numbers in the whole problem too.
    """

    program: Program
    points: Integers
    sites: Integers
    row: Integers
    site: Integers

    def start(self, served: Integers, opened: NDArray[np.bool_]) -> Floats:
        """An assignment (n) and the open sites (m) of the whole problem as the program has them."""
        return np.concatenate([served[self.row] == self.site, opened[self.sites]]).astype(float)

    def read(self, values: Floats) -> tuple[Integers, Integers]:
        """The sites that are open, and the site of each of `points`, -1 for none."""
        taken = values[: len(self.row)] > 0.5
        served = np.full(len(self.points), -1, np.int64)
        served[np.searchsorted(self.points, self.row[taken])] = self.site[taken]
        return self.sites[values[len(self.row) :] > 0.5], served


def compact(
    table: Floats, points: Integers, sites: Integers, demand: Floats, capacity: Floats,
    out: Floats, state: Integers, p: int,
) -> Compact:  # fmt: skip
    """`table` (n, m): costs, inf where unreachable; `out` (n): inf where a point must be served;
    `state` (m): 1 where a site must be open. `points`, `sites` ascend; `p` of the sites open."""
    part = table[np.ix_(points, sites)]
    at, column = np.nonzero(np.isfinite(part))
    count, n, m = len(at), len(points), len(sites)
    each, one = np.arange(count), np.ones(count)
    served = sparse.csr_array((one, (at, each)), shape=(n, count))
    loads = sparse.csr_array((demand[points[at]], (column, each)), shape=(m, count))
    open_only = sparse.csr_array((one, (each, each)), shape=(count, count))
    linked = sparse.csr_array((-one, (each, column)), shape=(count, m))
    room = sparse.csr_array(sparse.diags_array(-capacity[sites]))
    matrix = programs.stacked(
        [served, sparse.csr_array((n, m))], [loads, room], [open_only, linked],
        [None, sparse.csr_array(np.ones((1, m)))],
    )  # fmt: skip
    must = np.isinf(out[points])
    spared = np.where(must, 0.0, out[points])
    program = Program(
        cost=np.concatenate([part[at, column] - spared[at], np.zeros(m)]),
        matrix=matrix,
        low=np.concatenate([must.astype(float), np.full(m + count, -np.inf), [p]]),
        high=np.concatenate([np.ones(n), np.zeros(m + count), [p]]),
        whole=np.ones(count + m, bool),
        lower=np.concatenate([np.zeros(count), (state[sites] > 0).astype(float)]),
        upper=np.ones(count + m),
        offset=float(spared.sum()),
    )
    return Compact(program, points, sites, points[at], sites[column])

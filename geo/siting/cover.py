"""Who covers whom, made small before it is solved: for set covering and its relatives."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from geo.siting import dominance
from geo.siting.clock import Clock
from geo.siting.programs import Answer, Program, solve
from geo.siting.rows import Entries, Matrix
from geo.siting.solution import (
    Floats,
    Integers,
    Mask,
    SitingError,
    Solution,
    relative_gap,
)

# Beyond so many comparisons of two rows, a second or two of them, they cost more than they save.
TESTS = 300_000_000


def covered(covers: Matrix) -> Entries:
    """Entries of value 1 wherever `covers` (boolean or numbers, dense or sparse) is not 0."""
    if sparse.issparse(covers):
        csr = sparse.csr_array(covers)
        csr.sum_duplicates()
        row = np.repeat(np.arange(csr.shape[0]), np.diff(csr.indptr))
        row, site = row[csr.data != 0], csr.indices[csr.data != 0].astype(np.int64)
        n, m = csr.shape
    else:
        dense = np.asarray(covers)
        if dense.ndim != 2:
            raise SitingError(
                f"covers must have two dimensions (n_demand, n_sites), not {dense.ndim}"
            )
        n, m = dense.shape
        row, site = np.nonzero(dense)
    if m == 0:
        raise SitingError("covers has no sites")
    return Entries(n, m, row.astype(np.int64), site.astype(np.int64), np.ones(len(row)))


def grouped(found: Entries, w: Floats) -> tuple[Entries, Floats]:
    """Demand points that the same sites cover, taken together; those of weight 0 left out."""
    csr = matrix(found)
    csr.sort_indices()
    groups: dict[bytes, int] = {}
    group = np.full(found.n, -1, np.int64)
    for i in np.flatnonzero((w > 0) & (np.diff(csr.indptr) > 0)):
        key = csr.indices[csr.indptr[i] : csr.indptr[i + 1]].tobytes()
        group[i] = groups.setdefault(key, len(groups))
    kept = group >= 0
    total = np.bincount(group[kept], weights=w[kept], minlength=len(groups))
    first = np.unique(group[kept], return_index=True)[1]
    rows = np.flatnonzero(kept)[first]
    chosen = csr[rows] if len(rows) else csr[:0]
    row = np.repeat(np.arange(len(rows)), np.diff(chosen.indptr))
    site = chosen.indices.astype(np.int64)
    return Entries(len(rows), found.m, row, site, np.ones(len(row))), total.astype(float)


def matrix(found: Entries) -> sparse.csr_array:
    """(n, m), 1 where a site covers a point."""
    ones = np.ones(len(found.row))
    return sparse.csr_array((ones, (found.row, found.site)), shape=(found.n, found.m))


@dataclass(frozen=True, slots=True)
class Cover:
    """Every row needs one of its sites: rows that follow from others, and sites that others make
    needless, are left out. `taken`: sites that are in anyway, fixed or without another choice;
    `sites`: the columns left."""

    matrix: sparse.csr_array
    sites: Integers
    taken: Integers
    possible: bool


def reduced(found: Entries, need: NDArray[np.bool_], state: Integers) -> Cover:
    """`need` (n): which rows must be covered."""
    taken = np.flatnonzero(state > 0)
    done = np.zeros(found.n, bool)
    done[found.row[state[found.site] > 0]] = True
    rows, sites = np.flatnonzero(need & ~done), np.flatnonzero(state == 0)
    a = matrix(found)[rows][:, sites]
    if len(rows) and np.diff(a.indptr).min() == 0:
        return Cover(a, sites, taken, possible=False)
    ends = len(rows), len(sites)
    # Of each entry with as many as begin with the same one, on the longer side.
    if min(ends) and a.nnz * max(ends) / min(ends) <= TESTS:
        left_rows, left_sites, only = dominance.reduce(*_both_ways(a))
        a = a[np.flatnonzero(left_rows)][:, np.flatnonzero(left_sites)]
        taken, sites = np.concatenate([taken, sites[only]]), sites[left_sites]
    return Cover(sparse.csr_array(a), sites, taken, possible=True)


def _both_ways(a: sparse.csr_array) -> tuple[Integers, Integers, Integers, Integers]:
    """Sites by row and rows by site, as the compiled functions take them."""
    by_site = sparse.csc_array(a)
    return tuple(
        each.astype(np.int64) for each in (a.indptr, a.indices, by_site.indptr, by_site.indices)
    )


def greedy(a: sparse.csr_array) -> NDArray[np.bool_]:
    """Columns that cover every row, the one that covers most first; needless ones taken out."""
    chosen: NDArray[np.bool_] = dominance.greedy(*_both_ways(a))
    return chosen


def fewest(cover: Cover, clock: Clock, *, seed: int = 0, most: int | None = None) -> Answer:
    """The smallest number of the cover's sites; with `most`: any no more than that."""
    a, count = cover.matrix, cover.matrix.shape[1]
    if not a.shape[0]:
        return Answer("optimal", np.zeros(count), 0.0, 0.0)
    first = greedy(a).astype(float)
    if most is not None and first.sum() <= most:
        return Answer("feasible", first, float(first.sum()), -np.inf)
    low, high = np.ones(a.shape[0]), np.full(a.shape[0], np.inf)
    matrix = a
    if most is not None:
        matrix = sparse.vstack([a, np.ones((1, count))], format="csr")
        low, high = np.append(low, -np.inf), np.append(high, float(most))
    program = Program(
        np.ones(count), matrix, low, high, np.ones(count, bool), np.zeros(count), np.ones(count)
    )
    start = first if most is None else None
    answer = solve(program, clock, seed=seed, start=start, target=most)
    return answer


def said(
    opened: Mask,
    served: Integers,
    objective: float,
    bound: float,
    clock: Clock,
    seed: int,
) -> Solution:
    proven = abs(objective - bound) <= 1e-7 * max(1.0, abs(objective))
    bound = objective if proven else bound
    reason = "" if proven else clock.why or "the gap asked for is reached"
    return Solution(
        sites=np.flatnonzero(opened), assignment=served, objective=objective, bound=bound,
        gap=relative_gap(objective, bound), status="optimal" if proven else "feasible",
        seconds=clock.seconds, seed=seed, reason=reason,
    )  # fmt: skip

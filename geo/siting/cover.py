"""Who covers whom, made small before it is solved: for set covering and its relatives."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from geo.siting.clock import Clock
from geo.siting.programs import Answer, Program, solve
from geo.siting.rows import Entries, Matrix
from geo.siting.solution import Floats, Integers, SitingError

# Beyond this many cells comparing all rows costs more than it saves.
CELLS = 6_000_000


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
    csr = _matrix(found.row, found.site, found.n, found.m)
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


def _matrix(row: Integers, site: Integers, n: int, m: int) -> sparse.csr_array:
    return sparse.csr_array((np.ones(len(row)), (row, site)), shape=(n, m))


@dataclass(frozen=True, slots=True)
class Cover:
    """Every row needs one of its sites: rows that follow from others, and sites that others make
    needless, are left out. `taken`: sites that are in anyway; `sites`: the columns left."""

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
    a = _matrix(found.row, found.site, found.n, found.m)[rows][:, sites]
    if len(rows) and np.diff(a.indptr).min() == 0:
        return Cover(a, sites, taken, possible=False)
    while a.shape[0] and a.shape[0] * a.shape[1] <= CELLS:
        keep_rows = ~_follows(a)
        a = a[np.flatnonzero(keep_rows)]
        keep_sites = ~_follows(sparse.csr_array(a.T), smaller=True)
        a, sites = a[:, np.flatnonzero(keep_sites)], sites[keep_sites]
        if keep_rows.all() and keep_sites.all():
            break
    return Cover(sparse.csr_array(a), sites, taken, possible=True)


def _follows(a: sparse.csr_array, *, smaller: bool = False) -> NDArray[np.bool_]:
    """Which rows contain another one; with `smaller`, which are contained. Of equals one stays."""
    dense = a.toarray().astype(np.float32)
    common = dense @ dense.T
    size = dense.sum(1)
    # inside[i, j]: row i lies in row j.
    inside = common == size[:, None]
    np.fill_diagonal(inside, False)
    number = np.arange(len(size))
    equal = inside & inside.T
    if smaller:
        found: NDArray[np.bool_] = (inside & (~equal | (number[:, None] > number[None, :]))).any(1)
        contained: NDArray[np.bool_] = found | (size == 0)
        return contained
    contains: NDArray[np.bool_] = (inside & (~equal | (number[:, None] < number[None, :]))).any(0)
    return contains


def greedy(a: sparse.csr_array) -> Integers:
    """Columns that cover every row, the one that covers most first; needless ones taken out."""
    by_site = sparse.csc_array(a)
    left = np.ones(a.shape[0], bool)
    count = np.asarray(a.sum(0)).ravel().astype(float)
    chosen: list[int] = []
    while left.any():
        j = int(count.argmax())
        chosen.append(j)
        new = by_site.indices[by_site.indptr[j] : by_site.indptr[j + 1]]
        new = new[left[new]]
        left[new] = False
        count -= np.asarray(a[new].sum(0)).ravel()
    times = np.asarray(a[:, chosen].sum(1)).ravel()
    for j in list(chosen):
        own = by_site.indices[by_site.indptr[j] : by_site.indptr[j + 1]]
        if (times[own] > 1).all():
            times[own] -= 1
            chosen.remove(j)
    return np.asarray(sorted(chosen), np.int64)


def fewest(cover: Cover, clock: Clock, *, seed: int = 0, most: int | None = None) -> Answer:
    """The smallest number of the cover's sites; with `most`: any no more than that."""
    a, count = cover.matrix, cover.matrix.shape[1]
    if not a.shape[0]:
        return Answer("optimal", np.zeros(count), 0.0, 0.0)
    first = np.zeros(count)
    first[greedy(a)] = 1.0
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

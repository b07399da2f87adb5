"""Costs in any accepted shape as sorted rows and columns; what is no problem is refused."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse

from geo.siting import kernels
from geo.siting.solution import Floats, Integers, SitingError

# Cells beyond which a dense matrix is worth thinning.
LARGE = 1_000_000
Matrix = Any  # (n_demand, n_sites): an array, nested lists, or a scipy sparse array


@dataclass(frozen=True, slots=True)
class Entries:
    """Which site reaches which demand point, at which value: only what is reachable, row by row."""

    n: int
    m: int
    row: Integers
    site: Integers
    value: Floats


@dataclass(frozen=True, slots=True)
class Rows:
    """Entries cheaper than `out`, sorted in each row by cost; the same by columns."""

    out: Floats
    rptr: Integers
    rsite: NDArray[np.int32]
    rcost: Floats
    cptr: Integers
    crow: NDArray[np.int32]
    ccost: Floats

    @property
    def n(self) -> int:
        return len(self.out)

    @property
    def m(self) -> int:
        return len(self.cptr) - 1


def shape_of(matrix: Matrix, name: str) -> tuple[int, int]:
    shape = matrix.shape if sparse.issparse(matrix) else np.shape(matrix)
    if len(shape) != 2 or shape[1] == 0:
        raise SitingError(f"{name} has the shape {shape}; it must be (n_demand, n_sites)")
    return int(shape[0]), int(shape[1])


def entries(matrix: Matrix, name: str) -> Entries:
    """Dense: nan and inf are unreachable. Sparse: what is absent; a stored 0 costs nothing."""
    if sparse.issparse(matrix):
        csr = sparse.csr_array(matrix)
        csr.sum_duplicates()
        n, m = csr.shape
        value = np.asarray(csr.data, float)
        row = np.repeat(np.arange(n), np.diff(csr.indptr))
        site = csr.indices.astype(np.int64)
        reached = np.isfinite(value)
        row, site, value = row[reached], site[reached], value[reached]
    else:
        dense = np.asarray(matrix)
        if dense.ndim != 2:
            raise SitingError(
                f"{name} must have two dimensions (n_demand, n_sites), not {dense.ndim}"
            )
        dense = dense.astype(float, copy=False)
        n, m = dense.shape
        row, site = np.nonzero(np.isfinite(dense))
        value = dense[row, site]
    if len(value) and value.min() < 0:
        at = int(value.argmin())
        raise SitingError(f"{name}[{row[at]}, {site[at]}] is {value[at]:g}; none may be negative")
    if m == 0:
        raise SitingError(f"{name} has no sites")
    return Entries(n, m, row.astype(np.int64), site.astype(np.int64), value)


def nearest(matrix: Matrix, most: int, state: Integers) -> tuple[Entries, Floats] | None:
    """Of a large dense matrix each row's `most` least values, and what any other is at least.

    None where nothing would be saved. Values at or above that limit can be left out of a search
    for a least total: counting them as just the limit keeps every lower bound true.
    """
    if sparse.issparse(matrix):
        return None
    dense = np.asarray(matrix)
    if dense.ndim != 2 or dense.size < LARGE or dense.shape[1] < 2 * most:
        return None
    n, m = dense.shape
    site = np.empty((n, most), np.int64)
    value, limit = np.empty((n, most)), np.empty(n)
    shut = state < 0
    for start in range(0, n, 1000):
        part = np.array(dense[start : start + 1000], float)
        part[np.isnan(part)] = np.inf
        if part.min() < 0:
            return None  # which is said with its place by `entries`
        part[:, shut] = np.inf
        at = np.argpartition(part, most, axis=1)
        each = np.arange(len(part))[:, None]
        site[start : start + 1000] = at[:, :most]
        value[start : start + 1000] = part[each, at[:, :most]]
        limit[start : start + 1000] = part[each[:, 0], at[:, most]]
    kept = (value < limit[:, None]) & np.isfinite(value)
    row, column = np.nonzero(kept)
    return Entries(n, m, row, site[row, column], value[row, column]), limit


def rows(found: Entries, cost: Floats, out: Floats, keep: NDArray[np.bool_] | None = None) -> Rows:
    """`cost`: of each entry, weighted. Entries that cost `out` or more serve nobody and go."""
    useful = cost < out[found.row]
    if keep is not None:
        useful &= keep[found.site]
    row, site, cost = found.row[useful], found.site[useful].astype(np.int32), cost[useful]
    rptr = _starts(row, found.n)
    kernels.sort_rows(rptr, site, cost)
    by_site = sparse.csc_array(
        sparse.csr_array((np.arange(1, len(site) + 1), site, rptr), shape=(found.n, found.m))
    )
    order = by_site.data - 1
    return Rows(
        out=np.ascontiguousarray(out, float),
        rptr=rptr,
        rsite=site,
        rcost=cost,
        cptr=by_site.indptr.astype(np.int64),
        crow=by_site.indices.astype(np.int32),
        ccost=cost[order],
    )


def among(whole: Rows, sites: Integers) -> Rows:
    """The same rows with these sites only, numbered as they stand in `sites`."""
    number = np.full(whole.m, -1, np.int32)
    number[sites] = np.arange(len(sites), dtype=np.int32)
    kept = number[whole.rsite] >= 0
    row = np.repeat(np.arange(whole.n), np.diff(whole.rptr))[kept]
    site, cost = number[whole.rsite[kept]].astype(np.int64), whole.rcost[kept]
    return rows(Entries(whole.n, len(sites), row, site, cost), cost, whole.out)


def _starts(index: Integers, size: int) -> Integers:
    starts = np.zeros(size + 1, np.int64)
    np.cumsum(np.bincount(index, minlength=size), out=starts[1:])
    return starts


def weights_of(weights: ArrayLike | None, n: int, name: str = "weights") -> Floats:
    if weights is None:
        return np.ones(n)
    found = np.asarray(weights, float)
    if found.shape != (n,):
        raise SitingError(f"{name} has the shape {found.shape}; it must be ({n},)")
    if not np.isfinite(found).all() or (found < 0).any():
        at = int(np.argmax(~np.isfinite(found) | (found < 0)))
        raise SitingError(f"{name}[{at}] is {found[at]:g}; each must be a number, 0 or more")
    return found


def states(m: int, fixed: Iterable[int], forbidden: Iterable[int]) -> Integers:
    """1: must be open, -1: must not, 0: free."""
    state = np.zeros(m, np.int64)
    for name, given, value in (("fixed", fixed, 1), ("forbidden", forbidden, -1)):
        for site in given:
            if not 0 <= int(site) < m or int(site) != site:
                raise SitingError(f"{name} names the site {site}; sites are 0 to {m - 1}")
            if state[int(site)] not in (0, value):
                raise SitingError(f"the site {site} is both fixed and forbidden")
            state[int(site)] = value
    return state


def count_of(p: int) -> int:
    """`p` as it is asked for; refused where it is no number of sites at all."""
    if int(p) != p or p < 1:
        raise SitingError(f"p is {p}; it must be a whole number, 1 or more")
    return int(p)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of a matrix; `wrong`: why no choice of p sites can be that, else empty."""

    weights: Floats
    state: Integers
    p: int
    wrong: str


def asked(
    n: int,
    m: int,
    p: int,
    weights: ArrayLike | None,
    fixed: Iterable[int],
    forbidden: Iterable[int],
) -> Asked:
    """Raises SitingError for arguments that ask nothing sensible of an (n, m) matrix."""
    state, count = states(m, fixed, forbidden), count_of(p)
    return Asked(weights_of(weights, n), state, count, too_many(count, state))


def too_many(p: int, state: Integers) -> str:
    """Why `p` sites cannot be chosen from these; empty where they can."""
    may, must = int((state >= 0).sum()), int((state > 0).sum())
    if must > p:
        return f"{must} sites are fixed, and only {p} are to be chosen"
    if may < p:
        return f"{p} sites are to be chosen, and only {may} are not forbidden"
    return ""


def is_whole(values: Floats) -> bool:
    """Whether all sums of these are whole numbers, so that a bound may be rounded."""
    return bool(
        len(values) == 0 or (np.abs(values).max() < 2**40 and (values == np.rint(values)).all())
    )

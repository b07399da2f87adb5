"""Small problems, and their answers by trying everything."""

from itertools import combinations

import numpy as np
from hypothesis import strategies as st
from scipy import sparse
from scipy.sparse.csgraph import shortest_path


@st.composite
def problems(draw, sites=7, points=9):
    """(cost (n, m) with some unreachable, weights with some 0, p)."""
    n, m = draw(st.integers(1, points)), draw(st.integers(1, sites))
    cell = st.one_of(st.integers(0, 30), st.just(np.inf))
    whole = draw(st.booleans())
    cost = np.array(draw(st.lists(st.lists(cell, min_size=m, max_size=m), min_size=n, max_size=n)))
    if not whole:
        cost = cost * 0.37
    weights = np.array(draw(st.lists(st.integers(0, 5), min_size=n, max_size=n)), float)
    return cost.astype(float).reshape(n, m), weights, draw(st.integers(1, m))


def choices(m, p, fixed=(), forbidden=()):
    for sites in combinations(range(m), p):
        if set(fixed) <= set(sites) and not set(forbidden) & set(sites):
            yield list(sites)


def median_by_trying(cost, weights, p, **which):
    """The least total, inf where some point of weight is always left out."""
    best = np.inf
    for sites in choices(cost.shape[1], p, **which):
        near = cost[:, sites].min(1)
        total = sum(w * c for w, c in zip(weights, near, strict=True) if w > 0)
        best = min(best, total)
    return best


def center_by_trying(cost, weights, p, **which):
    best = np.inf
    for sites in choices(cost.shape[1], p, **which):
        near = cost[:, sites].min(1)
        best = min(
            best, max([w * c for w, c in zip(weights, near, strict=True) if w > 0], default=0)
        )
    return best


def benefit_by_trying(benefit, weights, p, **which):
    found = (weights @ benefit[:, s].max(1) for s in choices(benefit.shape[1], p, **which))
    return max(found, default=-np.inf)


def sparse_of(cost):
    """The same costs, what is unreachable absent and a cost of 0 stored."""
    row, site = np.nonzero(np.isfinite(cost))
    return sparse.csr_array((cost[row, site], (row, site)), shape=cost.shape)


def network(n, p, seed):
    """A problem of the kind of OR-Library's pmed: shortest ways in a random graph."""
    dice = np.random.default_rng(seed)
    edges = np.zeros((n, n))
    order = dice.permutation(n)
    edges[order[:-1], order[1:]] = dice.integers(1, 100, n - 1)
    one, two = dice.integers(0, n, (2, n * n // 50))
    edges[one, two] = dice.integers(1, 100, len(one))
    np.fill_diagonal(edges, 0)
    return shortest_path(sparse.csr_array(edges), directed=False), p


def full_house(n, p, seed, filled=None):
    """(cost (n, n), demand (n), capacity (n)): points of a square that are sites, too.

    `filled`: how much of the room of p sites is taken, of demands up to 100. None: as the field's
    problems are made (Ceselli & Righini 2005): whole costs, demands up to 20, room for 12 n / p.
    """
    dice = np.random.default_rng(seed)
    points = dice.integers(0, 100, (n, 2)).astype(float)
    cost = np.hypot(*(points[:, None] - points[None]).transpose(2, 0, 1))
    demand = dice.integers(1, 21 if filled is None else 101, n).astype(float)
    if filled is None:
        return np.floor(cost), demand, np.full(n, np.ceil(12 * n / p))
    return cost, demand, np.full(n, np.ceil(demand.sum() / p / filled))

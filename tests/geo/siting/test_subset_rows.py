"""Loads that pay for subset rows, against trying every set of points."""

from itertools import chain, combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.siting import capacitated_p_median, load_search
from geo.siting import rows as reading
from geo.siting.subset_rows import SubsetRows
from tests.geo.siting.made import full_house

# Points that one site serves, at most.
MOST = 7


@st.composite
def markets(draw):
    """(cost (n, m), sizes (n), room (m), multipliers (n), subset rows, what each is worth)."""
    n, m = draw(st.integers(3, MOST)), draw(st.integers(1, 3))
    whole = st.integers(0, 12)
    cost = np.array(draw(st.lists(st.lists(whole, min_size=m, max_size=m), min_size=n, max_size=n)))
    size = np.array(draw(st.lists(st.integers(0, 5), min_size=n, max_size=n)))
    room = np.array(draw(st.lists(st.integers(0, 12), min_size=m, max_size=m)))
    lam = np.array(draw(st.lists(st.integers(-2, 14), min_size=n, max_size=n)), float)
    every = list(combinations(range(n), 3))
    triples = draw(st.lists(st.sampled_from(every), unique=True, max_size=4))
    sigma = draw(st.lists(st.integers(0, 6), min_size=len(triples), max_size=len(triples)))
    return cost.astype(float), size, room, lam, triples, np.array(sigma, float)


def worths(problem, j):
    """Of every set of points that fits into a site: what it costs beyond what it is paid."""
    cost, size, room, lam, triples, sigma = problem
    n = len(cost)
    sets = chain.from_iterable(combinations(range(n), k) for k in range(1, n + 1))
    return {
        held: sum(cost[i, j] - lam[i] for i in held)
        + sum(s for t, s in zip(triples, sigma, strict=True) if len(set(t) & set(held)) >= 2)
        for held in sets
        if sum(size[i] for i in held) <= room[j]
    }


def given_to(problem):
    """As the compiled functions take it, and the rows."""
    cost, size, room, lam, triples, sigma = problem
    n, m = cost.shape
    row, site = np.nonzero(cost < np.inf)
    found = reading.Entries(n, m, row, site, cost[row, site])
    r = reading.rows(found, found.value, np.full(n, np.inf))
    subsets = SubsetRows()
    subsets.add(np.array(triples, np.int64).reshape(-1, 3))
    ptr, rows = subsets.by_point(sigma, n)
    return r, (r.cptr, r.crow, r.ccost, size, room, lam, ptr, rows, sigma, np.zeros(m, np.int64))


@given(markets())
@settings(max_examples=150)
def test_the_best_load_of_each_site_is_found(problem) -> None:
    r, paid = given_to(problem)
    value, served = np.zeros(len(problem[2])), np.zeros(len(r.crow), bool)
    cut = load_search.loads(*paid, 10_000, value, served)
    assert not cut.any()
    for j in range(len(value)):
        every = worths(problem, j)
        assert value[j] == pytest.approx(min([0.0, *every.values()]))
        held = tuple(sorted(r.crow[r.cptr[j] : r.cptr[j + 1]][served[r.cptr[j] : r.cptr[j + 1]]]))
        assert (every[held] if held else 0.0) == pytest.approx(value[j])


@given(markets(), st.integers(-10, 10))
@settings(max_examples=150)
def test_all_loads_within_a_limit_are_found_and_no_other(problem, most) -> None:
    r, paid = given_to(problem)
    m = len(problem[2])
    taken, ends, site = (np.empty(at, np.int64) for at in (9000, 900, 900))
    limit = np.full(m, most + 0.5)
    count = load_search.loads_within(*paid, limit, 100_000, taken, ends, site)
    found = {
        (int(site[at]), tuple(sorted(r.crow[held].tolist())))
        for at, held in enumerate(np.split(taken[: ends[count - 1]], ends[: count - 1]))
        if count
    }
    awaited = {
        (j, held)
        for j in range(m)
        for held, worth in worths(problem, j).items()
        if worth <= most + 0.5
    }
    assert count == len(found)
    assert found == awaited


def test_too_many_loads_are_said_to_be_too_many() -> None:
    cost, size, room = np.ones((5, 1)), np.ones(5, np.int64), np.array([5])
    _r, paid = given_to((cost, size, room, np.full(5, 2.0), [], np.empty(0)))
    limit, taken, site = np.zeros(1), np.empty(900, np.int64), np.empty(99, np.int64)
    assert load_search.loads_within(*paid, limit, 1000, taken, site.copy(), site) == 31
    assert load_search.loads_within(*paid, limit, 1000, taken, site[:30].copy(), site) == -1
    assert load_search.loads_within(*paid, limit, 1000, taken[:50], site.copy(), site) == -1
    assert load_search.loads_within(*paid, limit, 5, taken, site.copy(), site) == -1


def test_three_halves_of_pairs_break_a_row() -> None:
    points = [np.array(each) for each in ([0, 1], [1, 2], [0, 2], [3, 4], [0, 1, 2, 3])]
    rows = SubsetRows()
    share = np.array([0.5, 0.5, 0.5, 1.0, 0.0])
    assert rows.broken(points, share, 5).tolist() == [[0, 1, 2]]
    # A load with all three counts once.
    assert rows.broken(points, np.array([0.0, 0.0, 0.0, 0.0, 1.0]), 5).tolist() == []
    rows.add(np.array([[0, 1, 2]]))
    assert [rows.held(held, 5).tolist() for held in points] == [[0], [0], [0], [], [0]]


def test_forty_sites_of_five_points_each_are_proven_optimal() -> None:
    """The relaxation over loads leaves 3 % here, and no parts decided anew got below 4."""
    cost, demand, capacity = full_house(200, 40, 2, 0.9)
    said = capacitated_p_median(cost, 40, demand=demand, capacity=capacity, time_limit=300)
    assert said.status == "optimal"
    assert said.objective == pytest.approx(963.5603, abs=1e-3)
    load = np.bincount(said.assignment, weights=demand, minlength=200)
    assert (load <= capacity + 1e-9).all()

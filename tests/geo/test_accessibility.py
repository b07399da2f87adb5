"""E2SFCA: what is handed out is what is there, and nobody gets any of it from out of reach."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from scipy import sparse

from geo.accessibility import Bands, e2sfca, thirds

BANDS = Bands((10.0, 20.0, 30.0), (1.0, 0.68, 0.22))
SHAPES = st.tuples(st.integers(1, 8), st.integers(1, 6))
COSTS = SHAPES.flatmap(
    lambda shape: arrays.arrays(float, shape, elements=st.one_of(st.floats(0, 60), st.just(np.inf)))
)
SEEDS = st.integers(0, 2**32 - 1)


def figures(cost, seed):
    """Whole numbers, some of them 0."""
    chance = np.random.default_rng(seed)
    return chance.integers(0, 500, cost.shape[0]), chance.integers(0, 50, cost.shape[1])


def test_two_places_share_their_people_as_worked_out_by_hand():
    cost = [[5.0, 25.0], [15.0, np.inf], [40.0, 10.0]]
    found = e2sfca(cost, [100, 50, 30], [10, 20], BANDS)
    first, second = 10 / (100 + 0.68 * 50), 20 / (0.22 * 100 + 30)
    assert found.ratio == pytest.approx([first, second])
    assert found.access == pytest.approx([first + 0.22 * second, 0.68 * first, second])


@given(cost=COSTS, seed=SEEDS)
def test_access_times_demand_is_the_supply_that_somebody_reaches(cost, seed):
    people, capacity = figures(cost, seed)
    found = e2sfca(cost, people, capacity, BANDS)
    reached = ((cost <= 30) & (people[:, None] > 0)).any(axis=0)
    assert found.access @ people == pytest.approx(capacity[reached].sum())


@given(cost=COSTS, seed=SEEDS)
def test_sparse_costs_give_what_dense_ones_do(cost, seed):
    people, capacity = figures(cost, seed)
    row, column = np.nonzero(np.isfinite(cost))
    thin = sparse.csr_array((cost[row, column], (row, column)), shape=cost.shape)
    dense, csr = (e2sfca(each, people, capacity, BANDS) for each in (cost, thin))
    assert csr.access == pytest.approx(dense.access)
    assert csr.ratio == pytest.approx(dense.ratio)


@given(cost=COSTS, seed=SEEDS, factor=st.floats(0.1, 10))
def test_access_grows_with_supply_and_falls_with_demand(cost, seed, factor):
    people, capacity = figures(cost, seed)
    plain = e2sfca(cost, people, capacity, BANDS).access
    assert e2sfca(cost, people, capacity * factor, BANDS).access == pytest.approx(plain * factor)
    assert e2sfca(cost, people * factor, capacity, BANDS).access == pytest.approx(plain / factor)


@given(cost=COSTS, seed=SEEDS)
def test_nobody_out_of_reach_has_access(cost, seed):
    people, capacity = figures(cost, seed)
    found = e2sfca(cost, people, capacity, BANDS)
    assert not found.access[(cost > 30).all(axis=1)].any()


def test_the_order_of_points_and_sites_does_not_matter():
    cost = np.random.default_rng(1).uniform(0, 60, (20, 7))
    people, capacity = figures(cost, 2)
    rows, columns = (
        np.random.default_rng(3).permutation(20),
        np.random.default_rng(4).permutation(7),
    )
    plain = e2sfca(cost, people, capacity, BANDS)
    mixed = e2sfca(cost[np.ix_(rows, columns)], people[rows], capacity[columns], BANDS)
    assert mixed.access == pytest.approx(plain.access[rows])


def test_nan_is_unreachable_and_an_edge_belongs_to_the_nearer_band():
    found = e2sfca([[10.0, np.nan], [10.000001, 30.0]], [1, 1], [1, 1], BANDS)
    assert found.ratio == pytest.approx([1 / 1.68, 1 / 0.22])
    assert found.access[0] == pytest.approx(1 / 1.68)


def test_without_places_nobody_has_access():
    assert e2sfca(np.empty((3, 0)), [1, 2, 3], [], BANDS).access.tolist() == [0, 0, 0]


def test_thirds_of_the_catchment_decay_as_in_the_paper():
    assert thirds(30).edges == pytest.approx((10, 20, 30))
    assert thirds(30).weights == (1.0, 0.68, 0.22)


@pytest.mark.parametrize(
    ("edges", "weights"),
    [
        ((), ()),
        ((10, 10), (1, 0.5)),
        ((10, 20), (0.5, 1)),
        ((10,), (0,)),
        ((-1,), (1,)),
        ((9,), ()),
    ],
)
def test_bands_that_are_none_are_refused(edges, weights):
    with pytest.raises(ValueError, match="bands"):
        Bands(edges, weights)


def test_figures_that_cannot_be_are_refused():
    for demand, supply, cost, field in (
        ([-1], [1], [[1]], "demand"),
        ([1], [np.nan], [[1]], "supply"),
        ([1], [1], [[1, 2]], "cost"),
        ([1], [1], [[-1]], "cost"),
    ):
        with pytest.raises(ValueError, match=field):
            e2sfca(np.array(cost, float), demand, supply, BANDS)

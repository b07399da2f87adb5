"""Sites that hold only so much, against trying everything."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.siting import (
    capacitated,
    capacitated_mclp,
    capacitated_p_median,
    improving,
    relaxation,
)
from tests.geo.siting.made import choices


@st.composite
def full_houses(draw):
    n, m = draw(st.integers(1, 5)), draw(st.integers(1, 4))
    cell = st.one_of(st.integers(0, 20), st.just(np.inf))
    cost = np.array(draw(st.lists(st.lists(cell, min_size=m, max_size=m), min_size=n, max_size=n)))
    demand = np.array(draw(st.lists(st.integers(1, 6), min_size=n, max_size=n)), float)
    capacity = np.array(draw(st.lists(st.integers(1, 14), min_size=m, max_size=m)), float)
    if draw(st.booleans()):
        demand, capacity = demand * 0.7, capacity * 0.7
    return cost.astype(float).reshape(n, m), demand, capacity, draw(st.integers(1, m))


def assignments(n, sites, demand, capacity, *, may_be_left):
    options = [*sites, -1] if may_be_left else list(sites)
    for served in product(options, repeat=n):
        load = {j: sum(demand[i] for i in range(n) if served[i] == j) for j in sites}
        if all(load[j] <= capacity[j] + 1e-9 for j in sites):
            yield served


def cheapest(cost, demand, capacity, p):
    n, m = cost.shape
    return min(
        (
            sum(cost[i, j] for i, j in enumerate(served))
            for sites in choices(m, p)
            for served in assignments(n, sites, demand, capacity, may_be_left=False)
        ),
        default=np.inf,
    )


@pytest.fixture(scope="module", params=["at once", "by loads and parts", "and never by all loads"])
def how(request):
    """Small problems are decided at once; made to go the way of the large ones, too, and of those
    where no search of the loads comes to its end."""
    with pytest.MonkeyPatch.context() as patched:
        if request.param != "at once":
            patched.setattr(capacitated, "SMALL", 0)
            patched.setattr(improving, "TOGETHER", 1)
        if request.param == "and never by all loads":
            patched.setattr(relaxation, "ALL_NODES", 0)
            patched.setattr(relaxation, "NODES", 1)
        yield


@given(full_houses(), st.sampled_from([0.2, 0.6]))
@settings(max_examples=30)
def test_a_gap_leaves_the_bound_true(how, problem, gap) -> None:
    cost, demand, capacity, p = problem
    best = cheapest(cost, demand, capacity, p)
    said = capacitated_p_median(cost, p, demand=demand, capacity=capacity, gap=gap)
    if np.isinf(best):
        assert said.status == "infeasible"
        return
    assert said.bound <= best * (1 + 1e-9) + 1e-9
    assert best <= said.objective * (1 + 1e-9) + 1e-9


def test_what_only_the_exact_search_finds_is_kept() -> None:
    nowhere = np.inf
    cost = np.array([[0, 0, 0, 0], [0, 0, 0, 0], [0, nowhere, nowhere, nowhere],
                     [nowhere, 0, nowhere, nowhere]], float)  # fmt: skip
    said = capacitated_p_median(cost, 3, demand=np.ones(4), capacity=[1, 1, 1, 2])
    assert (said.status, said.objective) == ("optimal", 0.0)
    assert said.assignment.tolist() == [3, 3, 0, 1]


@given(full_houses())
@settings(max_examples=80)
def test_the_cheapest_assignment_that_fits_is_found(how, problem) -> None:
    cost, demand, capacity, p = problem
    m = cost.shape[1]
    best = cheapest(cost, demand, capacity, p)
    said = capacitated_p_median(cost, p, demand=demand, capacity=capacity)
    if np.isinf(best):
        assert said.status == "infeasible"
        assert said.reason
        return
    assert said.status == "optimal"
    assert said.objective == pytest.approx(best)
    load = np.bincount(said.assignment, weights=demand, minlength=m)
    assert (load <= capacity + 1e-9).all()
    assert set(said.assignment) <= set(said.sites)


@given(full_houses())
@settings(max_examples=40)
def test_the_most_that_fits_is_covered(how, problem) -> None:
    cost, demand, capacity, p = problem
    covers, (n, m) = cost <= 12, cost.shape
    best = max(
        sum(demand[i] for i, j in enumerate(served) if j >= 0)
        for sites in choices(m, p)
        for served in assignments(n, sites, demand, capacity, may_be_left=True)
        if all(j < 0 or covers[i, j] for i, j in enumerate(served))
    )
    said = capacitated_mclp(covers, p, demand=demand, capacity=capacity)
    assert said.status == "optimal"
    assert said.objective == pytest.approx(best)
    served = said.assignment >= 0
    load = np.bincount(said.assignment[served], weights=demand[served], minlength=m)
    assert (load <= capacity + 1e-9).all()


def test_a_middling_problem_is_solved_within_one_per_cent() -> None:
    dice = np.random.default_rng(7)
    points = dice.random((60, 2)) * 100
    cost = np.hypot(*(points[:, None] - points[None]).transpose(2, 0, 1))
    demand = dice.integers(1, 20, 60)
    capacity = np.full(60, demand.sum() / 5)
    said = capacitated_p_median(cost, 6, demand=demand, capacity=capacity, gap=0.01)
    assert said.gap <= 0.01
    assert said.bound <= said.objective
    load = np.bincount(said.assignment, weights=demand, minlength=60)
    assert (load <= capacity + 1e-9).all()


def test_five_points_to_a_site_and_little_room_to_spare() -> None:
    """Where assigning by regret is far off: it took 12 s before loads were combined, then 1 s."""
    dice = np.random.default_rng(3)
    points = dice.random((75, 2)) * 100
    cost = np.hypot(*(points[:, None] - points[None]).transpose(2, 0, 1))
    demand = dice.integers(1, 20, 75) + 0.5
    capacity = np.full(75, demand.sum() / 15 / 0.92)
    said = capacitated_p_median(cost, 15, demand=demand, capacity=capacity, gap=0.02, fixed=[4])
    assert said.gap <= 0.02
    assert said.bound <= said.objective
    assert len(said.sites) == 15
    assert 4 in said.sites
    load = np.bincount(said.assignment, weights=demand, minlength=75)
    assert (load <= capacity + 1e-9).all()
    assert set(said.assignment) <= set(said.sites)
    again = capacitated_p_median(cost, 15, demand=demand, capacity=capacity, gap=0.02, fixed=[4])
    assert again.assignment.tolist() == said.assignment.tolist()


def test_too_little_room_is_said_with_both_figures() -> None:
    said = capacitated_p_median(np.ones((3, 2)), 1, demand=[2, 2, 2], capacity=[5, 4])
    assert said.reason == "the demand is 6, and 1 sites have room for 5 at most"


@pytest.mark.parametrize("seed", [2, 55, 131])
def test_a_better_point_that_highs_has_proven_is_the_one_that_is_answered(seed) -> None:
    """HiGHS 1.16 hands back the point it was given to start from, where presolve finds the best."""
    dice = np.random.default_rng(seed)
    n, m = int(dice.integers(6, 16)), int(dice.integers(5, 12))
    covers = dice.random((n, m)) < 0.25
    demand = dice.choice([5.0, 6.0, 7.5, 9.0], n)
    capacity = dice.choice([10.0, 12.0, 15.0, 20.0], m)
    fixed = range(int(dice.integers(0, m // 2 + 1)))
    found = capacitated_mclp(covers, len(fixed) + 1, demand=demand, capacity=capacity, fixed=fixed)
    assert found.status == "optimal"
    assert demand[found.assignment >= 0].sum() == found.objective == found.bound

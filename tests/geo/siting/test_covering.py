"""Covering, centre and uptake against trying everything."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.siting import SitingError, lscp, mclp, p_center, uptake
from tests.geo.siting.made import (
    benefit_by_trying,
    center_by_trying,
    choices,
    network,
    problems,
    sparse_of,
)


@given(problems())
@settings(max_examples=100)
def test_the_most_is_covered(problem) -> None:
    cost, weights, p = problem
    covers = cost <= 12
    said = mclp(covers, p, weights=weights)
    assert said.status == "optimal"
    assert said.objective == benefit_by_trying(covers.astype(float), weights, p)
    assert len(said.sites) == p
    assert weights[said.assignment >= 0].sum() == said.objective
    assert all(covers[i, j] for i, j in enumerate(said.assignment) if j >= 0)


@given(problems(), st.sampled_from([0.1, 0.5]))
@settings(max_examples=60)
def test_a_gap_leaves_the_bound_true(problem, gap) -> None:
    cost, weights, p = problem
    covers = cost <= 12
    best = benefit_by_trying(covers.astype(float), weights, p)
    said = mclp(covers, p, weights=weights, gap=gap)
    assert said.objective <= best <= said.bound + 1e-9
    assert said.status == "feasible" or said.objective == best


@given(problems(sites=6), st.integers(0, 12))
@settings(max_examples=60)
def test_the_most_is_covered_for_a_budget(problem, budget) -> None:
    cost, weights, _p = problem
    covers, m = cost <= 12, cost.shape[1]
    price = np.arange(m) % 3 + 1.0
    said = mclp(covers, weights=weights, budget=budget, site_cost=price)
    best = max(
        weights @ covers[:, s].any(1) if s else 0.0
        for size in range(m + 1)
        for s in choices(m, size)
        if price[s].sum() <= budget
    )
    assert said.status == "optimal"
    assert said.objective == pytest.approx(best)
    assert price[said.sites].sum() <= budget


@given(problems(), st.sampled_from([1.0, 0.9, 0.6]))
@settings(max_examples=100)
def test_no_fewer_sites_cover_the_share(problem, share) -> None:
    cost, weights, _p = problem
    covers, m = cost <= 12, cost.shape[1]
    weights = weights + 0.5
    said = lscp(covers, share=share, weights=weights)
    need = share * weights.sum() * (1 - 1e-9)
    sizes = [
        size
        for size in range(1, m + 1)
        if any(weights @ covers[:, s].any(1) >= need for s in choices(m, size))
    ]
    if not sizes:
        assert said.status == "infeasible"
        assert "covered by no site" in said.reason
        return
    assert said.status == "optimal"
    assert said.objective == sizes[0] == len(said.sites)
    assert weights @ covers[:, said.sites].any(1) >= need


@given(problems(), st.data())
@settings(max_examples=100)
def test_the_greatest_distance_is_least(problem, data) -> None:
    cost, weights, p = problem
    fixed = [data.draw(st.integers(0, cost.shape[1] - 1))] if data.draw(st.booleans()) else []
    best = center_by_trying(cost, weights, p, fixed=fixed)
    said = p_center(cost, p, weights=weights, fixed=fixed)
    if np.isinf(best):
        assert said.status == "infeasible"
        return
    assert said.status == "optimal"
    assert said.objective == pytest.approx(best)
    assert set(fixed) <= set(said.sites)
    assert len(said.sites) == p
    assert p_center(sparse_of(cost), p, weights=weights, fixed=fixed).objective == said.objective


@given(problems())
@settings(max_examples=100)
def test_uptake_is_the_most_that_is_taken_up(problem) -> None:
    cost, weights, p = problem
    benefit = np.where(np.isfinite(cost), np.exp(-np.where(np.isfinite(cost), cost, 0) / 10), 0.0)
    said = uptake(benefit, p, weights=weights)
    assert said.status == "optimal"
    assert said.objective == pytest.approx(benefit_by_trying(benefit, weights, p))
    assert said.bound >= said.objective


def test_networks_are_covered_and_centred_with_proof() -> None:
    cost, p = network(150, 10, seed=2)
    middle = p_center(cost, p)
    assert middle.status == "optimal"
    assert cost[:, middle.sites].min(1).max() == middle.objective
    within = cost <= middle.objective
    assert lscp(within).objective <= p
    assert lscp(cost < middle.objective).objective > p
    said = mclp(within, p // 2)
    assert said.status == "optimal"
    assert lscp(within, share=said.objective / 150).objective <= p // 2


def test_a_cover_that_is_not_proven_says_so() -> None:
    cost, p = network(200, 8, seed=5)
    said = mclp(cost <= 40, p, time_limit=0.0)
    assert said.status == "feasible"
    assert said.reason == "time limit"
    assert said.bound >= said.objective
    assert lscp(cost <= 40, time_limit=0.0).bound <= lscp(cost <= 40).objective


def test_arguments_that_do_not_fit_are_refused() -> None:
    covers = np.ones((2, 2), bool)
    with pytest.raises(SitingError, match="p or budget"):
        mclp(covers)
    with pytest.raises(SitingError, match="no site_cost"):
        mclp(covers, budget=3)
    with pytest.raises(SitingError, match="share is 0"):
        lscp(covers, share=0)
    said = mclp(covers, budget=1, site_cost=[2, 2], fixed=[0])
    assert said.reason == "the fixed sites alone cost 2 of 1"

"""p-median: right where everything can be tried, and never claiming more than is proven."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from geo import siting
from geo.siting import SitingError, p_median
from tests.geo.siting.made import median_by_trying, network, problems, sparse_of


@given(problems())
@settings(max_examples=150)
def test_it_finds_what_trying_everything_finds(problem) -> None:
    cost, weights, p = problem
    best = median_by_trying(cost, weights, p)
    said = p_median(cost, p, weights=weights)
    if np.isinf(best):
        assert said.status == "infeasible"
        assert said.reason
        return
    assert said.status == "optimal"
    assert said.objective == pytest.approx(best)
    assert said.bound == said.objective
    assert len(said.sites) == p
    for i, site in enumerate(said.assignment):
        if weights[i] > 0:
            assert site in said.sites
            assert cost[i, site] == cost[i, said.sites].min()
    assert p_median(sparse_of(cost), p, weights=weights).objective == pytest.approx(best)


@given(problems(), st.data())
@settings(max_examples=100)
def test_fixed_and_forbidden_sites_are_honoured(problem, data) -> None:
    cost, weights, p = problem
    m = cost.shape[1]
    some = data.draw(st.permutations(range(m)))
    fixed, forbidden = some[: data.draw(st.integers(0, min(2, p)))], some[-1:]
    if set(fixed) & set(forbidden):
        forbidden = []
    best = median_by_trying(cost, weights, p, fixed=fixed, forbidden=forbidden)
    said = p_median(cost, p, weights=weights, fixed=fixed, forbidden=forbidden)
    if np.isinf(best):
        assert said.status == "infeasible"
    else:
        assert said.objective == pytest.approx(best)
        assert set(fixed) <= set(said.sites)
        assert not set(forbidden) & set(said.sites)


@given(st.integers(0, 10**6))
@settings(max_examples=10)
def test_neither_order_nor_doubles_change_the_objective(seed) -> None:
    cost, p = network(40, 5, seed)
    dice = np.random.default_rng(seed)
    rows, columns = dice.permutation(40), dice.permutation(40)
    plain = p_median(cost, p)
    assert p_median(cost[rows][:, columns], p).objective == plain.objective
    doubled = np.vstack([cost, cost])
    assert p_median(doubled, p).objective == 2 * plain.objective
    assert p_median(cost, p, weights=np.full(40, 2.0)).objective == 2 * plain.objective
    assert p_median(cost, p) == plain


@pytest.mark.parametrize(("n", "p"), [(100, 5), (100, 33), (200, 20), (300, 60)])
def test_networks_are_solved_with_proof(n, p) -> None:
    cost, p = network(n, p, seed=n + p)
    said = p_median(cost, p)
    assert said.status == "optimal"
    assert said.gap == 0
    greedy: list[int] = []
    for _ in range(p):
        near = cost[:, greedy].min(1) if greedy else np.full(n, 1e9)
        totals = np.minimum(near[:, None], cost).sum(0)
        greedy.append(int(totals.argmin()))
    assert said.objective <= cost[:, greedy].min(1).sum()
    assert said.objective == cost[:, said.sites].min(1).sum()


def test_a_large_matrix_is_thinned_and_the_bound_stays_true() -> None:
    dice = np.random.default_rng(4)
    points, sites = dice.random((2500, 2)), dice.random((500, 2))
    cost = np.hypot(*(points[:, None] - sites[None]).transpose(2, 0, 1))
    said = p_median(cost, 40, gap=0.01, time_limit=60)
    assert said.status in ("feasible", "optimal")
    assert said.gap <= 0.01
    assert said.bound <= said.objective
    assert said.objective == pytest.approx(cost[:, said.sites].min(1).sum())
    # The same without being thinned: within what both have proven.
    whole = p_median(sparse.csr_array(cost[:, :400]), 40, gap=0.05, time_limit=60)
    assert whole.objective >= said.bound - 1e-9


@given(problems(), st.sampled_from([0.05, 0.3, 0.9]))
@settings(max_examples=100)
def test_a_gap_ends_the_search_and_not_the_truth_of_the_bound(problem, gap) -> None:
    cost, weights, p = problem
    best = median_by_trying(cost, weights, p)
    said = p_median(cost, p, weights=weights, gap=gap)
    if np.isinf(best):
        assert said.status == "infeasible"
        return
    assert said.bound <= best * (1 + 1e-9) + 1e-9
    assert best <= said.objective * (1 + 1e-9) + 1e-9
    assert said.gap <= gap
    if said.status == "optimal":
        assert said.objective == pytest.approx(best)


def test_no_network_is_called_optimal_for_a_gap() -> None:
    for seed in range(25):
        cost, p = network(100, 5, seed)
        best = p_median(cost, p)
        for gap in (0.003, 0.01):
            said = p_median(cost, p, gap=gap)
            assert said.bound <= best.objective <= said.objective
            assert said.status == "feasible" or said.objective == best.objective


def test_points_with_many_equal_sites_are_reached() -> None:
    cost = np.full((2000, 600), 7.0)
    cost[:1000, :5] = 3.0
    said = p_median(cost, 100)
    assert said.status == "optimal"
    assert said.objective == 1000 * 3 + 1000 * 7


def test_when_time_runs_out_the_best_found_is_said_with_a_true_bound() -> None:
    cost, p = network(300, 10, seed=1)
    said = p_median(cost, p, time_limit=0.0)
    assert said.status == "feasible"
    assert said.reason == "time limit"
    best = p_median(cost, p)
    assert said.bound <= best.objective <= said.objective
    assert best.status == "optimal"


def test_a_search_can_be_cancelled_and_keeps_what_it_has() -> None:
    told: list[tuple[float, float, float]] = []

    def stop(objective: float, bound: float, gap: float) -> bool:
        told.append((objective, bound, gap))
        return len(told) < 2

    cost, p = network(300, 10, seed=1)
    said = p_median(cost, p, progress=stop)
    assert len(told) == 2
    assert said.status == "feasible"
    assert said.reason == "cancelled"
    assert len(said.sites) == p


def test_unreachable_demand_is_named_and_weightless_demand_does_not_matter() -> None:
    cost = np.array([[1.0, 2.0], [np.inf, np.nan], [3.0, 1.0]])
    said = p_median(cost, 1)
    assert said.status == "infeasible"
    assert said.reason == "1 demand points are reached by no site: 1"
    assert p_median(cost, 1, weights=[1, 0, 1]).objective == 3.0
    apart = np.array([[1.0, np.inf], [np.inf, 1.0]])
    assert p_median(apart, 1).reason == "no 1 sites reach every demand point"
    assert p_median(apart, 2).objective == 2.0


def test_what_is_no_problem_is_refused_in_words() -> None:
    cost = np.ones((3, 2))
    for words, arguments in {
        "p is 0": (cost, 0),
        "must be (n_demand, n_sites)": (np.ones(3), 1),
        "none may be negative": (-cost, 1),
    }.items():
        with pytest.raises(SitingError, match=words.replace("(", r"\(").replace(")", r"\)")):
            p_median(*arguments)
    with pytest.raises(SitingError, match=r"weights has the shape \(2,\)"):
        p_median(cost, 1, weights=[1, 2])
    with pytest.raises(SitingError, match="fixed names the site 2"):
        p_median(cost, 1, fixed=[2])
    with pytest.raises(SitingError, match="both fixed and forbidden"):
        p_median(cost, 1, fixed=[1], forbidden=[1])
    assert "only 1 are not forbidden" in p_median(cost, 2, forbidden=[0]).reason
    assert "2 sites are fixed" in p_median(cost, 1, fixed=[0, 1]).reason


def test_the_knee_is_where_a_curve_bends() -> None:
    assert siting.knee([0, 50, 80, 90, 95, 98, 100]) == 2

"""Sites that take only so many: who goes where when nobody plans it; places that stand count."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planning.answer_words import reason
from planning.figures import COVERED, UNDER, existing, served_by
from planning.problem import Problem
from planning.room import placed
from planning.solve import solve
from tests.factories.problems import make_problem


def test_the_nearest_come_first_and_who_is_turned_away_goes_to_the_next() -> None:
    cost = np.array([[1.0, 5.0], [2.0, 3.0], [3.0, np.inf]])
    people = np.array([10.0, 10.0, 10.0])
    assert placed(cost, people, np.array([10.0, 10.0])).tolist() == [0, 1, -1]
    assert placed(cost, people, np.array([np.inf, 0.0])).tolist() == [0, 0, 0]
    assert placed(cost[:, :0], people, np.zeros(0)).tolist() == [-1, -1, -1]


def test_one_demand_point_is_never_divided() -> None:
    cost = np.array([[1.0], [2.0]])
    assert placed(cost, np.array([30.0, 10.0]), np.array([20.0])).tolist() == [-1, 0]


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 40), st.integers(1, 6))
def test_nobody_goes_over_room_or_where_there_is_no_way(seed: int, n: int, k: int) -> None:
    dice = np.random.default_rng(seed)
    cost = np.where(dice.random((n, k)) < 0.2, np.inf, dice.integers(0, 9, (n, k)).astype(float))
    people, rooms = dice.integers(0, 20, n).astype(float), dice.integers(0, 80, k).astype(float)
    site = placed(cost, people, rooms)
    for column in range(k):
        assert people[site == column].sum() <= rooms[column]
    left = rooms - np.array([people[site == column].sum() for column in range(k)])
    for i in range(n):
        if site[i] >= 0:
            assert np.isfinite(cost[i, site[i]])
        else:
            assert (people[i] > left[np.isfinite(cost[i])]).all()
    assert (placed(cost, people, np.full(k, np.inf)) == nearest_of(cost)).all()


def nearest_of(cost: Any) -> Any:
    return np.where(np.isfinite(cost).any(1), cost.argmin(1), -1)


def with_rooms(problem: Problem, room: float | None) -> Problem:
    """Existing places that take so many."""
    columns = tuple(
        replace(each, capacity=room) if each.is_existing else each for each in problem.columns
    )
    return replace(problem, columns=columns)


@pytest.mark.parametrize("objective", ["capacitated_mclp", "capacitated_p_median"])
def test_a_place_that_stands_takes_no_more_than_its_capacity(objective: str) -> None:
    free = make_problem(
        5, objective=objective, existing=("fixed", "fixed"), p=5, standard=60.0, sites=8
    )
    small = with_rooms(free, 20.0)
    found = solve(small)
    assert found.status in ("optimal", "feasible")
    for at in existing(small):
        assert small.weights[found.assignment == at].sum() <= 20.0
    unlimited = solve(free)
    assert any(free.weights[unlimited.assignment == at].sum() > 20.0 for at in existing(free))
    now = served_by(small, existing(small))
    assert small.weights[now.level == COVERED].sum() <= 40.0
    # Within the standard and without room: under-served, and served by nobody.
    out = (now.site < 0) & (free.cost[:, existing(free)].min(1) <= 60.0)
    assert out.any()
    assert (now.level[out] == UNDER).all()


def test_room_plays_no_part_where_the_question_does_not_count_it() -> None:
    problem = make_problem(5, existing=("fixed", "fixed"), standard=60.0)
    full = with_rooms(problem, 0.0)
    for each in (problem, full):
        assert (served_by(each, existing(each)).site >= 0).all()


def test_the_search_is_at_least_as_good_as_the_rule() -> None:
    for seed in range(6):
        problem = with_rooms(
            make_problem(seed, objective="capacitated_mclp", existing=("fixed",), p=3), 30.0
        )
        found = solve(problem)
        by_rule = served_by(problem, found.opened)
        assert found.objective is not None
        assert problem.weights[by_rule.level == COVERED].sum() <= found.objective + 1e-6


@pytest.mark.parametrize(
    ("room", "asked", "code"), [(5.0, {"p": 1}, "too_large"), (39.0, {"p": 1}, "no_room")]
)
def test_where_everybody_has_to_be_served_too_little_room_is_said_in_words(
    room: float, asked: Any, code: str
) -> None:
    problem = make_problem(3, objective="capacitated_p_median", existing=("fixed",), **asked)
    columns = tuple(replace(each, capacity=room) for each in problem.columns)
    found = solve(replace(problem, columns=columns))
    assert found.status == "infeasible"
    assert [each.code for each in found.reasons] == [code]
    assert "solver" not in reason(found.reasons[0])

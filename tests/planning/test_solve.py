"""A scenario's answer is the best that its rules allow: held against every choice there is."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import pytest

from planning.figures import COVERED, coming, nearest
from planning.problem import Problem, taken_up
from planning.solve import Asked, solve
from tests.factories.problems import EAST, WEST, make_problem

STANDS = ("fixed", "movable", "closed")
PLAIN = ("mclp", "uptake", "p_median", "p_center")


def choices(problem: Problem, count: int | None) -> Iterator[list[int]]:
    """Every choice that the rules allow; `count` new sites beyond those moved, None for any."""
    columns = problem.columns
    fixed = [at for at, each in enumerate(columns) if each.kind == "fixed"]
    free = [at for at, each in enumerate(columns) if each.kind in ("movable", "candidate")]
    moved = sum(each.kind == "movable" for each in columns)
    sizes = range(len(free) + 1) if count is None else [count + moved]
    for size in sizes:
        for chosen in itertools.combinations(free, size):
            opened = [*fixed, *chosen]
            if problem.question.every_county and {columns[at].county for at in opened} != {
                EAST,
                WEST,
            }:
                continue
            yield opened


def worth(problem: Problem, opened: Sequence[int]) -> float:
    """The objective as its definition has it, larger is better."""
    served = nearest(problem, opened)
    name = problem.question.objective
    if name == "mclp":
        return float(coming(problem, served).sum())
    if name == "uptake":
        assert problem.metres is not None
        best = taken_up(problem.metres[:, list(opened)], problem.question).max(1)
        return float(problem.weights @ best)
    if name == "p_center":
        return -float(served.cost.max())
    return -float(np.average(served.cost, weights=problem.weights))


@pytest.mark.parametrize("objective", PLAIN)
@pytest.mark.parametrize("every_county", [False, True])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_it_is_the_best_of_every_choice_that_the_rules_allow(
    objective: str, every_county: bool, seed: int
) -> None:
    problem = make_problem(
        seed, existing=STANDS, objective=objective, every_county=every_county, p=2
    )
    best = max(worth(problem, opened) for opened in choices(problem, 2))
    found = solve(problem)
    assert found.status == "optimal"
    assert worth(problem, found.opened) == pytest.approx(best, rel=1e-6)
    assert found.objective == pytest.approx(abs(best), rel=1e-6)
    assert found.bound == found.objective


@pytest.mark.parametrize("every_county", [False, True])
def test_the_smallest_set_that_covers_a_share_is_the_smallest(every_county: bool) -> None:
    problem = make_problem(
        4, existing=("fixed",), objective="lscp", share=0.8, every_county=every_county, p=None,
        standard=35.0,
    )  # fmt: skip
    enough = [
        len(opened) - 1
        for opened in choices(problem, None)
        if coming(problem, nearest(problem, opened)).sum() >= 0.8 * problem.total
    ]
    found = solve(problem)
    assert found.objective == min(enough)
    assert sum(not problem.columns[at].is_existing for at in found.opened) == min(enough)


@pytest.mark.parametrize("seed", [5, 6])
def test_a_budget_is_kept_and_used_best(seed: int) -> None:
    problem = make_problem(seed, objective="mclp", p=None, budget=9.0, every_county=True)
    prices = np.array([each.cost for each in problem.columns])
    best = max(
        worth(problem, opened) for opened in choices(problem, None) if prices[opened].sum() <= 9.0
    )
    found = solve(problem)
    assert prices[list(found.opened)].sum() <= 9.0
    assert found.objective == pytest.approx(best)


@pytest.mark.parametrize("objective", ["capacitated_mclp", "capacitated_p_median"])
def test_no_site_takes_more_than_it_has_room_for(objective: str) -> None:
    problem = make_problem(7, objective=objective, p=4, every_county=True, standard=45.0)
    found = solve(problem)
    assert found.status in ("optimal", "feasible")
    for at in found.opened:
        taken = problem.weights[found.assignment == at].sum()
        assert taken <= problem.columns[at].capacity
    assert {problem.columns[at].county for at in found.opened} == {EAST, WEST}
    assert found.objective is not None
    assert found.bound is not None
    if objective == "capacitated_mclp":
        assert found.objective == pytest.approx(problem.weights[found.assignment >= 0].sum())
        assert found.bound >= found.objective - 1e-6


def test_existing_places_have_their_fate() -> None:
    found = solve(make_problem(8, existing=("fixed", "fixed", "closed"), p=1))
    assert {0, 1} < set(found.opened)
    assert 2 not in found.opened


def test_sites_near_an_existing_place_are_left_out() -> None:
    free = make_problem(9, existing=("fixed",), p=7)
    assert solve(free).status == "optimal"
    problem = make_problem(9, existing=("fixed",), p=7, apart_m=2500.0)
    found = solve(problem)
    assert found.status == "infeasible"
    assert found.reasons[0].code == "too_few"
    assert int(found.reasons[0].about["there"]) < 7


def test_what_cannot_be_says_why() -> None:
    town = make_problem(10, every_county=True, p=3)
    empty = solve(replace(town, county_names={**town.county_names, "370404": "峄城区"}))
    assert [(each.code, dict(each.about)) for each in empty.reasons] == [
        ("county_empty", {"names": "峄城区"})
    ]
    shut = make_problem(10, objective="lscp", share=1.0, p=None, standard=3.0)
    assert [each.code for each in solve(shut).reasons] == ["share"]
    few = solve(make_problem(11, p=9))
    assert [each.code for each in few.reasons] == ["too_few"]
    dear = solve(make_problem(11, p=None, budget=0.5, every_county=True))
    assert [each.code for each in dear.reasons] == ["budget_counties"]
    crowded = solve(make_problem(11, p=1, every_county=True))
    assert [each.code for each in crowded.reasons] == ["counties_over"]


def test_one_thing_can_be_changed() -> None:
    problem = make_problem(12, p=2)
    first = solve(problem)
    without = solve(problem, Asked(without=first.opened[0]))
    assert first.opened[0] not in without.opened
    wide = solve(problem, Asked(standard=60.0))
    assert wide.objective is not None
    assert first.objective is not None
    assert wide.objective >= first.objective
    assert len(solve(problem, Asked(p=4)).opened) == 4


def test_a_search_that_is_stopped_keeps_what_it_has() -> None:
    told = []

    def stop(objective: float, bound: float, gap: float) -> bool:
        told.append((objective, bound))
        return False

    problem = make_problem(13, points=120, sites=60, objective="p_median", p=12)
    found = solve(problem, progress=stop)
    assert len(found.opened) == 12
    assert found.objective is not None
    if told:
        assert found.bound is None or found.bound <= found.objective + 1e-9


def test_the_same_question_and_seed_give_the_same_answer() -> None:
    for objective in PLAIN:
        first, second = (
            solve(make_problem(14, points=60, sites=30, objective=objective, p=5), seed=3)
            for _each in range(2)
        )
        assert first.opened == second.opened
        assert first.objective == second.objective


def test_uptake_falls_with_the_distance_as_the_assumption_says() -> None:
    question = make_problem(15, objective="uptake").question
    near, middle, far, gone = taken_up(np.array([0.0, 300.0, 1000.0, 9000.0]), question)
    assert (near, gone) == (1.0, 0.0)
    assert 0.7 < middle < 0.85
    assert 0.1 < far < 0.2


def test_half_as_far_again_is_under_served() -> None:
    problem = make_problem(16, p=1, standard=10.0)
    served = nearest(problem, [0])
    assert (served.level[served.cost <= 10] == COVERED).all()
    assert set(served.level[(served.cost > 10) & (served.cost <= 20)]) <= {1}

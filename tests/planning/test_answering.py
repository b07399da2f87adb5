"""The whole answer of a small problem: its parts agree with each other."""

import json
from dataclasses import replace
from typing import Any

import pytest

from planning.answer import Answer, Provenance
from planning.answering import answer
from planning.problem import Problem
from tests.factories.answers import make_answer
from tests.factories.problems import make_problem


def answered(problem: Problem, tell: Any = None, seed: int = 0) -> Answer:
    provenance: Provenance = replace(
        make_answer().provenance, travel=problem.travel, parameters=problem.question.to_json()
    )
    return answer(problem, replace(provenance, seed=seed), tell or (lambda *_figures: True))


@pytest.fixture(scope="module")
def town() -> Problem:
    return make_problem(21, points=40, sites=12, existing=("fixed", "movable", "closed"), p=3)


@pytest.fixture(scope="module")
def whole(town: Problem) -> Answer:
    return answered(town)


def test_it_is_the_same_again_after_json(whole: Answer) -> None:
    assert Answer.from_json(json.loads(json.dumps(whole.to_json()))) == whole


def test_it_is_the_same_when_asked_again(town: Problem, whole: Answer) -> None:
    again = answered(town).to_json()
    first = whole.to_json()
    for each in (again, first):
        each["proof"].pop("seconds")
    assert again == first


def test_everybody_is_counted_once(town: Problem, whole: Answer) -> None:
    for shares in (whole.before, whole.after):
        assert shares.people == pytest.approx(town.total)
    for name in ("before", "after"):
        parts = [getattr(row, name) for row in whole.counties]
        assert sum(each.covered for each in parts) == pytest.approx(getattr(whole, name).covered)
    assert len(whole.lines) == 40
    covered = sum(line.people for line in whole.lines if line.level == "covered")
    assert covered == pytest.approx(whole.after.covered)
    assert whole.proof.objective == pytest.approx(whole.after.covered)
    assert whole.after.covered >= whole.before.covered


def test_sites_stand_in_the_order_of_what_they_add(whole: Answer) -> None:
    new = whole.new_sites
    assert [each.order for each in new] == list(range(1, len(new) + 1))
    adds = [each.adds for each in new]
    assert adds == sorted(adds, reverse=True)
    assert new[-1].total == pytest.approx(whole.after.covered)
    kinds = {each.key: each.kind for each in whole.sites}
    assert kinds["e0"] == "existing"
    assert kinds["e1"] in ("existing", "given_up")
    assert "e2" not in kinds


def test_the_curve_rises_and_passes_through_the_answer(whole: Answer) -> None:
    covered = [each.covered for each in whole.curve]
    assert covered == sorted(covered)
    here = next(each for each in whole.curve if each.sites == 3)
    assert here.covered == pytest.approx(whole.after.covered)
    assert whole.knee in [each.sites for each in whole.curve]
    assert all(each.proven for each in whole.curve if each.sites)


def test_what_is_changed_is_told_and_robust_sites_stay(whole: Answer) -> None:
    kinds = [each.change for each in whole.what_ifs]
    assert kinds.count("standard") == 2
    assert kinds.count("demand") == 2
    assert kinds.count("without") == len(whole.new_sites)
    for site in whole.new_sites:
        assert 0 <= site.stays <= site.tried
        without = next(each for each in whole.what_ifs if each.by == site.key)
        assert site.key in without.lost
        assert without.covered <= whole.after.covered + 1e-6
    assert whole.left_out == 0


def test_stopped_it_keeps_what_was_found_and_says_what_is_left_out(town: Problem) -> None:
    def tell(stage: str, *_figures: Any) -> bool:
        return stage == "search"

    short = answered(town, tell)
    assert short.proof.status == "optimal"
    assert not short.what_ifs
    assert short.left_out > 0
    assert not any(each.proven for each in short.curve if each.sites not in (0, 3))


@pytest.mark.parametrize(
    "asked",
    [
        {"objective": "lscp", "p": None, "share": 0.5},
        {"objective": "p_median"},
        {"objective": "p_center"},
        {"objective": "uptake"},
        {"objective": "capacitated_mclp"},
        {"objective": "capacitated_p_median", "p": 6},
        {"objective": "mclp", "p": None, "budget": 12.0},
        {"objective": "mclp", "mode": "circle", "standard": 3000.0, "every_county": True},
    ],
)
def test_every_objective_is_answered_whole(asked: dict[str, Any]) -> None:
    made = answered(make_problem(22, points=20, sites=8, existing=("fixed",), **asked))
    assert made.proof.status in ("optimal", "feasible")
    assert made.new_sites
    assert made.after.people == pytest.approx(made.before.people)
    assert len(made.curve) >= 2
    assert len(made.what_ifs) >= 7
    assert Answer.from_json(json.loads(json.dumps(made.to_json()))) == made


def test_what_cannot_be_has_reasons_and_the_state_of_today() -> None:
    made = answered(make_problem(23, existing=("fixed",), p=20))
    assert made.proof.status == "infeasible"
    assert made.proof.reasons[0].code == "too_few"
    assert not made.new_sites
    assert made.before == made.after

"""Runs: frozen questions, quotas, answers written once, stopped with what has been found."""

from contextlib import nullcontext
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from procrastinate.contrib.django.models import ProcrastinateJob

from directory.errors import EntryErrors
from directory.imports import watch
from planning import answering, runs, scenarios, tasks
from planning.answer import Answer
from planning.models import Run, Scenario
from planning.question import Question
from tests.directory.ledger.boundaries import load_shandong
from tests.factories.ledger import COUNTY, make_market
from tests.factories.people import OTHER_COUNTY, make_official
from tests.factories.planning import make_candidates, make_demand, make_scenario

pytestmark = pytest.mark.django_db
State = Run.State


@pytest.fixture(autouse=True)
def _no_second_connection(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The other connection would not see a test that is not committed."""
    marker = request.node.get_closest_marker("django_db")
    if marker is None or not marker.kwargs.get("transaction"):
        monkeypatch.setattr(watch, "outside", lambda _work: nullcontext(watch.Watch()))


def test_a_scenario_keeps_the_places_that_stood_when_it_was_asked() -> None:
    hall = make_market(form="hall", name="大厅")
    make_market(form="kerb")
    made = make_scenario(fates={hall.public_id: "movable"})
    assert [(each["name"], each["fate"]) for each in made.existing] == [("大厅", "movable")]
    hall.name = "改名"
    hall.save()
    make_market(form="station")
    assert [each["name"] for each in Scenario.objects.get().existing] == ["大厅"]


def test_a_run_is_answered_with_what_it_stands_on() -> None:
    load_shandong()
    run = runs.ask(None, make_scenario(), seed=7)
    assert runs.run(run.pk) == State.READY
    run.refresh_from_db()
    made = Answer.from_json(run.answer)
    assert made.proof.status == "optimal"
    assert made.proof.objective == run.best
    assert len(made.new_sites) == 2
    about = made.provenance
    assert (about.region_name, about.seed, about.demand["version"]) == ("薛城区", 7, 1)
    assert Question.from_json(about.parameters).p == 2
    assert "HiGHS" in about.solver
    assert runs.run(run.pk) == ""


def test_the_same_question_gives_the_same_numbers() -> None:
    scenario = make_scenario()
    first, second = (runs.ask(None, scenario, seed=3) for _each in range(2))
    for each in (first, second):
        runs.run(each.pk)
        each.refresh_from_db()
    for each in (first, second):
        each.answer["proof"].pop("seconds")
        each.answer["provenance"].pop("computed_at")
    assert first.answer == second.answer


def test_an_answer_is_written_once(monkeypatch: pytest.MonkeyPatch) -> None:
    run = runs.ask(None, make_scenario())
    real = answering.answer

    def slow(*given: Any) -> Answer:
        """While this worker computes, another one has been quicker."""
        answer: Answer = real(*given)
        other = {**answer.to_json(), "knee": 99}
        Run.objects.filter(pk=run.pk).update(state=State.READY, answer=other)
        return answer

    monkeypatch.setattr(answering, "answer", slow)
    assert runs.run(run.pk) == State.READY
    run.refresh_from_db()
    assert run.answer["knee"] == 99


@pytest.mark.django_db(transaction=True)
def test_stopped_while_it_runs_it_keeps_the_best_found(monkeypatch: pytest.MonkeyPatch) -> None:
    run = runs.ask(None, make_scenario())
    monkeypatch.setattr("directory.imports.watch.EVERY_SECONDS", 0.0)
    real = runs._Told.__call__

    def told(self: Any, stage: str, *figures: Any) -> bool:
        if stage == "curve":
            Run.objects.filter(pk=run.pk).update(stopping=True)
        return real(self, stage, *figures)

    monkeypatch.setattr(runs._Told, "__call__", told)
    assert runs.run(run.pk) == State.READY
    run.refresh_from_db()
    made = Answer.from_json(run.answer)
    assert made.new_sites
    assert made.left_out > 0
    assert not run.stopping


def test_one_that_waits_is_stopped_before_it_begins() -> None:
    by = make_official("planner", COUNTY)
    run = runs.ask(by, make_scenario(by))
    runs.cancel(by, run)
    assert runs.run(run.pk) == ""
    run.refresh_from_db()
    assert (run.state, run.answer) == (State.CANCELLED, None)


def test_one_that_ends_its_worker_every_time_is_given_up() -> None:
    run = runs.ask(None, make_scenario())
    Run.objects.filter(pk=run.pk).update(state=State.RUNNING, attempts=3)
    assert runs.run(run.pk) == State.FAILED
    run.refresh_from_db()
    assert "多次中断" in run.message


def test_nobody_asks_for_more_than_his_quota(monkeypatch: pytest.MonkeyPatch) -> None:
    by = make_official("planner", COUNTY)
    scenario = make_scenario(by)
    for _each in range(5):
        runs.ask(by, scenario)
    with pytest.raises(EntryErrors, match="5"):
        runs.ask(by, scenario)
    Run.objects.update(state=State.CANCELLED)
    monkeypatch.setattr(runs, "MOST_A_DAY", 5)
    with pytest.raises(EntryErrors, match="一天"):
        runs.ask(by, scenario)


def test_only_who_may_plan_in_the_region_asks_and_stops() -> None:
    scenario = make_scenario()
    run = runs.ask(None, scenario)
    for stranger in (make_official("planner", OTHER_COUNTY), make_official("district_clerk")):
        with pytest.raises(PermissionDenied):
            runs.ask(stranger, scenario)
        with pytest.raises(PermissionDenied):
            runs.cancel(stranger, run)
        with pytest.raises(PermissionDenied):
            make_scenario(stranger)


def test_what_no_scenario_can_ask_names_its_field() -> None:
    for wrong, field in (
        ({"p": 0}, "p"),
        ({"p": None}, "p"),
        ({"standard": 0}, "standard"),
        ({"objective": "best"}, "objective"),
        ({"objective": "p_median", "budget": 5.0}, "budget"),
        ({"share": 1.2}, "share"),
    ):
        with pytest.raises(EntryErrors) as refused:
            Question(**wrong)  # type: ignore[arg-type]
        assert list(refused.value.errors) == [field]


def test_too_many_points_are_refused_when_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("planning.reading.MOST_CELLS", 10)
    with pytest.raises(EntryErrors, match="4 个需求点"):
        scenarios.ask(
            None, region=COUNTY, name="太大", demand=make_demand(),
            candidates=make_candidates(), question=Question(),
        )  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_a_run_is_put_in_the_queue_once_it_is_committed() -> None:
    run = runs.ask(None, make_scenario())
    tasks.run_later(run)
    job = ProcrastinateJob.objects.filter(task_name=tasks.RUN).latest("id")
    assert job.args == {"run": run.pk}

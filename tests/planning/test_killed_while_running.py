"""A worker killed in the middle of a run or of its report: the next one finishes it, once."""

import numpy as np
import pytest
from django.conf import settings
from django.core.files.storage import storages

from planning import reports_asked, runs, tasks
from planning.answer import Answer
from planning.models import Run
from planning.points import Demanded, Offered
from planning.sets import write_candidates, write_demand
from tests.factories.ledger import COUNTY, LAT, LON
from tests.factories.people import make_official
from tests.factories.planning import make_run, make_scenario
from tests.worker_process import kill, silence, until, workers

State, Stage = Run.State, Run.Stage
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def asked() -> Run:
    """Some seconds of work, that wait in the queue."""
    dice = np.random.default_rng(1)
    about = {"region": COUNTY, "name": "许多", "origin": "imported", "provenance": "测试"}
    where = [(LON + x, LAT + y) for x, y in dice.uniform(0, 0.2, (900, 2))]
    demand = write_demand(
        None, points=[Demanded(*at, 10.0, region_code=COUNTY) for at in where], **about
    )
    candidates = write_candidates(
        None, sites=[Offered(*at, region_code=COUNTY) for at in where[:150]], **about
    )
    scenario = make_scenario(demand=demand, candidates=candidates, objective="p_median", p=15)
    run = runs.ask(None, scenario)
    tasks.run_later(run)
    return run


def test_the_next_worker_answers_it_and_once(asked: Run) -> None:
    def at_work() -> bool:
        asked.refresh_from_db()
        return asked.state == State.RUNNING and asked.stage in (Stage.CURVE, Stage.CHANGES)

    def answered() -> bool:
        asked.refresh_from_db()
        return asked.state == State.READY

    with workers() as start:
        first = start()
        until(at_work, "the worker did not begin")
        kill(first)
        asked.refresh_from_db()
        assert (asked.state, asked.answer) == (State.RUNNING, None)
        silence()
        start()
        until(answered, "the second worker did not answer")
    assert asked.attempts == 2
    assert len(Answer.from_json(asked.answer).new_sites) == 15


def kept() -> set[str]:
    folder = settings.VAR_DIR / "imports"
    return {str(each) for each in folder.rglob("*") if each.is_file()}


def test_a_report_is_begun_anew_and_kept_once() -> None:
    """As a PDF, which takes seconds: the worker dies before any file is kept."""
    job, _is_new = reports_asked.ask(make_official("planner", COUNTY), make_run(), "pdf")
    tasks.report_later(job)
    before = kept()

    def is_in(state: str) -> bool:
        job.refresh_from_db()
        return job.state == state and job.total == reports_asked.OF

    with workers() as start:
        first = start()
        until(lambda: is_in(State.RUNNING), "the worker did not begin")
        kill(first)
        assert is_in(State.RUNNING)
        assert (job.stored, job.attempts, kept()) == ("", 1, before)
        silence()
        start()
        until(lambda: is_in(State.READY), "the second worker did not make it")
    assert (job.attempts, len(kept() - before)) == (2, 1)
    with storages["imports"].open(job.stored) as file:
        made = file.read()
    assert made.startswith(b"%PDF")
    assert len(made) == job.size

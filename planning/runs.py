"""Runs of a scenario: asked for within a quota, followed, stopped with what has been found."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from directory import access, file_jobs
from directory.entry_words import region_names
from directory.errors import EntryErrors
from directory.imports.watch import Stopped, Watch
from directory.kinds import Action, Kind
from directory.models import Official
from geo.deferred import Deferred
from planning.answer import Provenance
from planning.models import Run, Scenario
from planning.problem import Problem
from planning.reading import read

# The solvers are compiled on import, and the web asks for none.
answering = Deferred("planning.answering")

State = Run.State
MOST_A_DAY = 100
# A first look at the progress; the search itself does not know how far it is.
BEGUN, OF = 1, 100


@transaction.atomic
def ask(official: Official | None, scenario: Scenario, seed: int = 0) -> Run:
    """A run that waits; who asks for it has it deferred. `EntryErrors`, `PermissionDenied`."""
    if official is not None:
        access.require(official, Action.ADD, Kind.PLAN, scenario.region_code)
        if file_jobs.has_too_many(Run, official):
            most = file_jobs.MOST_WAITING
            raise EntryErrors({"": [_("您已有 %(most)d 个计算在等待") % {"most": most}]})
        day = timezone.now() - dt.timedelta(days=1)
        if Run.objects.filter(official=official, created_at__gte=day).count() >= MOST_A_DAY:
            raise EntryErrors({"": [_("一天最多计算 %(most)d 次") % {"most": MOST_A_DAY}]})
    return Run.objects.create(
        scenario=scenario, region_code=scenario.region_code, official=official, seed=seed
    )


@transaction.atomic
def cancel(official: Official, run: Run) -> None:
    """A waiting one does not begin; a running one ends with the best that it has found."""
    access.require(official, Action.ADD, Kind.PLAN, run.region_code)
    file_jobs.cancel(run)


def run(pk: int) -> str:
    """The state it is left in; run again after a crash it begins anew."""
    return file_jobs.run(Run, pk, _make, _("计算多次中断，没有结果；请减少点数或缩短时间再试"))


def _make(job: Run, seen: Watch) -> str:
    seen.report(0, OF, stage=Run.Stage.READING)
    if job.official and not access.may(job.official, Action.ADD, Kind.PLAN, job.region_code):
        return file_jobs.left(job, State.FAILED, _("您的角色没有这项权限"))
    scenario = Scenario.objects.select_related("demand", "candidates").get(pk=job.scenario_id)
    try:
        problem = read(scenario)
    except EntryErrors as error:
        return file_jobs.left(job, State.FAILED, str(error))
    seen.report(BEGUN, OF, stage=Run.Stage.SEARCH)
    found = answering.answer(problem, provenance(job, scenario, problem), _Told(seen))
    return _finish(job, found.to_json())


class _Told:
    """Writes down how far a run is; says no once it is asked to stop, and from then on."""

    def __init__(self, seen: Watch) -> None:
        self._seen, self._goes_on = seen, True

    def __call__(
        self,
        stage: str,
        done: int,
        total: int,
        best: float | None,
        bound: float | None,
        gap: float | None,
    ) -> bool:
        if not self._goes_on:
            return False
        # Always between the first and the last, which alone would be written each time.
        steps = (BEGUN + done, BEGUN + total + 1) if total else (BEGUN, OF)
        figures: dict[str, Any] = {
            "best": _finite(best),
            "bound": _finite(bound),
            "gap": _finite(gap),
        }
        try:
            self._seen.report(*steps, stage=stage, **figures)
        except Stopped:
            self._goes_on = False
        return self._goes_on


def _finite(value: float | None) -> float | None:
    return value if value is not None and abs(value) < float("inf") else None


def _finish(job: Run, answer: dict[str, Any]) -> str:
    """Written once: where another worker was quicker, its answer stays."""
    proof = answer["proof"]
    written = Run.objects.filter(pk=job.pk, state=State.RUNNING).update(
        state=State.READY,
        answer=answer,
        best=proof["objective"],
        bound=proof["bound"],
        gap=proof["gap"],
        done=OF,
        total=OF,
        stopping=False,
        message="",
        ended_at=timezone.now(),
    )
    return State.READY if written else str(Run.objects.get(pk=job.pk).state)


def provenance(job: Run, scenario: Scenario, problem: Problem) -> Provenance:
    names = region_names([scenario.region_code])
    return Provenance(
        scenario=scenario.name,
        region=scenario.region_code,
        region_name=names.get(scenario.region_code, scenario.region_code),
        publication="" if scenario.publication is None else str(scenario.publication),
        published_at=scenario.published_at.isoformat() if scenario.published_at else "",
        existing_on=scenario.existing_on.isoformat(),
        demand=scenario.demand.facts,
        candidates=scenario.candidates.facts,
        parameters=scenario.question,
        travel=problem.travel,
        solver=answering.solver(),
        computed_at=timezone.localtime().isoformat(timespec="seconds"),
        seed=job.seed,
    )

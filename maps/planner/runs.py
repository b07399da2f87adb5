"""A run: how far it is, then its answer; run again, stopped."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from directory import access
from directory.errors import EntryErrors
from directory.kinds import Action, Kind
from maps.office.base import render
from maps.office.rules import find, official_of, rule
from maps.planner import answer_page
from maps.planner.handing_in import handing_in
from maps.planner.reports import reports
from planning import answer_words, runs, tasks
from planning.answer import Answer
from planning.models import Run, ShareLink
from planning.question import Question, unit_of

UNDER_WAY = (Run.State.WAITING, Run.State.RUNNING)
RUNS = Run.objects.select_related("scenario__candidates", "scenario__demand", "official")


@rule(Kind.PLAN)
@require_safe
def page(request: HttpRequest, pk: int) -> HttpResponse:
    run = find(request, RUNS, pk=pk)
    context: dict[str, Any] = {
        "title": run.scenario.name,
        "run": run,
        "may_add": access.may(official_of(request), Action.ADD, Kind.PLAN, run.region_code),
        "others": run.scenario.runs.exclude(pk=run.pk).defer("answer")[:10],
    }
    if run.state == Run.State.READY:
        context |= _links(request, run) | reports(run)
        answer = Answer.from_json(run.answer or {})
        context |= answer_page.context(answer)
        context |= handing_in(official_of(request), run, answer)
        return render(request, "maps/planner/run.html", context)
    context |= {"waiting": run.state in UNDER_WAY, "progress": progress(run)}
    return render(request, "maps/planner/run_progress.html", context)


def _links(request: HttpRequest, run: Run) -> dict[str, Any]:
    """The links in force, for those who may give them out; to others they are not shown."""
    may_share = access.may(official_of(request), Action.CHANGE, Kind.PLAN, run.region_code)
    if not may_share:
        return {"may_share": False}
    links = ShareLink.objects.filter(run=run, revoked_at=None).select_related("created_by")
    return {"may_share": True, "links": links, "host": f"{request.scheme}://{request.get_host()}"}


def progress(run: Run) -> list[tuple[str, str]]:
    """What is known of the search so far, each with its name."""
    question = Question.from_json(run.scenario.question)
    unit = answer_words.unit(unit_of(question.objective, question.unit))
    said = []
    if run.best is not None:
        said.append((_("目前最好"), f"{run.best:,.1f} {unit}"))
    if run.bound is not None:
        said.append((_("不可能好过"), f"{run.bound:,.1f} {unit}"))
    if run.gap is not None:
        said.append((_("差距"), f"{answer_words.percent_up(run.gap)} %"))
    return said


@rule(Kind.PLAN, Action.ADD)
@require_POST
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """The same question once more, with the same seed: the same numbers."""
    old = find(request, RUNS, Action.ADD, pk=pk)
    try:
        with transaction.atomic():
            run = runs.ask(official_of(request), old.scenario, seed=old.seed)
            tasks.run_later(run)
    except EntryErrors as error:
        messages.error(request, str(error))
        return redirect("office:planner_run", pk=old.pk)
    return redirect("office:planner_run", pk=run.pk)


@rule(Kind.PLAN, Action.ADD)
@require_POST
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    run = find(request, RUNS, Action.ADD, pk=pk)
    runs.cancel(official_of(request), run)
    messages.success(request, _("已要求停止，保留目前最好的结果"))
    return redirect("office:planner_run", pk=run.pk)

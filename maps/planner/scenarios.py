"""A new scenario: first its region, then everything else on one page."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from directory import access
from directory.entry_words import region_names
from directory.errors import EntryErrors
from directory.kinds import Action, Kind
from maps.office.base import render
from maps.office.imports.forms import regions_for
from maps.office.rules import official_of, rule
from maps.planner.scenario_form import ScenarioForm
from maps.planner.views import refuse, status
from planning import runs, scenarios, tasks
from planning.models import Run, Scenario


@rule(Kind.PLAN, Action.ADD)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    official = official_of(request)
    offered = regions_for(official, Action.ADD, Kind.PLAN)
    region = request.GET.get("region", "")
    if region not in dict(offered):
        context = {"title": _("新方案"), "regions": offered, "own": official.office.region_code}
        return render(request, "maps/planner/scenario_region.html", context)
    try:
        form = ScenarioForm(
            request.POST or None, official=official, region=region, initial=_like(request)
        )
    except EntryErrors as error:
        context = {"title": _("新方案"), "regions": offered, "own": region, "wrong": str(error)}
        return render(request, "maps/planner/scenario_region.html", context, 422)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("office:planner_run", pk=_asked(request, form).pk)
        except EntryErrors as error:
            refuse(form, error)
    named = region_names([region]).get(region, region)
    about = {"title": _("新方案"), "form": form, "region": named}
    return render(request, "maps/planner/scenario_form.html", about, status(form))


@transaction.atomic
def _asked(request: HttpRequest, form: ScenarioForm) -> Run:
    official, chosen = official_of(request), form.cleaned_data
    made = scenarios.ask(
        official,
        region=form.region,
        name=chosen["name"],
        demand=chosen["demand"],
        candidates=chosen["candidates"],
        question=chosen["question"],
        fates=form.fate_of,
        rooms=form.room_of,
    )
    run = runs.ask(official, made, seed=chosen["seed"] or 0)
    tasks.run_later(run)
    return run


def _like(request: HttpRequest) -> dict[str, Any]:
    """What another scenario asked, to begin from; nothing where it may not be seen."""
    like = request.GET.get("like", "")
    if not like.isascii() or not like.isdigit() or len(like) > 18:
        return {}
    seen = access.visible(official_of(request), Scenario.objects.all())
    found = seen.filter(pk=int(like)).first()
    if found is None:
        return {}
    fates = {f"fate_{each['id']}": each["fate"] for each in found.existing}
    about = {"name": found.name, "demand": found.demand_id, "candidates": found.candidates_id}
    rooms = {f"room_{each['id']}": each.get("capacity") for each in found.existing}
    return {**found.question, **about, **fates, **rooms}

"""Sets of demand and of candidate sites, and the list of them."""

from typing import Any

from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from directory import access
from directory.entry_words import region_names
from directory.errors import EntryErrors
from directory.kinds import Action, Kind
from maps.office.base import render
from maps.office.rules import find, official_of, rule
from maps.planner import set_page
from maps.planner.forms import FORMS
from maps.planner.making import make_candidates, make_demand
from planning import country
from planning.models import CandidateSet, DemandSet, Run, Scenario

PER_PAGE = 100
LABELS = {"demand": DemandSet.Origin, "candidates": CandidateSet.Origin}


@rule(Kind.PLAN)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    official = official_of(request)
    newest: list[Any] = list(
        access.visible(
            official,
            Run.objects.filter(scenario__batch="").select_related("scenario").defer("answer"),
        )[:50]
    )
    names = region_names(each.region_code for each in newest)
    for each in newest:
        each.region = names.get(each.region_code, each.region_code)
    context = {
        "title": _("布点规划"),
        "runs": newest,
        "batches": country.batches(access.visible(official, Scenario.objects.all())),
        "demand": access.visible(official, DemandSet.objects.all())[:50],
        "candidates": access.visible(official, CandidateSet.objects.all())[:50],
        "may_add": access.may_anywhere(official, Action.ADD, Kind.PLAN),
        "origins": {kind: labels.choices for kind, labels in LABELS.items()},
    }
    return render(request, "maps/planner/home.html", context)


@rule(Kind.PLAN, Action.ADD)
@require_http_methods(["GET", "HEAD", "POST"])
def new_demand(request: HttpRequest, origin: str) -> HttpResponse:
    return _new_set(request, "demand", origin)


@rule(Kind.PLAN, Action.ADD)
@require_http_methods(["GET", "HEAD", "POST"])
def new_candidates(request: HttpRequest, origin: str) -> HttpResponse:
    return _new_set(request, "candidates", origin)


def _new_set(request: HttpRequest, kind: str, origin: str) -> HttpResponse:
    if origin not in FORMS[kind]:
        raise Http404
    official, of_origin = official_of(request), FORMS[kind][origin]
    form = of_origin(request.POST or None, request.FILES or None, official=official)
    if request.method == "POST" and form.is_valid():
        try:
            if kind == "demand":
                made = make_demand(official, origin, form)
                return redirect("office:planner_demand", pk=made.pk)
            offered = make_candidates(official, origin, form)
            return redirect("office:planner_candidates", pk=offered.pk)
        except EntryErrors as error:
            refuse(form, error)
    context = {"title": LABELS[kind](origin).label, "form": form, "button": _("建立")}
    return render(request, "maps/planner/form.html", context, status(form))


def refuse(form: Form, error: EntryErrors) -> None:
    for field, words in error.errors.items():
        form.add_error(field if field in form.fields else None, words)


def status(form: Form) -> int:
    return 422 if form.is_bound and form.errors else 200


@rule(Kind.PLAN)
@require_safe
def demand(request: HttpRequest, pk: int) -> HttpResponse:
    made = find(request, DemandSet.objects.select_related("created_by"), pk=pk)
    return _set(request, "demand", made, made.points.all())


@rule(Kind.PLAN)
@require_safe
def candidates(request: HttpRequest, pk: int) -> HttpResponse:
    made = find(request, CandidateSet.objects.select_related("created_by"), pk=pk)
    return _set(request, "candidates", made, made.sites.all())


def _set(
    request: HttpRequest, kind: str, made: DemandSet | CandidateSet, rows: Any
) -> HttpResponse:
    page: Any = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    names = region_names([made.region_code, *(each.region_code for each in page)])
    for each in page:
        each.county = names.get(each.region_code, each.region_code)
    drawn = set_page.layers(made)
    context = {
        "title": str(made),
        "made": made,
        "kind": kind,
        "page": page,
        "region": names.get(made.region_code, made.region_code),
        "origin": LABELS[kind](made.origin).label,
        "outside": set_page.outside(made),
        "parameters": set_page.parameters(made),
        "layers": drawn,
        "features": {each.key: each.features for each in drawn},
    }
    return render(request, "maps/planner/set.html", context)

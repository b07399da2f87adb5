"""Decisions on single rows of an import, and on all rows of one sort."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from directory.entry_words import label
from directory.errors import EntryErrors
from directory.imports import choices
from directory.kinds import Action, Kind
from directory.models import ImportBatch, ImportRow
from maps.office.base import render
from maps.office.imports.steps import refused, version_of
from maps.office.imports.views import found
from maps.office.places.point import PointFields
from maps.office.rules import official_of, rule

Decision = ImportRow.Decision


@rule(Kind.IMPORT, Action.CHANGE)
@require_POST
def decide_all(request: HttpRequest, pk: int) -> HttpResponse:
    batch = found(request, pk, Action.CHANGE)
    sort, decision = request.POST.get("sort", ""), request.POST.get("decision", "")
    try:
        choices.decide_all(official_of(request), batch, version_of(request), sort, decision)
    except EntryErrors as error:
        return refused(request, batch, error)
    return redirect(reverse("office:imports_batch", args=[pk]) + "?show=blocking")


@rule(Kind.IMPORT, Action.CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def row(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """One row: what the file says, what it would change, and what to do with it."""
    batch = found(request, pk, Action.CHANGE)
    one = batch.rows.select_related("market").filter(pk=row).first()
    if one is None:
        raise Http404(_("没有这一行"))
    place = PointFields(request.POST or None, initial=_initial(one))
    if request.method != "POST":
        return _page(request, batch, one, PointFields(initial=_initial(one)))
    placing = request.POST.get("act") == "place"
    if placing and not place.is_valid():
        return _page(request, batch, one, place, status=422)
    try:
        _decide(request, one, place.cleaned_data if placing else None)
    except EntryErrors as error:
        return _page(request, batch, one, PointFields(initial=_initial(one)), error, 422)
    return redirect(reverse("office:imports_batch", args=[pk]) + "?show=blocking")


def _decide(request: HttpRequest, row: ImportRow, place: dict[str, Any] | None) -> None:
    official, version = official_of(request), version_of(request)
    if place is None and request.POST.get("act") == "town":
        place = choices.at_town(row)
    if place is not None:
        choices.decide(official, row, version, row.decision, row.same_as, place)
        return
    given = request.POST.get("decision", "")
    decision, _sep, same_as = given.partition(":")
    choices.decide(official, row, version, decision, same_as[:12])


def _page(
    request: HttpRequest,
    batch: ImportBatch,
    row: ImportRow,
    place: PointFields,
    error: EntryErrors | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "title": row.name or _("没有名称的一行"),
        "batch": batch,
        "row": row,
        "form": place,
        "error": error,
        "town": choices.town_of(row),
        "said": [(label(part), before, after) for part, before, after in row.changes],
    }
    return render(request, "maps/office/imports/row.html", context, status)


def _initial(row: ImportRow) -> dict[str, Any]:
    said = row.placed or {}
    return {name: said.get(name) for name in ("lon", "lat", "datum", "accuracy_m")}

"""The steps of an import: columns settled, put forward, taken back, cancelled; approved or not."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from directory.errors import EntryErrors, StaleVersion
from directory.imports import choices, steps
from directory.kinds import Action, Kind
from directory.models import ImportBatch, Official
from maps.office.imports.forms import MappingForm
from maps.office.imports.views import batch_page, found
from maps.office.rules import official_of, rule

Act = Callable[[Official, ImportBatch, int, str], object]
STEPS: dict[str, Act] = {
    "submit": steps.submit,
    "take_back": lambda official, batch, version, note: steps.take_back(official, batch, version),
    "resume": lambda official, batch, version, note: steps.resume(official, batch, version),
    "cancel": lambda official, batch, version, note: steps.cancel(official, batch),
    "town": lambda official, batch, version, note: choices.place_by_town(official, batch, version),
}
REVIEWS: dict[str, Act] = {"approve": steps.approve, "send_back": steps.send_back}


@rule(Kind.IMPORT, Action.CHANGE)
@require_POST
def step(request: HttpRequest, pk: int) -> HttpResponse:
    return _take(request, found(request, pk, Action.CHANGE), STEPS)


@rule(Kind.IMPORT, Action.APPROVE)
@require_POST
def review(request: HttpRequest, pk: int) -> HttpResponse:
    return _take(request, found(request, pk, Action.APPROVE), REVIEWS)


@rule(Kind.IMPORT, Action.CHANGE)
@require_POST
def choose(request: HttpRequest, pk: int) -> HttpResponse:
    batch = found(request, pk, Action.CHANGE)
    form = MappingForm(request.POST, batch=batch)
    if not form.is_valid():
        return batch_page(request, batch, status=422, form=form)
    wanted = form.choices(batch.region_code) | {"mapping": form.mapping()}
    try:
        batch = steps.choose(official_of(request), batch, form.cleaned_data["version"], wanted)
        if name := form.cleaned_data["mapping_name"]:
            steps.keep_mapping(official_of(request), batch, name)
    except EntryErrors as error:
        return refused(request, batch, error)
    return redirect("office:imports_batch", pk=pk)


def refused(request: HttpRequest, batch: ImportBatch, error: EntryErrors) -> HttpResponse:
    """The page as it stands by now, with the words."""
    status = 409 if isinstance(error, StaleVersion) else 422
    return batch_page(request, found(request, batch.pk), error, status)


def version_of(request: HttpRequest) -> int:
    """The version that was seen; 0, which none is, for anything else."""
    given = request.POST.get("version", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else 0


def _take(request: HttpRequest, batch: ImportBatch, acts: dict[str, Act]) -> HttpResponse:
    act = acts.get(request.POST.get("act", ""))
    if act is None:
        return refused(request, batch, EntryErrors({"": [_("没有这一步")]}))
    try:
        act(official_of(request), batch, version_of(request), request.POST.get("note", "")[:600])
    except EntryErrors as error:
        return refused(request, batch, error)
    messages.success(request, _("已办理"))
    return redirect("office:imports_batch", pk=batch.pk)

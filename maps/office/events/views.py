"""One recruitment van or fair: entered by one person, made public by another."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from directory import access, events
from directory.errors import EntryErrors, StaleVersion
from directory.kinds import Action, Kind
from directory.models import Event, Official
from geo.models import Datum
from maps.office.base import render
from maps.office.events.forms import EventForm, initial_of, typed
from maps.office.rules import find, official_of, rule

CHECK, TOWN = "check", "town"


@rule(Kind.EVENT)
@require_safe
def page(request: HttpRequest, public_id: str) -> HttpResponse:
    return _page(request, _found(request, public_id))


@rule(Kind.EVENT, Action.ADD)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    return _entering(request, None)


@rule(Kind.EVENT, Action.CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, public_id: str) -> HttpResponse:
    return _entering(request, _found(request, public_id, Action.CHANGE))


@rule(Kind.EVENT, Action.DECIDE)
@require_POST
def publish(request: HttpRequest, public_id: str) -> HttpResponse:
    return _decide(request, public_id, events.publish, _("已公开"))


@rule(Kind.EVENT, Action.DECIDE)
@require_POST
def unpublish(request: HttpRequest, public_id: str) -> HttpResponse:
    reason = request.POST.get("reason", "")[:200]

    def act(official: Official, event: Event, version: int) -> Event:
        return events.unpublish(official, event, version, reason)

    return _decide(request, public_id, act, _("已撤下"))


def _decide(
    request: HttpRequest,
    public_id: str,
    act: Callable[[Official, Event, int], Event],
    done: str,
) -> HttpResponse:
    event = _found(request, public_id, Action.DECIDE)
    given = request.POST.get("version", "")
    version = int(given) if given.isascii() and given.isdigit() and len(given) < 10 else 0
    try:
        act(official_of(request), event, version)
    except EntryErrors as error:
        status = 409 if isinstance(error, StaleVersion) else 422
        return _page(request, _found(request, public_id), error, status)
    messages.success(request, done)
    return redirect("office:events_page", public_id=public_id)


def _entering(request: HttpRequest, event: Event | None) -> HttpResponse:
    official = official_of(request)
    if request.method != "POST":
        initial = initial_of(event) if event else {"office": official.office.code}
        return _form_page(request, event, EventForm(official=official, initial=initial))
    if request.POST.get("act") in (CHECK, TOWN):
        return _form_page(request, event, _placed(request, official))
    form = EventForm(request.POST, official=official)
    status = 422
    if form.is_valid():
        try:
            data = form.entry(event.public_id if event else None)
            made = events.enter(official, data, form.cleaned_data["version"])
        except EntryErrors as error:
            form.refuse(error)
            status = 409 if isinstance(error, StaleVersion) else 422
        else:
            messages.success(request, _("已保存；由另一个人决定公开"))
            return redirect("office:events_page", public_id=made.public_id)
    return _form_page(request, event, form, status)


def _placed(request: HttpRequest, official: Official) -> EventForm:
    """The form as it was typed and unjudged; where that was asked, at the centre of the town."""
    initial = typed(request.POST)
    if request.POST.get("act") == TOWN:
        try:
            town = EventForm(request.POST, official=official).by_town()
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            centre = town.point
            initial |= {"lon": centre.x, "lat": centre.y, "datum": Datum.WGS84} if centre else {}
    return EventForm(official=official, initial=initial)


def _found(request: HttpRequest, public_id: str, action: Action = Action.VIEW) -> Event:
    rows = Event.objects.select_related("office", "market", "entered_by")
    return find(request, rows.prefetch_related("trades"), action, public_id=public_id)


def _form_page(
    request: HttpRequest, event: Event | None, form: EventForm, status: int = 200
) -> HttpResponse:
    context = {
        "title": _("修改活动：%(name)s") % {"name": event.name} if event else _("新建活动"),
        "event": event,
        "form": form,
        "city": official_of(request).office.region_code,
    }
    return render(request, "maps/office/events/edit.html", context, status)


def _page(
    request: HttpRequest, event: Event, error: EntryErrors | None = None, status: int = 200
) -> HttpResponse:
    official = official_of(request)
    decides = access.may_on(official, Action.DECIDE, event)
    over = event.ends_at <= timezone.now()
    mine = event.entered_by_id == official.pk
    context: dict[str, Any] = {
        "title": event.name,
        "event": event,
        "error": error,
        "over": over,
        "datum": Datum(event.entered_datum).label,
        "may_edit": access.may_on(official, Action.CHANGE, event),
        "may_publish": decides and not event.published and not over and not mine,
        "own": decides and not event.published and mine,
        "may_unpublish": decides and event.published,
    }
    return render(request, "maps/office/events/page.html", context, status)

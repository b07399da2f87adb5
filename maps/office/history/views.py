"""Pages of the history, as far as the official's regions go."""

import datetime as dt
from typing import Any

from django import forms
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from directory import access, as_of, history
from directory.entry_words import hours_words, region_names
from directory.errors import EntryErrors
from directory.kinds import Kind
from directory.models import Market, Official
from maps.office.base import render
from maps.office.history.table import as_csv
from maps.office.history.timeline import steps
from maps.office.rules import official_of, rule

ENTRIES_A_PAGE = 100
PLACES_A_PAGE = 50


class DayForm(forms.Form):
    """A day; today where none is given."""

    day = forms.DateField(
        label=gettext_lazy("日期"),
        input_formats=["%Y-%m-%d"],
        required=False,
        error_messages={"invalid": gettext_lazy("日期须写成 2026-11-24 这样的形式")},
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


@rule(Kind.HISTORY)
@require_safe
def place(request: HttpRequest, public_id: str) -> HttpResponse:
    """Everything that was written about a place, step by step, the newest first."""
    official = official_of(request)
    market = access.visible(official, Market.objects.filter(public_id=public_id)).first()
    entries = history.visible(official).filter(public_id=public_id)
    if market is not None:
        entries = history.of_place(official, market.pk)
    if market is None and not entries.exists():
        raise Http404(_("没有这一条，或者不属于您的区域"))
    page = _page(request, entries, ENTRIES_A_PAGE)
    context = {
        "title": _("历史：%(name)s") % {"name": market.name if market else public_id},
        "public_id": public_id,
        "market": market,
        "page": page,
        "steps": steps(official, list(page)),
        "begins": history.begins_at(),
    }
    return render(request, "maps/office/history/place.html", context)


@rule(Kind.HISTORY)
@require_safe
def on(request: HttpRequest) -> HttpResponse:
    """The places that were public at the end of a day, and what was said of them."""
    form, day = _asked(request)
    context: dict[str, Any] = {"title": _("某日公开内容"), "form": form, "day": day}
    if day is not None:
        page = _page(request, as_of.public_on(official_of(request), day), PLACES_A_PAGE)
        places = as_of.describe(day, list(page))
        regions = region_names(each.region_code for each in places)
        context |= {
            "page": page,
            "rows": [
                (each, regions.get(each.region_code, each.region_code), hours_words(each.hours))
                for each in places
            ],
        }
    template = "maps/office/history/on.html"
    return render(request, template, context, status=200 if day else 400)


@rule(Kind.HISTORY)
@require_safe
def on_csv(request: HttpRequest) -> HttpResponseBase:
    """The same as a table to take away."""
    form, day = _asked(request)
    if day is None:
        context = {"title": _("某日公开内容"), "form": form, "day": None}
        return render(request, "maps/office/history/on.html", context, status=400)
    return as_csv(day, as_of.public_on(official_of(request), day))


@rule(Kind.HISTORY)
@require_safe
def place_on(request: HttpRequest, public_id: str) -> HttpResponse:
    """One place as it was described at the end of a day."""
    form, day = _asked(request)
    if day is None:
        context = {"title": _("某日公开内容"), "form": form, "day": None}
        return render(request, "maps/office/history/on.html", context, status=400)
    official = official_of(request)
    rows = list(as_of.public_on(official, day, public_id)[:1])
    if not rows and not _is_seen(official, public_id):
        raise Http404(_("没有这一条，或者不属于您的区域"))
    shown = next(iter(as_of.describe(day, rows)), None)
    code = shown.region_code if shown else ""
    context = {
        "title": _("某日公开内容"),
        "day": day,
        "form": form,
        "place": shown,
        "public_id": public_id,
        "region": region_names([code]).get(code, code),
        "hours": hours_words(shown.hours) if shown else "",
    }
    return render(request, "maps/office/history/place_on.html", context)


def _asked(request: HttpRequest) -> tuple[DayForm, as_of.Day | None]:
    """The form and its day; None where the form says what is wrong with it."""
    given = {"day": request.GET.get("day") or timezone.localdate().isoformat()}
    form = DayForm(given)
    if not form.is_valid():
        return form, None
    day: dt.date = form.cleaned_data["day"]
    try:
        return form, as_of.end_of(day)
    except EntryErrors as error:
        for message in error.errors["day"]:
            form.add_error("day", message)
        return form, None


def _is_seen(official: Official, public_id: str) -> bool:
    """Whether the place is there for this official at all, public that day or not."""
    return (
        access.visible(official, Market.objects.filter(public_id=public_id)).exists()
        or history.visible(official).filter(public_id=public_id).exists()
    )


def _page(request: HttpRequest, rows: Any, size: int) -> Page[Any]:
    return Paginator(rows, size).get_page(request.GET.get("page"))

"""The call list, and confirming what a call has confirmed."""

import csv
import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from directory import access, confirmations
from directory.call_list import Call, call_list, calls_of, places_to_call
from directory.entry_words import region_names
from directory.errors import EntryErrors
from directory.kinds import Action, Kind
from directory.ledger.writing import guard
from directory.models import Confirmation, Market
from directory.models.parts import Fact
from maps.office.base import render
from maps.office.rules import find, official_of, rule

A_PAGE, MOST_IN_FILE = 30, 5000


@rule(Kind.CONFIRMATION)
@require_safe
def calls(request: HttpRequest) -> HttpResponse:
    official, today = official_of(request), timezone.localdate()
    page = Paginator(places_to_call(official, today), A_PAGE).get_page(request.GET.get("page"))
    may = access.regions(official, Action.ADD, Kind.CONFIRMATION)
    rows = calls_of(list(page.object_list), today)
    regions = region_names(call.market.region_code for call in rows)
    mine = Confirmation.objects.filter(official=official, confirmed_on=today)
    context: dict[str, Any] = {
        "title": _("核实电话清单"),
        "page": page,
        "today": today,
        "rows": [
            {
                "call": call,
                "region": regions.get(call.market.region_code, call.market.region_code),
                "may": any(access.within(call.market.region_code, each) for each in may),
            }
            for call in rows
        ],
        "mine": access.visible(official, mine).select_related("market").order_by("-pk")[:20],
    }
    return render(request, "maps/office/upkeep/calls.html", context)


@rule(Kind.CONFIRMATION)
@require_safe
def calls_csv(request: HttpRequest) -> StreamingHttpResponse:
    """UTF-8 with its mark, which spreadsheets need to read Chinese."""
    today = timezone.localdate()
    rows = call_list(official_of(request), today, MOST_IN_FILE)
    response = StreamingHttpResponse(_lines(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="calls-{today:%Y%m%d}.csv"'
    return response


@rule(Kind.CONFIRMATION, Action.ADD)
@require_POST
def confirm(request: HttpRequest, public_id: str) -> HttpResponse:
    """`fact` may be said several times; `undo` takes back what one said oneself today."""
    market = _market(request, public_id)
    official, facts = official_of(request), request.POST.getlist("fact")[: len(Fact)]
    try:
        if "undo" in request.POST:
            count = confirmations.take_back(official, market, facts)
            messages.success(request, _("已撤销 %(count)d 项核实") % {"count": count})
        else:
            made = confirmations.confirm_as(official, market, facts)
            said = "、".join(str(Fact(each.fact).label) for each in made)
            messages.success(
                request,
                _("%(name)s：已核实%(facts)s") % {"name": market.name, "facts": said},
            )
    except EntryErrors as error:
        for said in (message for each in error.errors.values() for message in each):
            messages.error(request, said)
    return _back(request, public_id)


def _market(request: HttpRequest, public_id: str) -> Market:
    market = find(request, Market.objects.all(), public_id=public_id)
    access.require(official_of(request), Action.ADD, Kind.CONFIRMATION, market.region_code)
    return market


def _back(request: HttpRequest, public_id: str) -> HttpResponseRedirect:
    """Where the button was pressed, if that is a page of ours; else the place's page."""
    came_from = request.POST.get("next") or request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(came_from, {request.get_host()}, request.is_secure()):
        return HttpResponseRedirect(came_from)
    return HttpResponseRedirect(reverse("office:upkeep_calls"))


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, line: str) -> str:
        return line


def _lines(calls: list[Call]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield "\ufeff"
    yield writer.writerow(
        [_("编号"), _("名称"), _("地址"), _("公开"), _("待核实"), _("已过天数"), _("电话")]
    )
    for call in calls:
        yield writer.writerow([guard(each) for each in _cells(call)])


def _cells(call: Call) -> list[str]:
    market = call.market
    facts = "、".join(f"{fact.label}（{fact.state.label}）" for fact in call.facts)
    phones = "；".join(f"{label} {phone}" for label, phone in call.phones)
    public = _("是") if call.published else _("否")
    return [market.public_id, market.name, market.address, public, facts, str(call.days), phones]


def due_today(request: HttpRequest) -> int:
    """How many places of the official's regions somebody has to ring about."""
    today: dt.date = timezone.localdate()
    return places_to_call(official_of(request), today).count()

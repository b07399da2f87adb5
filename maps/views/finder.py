"""The finder: the three nearest places that will be open when one gets there."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse

from directory.publication import Snapshot
from directory.records import TradeRecord
from maps import answering, finding, params, tapping


@answering.page()
def finder(request: HttpRequest, snapshot: Snapshot) -> HttpResponse:
    now = answering.local_now()
    if params.came_from_a_form(request.GET):
        asked = params.from_form(_with_tap(request.GET, snapshot), now)
        return HttpResponseRedirect(reverse("finder") + asked.query())
    query = params.finder(request.GET, now)
    if trade := _trade_typed_as_a_name(snapshot, query):
        asked = query.but(q="", trade=trade.code)
        return HttpResponseRedirect(reverse("finder") + asked.query())
    return render(request, "maps/finder.html", finding.context(snapshot, query, now))


def _trade_typed_as_a_name(snapshot: Snapshot, query: params.FinderQuery) -> TradeRecord | None:
    if not query.q or query.trade or snapshot.find_names(query.q, 1, settings.SITE_REGION):
        return None
    return snapshot.find_trade(query.q)


def _with_tap(data: QueryDict, snapshot: Snapshot) -> QueryDict:
    """The form's fields, a tapped pixel turned into the position it stands for."""
    if "tap.x" not in data:
        return data
    plain = data.copy()
    plain["lon"], plain["lat"] = tapping.tapped(
        snapshot, data.get("view", ""), data.get("tap.x", ""), data.get("tap.y", "")
    )
    plain.pop("datum", None)
    return plain

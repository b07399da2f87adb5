"""The directory by area and trade."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from directory.publication import Snapshot
from maps import answering, heads, readers
from maps.browse import page
from maps.errors import UnknownArea, UnknownTrade

PAGES_MOST = 100_000


@answering.page(max_age=60)
def browse(
    request: HttpRequest, snapshot: Snapshot, area: str = "", trade: str = ""
) -> HttpResponse:
    if area and area not in snapshot.areas:
        raise UnknownArea(area)
    if trade and trade not in snapshot.trades:
        raise UnknownTrade(trade)
    number = readers.whole("page", request.GET.get("page") or "1", 1, PAGES_MOST)
    ask = page.Ask(snapshot.areas.get(area), snapshot.trades.get(trade), number)
    context = page.context(snapshot, ask, answering.local_now())
    context["crumbs"] = page.crumbs(context["way"], heads.base_of(request))
    return render(request, "maps/browse/page.html", context)

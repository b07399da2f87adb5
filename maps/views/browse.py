"""The directory by area and trade."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from directory.publication import Snapshot
from maps import answering, heads
from maps.browse import listing, page
from maps.errors import UnknownArea, UnknownTrade
from maps.paging import pages_of


@answering.page(max_age=60)
def browse(
    request: HttpRequest, snapshot: Snapshot, area: str = "", trade: str = ""
) -> HttpResponse:
    if area and area not in snapshot.areas:
        raise UnknownArea(area)
    if trade and trade not in snapshot.trades:
        raise UnknownTrade(trade)
    ask = page.Ask(snapshot.areas.get(area), snapshot.trades.get(trade))
    now = answering.local_now()
    rows = page.rows_listed(snapshot, ask, now.date())
    shown, pages = pages_of(request, [] if rows is None else rows.tolist(), listing.PER_PAGE)
    context = page.context(snapshot, ask, now) | {
        "too_many": rows is None,
        "pages": pages,
        "entries": [listing.entry(snapshot, row, now) for row in shown],
    }
    context["crumbs"] = page.crumbs(context["way"], heads.base_of(request))
    return render(request, "maps/browse/page.html", context)

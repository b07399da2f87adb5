"""The public tracker: every county has, or lacks, a public-benefit market."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from directory.publication import Snapshot
from maps import answering
from maps.errors import UnknownArea
from maps.tracker import page


@answering.page(max_age=300, minute=False)
def counties(request: HttpRequest, snapshot: Snapshot, area: str = "") -> HttpResponse:
    asked = snapshot.areas.get(area) if area else None
    if area and (asked is None or asked.level not in page.LEVELS):
        raise UnknownArea(area)
    context = page.context(snapshot, asked, answering.local_now().date())
    return render(request, "maps/tracker/page.html", context)

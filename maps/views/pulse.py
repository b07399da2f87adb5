"""The market's pulse for everybody."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from directory.publication import Snapshot
from maps import answering
from maps.errors import UnknownArea
from maps.pulse import page


@answering.page(max_age=300, minute=False)
def pulse(request: HttpRequest, snapshot: Snapshot, area: str = "") -> HttpResponse:
    record = snapshot.areas.get(area)
    if area and (record is None or record.level == "town"):
        raise UnknownArea(area)
    asked = request.GET.get("period", ""), request.GET.get("session", "")
    context = page.context(snapshot, record, *asked)
    return render(request, "maps/pulse/page.html", context)

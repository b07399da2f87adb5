"""The finder: the three nearest places that will be open when one gets there."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse

from directory.publication import Snapshot
from maps import answering, finder_page, params, tapping, typed


@answering.page()
def finder(request: HttpRequest, snapshot: Snapshot) -> HttpResponse:
    now = answering.local_now()
    if params.came_from_a_form(request.GET):
        asked = params.from_form(_with_tap(request.GET, snapshot), now)
        return HttpResponseRedirect(reverse("finder") + asked.query())
    query = params.finder(request.GET, now)
    if query.q and (both := typed.place_and_trade(snapshot, query.q)):
        asked = query.but(q=both[0], trade=both[1].code)
        return HttpResponseRedirect(reverse("finder") + asked.query())
    return render(request, finder_page.TEMPLATE, finder_page.context(snapshot, query, now))


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

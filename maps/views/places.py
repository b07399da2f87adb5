"""A place's permanent address: its page, its poster, its QR code."""

import datetime as dt
from io import BytesIO

import segno
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import override

from directory.publication import Snapshot
from directory.records import PlaceRecord
from maps import answering, place_page, posters, structured
from maps.browse import page
from maps.errors import UnknownPlace
from maps.params import DAWN


@answering.page()
def place(request: HttpRequest, snapshot: Snapshot, place_id: str) -> HttpResponse:
    now = answering.local_now()
    resolved = snapshot.resolve(place_id, now.date())
    if resolved is None:
        raise UnknownPlace(place_id)
    if resolved.place.id != place_id:
        # Short-lived: a move can be put right, and an old poster must follow at once.
        url = reverse("place", args=[resolved.place.id])
        response = HttpResponseRedirect(f"{url}?from={place_id}")
        patch_cache_control(response, public=True, max_age=60)
        return response
    came_from = request.GET.get("from", "")[:12]
    context = place_page.context(snapshot, resolved.place, now, came_from)
    url = permanent(request, resolved.place)
    context["structured"] = structured.place_data(snapshot, resolved.place, now.date(), url)
    context["way"] = page.way_of(snapshot, resolved.place)
    return render(request, "maps/place.html", context)


@answering.page(max_age=300, minute=False)
def poster(request: HttpRequest, snapshot: Snapshot, place_id: str) -> HttpResponse:
    now = answering.local_now()
    resolved = snapshot.resolve(place_id, now.date())
    if resolved is None:
        raise UnknownPlace(place_id)
    if resolved.place.id != place_id:
        return HttpResponseRedirect(reverse("poster", args=[resolved.place.id]))
    # The sheet hangs for weeks: what it names instead is what serves a morning's work.
    dawn = dt.datetime.combine(now.date(), DAWN)
    context = place_page.context(snapshot, resolved.place, dawn)
    context["size"] = posters.size(context)
    go_to = next(iter(context.get("instead", ())), None)
    context["go_to"] = go_to
    context["address_url"] = permanent(request, go_to.facts.place if go_to else resolved.place)
    return render(request, "maps/poster.html", context)


@answering.page(max_age=86_400, minute=False)
def qr(request: HttpRequest, snapshot: Snapshot, place_id: str) -> HttpResponse:
    found = snapshot.place(snapshot.merged.get(place_id, place_id))
    if found is None:
        raise UnknownPlace(place_id)
    out = BytesIO()
    code = segno.make_qr(permanent(request, found), error="m")
    code.save(out, kind="svg", scale=8, border=4, svgclass=None, lineclass=None, light="#fff")
    return HttpResponse(out.getvalue(), content_type="image/svg+xml")


def permanent(request: HttpRequest, record: PlaceRecord) -> str:
    """The absolute address that is printed: without a language, under the public name."""
    with override(settings.LANGUAGE_CODE):
        path = reverse("place", args=[record.id])
    if settings.PUBLIC_BASE_URL:
        return f"{settings.PUBLIC_BASE_URL}{path}"
    return request.build_absolute_uri(path)

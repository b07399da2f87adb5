"""The pages around the directory: what it is, how large its type is, whether it is alive."""

import datetime as dt

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.encoding import iri_to_uri
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from directory.publication import NoPublication, Snapshot, current
from geo import roads_in_use
from geo.travel import MODES
from maps import answering, client, heads
from maps.views import machines

YEAR_S = 365 * 86_400
NEXT_MOST = 2000  # bytes of an address


@answering.page(minute=True)
def about(request: HttpRequest, snapshot: Snapshot) -> HttpResponse:
    context = {
        "modes": list(MODES.values()),
        "roads": roads_in_use.name(),
        "checksum": snapshot.checksum[:12],
        "settings": client.settings_of(snapshot),
    }
    return render(request, "maps/about.html", context)


@csrf_exempt
@require_safe
def type_size(request: HttpRequest) -> HttpResponse:
    """Turns large type on or off and goes back; remembered for a year, nothing else is."""
    target = request.GET.get("next", "/")
    own = url_has_allowed_host_and_scheme(target, allowed_hosts=None)
    # Encoded, a Chinese character takes nine bytes; proxies refuse an answer whose head is long.
    fits = len(iri_to_uri(target)) <= NEXT_MOST
    response = HttpResponseRedirect(target if own and fits and target.startswith("/") else "/")
    if answering.size_of(request):
        response.delete_cookie(answering.SIZE_COOKIE)
    else:
        response.set_cookie(
            answering.SIZE_COOKIE,
            answering.LARGE,
            max_age=YEAR_S,
            samesite="Lax",
            httponly=True,
            secure=request.is_secure(),
        )
    response["Cache-Control"] = "no-store"
    return response


@csrf_exempt
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 while a publication can be served, whatever the database does."""
    try:
        snapshot = current()
    except NoPublication:
        response = JsonResponse({"status": "no publication"}, status=503)
    else:
        age = dt.datetime.now(dt.UTC) - snapshot.built_at
        response = JsonResponse(
            {
                "status": "ok",
                "publication": snapshot.number,
                "age_seconds": round(age.total_seconds()),
                "places": snapshot.count,
                "demo": snapshot.demo or settings.DEMO,
            }
        )
    response["Cache-Control"] = "no-store"
    return response


@csrf_exempt
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    base = heads.base_of(request)
    response = HttpResponse(
        machines.ROBOTS.format(base=base), content_type="text/plain; charset=utf-8"
    )
    response["Cache-Control"] = "public, max-age=86400"
    # Compression says so where it packs, and a 304 has nothing to pack.
    patch_vary_headers(response, ("Accept-Encoding",))
    return response

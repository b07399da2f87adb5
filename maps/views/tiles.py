"""Vector tiles of the published places, and their TileJSON."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from directory.publication import Snapshot
from maps import answering
from maps.tiles import mvt, tilejson


@answering.data(max_age=60, day=True)
def tile(request: HttpRequest, snapshot: Snapshot, z: int, x: int, y: int) -> HttpResponse:
    return HttpResponse(mvt.tile(snapshot, z, x, y), content_type=mvt.TYPE)


@answering.data(max_age=60)
def document(request: HttpRequest, snapshot: Snapshot) -> HttpResponse:
    base = settings.PUBLIC_BASE_URL or request.build_absolute_uri("/").rstrip("/")
    return HttpResponse(tilejson.document(snapshot, base), content_type="application/json")

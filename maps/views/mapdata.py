"""What the maps are drawn from: points, and outlines as GeoJSON or as a picture."""

import datetime as dt
import functools
import json

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from directory.publication import Snapshot, current
from maps import answering, features, readers, tapping
from maps.errors import UnknownArea
from maps.standing import standing_in


@answering.data(max_age=60, day=True)
def points(request: HttpRequest, snapshot: Snapshot) -> HttpResponse:
    region = readers.area_code("region", request.GET.get("region", settings.SITE_REGION))
    if region not in snapshot.areas:
        raise UnknownArea(region)
    return HttpResponse(
        _points(snapshot.checksum, snapshot.number, region, answering.local_now().date()),
        content_type="application/json",
    )


@functools.lru_cache(maxsize=8)
def _points(checksum: str, number: int, region: str, day: dt.date) -> bytes:
    rows = [features.point_row(place) for place in standing_in(current(), region, day)]
    body = {"number": number, "datum": features.DATUM, "places": rows}
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()


@answering.data(max_age=3600)
def basemap_json(request: HttpRequest, snapshot: Snapshot, area: str) -> HttpResponse:
    body = snapshot.basemap(area)
    if body is None:
        raise UnknownArea(area)
    return HttpResponse(body, content_type=features.GEOJSON)


@answering.data(max_age=3600, day=True)
def basemap_svg(request: HttpRequest, snapshot: Snapshot, area: str) -> HttpResponse:
    outlines, frame = tapping.drawing(snapshot, area)
    marks = [
        {"nature": place.nature, "x": x, "y": y}
        for place in standing_in(snapshot, area, answering.local_now().date())
        for x, y in [frame.to_pixel(place.lon, place.lat)]
        if frame.contains(place.lon, place.lat)
    ]
    context = {
        "width": tapping.WIDTH,
        "height": frame.height,
        "regions": tapping.paths(outlines, frame),
        "marks": marks[:400],
    }
    body = render_to_string("maps/basemap.svg", context)
    return HttpResponse(body, content_type="image/svg+xml")

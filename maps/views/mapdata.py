"""What the maps are drawn from: points, and outlines as GeoJSON or as a picture."""

import datetime as dt
import functools
import json

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from directory.publication import Snapshot, current
from maps import answering, features, placing, readers, tapping
from maps.errors import UnknownArea
from maps.standing import standing_in

# Of more nothing could be told apart in a picture this small.
MOST_MARKS = 400


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
    snapshot = current()
    places = standing_in(snapshot, region, day)
    wanted = {trade.code for place in places for trade in place.trades}
    body = {
        "number": number,
        "datum": features.DATUM,
        "places": [features.point_row(place) for place in places],
        "trades": {
            code: [trade.name, trade.name_en]
            for code, trade in snapshot.trades.items()
            if code in wanted
        },
        "towns": _towns(snapshot, region),
    }
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()


def _towns(snapshot: Snapshot, region: str) -> list[list[str | float]]:
    """[name, lon, lat] of the towns of a city or county; WGS-84, to about ten metres."""
    stem = region[:4] if region.endswith("00") else region[:6]
    return [
        [area.name, round(area.lon, 4), round(area.lat, 4)]
        for area in snapshot.areas.values()
        if area.level == "town"
        and area.code.startswith(stem)
        and area.lon is not None
        and area.lat is not None
    ]


@answering.data(max_age=3600)
def basemap_json(request: HttpRequest, snapshot: Snapshot, area: str) -> HttpResponse:
    body = snapshot.basemap(area)
    if body is None:
        raise UnknownArea(area)
    return HttpResponse(body, content_type=features.GEOJSON)


@answering.data(max_age=3600, day=True)
def basemap_svg(request: HttpRequest, snapshot: Snapshot, area: str) -> HttpResponse:
    body = _picture(snapshot.checksum, area, answering.local_now().date())
    return HttpResponse(body, content_type="image/svg+xml")


@functools.lru_cache(maxsize=16)
def _picture(checksum: str, area: str, day: dt.date) -> str:
    snapshot = current()
    outlines, frame = tapping.drawing(snapshot, area)
    marks = [
        (place.nature, x, y)
        for place in standing_in(snapshot, area, day)
        for x, y in [frame.to_pixel(place.lon, place.lat)]
        if frame.contains(place.lon, place.lat)
    ][:MOST_MARKS]
    spots: list[tuple[float, float]] = [(x, y) for _nature, x, y in marks]
    context = {
        "width": tapping.WIDTH,
        "height": frame.height,
        "regions": tapping.paths(outlines, frame, spots),
        "marks": [{"nature": nature, "x": x, "y": y} for nature, x, y in marks],
        "letter": placing.LETTER,
    }
    return render_to_string("maps/basemap.svg", context)

"""What the form's script asks while somebody types: the region of a point, outlines, hours."""

import json
import re
from typing import Any

from django import forms
from django.contrib.gis.db.models import GeometryField
from django.contrib.gis.db.models.functions import AsGeoJSON
from django.db.models import Func, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from directory import access
from directory.kinds import Kind
from directory.models import Market
from geo.models import Datum, Level, Region, Town
from maps.office.places.point import Degrees
from maps.office.places.reading import MOST_HOURS, read_hours
from maps.office.places.where import where
from maps.office.rules import official_of, rule

MOST_PLACES = 1000
# About fifty metres: an outline to find one's way by, not a boundary to decide by.
_COARSE_DEG = 0.0005
_DECIMALS = 5


class WhereForm(forms.Form):
    lon = Degrees(min_value=-180, max_value=180)
    # Longitudes too: a swapped pair is answered with its correction.
    lat = Degrees(min_value=-180, max_value=180)
    datum = forms.ChoiceField(choices=Datum.choices)
    code = forms.RegexField(r"^[0-9]{6}\Z", required=False)


class HoursForm(forms.Form):
    text = forms.CharField(max_length=MOST_HOURS, required=False)


@rule(Kind.MARKET)
@require_safe
def region(request: HttpRequest) -> HttpResponse:
    """The region at `lon`, `lat` in `datum`, and how it agrees with the county `code`."""
    asked = WhereForm(request.GET)
    if not asked.is_valid():
        return JsonResponse({"errors": asked.errors}, status=400)
    found = where(**asked.cleaned_data)
    return JsonResponse(
        {
            "datum": asked.cleaned_data["datum"],
            "wgs84": None if found.lon is None else [found.lon, found.lat],
            "words": found.words,
            "found": _region(found.found),
            "stated": _region(found.stated),
            "distance_m": found.distance_m,
            "outside": found.outside,
            "shifts_m": found.shifts_m,
            "hints": [
                {"message": each.message, "lon": each.lon, "lat": each.lat, "datum": each.datum}
                for each in found.hints
            ],
        }
    )


@rule(Kind.MARKET)
@require_safe
def base(request: HttpRequest, code: str) -> HttpResponse:
    """Outlines of the counties of a city, its towns, and the places there that one may see."""
    if not re.fullmatch("[0-9]{6}", code):
        raise Http404
    stem = code[:4]
    places = access.visible(
        official_of(request), Market.objects.filter(region_code__startswith=stem)
    )
    return JsonResponse(
        {
            "outlines": {"type": "FeatureCollection", "features": _outlines(stem)},
            "towns": _towns(stem),
            "places": [
                [public_id, name, round(point.x, _DECIMALS), round(point.y, _DECIMALS)]
                for public_id, name, point in places.values_list("public_id", "name", "point")[
                    :MOST_PLACES
                ]
            ],
        }
    )


@rule(Kind.MARKET)
@require_safe
def hours(request: HttpRequest) -> HttpResponse:
    """How hours typed in Chinese or in OSM syntax are understood; `error` where they are not."""
    asked = HoursForm(request.GET)
    if not asked.is_valid():
        return JsonResponse(
            {"words": "", "error": " ".join(map(str, asked.errors["text"]))}, status=400
        )
    reading = read_hours(asked.cleaned_data["text"])
    return JsonResponse({"words": reading.words, "error": reading.error})


def _region(found: Region | None) -> dict[str, str] | None:
    return None if found is None else {"code": found.code, "name": found.name}


def _outlines(stem: str) -> list[dict[str, Any]]:
    live = Region.objects.live().filter(code__startswith=stem)
    parents = live.exclude(parent_code="").values("parent_code")
    rows: QuerySet[Any] = live.exclude(code__in=parents).exclude(level=Level.PROVINCE)
    coarse = Func(
        "geom",
        _COARSE_DEG,
        function="ST_SimplifyPreserveTopology",
        output_field=GeometryField(srid=4326),
    )
    shaped = rows.annotate(shape=AsGeoJSON(coarse, precision=_DECIMALS))
    return [
        {
            "type": "Feature",
            "properties": {"code": code, "name": name, "centre": [centre.x, centre.y]},
            "geometry": json.loads(shape),
        }
        for code, name, centre, shape in shaped.values_list("code", "name", "centre", "shape")
    ]


def _towns(stem: str) -> list[list[Any]]:
    """[county, name, lon, lat, accuracy in metres]."""
    rows = Town.objects.filter(county_code__startswith=stem, point__isnull=False)
    return [
        [each.county_code, each.name, each.point.x, each.point.y, each.accuracy_m]
        for each in rows
        if each.point is not None
    ]

"""Both Django peers: `/drf/` as djangorestframework-gis documents it, `/sql/` by one statement."""

import datetime as dt

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path
from rest_framework.generics import ListAPIView
from rest_framework_gis.filters import DistanceToPointOrderingFilter, InBBoxFilter, TMSTileFilter
from rest_framework_gis.pagination import GeoJsonPagination
from rest_framework_gis.serializers import GeoFeatureModelSerializer

from bench.peers.columns import PROPERTIES
from bench.peers.models import Place
from bench.peers.sql import statement


class PlaceSerializer(GeoFeatureModelSerializer):
    class Meta:
        model = Place
        geo_field = "geom"
        id_field = "id"
        fields = ("id", *PROPERTIES)


class Pages(GeoJsonPagination):
    page_size_query_param = "page_size"
    max_page_size = 10_000


class Places(ListAPIView):
    queryset = Place.objects.all()
    serializer_class = PlaceSerializer
    pagination_class = Pages


class Nearest(Places):
    distance_ordering_filter_field = "geog"
    filter_backends = (DistanceToPointOrderingFilter,)

    def get_queryset(self):  # type: ignore[no-untyped-def]
        places = Place.objects.filter(gone__gt=dt.date.today().toordinal())
        query = self.request.query_params
        if "trade" in query:
            at = dt.datetime.fromisoformat(query["at"])
            places = places.filter(
                trade_codes__contains=[query["trade"]], spans__starts__lte=at, spans__ends__gt=at
            )
        return places


class Box(Places):
    bbox_filter_field = "geom"
    bbox_filter_include_overlapping = True
    filter_backends = (InBBoxFilter,)


class Tile(Places):
    bbox_filter_field = "geom"
    bbox_filter_include_overlapping = True
    filter_backends = (TMSTileFilter,)
    pagination_class = None


class Directory(Places):
    queryset = Place.objects.order_by("id")


def by_sql(request: HttpRequest, kind: str) -> HttpResponse:
    given = {**request.GET.dict(), "today": dt.date.today().toordinal()}
    names = ("lon", "lat", "trade", "at", "west", "south", "east", "north", "x", "y", "today")
    casts = {"trade": "", "at": "", "x": "::int", "y": "::int", "today": "::int"}
    text = statement(kind, {n: f"%({n})s{casts.get(n, '::float8')}" for n in names})
    with connection.cursor() as cursor:
        cursor.execute(text, given)
        return HttpResponse(cursor.fetchone()[0], content_type="application/geo+json")


urlpatterns = [
    path("drf/nearest", Nearest.as_view()),
    path("drf/filtered", Nearest.as_view()),
    path("drf/bbox", Box.as_view()),
    path("drf/tile", Tile.as_view()),
    path("drf/directory", Directory.as_view()),
    path("sql/<slug:kind>", by_sql),
]

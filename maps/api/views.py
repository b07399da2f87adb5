"""The views of the API: parse, ask, shape, return. Each answers as JSON and as a page."""

from typing import Any

import orjson
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.cache import patch_cache_control
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_view
from rest_framework.request import Request

from maps import answering, errors, features, params
from maps.api import changes as changed
from maps.api import documents, pages, parameters, serializers
from maps.api.asked import Query, only_once, query
from maps.api.fields import FIELDS
from maps.api.items import Address, collection, item, links
from maps.api.layers import Layer
from maps.api.layers_of import layer
from maps.api.markets import QUERYABLES as MARKETS
from maps.api.nearest import nearest
from maps.api.records import EVENTS, REGIONS
from maps.api.selecting import select
from maps.api.serving import View

GEOJSON = features.GEOJSON
PROBLEM = OpenApiResponse(serializers.Problem, "A parameter that cannot be read, by name.")
GONE = OpenApiResponse(serializers.Problem, "Unknown, or nothing is published yet.")


def _answers(
    serializer: object, type: str = documents.JSON, *, bad: bool = True, page: bool = True
) -> dict[object, object]:
    said: dict[object, object] = {(200, type): serializer, (503, errors.PROBLEM): GONE}
    if page:
        said[200, documents.HTML] = OpenApiTypes.STR
    if bad:
        said[400, errors.PROBLEM] = PROBLEM
    return said


class _Document(View):
    """An address with nothing to ask but the format."""

    def check(self) -> None:
        only_once(self.request._request.GET, ("f",))


class Landing(_Document):
    @extend_schema(
        operation_id="getLandingPage", tags=["Capabilities"], summary="Landing page",
        parameters=[parameters.FORMAT], responses=_answers(serializers.Landing),
    )  # fmt: skip
    def get(self, request: Request) -> HttpResponse:
        self.check()
        document = documents.landing(self.snapshot, self.base)
        if self.as_page:
            return self.page("maps/api/landing.html", pages.landing(self.snapshot, document))
        return self.written(orjson.dumps(document))


class Conformance(_Document):
    @extend_schema(
        operation_id="getConformance", tags=["Capabilities"], summary="Standards that hold",
        parameters=[parameters.FORMAT], responses=_answers(serializers.Conformance),
    )  # fmt: skip
    def get(self, request: Request) -> HttpResponse:
        self.check()
        document = documents.conformance(self.base)
        if self.as_page:
            return self.page("maps/api/conformance.html", document)
        return self.written(orjson.dumps(document))


class Collections(_Document):
    @extend_schema(
        operation_id="getCollections", tags=["Capabilities"], summary="All collections",
        parameters=[parameters.FORMAT], responses=_answers(serializers.Collections),
    )  # fmt: skip
    def get(self, request: Request) -> HttpResponse:
        self.check()
        document = documents.collections(self.snapshot, self.base)
        if self.as_page:
            return self.page("maps/api/collections.html", document)
        return self.written(orjson.dumps(document))


class OfCollection(View):
    """A view of one collection; the address says which by `id`."""

    id = ""

    @property
    def layer(self) -> Layer:
        return layer(self.snapshot, self.id)


class Collection(OfCollection, _Document):
    def get(self, request: Request) -> HttpResponse:
        self.check()
        document = documents.collection(self.layer, self.base)
        if self.as_page:
            return self.page("maps/api/collection.html", pages.collection(self.layer, document))
        return self.written(orjson.dumps(document))


class Queryables(OfCollection, _Document):
    def get(self, request: Request) -> HttpResponse:
        self.check()
        document = documents.queryables(self.layer, self.base)
        if self.as_page:
            return self.page("maps/api/queryables.html", pages.queryables(self.layer))
        return self.written(orjson.dumps(document), documents.SCHEMA)


class Items(OfCollection):
    def get(self, request: Request) -> HttpResponse:
        given = self.request._request.GET
        of = self.layer
        asked = query(given, of.queryables, FIELDS[self.id], answering.local_now())
        address = Address(self.base, self.request._request.path, given)
        selection = select(of, asked)
        found = links(asked, selection, address)
        if self.as_page:
            return self.page("maps/api/items.html", pages.items(of, asked, selection, address))
        response = self.written(collection(of, asked, selection, found), GEOJSON)
        return _in_system(response, asked)


class Item(OfCollection):
    def get(self, request: Request, feature_id: str) -> HttpResponse:
        given = self.request._request.GET
        only_once(given, ("f", "crs", "properties"))
        of = self.layer
        survivor = self.snapshot.merged.get(feature_id) if self.id == "markets" else None
        if survivor is not None:
            # Short-lived, as with moves: a merge can be taken back.
            response: HttpResponse = HttpResponseRedirect(
                reverse("api_markets_item", args=[survivor])
            )
            patch_cache_control(response, public=True, max_age=60)
            return response
        row = of.row(feature_id)
        if row is None:
            raise errors.UnknownPlace(feature_id) if self.id == "markets" else Http404(feature_id)
        asked = query(given, of.queryables, FIELDS[self.id], answering.local_now())
        page = self.base + reverse("place", args=[feature_id]) if self.id == "markets" else ""
        if self.as_page:
            return self.page("maps/api/item.html", pages.item(of, row, page))
        found = documents.item_links(of, feature_id, self.base, page)
        return _in_system(self.written(item(of, row, asked, found), GEOJSON), asked)


def _in_system(response: HttpResponse, asked: Query) -> HttpResponse:
    """Part 2: which system the coordinates are in."""
    response["Content-Crs"] = f"<{asked.crs.uri}>"
    return response


class Nearest(View):
    @extend_schema(
        operation_id="getNearest", tags=["Finding"], summary="The nearest places, as on arrival",
        parameters=list(parameters.NEAREST),
        responses=_answers(serializers.Nearest, GEOJSON, page=False),
    )  # fmt: skip
    def get(self, request: Request) -> HttpResponse:
        asked = params.nearest(self.request._request.GET, answering.local_now())
        return HttpResponse(nearest(self.snapshot, asked, self.base), content_type=GEOJSON)


class Changes(View):
    @extend_schema(
        operation_id="getChanges", tags=["Changes"], summary="What differs since a publication",
        parameters=list(parameters.CHANGES),
        responses=_answers(serializers.Changes, page=False)
        | {(410, errors.PROBLEM): serializers.Problem},
    )  # fmt: skip
    def get(self, request: Request) -> HttpResponse:
        given = self.request._request.GET
        asked = changed.query(given)
        try:
            body = changed.body(
                self.snapshot, asked, Address(self.base, self.request._request.path, given)
            )
        except changed.ForgottenPublication as error:
            body = changed.forgotten(error, self.base)
            return HttpResponse(body, status=410, content_type=errors.PROBLEM)
        return self.written(body)


def _tag(name: str) -> list[str]:
    return [name.capitalize()]


def of(kind: type[OfCollection], name: str) -> type[OfCollection]:
    """The view of one collection, with what the OpenAPI document says of it."""
    view = type(f"{name.capitalize()}{kind.__name__}", (kind,), {"id": name})
    described: type[OfCollection] = extend_schema_view(get=extend_schema(**_DESCRIBED[kind](name)))(
        view
    )
    return described


_QUERYABLES = {
    "markets": tuple(MARKETS.values()),
    "events": EVENTS,
    "regions": REGIONS,
}


def _collection(name: str) -> dict[str, Any]:
    return {
        "operation_id": f"describe{name.capitalize()}", "tags": _tag(name),
        "summary": documents.TITLES[name][0], "parameters": [parameters.FORMAT],
        "responses": _answers(serializers.Collection),
    }  # fmt: skip


def _queryables(name: str) -> dict[str, Any]:
    return {
        "operation_id": f"get{name.capitalize()}Queryables", "tags": _tag(name),
        "summary": "What can be asked for", "parameters": [parameters.FORMAT],
        "responses": _answers(serializers.Queryables, documents.SCHEMA),
    }  # fmt: skip


def _items(name: str) -> dict[str, Any]:
    own = parameters.of_queryables(_QUERYABLES[name], parameters.ITEMS)
    return {
        "operation_id": f"get{name.capitalize()}", "tags": _tag(name),
        "summary": f"Features of {name}", "parameters": [*parameters.ITEMS, *own],
        "responses": _answers(serializers.FeatureCollection, GEOJSON),
    }  # fmt: skip


def _item(name: str) -> dict[str, Any]:
    chosen = [parameters.FORMAT, parameters.CRS, parameters.PROPERTIES]
    return {
        "operation_id": f"get{name.capitalize()}Feature", "tags": _tag(name),
        "summary": f"One feature of {name}", "parameters": chosen,
        "responses": _answers(serializers.Feature, GEOJSON) | {(404, errors.PROBLEM): GONE},
    }  # fmt: skip


_DESCRIBED = {Collection: _collection, Queryables: _queryables, Items: _items, Item: _item}

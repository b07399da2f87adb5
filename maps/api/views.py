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
from maps.both import Both
from maps.language_of import in_no_language

GEOJSON = features.GEOJSON
PROBLEM = OpenApiResponse(
    serializers.Problem,
    Both("看不懂的参数，说出名字和能写什么", "A parameter that cannot be read, by name").joined,
)
GONE = OpenApiResponse(
    serializers.Problem, Both("没有，或还没有发布", "Unknown, or nothing is published yet").joined
)
UNCHANGED = OpenApiResponse(
    None, Both("If-None-Match 说的没有变", "What If-None-Match names is still so").joined
)
MERGED = OpenApiResponse(
    None, Both("已并入另一处，Location 是它的网址", "Merged: Location is that of the other").joined
)
FORMS = OpenApiResponse(
    serializers.Problem,
    Both("Accept 既不要 JSON 也不要网页", "Accept wants neither JSON nor a page").joined,
)
OFTEN = OpenApiResponse(
    serializers.Problem,
    Both(
        "问得太快，Retry-After 说几秒后再来", "Too often: Retry-After says when to come back"
    ).joined,
)


def _answers(
    serializer: object, type: str = documents.JSON, *, bad: bool = True, page: bool = True
) -> dict[object, object]:
    said: dict[object, object] = {
        (200, type): serializer,
        304: UNCHANGED,
        (429, errors.PROBLEM): OFTEN,
        (503, errors.PROBLEM): GONE,
    }
    if page:
        said |= {(200, documents.HTML): OpenApiTypes.STR, (406, errors.PROBLEM): FORMS}
    if bad:
        said[400, errors.PROBLEM] = PROBLEM
    if bad and page:
        said[400, documents.HTML] = OpenApiTypes.STR
    return said


class _Document(View):
    """An address with nothing to ask but the format."""

    def check(self) -> None:
        only_once(self.request._request.GET, ("f",))


class Landing(_Document):
    @extend_schema(
        operation_id="getLandingPage", tags=["Capabilities"],
        summary=Both("首页：通到其他各页", "Landing page").joined,
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
        operation_id="getConformance", tags=["Capabilities"],
        summary=Both("符合哪些标准", "Standards that hold").joined,
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
        operation_id="getCollections", tags=["Capabilities"],
        summary=Both("全部数据集", "All collections").joined,
        parameters=[parameters.FORMAT], responses=_answers(serializers.Collections),
    )  # fmt: skip
    def get(self, request: Request) -> HttpResponse:
        self.check()
        document = documents.collections(self.snapshot, self.base)
        if self.as_page:
            return self.page("maps/api/collections.html", {"collections": pages.collections()})
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
        response = self.written(b"".join(collection(of, asked, selection, found)), GEOJSON)
        return _in_system(response, asked)


class Item(OfCollection):
    def get(self, request: Request, feature_id: str) -> HttpResponse:
        given = self.request._request.GET
        only_once(given, ("f", "crs", "properties"))
        of = self.layer
        survivor = self.snapshot.merged.get(feature_id) if self.id == "markets" else None
        if survivor is not None:
            # Short-lived, as with moves: a merge can be taken back.
            path = reverse("api_markets_item", args=[survivor])
            path = path if self.as_page else in_no_language(path)
            response: HttpResponse = HttpResponseRedirect(path)
            patch_cache_control(response, public=True, max_age=60)
            return response
        row = of.row(feature_id)
        if row is None:
            raise errors.UnknownPlace(feature_id) if self.id == "markets" else Http404(feature_id)
        asked = query(given, of.queryables, FIELDS[self.id], answering.local_now())
        page = reverse("place", args=[feature_id]) if self.id == "markets" else ""
        if self.as_page:
            return self.page("maps/api/item.html", pages.item(of, row, page))
        # One answer for everybody: the page is in the language of the site.
        page = page and self.base + in_no_language(page)
        found = documents.item_links(of, feature_id, self.base, page)
        return _in_system(self.written(item(of, row, asked, found), GEOJSON), asked)


def _in_system(response: HttpResponse, asked: Query) -> HttpResponse:
    """Part 2: which system the coordinates are in."""
    response["Content-Crs"] = f"<{asked.crs.uri}>"
    return response


class Nearest(View):
    @extend_schema(
        operation_id="getNearest", tags=["Finding"],
        summary=Both("最近的地点，按到的时候算", "The nearest places, as on arrival").joined,
        parameters=list(parameters.NEAREST),
        responses=_answers(serializers.Nearest, GEOJSON, page=False),
    )  # fmt: skip
    def get(self, request: Request) -> HttpResponse:
        asked = params.nearest(self.request._request.GET, answering.local_now())
        return HttpResponse(nearest(self.snapshot, asked, self.base), content_type=GEOJSON)


class Changes(View):
    @extend_schema(
        operation_id="getChanges", tags=["Changes"],
        summary=Both("某一期以来的变更", "What differs since a publication").joined,
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


def _about(name: str, what: Both) -> Both:
    called = documents.TITLES[name][0]
    return Both(f"{called.chinese}：{what.chinese}", f"{called.english}: {what.english}")


def _collection(name: str) -> dict[str, Any]:
    return {
        "operation_id": f"describe{name.capitalize()}", "tags": _tag(name),
        "summary": documents.TITLES[name][0].joined, "parameters": [parameters.FORMAT],
        "responses": _answers(serializers.Collection),
    }  # fmt: skip


def _queryables(name: str) -> dict[str, Any]:
    return {
        "operation_id": f"get{name.capitalize()}Queryables", "tags": _tag(name),
        "summary": Both("可以按哪些属性找", "What can be asked for").joined,
        "parameters": [parameters.FORMAT],
        "responses": _answers(serializers.Queryables, documents.SCHEMA),
    }  # fmt: skip


def _items(name: str) -> dict[str, Any]:
    own = parameters.of_queryables(_QUERYABLES[name], parameters.ITEMS)
    return {
        "operation_id": f"get{name.capitalize()}", "tags": _tag(name),
        "summary": _about(name, Both("各条", "features")).joined,
        "parameters": [*parameters.ITEMS, *own],
        "responses": _answers(serializers.FeatureCollection, GEOJSON),
    }  # fmt: skip


def _item(name: str) -> dict[str, Any]:
    chosen = [parameters.FORMAT, parameters.CRS, parameters.PROPERTIES]
    said = _answers(serializers.Feature, GEOJSON)
    said |= {(404, errors.PROBLEM): GONE, (404, documents.HTML): OpenApiTypes.STR}
    if name == "markets":
        said[302] = MERGED
    return {
        "operation_id": f"get{name.capitalize()}Feature", "tags": _tag(name),
        "summary": _about(name, Both("一条", "one feature")).joined, "parameters": chosen,
        "responses": said,
    }  # fmt: skip


_DESCRIBED = {Collection: _collection, Queryables: _queryables, Items: _items, Item: _item}

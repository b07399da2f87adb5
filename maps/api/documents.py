"""What the API says of itself: landing page, conformance, collections, queryables, as JSON.

Titles are Chinese and English in one, so that a document is the same for everybody.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.conf import settings

from directory.publication import Snapshot
from maps.api import crs as systems
from maps.api.layers import Layer, Queryable
from maps.api.layers_of import COLLECTIONS, layer
from maps.both import Both, of_message
from maps.features import GEOJSON, SHANGHAI

JSON, HTML = "application/json", "text/html"
OPENAPI = "application/vnd.oai.openapi+json;version=3.0"
SCHEMA = "application/schema+json"
QUERYABLES = "http://www.opengis.net/def/rel/ogc/1.0/queryables"
_FEATURES = "http://www.opengis.net/spec/ogcapi-features-{}/1.0/conf/{}"
_CQL2 = "http://www.opengis.net/spec/cql2/1.0/conf/"
_COMMON = "http://www.opengis.net/spec/ogcapi-common-1/1.0/conf/"

CONFORMS_TO = (
    _COMMON + "core",
    *(_FEATURES.format(1, each) for each in ("core", "geojson", "html", "oas30")),
    _FEATURES.format(2, "crs"),
    *(
        _FEATURES.format(3, each)
        for each in ("queryables", "queryables-query-parameters", "filter", "features-filter")
    ),
    *(
        _CQL2 + each
        for each in (
            "cql2-text", "cql2-json", "basic-cql2", "advanced-comparison-operators",
            "case-insensitive-comparison", "basic-spatial-functions",
            "basic-spatial-functions-plus", "spatial-functions", "temporal-functions",
            "array-functions",
        )
    ),
)  # fmt: skip

TITLES = {
    "markets": (
        Both("零工市场", "Casual-labour markets"),
        Both(
            "已公开的零工市场、零工驿站和路边聚集点",
            "Published markets, stations and kerbs where casual labourers gather",
        ),
    ),
    "events": (
        Both("招工活动", "Hiring events"),
        Both(
            "流动招工大篷车和零工专场招聘",
            "Recruitment vans and special fairs, with place and time",
        ),
    ),
    "regions": (
        Both("行政区划", "Regions"),
        Both(
            "省、市、县、镇街；县有示意边界，其余为代表点",
            "Provinces, cities, counties, towns; outlines are for drawing, no boundaries",
        ),
    ),
}
NAME = Both("零工地图", "Linggong Map").joined
ABOUT = Both(
    "零工市场名录的开放接口：OGC API – Features",
    "The published directory of casual-labour markets",
).joined
INVENTED = Both("演示数据：地点和电话是编的", "Demo data: places and numbers are invented").joined
DOCS = Both("接口说明", "API documentation").joined
FILES = Both("整期下载", "Files of the whole publication").joined
TILES = Both("矢量瓦片", "Vector tiles").joined
CHANGES = Both("变更", "Changes since a publication").joined
_JSON_TYPES: dict[str, dict[str, Any]] = {
    "text": {"type": "string"},
    "boolean": {"type": "boolean"},
    "number": {"type": "number"},
    "date": {"type": "string", "format": "date"},
    "timestamp": {"type": "string", "format": "date-time"},
    "list": {"type": "array", "items": {"type": "string"}},
}


def link(rel: str, type: str, href: str, title: str = "") -> dict[str, str]:
    return {"rel": rel, "type": type, "href": href} | ({"title": title} if title else {})


def _own(base: str, path: str) -> list[dict[str, str]]:
    return [
        link("self", JSON, f"{base}{path}"),
        link("alternate", HTML, f"{base}{path}?f=html"),
    ]


def _of(snapshot: Snapshot) -> dict[str, Any]:
    return {
        "publication": snapshot.number,
        "timeStamp": snapshot.built_at.astimezone(SHANGHAI).isoformat(timespec="seconds"),
        "demo": snapshot.demo,
    }


def landing(snapshot: Snapshot, base: str) -> dict[str, Any]:
    return {
        "title": NAME,
        "description": f"{ABOUT}. {INVENTED}." if snapshot.demo else f"{ABOUT}.",
        "attribution": f"{NAME}, {snapshot.number}",
        **_of(snapshot),
        "links": [
            *_own(base, "/api/"),
            link("service-desc", OPENAPI, f"{base}/api/openapi.json", "OpenAPI 3.0"),
            link("service-doc", HTML, f"{base}/api/docs", DOCS),
            link("conformance", JSON, f"{base}/api/conformance"),
            link("data", JSON, f"{base}/api/collections"),
            link("licence", HTML, f"{base}/licence", settings.DATA_LICENCE),
            link("license", HTML, settings.DATA_LICENCE_URL, settings.DATA_LICENCE),
            link("enclosure", HTML, f"{base}/data/", FILES),
            link("tilejson", JSON, f"{base}/tiles/markets.json", TILES),
            link("changes", JSON, f"{base}/api/changes", CHANGES),
        ],
    }


def conformance(base: str) -> dict[str, Any]:
    return {"conformsTo": list(CONFORMS_TO), "links": _own(base, "/api/conformance")}


def collections(snapshot: Snapshot, base: str) -> dict[str, Any]:
    return {
        "links": _own(base, "/api/collections"),
        "collections": [collection(layer(snapshot, name), base) for name in COLLECTIONS],
        "crs": list(systems.ALL),
        **_of(snapshot),
    }


def collection(of: Layer, base: str) -> dict[str, Any]:
    title, description = (each.joined for each in TITLES[of.id])
    path = f"/api/collections/{of.id}"
    links = [
        *_own(base, path),
        link("items", GEOJSON, f"{base}{path}/items"),
        link("items", HTML, f"{base}{path}/items?f=html"),
        link(
            "http://www.opengis.net/def/rel/ogc/1.0/queryables", SCHEMA, f"{base}{path}/queryables"
        ),
        link("license", HTML, settings.DATA_LICENCE_URL, settings.DATA_LICENCE),
    ]
    if of.id == "markets":
        links.append(link("enclosure", HTML, f"{base}/data/latest/", FILES))
        links.append(link("tilejson", JSON, f"{base}/tiles/markets.json", TILES))
    return {
        "id": of.id,
        "title": title,
        "description": description,
        "itemType": "feature",
        "extent": _extent(of),
        "crs": list(systems.ALL),
        "storageCrs": systems.CRS84,
        "links": links,
        **_of(of.snapshot),
    }


def _extent(of: Layer) -> dict[str, Any]:
    box, interval = of.extent()
    found: dict[str, Any] = {}
    if box is not None:
        found["spatial"] = {"bbox": [list(box)], "crs": systems.CRS84}
    if interval is not None:
        found["temporal"] = {
            "interval": [[_iso(end) for end in interval]],
            "trs": "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian",
        }
    return found


def _iso(moment: dt.datetime | None) -> str | None:
    return None if moment is None else moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def queryables(of: Layer, base: str) -> dict[str, Any]:
    """A JSON Schema of what can be asked for; every queryable is also a parameter."""
    path = f"{base}/api/collections/{of.id}/queryables"
    return {
        "$schema": "https://json-schema.org/draft/2019-09/schema",
        "$id": path,
        "type": "object",
        "title": TITLES[of.id][0].joined,
        "properties": {
            "geometry": {"format": "geometry-any", "x-ogc-role": "primary-geometry"},
            **{each.name: _schema(each) for each in of.queryables.values()},
        },
        "additionalProperties": False,
    }


def _schema(each: Queryable) -> dict[str, Any]:
    said: dict[str, Any] = {"title": of_message(each.title).joined, **_JSON_TYPES[each.kind]}
    if not each.choices:
        return said
    if each.kind == "list":
        return said | {"items": {"type": "string", "enum": list(each.choices)}}
    return said | {"enum": list(each.choices)}


def item_links(of: Layer, id: str, base: str, page: str = "") -> Sequence[dict[str, str]]:
    path = f"{base}/api/collections/{of.id}/items/{id}"
    return [
        link("self", GEOJSON, path),
        link("alternate", HTML, page or f"{path}?f=html"),
        link("collection", JSON, f"{base}/api/collections/{of.id}"),
    ]

"""The API's documents as a person reads them."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import quote

import numpy as np
import orjson
from django.urls import reverse
from django.utils.translation import gettext as _

from directory.publication import Snapshot
from maps import answering, cards
from maps.api import crs as systems
from maps.api import documents
from maps.api.asked import Query
from maps.api.items import Address, links, written
from maps.api.layers import Layer, Queryable
from maps.api.selecting import Selection
from maps.changes.fields import label, plain, value
from maps.language_of import in_no_language

COLUMNS = {
    "markets": ("name", "nature", "form", "address", "hours", "trades"),
    "events": ("name", "kind", "starts", "ends", "address"),
    "regions": ("name", "level", "parent", "source"),
}


def collections() -> list[dict[str, str]]:
    """Name, description and page of each, in the reader's language."""
    return [
        {
            "url": reverse(f"api_{name}") + "?f=html",
            "title": called.here,
            "text": described.here,
        }
        for name, (called, described) in documents.TITLES.items()
    ]


def landing(snapshot: Snapshot, document: dict[str, Any]) -> dict[str, Any]:
    return {"document": document, "collections": collections(), "number": snapshot.number}


def collection(layer: Layer, document: dict[str, Any]) -> dict[str, Any]:
    called, described = documents.TITLES[layer.id]
    return {
        "title": called.here,
        "text": described.here,
        "layer": layer,
        "items": reverse(f"api_{layer.id}_items") + "?f=html",
        "queryables": reverse(f"api_{layer.id}_queryables") + "?f=html",
        "json": f"/api/collections/{layer.id}/items?limit=100",
        "systems": [(each.uri, each.title) for each in systems.ALL.values()],
    }


def queryables(layer: Layer) -> dict[str, Any]:
    rows = [
        {
            "name": each.name,
            "kind": each.kind,
            "title": _(each.title),
            "choices": [(code, said(layer, each.name, _one(each, code))) for code in each.choices],
        }
        for each in layer.queryables.values()
    ]
    return {"rows": rows, "title": documents.TITLES[layer.id][0].here, "layer": layer}


def _one(asked: Queryable, code: str) -> Any:
    return [code] if asked.kind == "list" else code


def items(layer: Layer, asked: Query, selection: Selection, address: Address) -> dict[str, Any]:
    """A table of the page, and the way on. Addresses stay pages."""
    found = orjson.loads(b"".join((b"[", *written(layer, asked, selection), b"]")))
    shown = [
        name for name in COLUMNS[layer.id] if asked.properties is None or name in asked.properties
    ]
    rows = [
        {
            "url": reverse(f"api_{layer.id}_item", args=[each["id"]]) + "?f=html",
            "id": each["id"],
            "values": [said(layer, name, each["properties"].get(name)) for name in shown],
        }
        for each in found
    ]
    ways = {each["rel"]: each["href"] for each in links(asked, selection, address)}
    data = replace(address, path=in_no_language(address.path))
    return {
        "layer": layer,
        "title": documents.TITLES[layer.id][0].here,
        "columns": [title(layer, name) for name in shown],
        "rows": rows,
        "matched": selection.matched,
        "first": asked.offset + 1,
        "last": asked.offset + len(rows),
        "next": ways.get("next"),
        "prev": ways.get("prev"),
        "json": data.with_(f="json"),
    }


def item(layer: Layer, row: int, page: str) -> dict[str, Any]:
    one = orjson.loads(layer.joined(np.array([row], np.int64)))
    pairs = [
        (title(layer, name), said(layer, name, value)) for name, value in one["properties"].items()
    ]
    geometry = one["geometry"]
    point = geometry["coordinates"] if geometry and geometry["type"] == "Point" else None
    return {
        "layer": layer,
        "title": documents.TITLES[layer.id][0].here,
        "name": one["properties"].get("name", one["id"]),
        "id": one["id"],
        "pairs": pairs,
        "point": point,
        "page": page,
        "json": f"/api/collections/{layer.id}/items/{quote(one['id'])}?f=json",
    }


def title(layer: Layer, name: str) -> str:
    """What a property is called: as it is asked for, else as the record has it."""
    if name in layer.queryables:
        return _(layer.queryables[name].title)
    return {"phone": _("电话"), "note": _("说明"), "code": _("区划代码")}.get(name) or label(name)


def said(layer: Layer, name: str, given: Any) -> str:
    """A property in the reader's words; empty where nothing is recorded."""
    if given in (None, "", [], {}):
        return ""
    if name == "trades" and isinstance(given[0], str):
        given = [{"code": code} for code in given]
    if layer.id == "markets" or name == "trades":
        return value(layer.snapshot, name, given, answering.local_now().date())
    return _WORDS.get((layer.id, name), dict)().get(given) or plain(given)


_WORDS: Mapping[tuple[str, str], Callable[[], Mapping[Any, str]]] = {
    ("events", "kind"): cards.event_kinds,
    ("regions", "level"): lambda: {
        "province": _("省级"), "city": _("市级"), "county": _("区县级"), "town": _("镇街级"),
    },
}  # fmt: skip

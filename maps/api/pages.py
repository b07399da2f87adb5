"""The API's documents as a person reads them."""

from typing import Any

import numpy as np
import orjson
from django.urls import reverse
from django.utils.translation import gettext as _

from directory.publication import Snapshot
from maps import cards
from maps.api import documents
from maps.api.asked import Query
from maps.api.items import Address, links, written
from maps.api.layers import Layer
from maps.api.selecting import Selection

COLUMNS = {
    "markets": ("name", "nature", "form", "address", "hours", "trades"),
    "events": ("name", "kind", "starts", "ends", "address"),
    "regions": ("name", "level", "parent", "source"),
}


def landing(snapshot: Snapshot, document: dict[str, Any]) -> dict[str, Any]:
    collections = [
        {
            "url": reverse(f"api_{name}"),
            "title": documents.TITLES[name][0],
            "text": documents.TITLES[name][1],
        }
        for name in documents.TITLES
    ]
    return {"document": document, "collections": collections, "number": snapshot.number}


def collection(layer: Layer, document: dict[str, Any]) -> dict[str, Any]:
    return {
        "document": document,
        "layer": layer,
        "items": f"{reverse(f'api_{layer.id}_items')}?f=html",
    }


def queryables(layer: Layer) -> dict[str, Any]:
    rows = [
        {"name": each.name, "kind": each.kind, "title": _(each.title), "choices": each.choices}
        for each in layer.queryables.values()
    ]
    return {"rows": rows, "title": documents.TITLES[layer.id][0], "layer": layer}


def items(layer: Layer, asked: Query, selection: Selection, address: Address) -> dict[str, Any]:
    """A table of the page, and the way on. Addresses stay pages."""
    found = orjson.loads(b"[" + written(layer, asked, selection) + b"]")
    shown = [
        name for name in COLUMNS[layer.id] if asked.properties is None or name in asked.properties
    ]
    rows = [
        {
            "url": f"{reverse(f'api_{layer.id}_items')}/{each['id']}?f=html",
            "id": each["id"],
            "values": [said(layer, name, each["properties"].get(name)) for name in shown],
        }
        for each in found
    ]
    ways = {each["rel"]: each["href"] for each in links(asked, selection, address)}
    return {
        "layer": layer,
        "title": documents.TITLES[layer.id][0],
        "columns": [_(layer.queryables[name].title) for name in shown],
        "rows": rows,
        "matched": selection.matched,
        "first": asked.offset + 1,
        "last": asked.offset + len(rows),
        "next": ways.get("next"),
        "prev": ways.get("prev"),
        "json": address.with_(f="json"),
    }


def item(layer: Layer, row: int, page: str) -> dict[str, Any]:
    one = orjson.loads(layer.joined(np.array([row], np.int64)))
    titles = {each.name: _(each.title) for each in layer.queryables.values()}
    pairs = [
        (titles.get(name, name), said(layer, name, value))
        for name, value in one["properties"].items()
    ]
    geometry = one["geometry"]
    point = geometry["coordinates"] if geometry and geometry["type"] == "Point" else None
    return {
        "layer": layer,
        "title": documents.TITLES[layer.id][0],
        "name": one["properties"].get("name", one["id"]),
        "id": one["id"],
        "pairs": pairs,
        "point": point,
        "page": page,
        "json": f"{reverse(f'api_{layer.id}_items')}/{one['id']}?f=json",
    }


def said(layer: Layer, name: str, value: Any) -> str:
    """A property in the reader's words where it is a code of ours."""
    snapshot = layer.snapshot
    if name == "trades" and value:
        codes = [each if isinstance(each, str) else each["code"] for each in value]
        return _("、").join(cards.named(snapshot.trades[code]) for code in codes)
    if name in ("services", "facilities") and value:
        tags = snapshot.services if name == "services" else snapshot.facilities
        return _("、").join(cards.named(tags[code]) for code in value)
    if name in ("nature", "form") and layer.id == "markets":
        return (cards.natures() | cards.forms())[value]
    return words(value)


def words(value: Any) -> str:
    """A JSON value as it is read: parts joined, nothing as nothing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, list):
        return _("、").join(words(each) for each in value)
    if isinstance(value, dict):
        kept = [words(each) for each in value.values() if each not in (None, "", False)]
        return " ".join(kept)
    return str(value)

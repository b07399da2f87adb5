"""The data dictionary for machines: a Frictionless Data Package around the files."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from directory.opendata.described import Described
from directory.opendata.fields import FIELDS, KINDS, LISTED_BY, NEVER_EMPTY, Allowed, Field
from directory.opendata.files import Made, media_type
from directory.publication import Snapshot

_TYPES: dict[str, dict[str, Any]] = {
    "text": {"type": "string"},
    "list": {"type": "string"},
    "whole": {"type": "integer"},
    "real": {"type": "number"},
    "truth": {"type": "boolean", "trueValues": ["true"], "falseValues": ["false"]},
    "day": {"type": "date", "format": "%Y-%m-%d"},
}


def vocabulary(snapshot: Snapshot, name: str) -> Allowed:
    """Code, Chinese, English of the publication's `trades`, `services` or `facilities`."""
    found = {
        "trades": snapshot.trades, "services": snapshot.services, "facilities": snapshot.facilities,
    }[name]  # fmt: skip
    return tuple((code, each.name, each.name_en) for code, each in found.items())


def allowed(snapshot: Snapshot, field: Field) -> Allowed:
    return vocabulary(snapshot, field.vocabulary) if field.vocabulary else field.allowed


def schema(snapshot: Snapshot) -> dict[str, Any]:
    """Table Schema of the CSV; what the standard has no word for, under names of our own."""
    return {
        "fields": [_field(snapshot, field) for field in FIELDS],
        "missingValues": [""],
        "primaryKey": "id",
    }


def _field(snapshot: Snapshot, field: Field) -> dict[str, Any]:
    values = allowed(snapshot, field)
    described: dict[str, Any] = {
        "name": field.name,
        "title": field.title,
        "title_en": field.title_en,
        **_TYPES[field.kind],
        "description": field.about,
        "description_en": field.about_en,
        "kind": "；".join(KINDS[field.kind]),
        "null": field.null,
        "null_en": field.null_en,
    }
    if field.unit:
        described["unit"] = field.unit
    if field.kind == "list":
        described["listed_by"] = LISTED_BY
    if values:
        described["values"] = [
            {"code": code, "title": title, "title_en": title_en} for code, title, title_en in values
        ]
    constraints: dict[str, Any] = {}
    if field.null_en == NEVER_EMPTY:
        constraints["required"] = True
    if field.allowed:
        constraints["enum"] = [code for code, _title, _title_en in field.allowed]
    return described | ({"constraints": constraints} if constraints else {})


def write_datapackage(
    snapshot: Snapshot, described: Described, path: Path, made: Iterable[Made]
) -> None:
    """datapackage.json (Data Package 1.0): the CSV with its schema, the other files beside it."""
    package = {
        "profile": "data-package",
        "name": f"linggong-markets-{described.number}",
        "title": described.title,
        "version": f"1.0.{described.number}",
        "created": described.built_at.isoformat(timespec="seconds"),
        "licenses": [{"name": described.licence, "path": described.licence_url}],
        "resources": [_resource(snapshot, each) for each in made],
    } | described.facts()
    path.write_text(json.dumps(package, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _resource(snapshot: Snapshot, made: Made) -> dict[str, Any]:
    stem, _, suffix = made.name.partition(".")
    resource: dict[str, Any] = {
        "name": f"{stem}-{suffix}".lower(),
        "path": made.name,
        "format": suffix,
        "mediatype": media_type(made.name).partition(";")[0],
        "bytes": made.bytes,
        "hash": f"sha256:{made.sha256}",
    }
    if suffix == "csv":
        resource |= {
            "profile": "tabular-data-resource",
            "encoding": "utf-8",
            "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "header": True},
            "schema": schema(snapshot),
        }
    return resource

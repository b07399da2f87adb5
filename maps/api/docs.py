"""The OpenAPI document, generated from the views, and the page on which it can be tried."""

import functools
from typing import Any

import orjson
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from drf_spectacular.generators import SchemaGenerator

from directory.publication import Snapshot
from maps import answering, both
from maps.api import documents, urls_described


@functools.cache
def openapi() -> dict[str, Any]:
    """OpenAPI 3.0; the same for every publication."""
    generator = SchemaGenerator(patterns=urls_described.described)
    document: dict[str, Any] = generator.get_schema(request=None, public=True)
    document["info"]["license"] = {
        "name": settings.DATA_LICENCE,
        "url": settings.DATA_LICENCE_URL,
    }
    for path in document["paths"].values():
        for operation in path.values():
            operation.pop("security", None)
            # Not said for lists of numbers, and commas are what the standard has.
            for parameter in operation.get("parameters", ()):
                if parameter["schema"].get("type") == "array":
                    parameter |= {"style": "form", "explode": False}
    return document


@answering.data(max_age=3600)
def document(request: HttpRequest, snapshot: Snapshot) -> HttpResponse:
    base = request.build_absolute_uri("/")[:-1]
    body = orjson.dumps(openapi() | {"servers": [{"url": base}]})
    return HttpResponse(body, content_type=documents.OPENAPI)


@answering.page(max_age=3600, minute=False)
def page(request: HttpRequest, snapshot: Snapshot) -> HttpResponse:
    """Every operation in plain HTML and one language; where scripts run, Swagger UI instead."""
    operations = [
        {
            "path": path,
            "method": method.upper(),
            "summary": both.here(operation["summary"]),
            "parameters": [
                (each["name"], both.here(each["description"]), each["schema"].get("enum", ()))
                for each in operation.get("parameters", ())
                if "description" in each
            ],
        }
        for path, methods in openapi()["paths"].items()
        for method, operation in methods.items()
    ]
    return render(request, "maps/api/docs.html", {"operations": operations})

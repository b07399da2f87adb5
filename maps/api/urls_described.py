"""Addresses of the API that its OpenAPI document describes."""

from django.urls import URLPattern, path

from maps.api import views
from maps.api.layers_of import COLLECTIONS
from maps.api.serving import served

_ROOT = "api/collections"


def _of(name: str) -> list[URLPattern]:
    root, called = f"{_ROOT}/{name}", f"api_{name}"
    return [
        path(root, served(views.of(views.Collection, name)), name=called),
        path(
            f"{root}/queryables",
            served(views.of(views.Queryables, name)),
            name=f"api_{name}_queryables",
        ),
        path(
            f"{root}/items",
            served(views.of(views.Items, name)),
            name=f"{called}_items",
        ),
        path(
            f"{root}/items/<str:feature_id>",
            served(views.of(views.Item, name)),
            name=f"{called}_item",
        ),
    ]


described = [
    path("api/", served(views.Landing), name="api"),
    path("api/conformance", served(views.Conformance), name="api_conformance"),
    path("api/collections", served(views.Collections), name="api_collections"),
    *(each for name in COLLECTIONS for each in _of(name)),
    path(
        "api/nearest",
        served(views.Nearest, minute=True, pages=False, max_age=30),
        name="api_nearest",
    ),
    path("api/changes", served(views.Changes, pages=False), name="api_changes"),
]

"""Addresses of the API that its OpenAPI document describes."""

from django.urls import URLPattern, path

from maps.api import views
from maps.api.layers_of import COLLECTIONS
from maps.api.serving import View, paged, served

_ROOT = "api/collections"


_KINDS: tuple[tuple[type[views.OfCollection], str, str], ...] = (
    (views.Collection, "", ""),
    (views.Queryables, "/queryables", "_queryables"),
    (views.Items, "/items", "_items"),
    (views.Item, "/items/<str:feature_id>", "_item"),
)
# Address, view and name of what is data to a program and a page to a person.
_BOTH: list[tuple[str, type[View], str]] = [
    ("api/", views.Landing, "api"),
    ("api/conformance", views.Conformance, "api_conformance"),
    ("api/collections", views.Collections, "api_collections"),
    *(
        (f"{_ROOT}/{name}{path}", views.of(kind, name), f"api_{name}{called}")
        for name in COLLECTIONS
        for kind, path, called in _KINDS
    ),
]

described: list[URLPattern] = [
    *(path(address, served(view), name=name) for address, view, name in _BOTH),
    path(
        "api/nearest",
        served(views.Nearest, minute=True, pages=False, max_age=30),
        name="api_nearest",
    ),
    path("api/changes", served(views.Changes, pages=False), name="api_changes"),
]

# In Chinese these are the addresses above, which come first; they are there for the other language.
pages: list[URLPattern] = [path(address, paged(view), name=name) for address, view, name in _BOTH]
PAGES = tuple(name for _address, _view, name in _BOTH)

"""Every address under /office/, as the URL resolver knows it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True)
class Route:
    """`name` as for `reverse`; `arguments` are the names of its path parameters."""

    name: str
    address: str
    view: Callable[..., Any]
    arguments: tuple[str, ...]


def office_routes() -> list[Route]:
    """In the order of the resolver; the prefix of the default language is empty."""
    return [route for route in _walk(get_resolver(), "", "") if route.address.startswith("office/")]


def _walk(resolver: URLResolver, prefix: str, namespace: str) -> Iterator[Route]:
    for each in resolver.url_patterns:
        address = prefix + str(each.pattern)
        if isinstance(each, URLPattern):
            name = f"{namespace}{each.name}" if each.name else ""
            arguments = tuple(each.pattern.converters) or tuple(
                getattr(each.pattern, "regex", _NONE).groupindex
            )
            yield Route(name, address, each.callback, arguments)
        else:
            inner = f"{namespace}{each.namespace}:" if each.namespace else namespace
            yield from _walk(each, address, inner)


class _NONE:
    groupindex: dict[str, int] = {}

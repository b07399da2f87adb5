"""A long list, a page at a time, by the parameter `page`."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.http import HttpRequest
from django.utils.translation import gettext as _

from maps import readers
from maps.readers import BadParameter

T = TypeVar("T")
PAGES_MOST = 100_000


@dataclass(frozen=True, slots=True)
class Pages:
    """`number` of `count`, from 1; the addresses before and after are empty at the ends."""

    number: int
    count: int
    first: int
    last: int
    before_url: str
    after_url: str


def page_number(request: HttpRequest) -> int:
    return readers.whole("page", request.GET.get("page") or "1", 1, PAGES_MOST)


def pages_of(request: HttpRequest, items: Sequence[T], size: int) -> tuple[Sequence[T], Pages]:
    """The items of the page that is asked for; `BadParameter` where there is no such page."""
    number = page_number(request)
    pages = paged(request, len(items), size, number)
    return items[pages.first - 1 : pages.last], pages


def paged(request: HttpRequest, total: int, size: int, number: int) -> Pages:
    count = max(1, math.ceil(total / size))
    if number > count:
        raise BadParameter("page", str(number), _("1 到 %(most)d") % {"most": count})
    first = (number - 1) * size
    return Pages(
        number,
        count,
        first + 1,
        min(first + size, total),
        _address(request, number - 1) if number > 1 else "",
        _address(request, number + 1) if number < count else "",
    )


def _address(request: HttpRequest, number: int) -> str:
    query = request.GET.copy()
    query.pop("page", None)
    if number > 1:
        query["page"] = str(number)
    return f"{request.path}?{query.urlencode()}" if query else request.path

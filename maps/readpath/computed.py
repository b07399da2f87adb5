"""Answers that the lane computes itself, with the functions that Django's views call.

A route returns None for a question that is not plain; Django then says what is wrong with it.
"""

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote_plus

from django.conf import settings
from django.utils.datastructures import MultiValueDict

from directory.publication import Snapshot
from maps import answering, finder_page, params, said
from maps.api import accepting, items
from maps.api.asked import query
from maps.api.layers import Pieces
from maps.api.layers_of import layer
from maps.api.nearest import nearest
from maps.readers import BadParameter
from maps.readpath.asked import Asked

ITEMS = "/api/collections/markets/items"
Compute = Callable[[Snapshot, Asked, dt.datetime], Pieces | None]
PARAMETERS_MOST = 12
# A position in WGS-84 that is written plainly, and what else may be asked.
_POSITION = re.compile(
    r"lon=([\d.]+)&lat=([\d.]+)((?:&(?:at|trade|mode|limit)=[^&]*)*)\Z", re.ASCII
)


@dataclass(frozen=True, slots=True)
class Route:
    """`clock` as the view declares it; `keep`: whether its answers are worth keeping."""

    name: str
    compute: Compute
    clock: str
    keep: bool
    # Of pages, which also differ by the size of type; '' for data.
    language: str = ""


def parameters(query: str) -> MultiValueDict[str, str]:
    """As Django's QueryDict reads a plain query; raises ValueError where there are too many."""
    found: MultiValueDict[str, str] = MultiValueDict()
    pairs = query.split("&") if query else []
    if len(pairs) > PARAMETERS_MOST:
        raise ValueError("too many parameters")
    for pair in pairs:
        if pair:
            name, _, value = pair.partition("=")
            found.appendlist(unquote_plus(name), unquote_plus(value))
    return found


def _nearest(snapshot: Snapshot, asked: Asked, now: dt.datetime) -> Pieces | None:
    found = _POSITION.match(asked.query)
    if found is None:
        question = params.nearest(parameters(asked.query), now)
    else:
        # Where somebody stands is always new; when and what for is the same for many.
        lon, lat, rest = found.groups()
        question = _somewhere(rest, now).at_position(lon, lat)
    return (nearest(snapshot, question, asked.base),)


@lru_cache(maxsize=1024)
def _somewhere(rest: str, now: dt.datetime) -> params.NearestQuery:
    """The question whose address ends in `rest`, from the middle of the country."""
    return params.nearest(parameters(f"lon=104&lat=36{rest}"), now)


def _items(snapshot: Snapshot, asked: Asked, now: dt.datetime) -> Pieces | None:
    given, markets = parameters(asked.query), layer(snapshot, "markets")
    question = query(given, markets.queryables, (), now)
    if "f" in given or not question.is_plain:
        return None
    return items.body(markets, question, items.Address(asked.base, asked.path, given))


def _outward(snapshot: Snapshot, asked: Asked, now: dt.datetime) -> Pieces | None:
    given, markets = parameters(asked.query), layer(snapshot, "markets")
    question = query(given, markets.queryables, (), now)
    if "f" in given or not question.is_outward:
        return None
    return items.body(markets, question, items.Address(asked.base, asked.path, given))


ROUTES: Mapping[str, Route] = {
    "/api/nearest": Route("nearest", _nearest, answering.BY_MINUTE, keep=False),
    ITEMS: Route("items", _items, "", keep=True),
}
# Asked by position and moment, the same address is another kind of question.
OUTWARD = Route("outward", _outward, answering.BY_MINUTE, keep=False)


def _finder(snapshot: Snapshot, asked: Asked, now: dt.datetime) -> Pieces | None:
    given = parameters(asked.query)
    # A form's fields are sent on to another address; a page's number is none of the finder's.
    if settings.DEBUG or params.came_from_a_form(given) or "page" in given:
        return None
    with said.in_language(POSITIONS[asked.path].language):
        query, large = params.finder(given, now), asked.size == answering.LARGE
        if query.position is None:
            return None
        page = finder_page.html(snapshot, query, now, asked.base, asked.full_path, large)
        return (page.encode(),)


# The finder's page for where somebody stands: by its address, as its language is.
POSITIONS: Mapping[str, Route] = {
    path: Route(f"finder-{language}", _finder, answering.BY_MINUTE, keep=False, language=language)
    for path, language in (
        (finder_page.CHINESE_PATH, settings.LANGUAGE_CODE),
        (finder_page.ENGLISH_PATH, "en"),
    )
}


def route_of(asked: Asked) -> Route | None:
    if asked.path in POSITIONS and "lon=" in asked.query:
        return POSITIONS[asked.path]
    if asked.path == ITEMS and "open_at=" in asked.query:
        return OUTWARD
    return ROUTES.get(asked.path)


def computed(route: Route, snapshot: Snapshot, asked: Asked, now: dt.datetime) -> Pieces | None:
    """The body in pieces, or None where Django is to answer."""
    if accepting.form(asked.accepts) != accepting.JSON:
        return None
    try:
        return route.compute(snapshot, asked, now)
    except (BadParameter, ValueError):
        return None

"""Open data: the nearest places, and the published collection."""

import functools
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.datastructures import MultiValueDict
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.utils.translation import override

from directory.publication import Snapshot
from maps import answering, features, hits, params
from maps.errors import UnknownPlace
from maps.readers import BadParameter

_ID = "0"
WORLD = (-180.0, -90.0, 180.0, 90.0)


@answering.data(max_age=30, minute=True)
def nearest(request: HttpRequest, snapshot: Snapshot) -> HttpResponse:
    asked = params.nearest(request.GET, answering.local_now())
    root = request.build_absolute_uri(place_root()).encode()
    body = hits.collection(snapshot, asked, _trade(snapshot, asked.trade), root)
    return HttpResponse(body, content_type=features.GEOJSON)


@functools.cache
def place_root() -> str:
    """What a place's id is appended to: its permanent address, whatever language is asked in."""
    with override(settings.LANGUAGE_CODE):
        return reverse("place", args=[_ID]).removesuffix(_ID)


def _trade(snapshot: Snapshot, text: str) -> str | None:
    """The code of a trade named by code, name, synonym or pinyin; None: any trade."""
    if not text:
        return None
    found = snapshot.find_trade(text)
    if found is None:
        allowed = ", ".join(trade.code for trade in snapshot.trades.values())
        raise BadParameter("trade", text, allowed, _("没有叫“%(trade)s”的工种。") % {"trade": text})
    return found.code


@answering.data(max_age=60)
def items(request: HttpRequest, snapshot: Snapshot) -> HttpResponse:
    base = request.build_absolute_uri("/")[:-1]
    asked = params.items(request.GET)
    body = items_body(snapshot, asked, request.GET, base, request.get_full_path())
    response = HttpResponse(body, content_type=features.GEOJSON)
    response["Last-Modified"] = http_date(snapshot.built_at.timestamp())
    return response


def items_body(
    snapshot: Snapshot,
    asked: params.ItemsQuery,
    given: MultiValueDict[str, str],
    base: str,
    address: str,
) -> bytes:
    """The page of the collection that is asked for at `address` of the site `base`."""
    page = snapshot.features_in(asked.bbox or WORLD, asked.limit, asked.offset)
    links = [{"rel": "self", "type": features.GEOJSON, "href": base + address}]
    following = asked.offset + page.returned
    if page.returned and following < page.matched:
        query = {**given.dict(), "offset": str(following), "limit": str(asked.limit)}
        href = f"{base}{address.partition('?')[0]}?{urlencode(query, safe=',')}"
        links.append({"rel": "next", "type": features.GEOJSON, "href": href})
    return features.items_body(snapshot, page, links)


@answering.data(max_age=60)
def item(request: HttpRequest, snapshot: Snapshot, place_id: str) -> HttpResponse:
    if (survivor := snapshot.merged.get(place_id)) is not None:
        # Short-lived, as with moves: a merge can be taken back.
        response: HttpResponse = HttpResponseRedirect(reverse("api_item", args=[survivor]))
        patch_cache_control(response, public=True, max_age=60)
        return response
    body = snapshot.feature(place_id)
    if body is None:
        raise UnknownPlace(place_id)
    response = HttpResponse(body, content_type=features.GEOJSON)
    response["Last-Modified"] = http_date(snapshot.built_at.timestamp())
    return response

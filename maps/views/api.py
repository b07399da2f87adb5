"""Open data: the nearest places, and the published collection."""

import json

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.http import http_date
from django.utils.translation import gettext as _

from directory import finder
from directory.publication import Snapshot
from maps import answering, features, params
from maps.errors import UnknownPlace
from maps.readers import BadParameter

WORLD = (-180.0, -90.0, 180.0, 90.0)


@answering.data(max_age=30, minute=True)
def nearest(request: HttpRequest, snapshot: Snapshot) -> HttpResponse:
    asked = params.nearest(request.GET, answering.local_now())
    ask = finder.Ask(
        lon=asked.position.lon,
        lat=asked.position.lat,
        at=asked.at.moment,
        mode=asked.mode,
        trade=_trade(snapshot, asked.trade),
        limit=asked.limit,
    )
    body = features.head(snapshot) | {
        "query": {
            "given": [asked.position.given_lon, asked.position.given_lat],
            "given_datum": asked.position.datum,
            "lon": asked.position.lon,
            "lat": asked.position.lat,
            "at": features.local_iso(asked.at.moment),
            "mode": asked.mode,
            "trade": ask.trade,
        },
        "features": [
            features.hit_feature(snapshot, hit, asked.mode, _page(request, hit.place.id))
            for hit in finder.nearest(snapshot, ask)
        ],
    }
    return HttpResponse(json.dumps(body, ensure_ascii=False), content_type=features.GEOJSON)


def _trade(snapshot: Snapshot, text: str) -> str | None:
    """The code of a trade named by code, name, synonym or pinyin; None: any trade."""
    if not text:
        return None
    found = snapshot.find_trade(text)
    if found is None:
        allowed = ", ".join(trade.code for trade in snapshot.trades.values())
        raise BadParameter("trade", text, allowed, _("没有叫“%(trade)s”的工种。") % {"trade": text})
    return found.code


def _page(request: HttpRequest, place_id: str) -> str:
    return request.build_absolute_uri(reverse("place", args=[place_id]))


@answering.data(max_age=60)
def items(request: HttpRequest, snapshot: Snapshot) -> HttpResponse:
    asked = params.items(request.GET)
    page = snapshot.features_in(asked.bbox or WORLD, asked.limit, asked.offset)
    here = request.build_absolute_uri()
    links = [{"rel": "self", "type": features.GEOJSON, "href": here}]
    following = asked.offset + page.returned
    if page.returned and following < page.matched:
        query = request.GET.copy()
        query["offset"], query["limit"] = str(following), str(asked.limit)
        href = request.build_absolute_uri(f"{request.path}?{query.urlencode(safe=',')}")
        links.append({"rel": "next", "type": features.GEOJSON, "href": href})
    response = HttpResponse(
        features.items_body(snapshot, page, links), content_type=features.GEOJSON
    )
    response["Last-Modified"] = http_date(snapshot.built_at.timestamp())
    return response


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

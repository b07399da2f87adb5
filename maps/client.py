"""What the pages hand to their scripts: one object of settings, one of words."""

import functools
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.urls import reverse

from directory.publication import Snapshot
from directory.records import TradeRecord
from maps.origin import Origin
from maps.params import FinderQuery
from maps.said import get_language


def settings_of(
    snapshot: Snapshot,
    query: FinderQuery | None = None,
    start: Origin | None = None,
    trade: TradeRecord | None = None,
) -> dict[str, Any]:
    """Addresses, the publication, and the question as it was understood (WGS-84)."""
    ask: dict[str, Any] = {}
    if start is not None:
        ask |= {"lon": start.lon, "lat": start.lat, "datum": "wgs84"}
    if query is not None:
        ask |= {
            "trade": trade.code if trade else "",
            "at": query.at.text,
            "moment": query.at.moment.isoformat(timespec="minutes"),
            "mode": query.mode,
        }
    city = f"{settings.SITE_REGION[:4]}00"
    return {
        "lang": get_language(),
        "region": settings.SITE_REGION,
        "publication": {"number": snapshot.number, "built_at": snapshot.built_at.isoformat()},
        # Each page's own: a frame's map is of another region than the page that is asked next.
        "urls": dict(_urls(city, get_language())),
        "tianditu": {"key": settings.TIANDITU_KEY} if settings.TIANDITU_KEY else None,
        "approval": settings.MAP_APPROVAL_NUMBER,
        "ask": ask,
    }


@functools.lru_cache(maxsize=64)
def _urls(city: str, language: str) -> Mapping[str, str]:
    """By the active language, which some of the addresses begin with."""
    return {
        "finder": reverse("finder"),
        "place": reverse("place", args=["__id__"]),
        "nearest": reverse("api_nearest"),
        "points": f"{reverse('points')}?region={city}",
        "basemap": reverse("basemap_json", args=[city]),
    }

"""GeoJSON answers. Geometry is always WGS-84 longitude, latitude (CRS84), and says so."""

import datetime as dt
import json
from typing import Any

from directory.finder import Hit
from directory.publication import Snapshot
from directory.publication.box import FeaturePage
from directory.records import PlaceRecord

DATUM = "WGS-84"
GEOJSON = "application/geo+json"
SHANGHAI = dt.timezone(dt.timedelta(hours=8))


def local_iso(moment: dt.datetime | None) -> str | None:
    """A naive local moment as '2026-11-24T05:00:00+08:00'."""
    return None if moment is None else moment.replace(tzinfo=SHANGHAI).isoformat()


def head(snapshot: Snapshot) -> dict[str, Any]:
    """What every collection says first: whose data, as of when, in which datum."""
    return {
        "type": "FeatureCollection",
        "datum": DATUM,
        "publication": snapshot.number,
        "timeStamp": snapshot.built_at.astimezone(SHANGHAI).isoformat(timespec="seconds"),
        "demo": snapshot.demo,
    }


def hit_feature(snapshot: Snapshot, hit: Hit, mode: str, page_url: str) -> dict[str, Any]:
    """The published feature with what depends on where and when one asks."""
    body = snapshot.feature(hit.place.id)
    feature: dict[str, Any] = json.loads(body) if body else {"type": "Feature"}
    feature["properties"] = (
        {"id": hit.place.id}
        | feature.get("properties", {})
        | {
            "distance_m": round(hit.distance_m, 1),
            "minutes": round(hit.minutes[mode], 1),
            "arrival": local_iso(hit.arrival),
            "opens_on_arrival": hit.opens_on_arrival,
            "status_on_arrival": hit.status.status if hit.status else "open",
            "next_change": local_iso(hit.next_change),
            "next_opening": local_iso(hit.next_opening),
            "wait_minutes": hit.wait_min,
        }
    )
    feature["links"] = [{"rel": "alternate", "type": "text/html", "href": page_url}]
    return feature


def items_body(snapshot: Snapshot, page: FeaturePage, links: list[dict[str, str]]) -> bytes:
    """A collection around features that are ready made; nothing in them is serialised again."""
    opening = head(snapshot) | {
        "numberMatched": page.matched,
        "numberReturned": page.returned,
        "links": links,
    }
    start = json.dumps(opening, ensure_ascii=False).encode()
    return b"".join((start[:-1], b', "features": [', page.body_bytes, b"]}"))


def point_row(place: PlaceRecord) -> list[Any]:
    """[id, lon, lat, nature, form, name, trades] for the map; WGS-84, six decimals."""
    return [
        place.id,
        round(place.lon, 6),
        round(place.lat, 6),
        place.nature,
        place.form,
        place.name,
        [trade.code for trade in place.trades],
    ]

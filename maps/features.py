"""GeoJSON answers. Geometry is always WGS-84 longitude, latitude (CRS84), and says so."""

import datetime as dt
import functools
import json
from typing import Any

from directory.publication import Snapshot
from directory.publication.box import FeaturePage
from directory.records import PlaceRecord

DATUM = "WGS-84"
GEOJSON = "application/geo+json"
SHANGHAI = dt.timezone(dt.timedelta(hours=8))


@functools.lru_cache(maxsize=4096)
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

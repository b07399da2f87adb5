"""TileJSON 3.0: where the tiles are, what is in them, and whose they are."""

import json
from typing import Any

from django.conf import settings

from directory import tile_words, tiles
from directory.publication import Snapshot
from maps import features

# Points stand to 0.6 m in a tile of this zoom; deeper ones say nothing new, and clients stretch
# this one. They are there all the same, down to mercator.ZOOM_MAX.
ZOOM_MAX = 14
WORLD = [-180.0, -85.051129, 180.0, 85.051129]


def document(snapshot: Snapshot, base_url: str) -> bytes:
    """`base_url` without a slash at the end: 'https://lg.example.gov.cn'."""
    said = features.head(snapshot)
    bounds, centre = _extent(snapshot)
    body: dict[str, Any] = {
        "tilejson": "3.0.0",
        "tiles": [f"{base_url}/tiles/markets/{{z}}/{{x}}/{{y}}.mvt"],
        "scheme": "xyz",
        "name": (tile_words.DEMO if snapshot.demo else "") + tile_words.NAME,
        "description": (tile_words.DEMO if snapshot.demo else "") + tile_words.DESCRIPTION,
        "version": f"1.0.{snapshot.number}",
        "attribution": tile_words.attribution(settings.DATA_LICENCE, settings.DATA_LICENCE_URL),
        "minzoom": 0,
        "maxzoom": ZOOM_MAX,
        "bounds": bounds,
        "center": centre,
        "vector_layers": [
            {
                "id": tiles.LAYER,
                "description": tile_words.NAME,
                "minzoom": 0,
                "maxzoom": ZOOM_MAX,
                "fields": tile_words.FIELDS,
            }
        ],
        "publication": said["publication"],
        "timeStamp": said["timeStamp"],
        "datum": said["datum"],
        "demo": said["demo"],
        "licence": settings.DATA_LICENCE_URL,
    }
    return json.dumps(body, ensure_ascii=False).encode()


def _extent(snapshot: Snapshot) -> tuple[list[float], list[float]]:
    """West, south, east, north of the places, and where to begin looking."""
    if not snapshot.count:
        return WORLD, [0.0, 0.0, 0]
    west, east = float(snapshot.lon.min()), float(snapshot.lon.max())
    south, north = float(snapshot.lat.min()), float(snapshot.lat.max())
    bounds = [west, max(south, WORLD[1]), east, min(north, WORLD[3])]
    width = max(east - west, 2 * (bounds[3] - bounds[1]), 360 / 2**ZOOM_MAX)
    zoom = next(z for z in range(ZOOM_MAX, -1, -1) if z == 0 or width <= 2 * 360 / 2**z)
    return bounds, [(west + east) / 2, (bounds[1] + bounds[3]) / 2, zoom]

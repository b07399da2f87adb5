"""TileJSON 3.0: where the tiles are, what is in them, and whose they are."""

import json
from typing import Any

from django.conf import settings

from directory import tiles
from directory.publication import Snapshot
from maps import features

# Points stand to 0.6 m in a tile of this zoom; deeper ones say nothing new, and clients stretch
# this one. They are there all the same, down to mercator.ZOOM_MAX.
ZOOM_MAX = 14
WORLD = [-180.0, -85.051129, 180.0, 85.051129]


# In both languages at once: the document is one for everybody, and kept by shared caches.
FIELDS = {
    "id": "永久编号；一个点代表多处时没有 (permanent id; none where a point stands for several)",
    "name": "名称 (name)",
    "nature": "运营性质 (public 公共, commercial 经营性, spontaneous 自发形成)",
    "form": "形态 (hall 室内市场, station 驿站, kerb 路边聚集点)",
    "trades": "工种代码，逗号分隔；没有登记的不写 (codes of trades, by commas; left out if none)",
    "hours": "开放时间，opening_hours 写法；不知道的不写 (opening hours; left out if unknown)",
    "count": "这个点代表几处 (how many places the point stands for)",
    "expansion": "放大到第几级分开；只有一处时没有 (zoom at which several places come apart)",
}
NAME = "零工地图：公开的零工市场 (published casual-labour markets)"
DESCRIPTION = (
    f"第 {tiles.FULL_ZOOM} 级起每处一个点；再小则相邻的并成一点，count 写明代表几处。没有缓冲区。"
    f" From zoom {tiles.FULL_ZOOM} on every place is a point; below, neighbours are one point that"
    " says by count how many they are. No buffer: counts add up to the number of places."
)
DEMO = "演示数据，地点是编的 (demo data: the places are invented). "


def attribution() -> str:
    """Whose data and under which licence, as HTML that a map shows in its corner."""
    return f'零工地图 · <a href="{settings.DATA_LICENCE_URL}">{settings.DATA_LICENCE}</a>'


def document(snapshot: Snapshot, base_url: str) -> bytes:
    """`base_url` without a slash at the end: 'https://lg.example.gov.cn'."""
    said = features.head(snapshot)
    bounds, centre = _extent(snapshot)
    body: dict[str, Any] = {
        "tilejson": "3.0.0",
        "tiles": [f"{base_url}/tiles/markets/{{z}}/{{x}}/{{y}}.mvt"],
        "scheme": "xyz",
        "name": (DEMO if snapshot.demo else "") + NAME,
        "description": (DEMO if snapshot.demo else "") + DESCRIPTION,
        "version": f"1.0.{snapshot.number}",
        "attribution": attribution(),
        "minzoom": 0,
        "maxzoom": ZOOM_MAX,
        "bounds": bounds,
        "center": centre,
        "vector_layers": [
            {
                "id": tiles.LAYER,
                "description": NAME,
                "minzoom": 0,
                "maxzoom": ZOOM_MAX,
                "fields": FIELDS,
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

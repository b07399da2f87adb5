"""Deep links into navigation apps, each in the datum that its service reads.

Amap and Tencent read GCJ-02, Baidu BD-09 (`coord_type=bd09ll`), `geo:` is WGS-84 (RFC 5870).
A WGS-84 pair handed to Amap would lead some 500 m astray in Zaozhuang.
"""

import functools
from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote, urlencode

from geo.datum import gcj02_to_bd09, wgs84_to_gcj02
from maps.said import get_language
from maps.said import gettext as _

Mode = Literal["walk", "ebike"]
REFERRER = "linggong-map"
# Places whose links are kept: working out two datums costs more than the rest of a card.
LINKS_KEPT = 8192
# The word each service has for a way of moving.
_AMAP = {"walk": "walk", "ebike": "ride"}
_TENCENT = {"walk": "walk", "ebike": "bike"}
_BAIDU = {"walk": "walking", "ebike": "riding"}


@dataclass(frozen=True, slots=True)
class NavigationLink:
    """`datum` is the one the coordinates inside `url` are in."""

    code: str
    name: str
    url: str
    datum: str


def _degrees(value: float) -> str:
    return f"{value:.6f}"


def links(lon: float, lat: float, name: str, city: str, mode: Mode) -> tuple[NavigationLink, ...]:
    """Links to the WGS-84 point; the first is the one offered as the main button."""
    return _links(lon, lat, name, city, mode, get_language())


@functools.lru_cache(maxsize=LINKS_KEPT)
def _links(
    lon: float, lat: float, name: str, city: str, mode: Mode, language: str | None
) -> tuple[NavigationLink, ...]:
    in_gcj = wgs84_to_gcj02(lon, lat)
    gcj_lon, gcj_lat = map(_degrees, in_gcj)
    bd_lon, bd_lat = map(_degrees, gcj02_to_bd09(*in_gcj))
    # A comma, a colon or a bar in a name would end the field it stands in.
    plain = name.translate({ord(c): " " for c in ",:|()"}).strip()
    amap = {
        "to": f"{gcj_lon},{gcj_lat},{plain}",
        "mode": _AMAP[mode],
        "coordinate": "gaode",
        "src": REFERRER,
        "callnative": "1",
    }
    tencent = {
        "type": _TENCENT[mode],
        "to": plain,
        "tocoord": f"{gcj_lat},{gcj_lon}",
        "referer": REFERRER,
    }
    baidu = {
        "destination": f"latlng:{bd_lat},{bd_lon}|name:{plain}",
        "coord_type": "bd09ll",
        "mode": _BAIDU[mode],
        "region": city,
        "output": "html",
        "src": REFERRER,
    }
    here = f"{_degrees(lat)},{_degrees(lon)}"
    return (
        NavigationLink(
            "amap", _("高德地图"), f"https://uri.amap.com/navigation?{_query(amap)}", "gcj02"
        ),
        NavigationLink(
            "tencent",
            _("腾讯地图"),
            f"https://apis.map.qq.com/uri/v1/routeplan?{_query(tencent)}",
            "gcj02",
        ),
        NavigationLink(
            "baidu", _("百度地图"), f"https://api.map.baidu.com/direction?{_query(baidu)}", "bd09"
        ),
        NavigationLink(
            "geo", _("手机自带地图"), f"geo:{here}?q={here}({quote(plain, safe='')})", "wgs84"
        ),
    )


def _query(values: dict[str, str]) -> str:
    return urlencode(values, quote_via=quote, safe=",:|")

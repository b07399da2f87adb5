"""Coordinate reference systems of the API, each by its URI and in its own order of axes.

Stored is WGS-84 longitude, latitude (CRS84). GCJ-02 and BD-09 are obfuscations used by Chinese map
services, no registered systems: they have URIs of our own and are never given another's name.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray
from pyproj import Transformer

from geo.datum import from_wgs84, to_wgs84
from maps.readers import BadParameter

Floats = NDArray[np.float64]
Pair = tuple[Floats, Floats]
Way = Callable[[Floats, Floats], Pair]

CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
_EPSG = "http://www.opengis.net/def/crs/EPSG/0/"
OURS = "urn:linggong-map:crs:"
# Points along each side of a box whose image is not a box.
_EDGE = 21


@dataclass(frozen=True, slots=True)
class Crs:
    """`decimals` keep about a centimetre. `out` takes WGS-84 lon, lat; `back` gives them."""

    uri: str
    title: str
    datum: str
    decimals: int
    out: Way
    back: Way


def _same(first: Floats, second: Floats) -> Pair:
    return first, second


def _through(
    code: str,
) -> tuple[Callable[[Floats, Floats], Pair], Callable[[Floats, Floats], Pair]]:
    """Both ways between CRS84 and an EPSG code, whose axes keep the order EPSG gives them."""

    @cache
    def transformer() -> Transformer:
        return Transformer.from_crs("OGC:CRS84", f"EPSG:{code}")

    def out(lon: Floats, lat: Floats) -> Pair:
        first, second = transformer().transform(lon, lat)
        return np.asarray(first), np.asarray(second)

    def back(first: Floats, second: Floats) -> Pair:
        lon, lat = transformer().transform(first, second, direction="INVERSE")
        return np.asarray(lon), np.asarray(lat)

    return out, back


def _registered(code: str, title: str, datum: str, decimals: int) -> Crs:
    return Crs(_EPSG + code, title, datum, decimals, *_through(code))


def _shifted(name: str, title: str) -> Crs:
    def out(lon: Floats, lat: Floats) -> Pair:
        return from_wgs84(lon, lat, name)

    def back(lon: Floats, lat: Floats) -> Pair:
        return to_wgs84(lon, lat, name)

    label = {"gcj02": "GCJ-02", "bd09": "BD-09"}[name]
    return Crs(f"{OURS}{name}", title, label, 7, out, back)


_ALL = (
    Crs(CRS84, "WGS 84 (lon, lat)", "WGS-84", 7, _same, _same),
    _registered("4326", "WGS 84 (lat, lon)", "WGS-84", 7),
    _registered("3857", "WGS 84 / Pseudo-Mercator (x, y)", "WGS-84", 2),
    _registered("4547", "CGCS2000 / Gauss-Kruger CM 114E (X north, Y east)", "CGCS2000", 2),
    _registered("4548", "CGCS2000 / Gauss-Kruger CM 117E (X north, Y east)", "CGCS2000", 2),
    _shifted("gcj02", "GCJ-02 (lon, lat): Amap, Tencent, WeChat"),
    _shifted("bd09", "BD-09 (lon, lat): Baidu"),
)
ALL: Mapping[str, Crs] = {crs.uri: crs for crs in _ALL}
STORED = ALL[CRS84]


def named(parameter: str, uri: str) -> Crs:
    """Raises BadParameter with the URIs that are known. A CURIE in brackets is read as well."""
    found = ALL.get(uri) or ALL.get(_from_curie(uri))
    if found is None:
        raise BadParameter(parameter, uri, " | ".join(ALL), _("不支持这个坐标系，或写法不是 URI。"))
    return found


def _from_curie(text: str) -> str:
    """'[EPSG:4326]' and '[OGC:CRS84]' as Part 2 writes them."""
    inner = text.removeprefix("[").removesuffix("]")
    if inner == "OGC:CRS84":
        return CRS84
    authority, _colon, code = inner.partition(":")
    return _EPSG + code if authority == "EPSG" and text.startswith("[") else ""


def box_to_wgs84(
    crs: Crs, first: float, second: float, third: float, fourth: float
) -> tuple[float, float, float, float] | None:
    """West, south, east, north around a box given in the axes of `crs`; None if nowhere on Earth.

    With a geographic system the sides stay sides, and west > east crosses the antimeridian.
    """
    if crs.uri == CRS84:
        return first, second, third, fourth
    if crs.uri == _EPSG + "4326":
        return second, first, fourth, third
    along = np.linspace(0.0, 1.0, _EDGE)
    a, b = first + along * (third - first), second + along * (fourth - second)
    firsts = np.concatenate([a, a, np.full(_EDGE, first), np.full(_EDGE, third)])
    seconds = np.concatenate([np.full(_EDGE, second), np.full(_EDGE, fourth), b, b])
    try:
        lon, lat = crs.back(firsts, seconds)
    except ValueError:
        return None
    if not (np.isfinite(lon).all() and np.isfinite(lat).all()):
        return None
    return float(lon.min()), float(lat.min()), float(lon.max()), float(lat.max())

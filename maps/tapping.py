"""The map that can be tapped without JavaScript: a drawing of known size, and its way back.

`<input type="image">` sends the pixel that was tapped in CSS pixels of the picture, so the picture
has one fixed width everywhere. The projection is equirectangular around the middle latitude.
"""

import functools
import itertools
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from django.utils.translation import gettext as _

from directory.publication import Snapshot
from maps.errors import UnknownArea
from maps.kept_with import kept_with_snapshot
from maps.placing import Point, place_names
from maps.readers import BadParameter

WIDTH = 320
HEIGHT_LEAST, HEIGHT_MOST = 220, 420
MARGIN = 0.04  # of the width, on each side

Ring = list[list[float]]


@dataclass(frozen=True, slots=True)
class Outline:
    """One region of the base: outer and inner rings of WGS-84 [lon, lat]."""

    code: str
    name: str
    rings: tuple[Ring, ...]

    def box(self) -> tuple[float, float, float, float]:
        lons = [p[0] for ring in self.rings for p in ring]
        lats = [p[1] for ring in self.rings for p in ring]
        return min(lons), min(lats), max(lons), max(lats)


@dataclass(frozen=True, slots=True)
class Frame:
    """A picture of WIDTH × `height` CSS pixels over degrees of WGS-84."""

    west: float
    north: float
    degrees_per_px_x: float
    degrees_per_px_y: float
    height: int

    def to_pixel(self, lon: float, lat: float) -> tuple[float, float]:
        return (
            round((lon - self.west) / self.degrees_per_px_x, 1),
            round((self.north - lat) / self.degrees_per_px_y, 1),
        )

    def to_degrees(self, x: float, y: float) -> tuple[float, float]:
        return self.west + x * self.degrees_per_px_x, self.north - y * self.degrees_per_px_y

    def contains(self, lon: float, lat: float) -> bool:
        x, y = self.to_pixel(lon, lat)
        return 0 <= x <= WIDTH and 0 <= y <= self.height


@functools.lru_cache(maxsize=64)
def _outlines(body: bytes) -> tuple[Outline, ...]:
    out = []
    for feature in orjson.loads(body)["features"]:
        geometry: dict[str, Any] = feature["geometry"] or {}
        if geometry.get("type") == "Polygon":
            polygons = [geometry["coordinates"]]
        elif geometry.get("type") == "MultiPolygon":
            polygons = geometry["coordinates"]
        else:
            continue
        rings = tuple(ring for polygon in polygons for ring in polygon)
        properties = feature.get("properties") or {}
        code = str(feature.get("id") or properties.get("code", ""))
        out.append(Outline(code, properties.get("name", ""), rings))
    return tuple(out)


def drawing(snapshot: Snapshot, area: str) -> tuple[tuple[Outline, ...], Frame]:
    """Outlines and frame of an area; `UnknownArea` where the publication has none."""
    return _drawn(snapshot, area), frame(snapshot, area)


def _drawn(snapshot: Snapshot, area: str) -> tuple[Outline, ...]:
    body = snapshot.basemap(area) if re.fullmatch(r"\d{6}", area, re.ASCII) else None
    outlines = _outlines(body) if body else ()
    if not outlines:
        raise UnknownArea(area)
    return outlines


# A country has some 3 000 counties.
@kept_with_snapshot(4096)
def frame(snapshot: Snapshot, area: str) -> Frame:
    """The frame of an area's picture; `UnknownArea` where the publication has no outline of it."""
    outlines = _drawn(snapshot, area)
    framed = [o for o in outlines if o.code == area] or list(outlines)
    boxes = [o.box() for o in framed]
    return framing(
        min(b[0] for b in boxes),
        min(b[1] for b in boxes),
        max(b[2] for b in boxes),
        max(b[3] for b in boxes),
    )


def framing(west: float, south: float, east: float, north: float) -> Frame:
    """The frame of a picture that shows these degrees with a margin around them."""
    middle_lon, middle_lat = (west + east) / 2, (south + north) / 2
    narrow = math.cos(math.radians(middle_lat))
    inner = WIDTH * (1 - 2 * MARGIN)
    per_px_y = max((east - west) * narrow / inner, (north - south) / (HEIGHT_MOST * 0.92))
    per_px_x = per_px_y / narrow
    height = math.ceil((north - south) / per_px_y + 2 * MARGIN * WIDTH)
    height = max(HEIGHT_LEAST, min(HEIGHT_MOST, height))
    return Frame(
        middle_lon - per_px_x * WIDTH / 2,
        middle_lat + per_px_y * height / 2,
        per_px_x,
        per_px_y,
        height,
    )


def tapped(snapshot: Snapshot, area: str, x_text: str, y_text: str) -> tuple[str, str]:
    """Longitude and latitude (WGS-84, as text) of the pixel that was tapped."""
    allowed = _("在地图图片上点一下您所在的地方")
    if not (x_text.isascii() and x_text.isdigit() and y_text.isascii() and y_text.isdigit()):
        raise BadParameter("tap", f"{x_text},{y_text}"[:40], allowed)
    picture = frame(snapshot, area)
    x, y = int(x_text[:6]), int(y_text[:6])
    if (x, y) == (0, 0) or x > WIDTH or y > picture.height:
        # Enter pressed on the picture sends 0,0: no place was pointed at.
        raise BadParameter(
            "tap", f"{x},{y}", allowed, _("没有点到地图上。不方便点图的话，请选区县或镇街。")
        )
    lon, lat = picture.to_degrees(x, y)
    return f"{lon:.4f}", f"{lat:.4f}"


def _path(ring: Sequence[Point]) -> str:
    """One closed ring in whole pixels, each point counted from the one before: half the bytes."""
    points = [(round(x), round(y)) for x, y in ring]
    steps = [
        f"{x - was_x} {y - was_y}"
        for (was_x, was_y), (x, y) in itertools.pairwise(points)
        if (x, y) != (was_x, was_y)
    ]
    return f"M{points[0][0]} {points[0][1]}l{' '.join(steps)}z" if steps else ""


def paths(
    outlines: tuple[Outline, ...], frame: Frame, marks: Sequence[Point] = ()
) -> list[dict[str, Any]]:
    """For each region an SVG path, and the middle of its name, clear of `marks` where it can be."""
    drawn = []
    wishes = []
    for outline in outlines:
        rings = [[frame.to_pixel(lon, lat) for lon, lat, *_z in ring] for ring in outline.rings]
        drawn.append({"d": "".join(map(_path, rings)), "name": outline.name})
        west, south, east, north = outline.box()
        middle = frame.to_pixel((west + east) / 2, (south + north) / 2)
        wishes.append((outline.name, middle, rings))
    spots = place_names(wishes, marks, WIDTH, frame.height)
    return [one | {"x": x, "y": y} for one, (x, y) in zip(drawn, spots, strict=True)]

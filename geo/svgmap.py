"""A map drawn by the server: GeoJSON outlines as SVG paths, and taps on it back to positions.

The projection is equirectangular, east-west shrunk by the cosine of the middle latitude: linear,
so that a page, a phone and a test invert it with four numbers. Over a city it differs from Mercator
by less than a pixel in a thousand. Positions are WGS-84 degrees, pixels run right and down.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Ring = Sequence[Sequence[float]]

# A strip of empty space around the drawing, as a share of its longer side.
_MARGIN = 0.03


@dataclass(frozen=True, slots=True)
class Projection:
    """Degrees to pixels of a picture of `width` by `height`: x = (lon - west) * per_lon ..."""

    width: int
    height: int
    west: float
    north: float
    per_lon: float
    per_lat: float

    def to_pixel(self, lon: float, lat: float) -> tuple[float, float]:
        """Pixels right of and below the upper left corner."""
        return (lon - self.west) * self.per_lon, (self.north - lat) * self.per_lat

    def to_lonlat(self, x: float, y: float) -> tuple[float, float]:
        """The position under a pixel; inverse of `to_pixel`."""
        return self.west + x / self.per_lon, self.north - y / self.per_lat

    def holds(self, x: float, y: float) -> bool:
        """Whether the pixel lies in the picture at all."""
        return 0 <= x <= self.width and 0 <= y <= self.height

    @property
    def view_box(self) -> str:
        return f"0 0 {self.width} {self.height}"


@dataclass(frozen=True, slots=True)
class SvgPath:
    """One region: `d` for a path with fill-rule evenodd, and where its name may stand."""

    code: str
    name: str
    d: str
    label_x: float
    label_y: float


@dataclass(frozen=True, slots=True)
class SvgMap:
    """Everything a template needs to draw the outlines."""

    projection: Projection
    paths: tuple[SvgPath, ...]


def projection_for(bounds: tuple[float, float, float, float], width: int) -> Projection:
    """A picture `width` pixels wide of (west, south, east, north), with a narrow margin."""
    west, south, east, north = bounds
    if not (west < east and south < north and width > 0):
        raise ValueError(f"范围 {bounds} 或宽度 {width} 不对：须西小于东、南小于北、宽度为正")
    shrink = math.cos(math.radians((south + north) / 2))
    margin = _MARGIN * max((east - west) * shrink, north - south)
    west, east = west - margin / shrink, east + margin / shrink
    south, north = south - margin, north + margin
    per_lon = width / (east - west)
    per_lat = per_lon / shrink
    return Projection(width, round((north - south) * per_lat), west, north, per_lon, per_lat)


def svg_paths(collection: Mapping[str, Any], width: int = 360) -> SvgMap:
    """The polygons of a GeoJSON FeatureCollection as SVG paths, `width` pixels wide.

    `ValueError` where there is nothing to draw. A feature's `properties` may carry "code", "name"
    and "centre" ([lon, lat], where the name stands; otherwise the middle of its largest ring).
    """
    drawn = [(feature, _rings(feature["geometry"])) for feature in collection["features"]]
    corners = [point for _, rings in drawn for ring in rings for point in ring]
    if not corners:
        raise ValueError("没有可画的图形")
    lons, lats = [p[0] for p in corners], [p[1] for p in corners]
    projection = projection_for((min(lons), min(lats), max(lons), max(lats)), width)
    return SvgMap(
        projection, tuple(_path(feature, rings, projection) for feature, rings in drawn if rings)
    )


def _rings(geometry: Mapping[str, Any]) -> list[Ring]:
    kind, coordinates = geometry["type"], geometry["coordinates"]
    if kind == "Polygon":
        return list(coordinates)
    if kind == "MultiPolygon":
        return [ring for polygon in coordinates for ring in polygon]
    raise ValueError(f"只能画 Polygon 和 MultiPolygon，不能画 {kind}")


def _path(feature: Mapping[str, Any], rings: Sequence[Ring], at: Projection) -> SvgPath:
    properties = feature.get("properties") or {}
    centre = properties.get("centre") or _middle(max(rings, key=len))
    label_x, label_y = at.to_pixel(centre[0], centre[1])
    return SvgPath(
        code=str(properties.get("code", feature.get("id", ""))),
        name=str(properties.get("name", "")),
        d="".join(_line(ring, at) for ring in rings),
        label_x=round(label_x, 1),
        label_y=round(label_y, 1),
    )


def _line(ring: Ring, at: Projection) -> str:
    """`M` and `L` of one closed ring to a tenth of a pixel, points that fall together once."""
    points: list[str] = []
    for lon, lat, *_ in ring[:-1]:
        x, y = at.to_pixel(lon, lat)
        point = f"{x:.1f} {y:.1f}"
        if not points or point != points[-1]:
            points.append(point)
    return f"M{'L'.join(points)}Z"


def _middle(ring: Ring) -> tuple[float, float]:
    lons, lats = [p[0] for p in ring], [p[1] for p in ring]
    return (min(lons) + max(lons)) / 2, (min(lats) + max(lats)) / 2

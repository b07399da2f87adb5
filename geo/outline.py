"""Simplified outlines of regions for a base map: light, and with borders that stay shared."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from shapely import MultiPolygon
from shapely.geometry.base import BaseGeometry

from geo.models import Region

# Side of the triangles that may be cut off, about 100 m: below the width of a border line at a zoom
# that shows a city. Zaozhuang's six counties are 3.5 KB gz from Tianditu, 9.9 KB from Amap.
TOLERANCE_DEG = 0.001
DECIMALS = 5


@dataclass(frozen=True, slots=True)
class Outline:
    """A region to be drawn; `centre` is where its name may stand. WGS-84."""

    code: str
    name: str
    level: str
    centre: tuple[float, float]
    geometry: BaseGeometry


def simplified(regions: Sequence[Outline], tolerance_deg: float = TOLERANCE_DEG) -> dict[str, Any]:
    """The regions as a GeoJSON FeatureCollection, simplified together.

    Neighbours keep the same vertices along their common border (`shapely.coverage_simplify`), so no
    gap or overlap appears. Coordinates have five decimals (1 m). Islands and holes smaller than a
    square of the tolerance are left out, never a region's last part.
    """
    if not regions:
        return {"type": "FeatureCollection", "features": []}
    geometries = np.array([region.geometry for region in regions], dtype=object)
    thinned = shapely.coverage_simplify(geometries, tolerance_deg)
    features = []
    for region, geometry in zip(regions, thinned, strict=True):
        kept = _without_specks(geometry, tolerance_deg**2)
        features.append(
            {
                "type": "Feature",
                "id": region.code,
                "properties": {
                    "code": region.code,
                    "name": region.name,
                    "level": region.level,
                    "centre": [round(value, DECIMALS) for value in region.centre],
                },
                "geometry": _geojson(kept),
            }
        )
    return {"type": "FeatureCollection", "features": features}


def _without_specks(geometry: BaseGeometry, area: float) -> MultiPolygon:
    parts = sorted(shapely.get_parts(geometry), key=lambda part: part.area, reverse=True)
    kept = parts[:1] + [part for part in parts[1:] if part.area >= area]
    return MultiPolygon(
        [(p.exterior, [h for h in p.interiors if shapely.Polygon(h).area >= area]) for p in kept]
    )


def _geojson(geometry: MultiPolygon) -> Mapping[str, Any]:
    polygons = [
        [_rounded(ring.coords) for ring in (polygon.exterior, *polygon.interiors)]
        for polygon in geometry.geoms
    ]
    if len(polygons) == 1:
        return {"type": "Polygon", "coordinates": polygons[0]}
    return {"type": "MultiPolygon", "coordinates": polygons}


def _rounded(points: Iterable[Sequence[float]]) -> list[list[float]]:
    """To five decimals; neighbours that fall together are one, the ring stays closed."""
    ring: list[list[float]] = []
    for lon, lat, *_ in points:
        point = [round(lon, DECIMALS), round(lat, DECIMALS)]
        if not ring or point != ring[-1]:
            ring.append(point)
    return ring


def outlines(codes: Iterable[str], tolerance_deg: float = TOLERANCE_DEG) -> dict[str, Any]:
    """GeoJSON outlines of these regions of the live edition, in the order of their codes.

    Codes that the live edition does not have are left out.
    """
    rows = Region.objects.live().filter(code__in=list(codes)).order_by("code")
    return simplified(
        [
            Outline(
                row.code,
                row.name,
                row.level,
                (row.centre.x, row.centre.y),
                shapely.from_wkb(bytes(row.geom.wkb)),
            )
            for row in rows
        ],
        tolerance_deg,
    )


def city_outlines(code: str, tolerance_deg: float = TOLERANCE_DEG) -> dict[str, Any]:
    """The counties of a city (or of a municipality or province without cities), ready to draw.

    A city without counties is drawn itself.
    """
    below = Region.objects.live().filter(parent_code=code).values_list("code", flat=True)
    return outlines(list(below) or [code], tolerance_deg)

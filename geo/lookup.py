"""Which region a position lies in, and whether it lies in the one it is said to lie in.

Boundaries of different sources differ by up to some hundred metres, so a position a little outside
the region that an office wrote down is accepted, with the distance said.
"""

from dataclasses import dataclass
from typing import Any

from django.contrib.gis.db.models import PointField
from django.contrib.gis.geos import Point
from django.db.models import Case, FloatField, Func, IntegerField, Value, When

from geo.datum import check
from geo.models import Level, Region

TOLERANCE_M = 300.0

# A place near a border gets the name of the region it is nearest to, within this distance only.
_NEAREST_WITHIN_DEG = 0.5

Position = Point | tuple[float, float]


@dataclass(frozen=True, slots=True)
class RegionCheck:
    """`distance_m` from the position to the stored region (0 inside, None for an unknown code).

    `accepted` is true inside and within the tolerance; `found` is the finest region at the
    position, None where there is none.
    """

    code: str
    stored: Region | None
    found: Region | None
    distance_m: float | None
    accepted: bool

    @property
    def inside(self) -> bool:
        return self.distance_m == 0.0


class _GeographyDistance(Func):
    """Metres on the ellipsoid between a geometry column and a point."""

    function = "ST_Distance"
    template = "%(function)s((%(expressions)s)::geography)"
    arg_joiner = ")::geography, ("
    output_field = FloatField()


_FINEST_FIRST = Case(
    When(level=Level.COUNTY, then=Value(0)),
    When(level=Level.CITY, then=Value(1)),
    default=Value(2),
    output_field=IntegerField(),
)


def _point(position: Position) -> Point:
    lon, lat = (position.x, position.y) if isinstance(position, Point) else position
    check(lon, lat)
    return Point(lon, lat, srid=4326)


def _without_shape(rows: Any) -> Any:
    return rows.select_related("edition").defer("geom")


def region_at(position: Position) -> Region | None:
    """The finest region of the live edition at a WGS-84 position: county, else city, else province.

    On a border, the region with the lower code. `geom` is deferred: it is read when asked for.
    """
    rows = Region.objects.live().filter(geom__intersects=_point(position))
    found: Region | None = _without_shape(rows).order_by(_FINEST_FIRST, "code").first()
    return found


def region_check(position: Position, code: str, tolerance_m: float = TOLERANCE_M) -> RegionCheck:
    """Compare a WGS-84 position with the region of this code in the live edition."""
    point = _point(position)
    found = region_at(point)
    stored = (
        _without_shape(Region.objects.live().filter(code=code))
        .annotate(
            distance_m=_GeographyDistance("geom", Value(point, output_field=PointField(srid=4326)))
        )
        .first()
    )
    if stored is None:
        return RegionCheck(code, None, found, None, accepted=False)
    metres = float(stored.distance_m)
    return RegionCheck(code, stored, found, metres, accepted=metres <= tolerance_m)


def nearest_region(position: Position, level: str = Level.COUNTY) -> tuple[Region, float] | None:
    """The region of this level nearest to a position, and how many metres off; None if far."""
    point = _point(position)
    row = (
        _without_shape(Region.objects.live().at_level(level))
        .filter(geom__dwithin=(point, _NEAREST_WITHIN_DEG))
        .annotate(
            distance_m=_GeographyDistance("geom", Value(point, output_field=PointField(srid=4326)))
        )
        .order_by("distance_m", "code")
        .first()
    )
    return None if row is None else (row, float(row.distance_m))


def is_finest(code: str) -> bool:
    """Whether the live edition has this region and none below it.

    True for counties, and for 东莞, 中山, 儋州, 嘉峪关 and Macao, where a place is stored with the
    code of the city itself.
    """
    live = Region.objects.live()
    return live.filter(code=code).exists() and not live.filter(parent_code=code).exists()

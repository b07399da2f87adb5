"""Distances in SQL on the Earth, not in degrees: PostGIS `geography` as ORM expressions."""

from typing import Any

from django.contrib.gis.geos import Point
from django.db.models import FloatField, Func, Value
from django.db.models.expressions import Combinable


class OnTheGlobe(Func):
    """`column::geography`. The index is on this expression, so only the literal is converted."""

    template = "(%(expressions)s)::geography"
    arity = 1

    def __init__(self, column: str | Combinable, **extra: Any) -> None:
        super().__init__(column, **extra)


class _Pair(Func):
    output_field = FloatField()
    arity = 2

    def __init__(self, column: Combinable, point: Point, **extra: Any) -> None:
        if point.srid != 4326:
            raise ValueError(f"WGS-84 (SRID 4326) is wanted, not SRID {point.srid}")
        literal = Value(f"SRID=4326;POINT({point.x!r} {point.y!r})")
        super().__init__(OnTheGlobe(column), OnTheGlobe(literal), **extra)


class Geodesic(_Pair):
    """Metres along the WGS-84 geodesic between a geometry column and `point`."""

    function = "ST_Distance"


class GreatCircleOrder(_Pair):
    """Metres on a sphere, from the operator that a GiST index can answer nearest first."""

    template = "%(expressions)s"
    arg_joiner = " <-> "

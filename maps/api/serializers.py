"""What the answers look like, for the OpenAPI document; drf-spectacular reads it from here."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework_gis.fields import GeometryField


class Link(serializers.Serializer[None]):
    href = serializers.CharField()
    rel = serializers.CharField()
    type = serializers.CharField(required=False)
    title = serializers.CharField(required=False)


class Published(serializers.Serializer[None]):
    """From which publication an answer was made."""

    publication = serializers.IntegerField()
    timeStamp = serializers.DateTimeField()
    demo = serializers.BooleanField()


class Landing(Published):
    title = serializers.CharField()
    description = serializers.CharField()
    attribution = serializers.CharField(required=False)
    links = Link(many=True)


class Conformance(serializers.Serializer[None]):
    conformsTo = serializers.ListField(child=serializers.CharField())
    links = Link(many=True, required=False)


class Collection(Published):
    id = serializers.CharField()
    title = serializers.CharField()
    description = serializers.CharField()
    itemType = serializers.ChoiceField(choices=["feature"])
    extent = serializers.DictField()
    crs = serializers.ListField(child=serializers.CharField())
    storageCrs = serializers.CharField()
    links = Link(many=True)


class Collections(Published):
    links = Link(many=True)
    collections = Collection(many=True)
    crs = serializers.ListField(child=serializers.CharField())


class Queryables(serializers.Serializer[None]):
    type = serializers.ChoiceField(choices=["object"])
    title = serializers.CharField()
    properties = serializers.DictField()


@extend_schema_field({"type": "object", "additionalProperties": True})
class Properties(serializers.DictField):
    """Fields of the data dictionary; empty ones are left out."""


_GEOMETRY = {
    "type": "object",
    "nullable": True,
    "description": "A GeoJSON geometry (RFC 7946); axes as the system of coordinates has them.",
    "required": ["type", "coordinates"],
    "properties": {
        "type": {"type": "string", "enum": ["Point", "Polygon", "MultiPolygon"]},
        "coordinates": {"type": "array", "items": {}},
    },
}


@extend_schema_field(_GEOMETRY)
class Geometry(GeometryField):
    """Points of markets and events; outlines, points or nothing of regions."""


class Feature(serializers.Serializer[None]):
    """A GeoJSON feature (RFC 7946)."""

    type = serializers.ChoiceField(choices=["Feature"])
    id = serializers.CharField()
    geometry = Geometry(allow_null=True)
    properties = Properties()
    links = Link(many=True, required=False)


class FeatureCollection(Published):
    """A page of features. `crs` and another `datum` stand where another system was asked for."""

    type = serializers.ChoiceField(choices=["FeatureCollection"])
    datum = serializers.CharField()
    crs = serializers.CharField(required=False)
    numberMatched = serializers.IntegerField(required=False)
    numberReturned = serializers.IntegerField(required=False)
    query = serializers.DictField(required=False)
    features = Feature(many=True)
    links = Link(many=True, required=False)


_LOCAL = {"type": "string", "format": "date-time", "nullable": True}
_ON_ARRIVAL = {
    "type": "object",
    "additionalProperties": True,
    "required": ["distance_m", "minutes", "travel_basis", "arrival", "opens_on_arrival"],
    "properties": {
        "distance_m": {
            "type": "number",
            "description": "In a straight line, whatever the minutes rest on; the order is its.",
        },
        "minutes": {"type": "number", "description": "To get there by `mode`."},
        "travel_basis": {
            "type": "string",
            "enum": ["road", "straight_line"],
            "description": "What `minutes` and all that follows from the arrival rest on: the road "
            "network where one is loaded and covers both ends, else the straight line times a "
            "factor for detours.",
        },
        "arrival": _LOCAL | {"nullable": False},
        "opens_on_arrival": {"type": "boolean", "nullable": True},
        "status_on_arrival": {"type": "string"},
        "next_change": _LOCAL,
        "next_opening": _LOCAL,
        "wait_minutes": {"type": "integer", "nullable": True},
    },
}


@extend_schema_field(_ON_ARRIVAL)
class PropertiesOnArrival(serializers.DictField):
    """Those of the published feature, and what the place is for who sets out for it."""


class FeatureOnArrival(Feature):
    properties = PropertiesOnArrival()


class Nearest(FeatureCollection):
    """In order of distance. `query.roads` names the road network where one is loaded."""

    features = FeatureOnArrival(many=True)


class Change(serializers.Serializer[None]):
    kind = serializers.ChoiceField(choices=["added", "changed", "removed"])
    id = serializers.CharField()
    feature = Feature(allow_null=True)


class Changes(Published):
    datum = serializers.CharField()
    since = serializers.IntegerField()
    numberMatched = serializers.IntegerField()
    numberReturned = serializers.IntegerField()
    counts = serializers.DictField(child=serializers.IntegerField())
    links = Link(many=True)
    changes = Change(many=True)


class Problem(serializers.Serializer[None]):
    """RFC 9457; a bad parameter is named with its value and what is allowed."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    parameter = serializers.CharField(required=False)
    value = serializers.CharField(required=False, allow_blank=True)
    allowed = serializers.CharField(required=False, allow_blank=True)

"""A place as a GeoJSON feature, and back: the one form in which a publication keeps it.

The properties are the fields of `PlaceRecord` as its JSON has them. The ones that a reader of open
data looks for are always there, null where nobody knows; other empty ones are left out.
"""

from typing import Any

import orjson

from directory.records import PlaceRecord

# How every feature begins, before its id.
FEATURE_HEAD = b'{"type":"Feature","id":"'
_ALWAYS = ("hours", "free", "hotline", "complaint_line", "trades")


def feature_of(place: PlaceRecord) -> bytes:
    """UTF-8 GeoJSON, WGS-84, seven decimals (1 cm)."""
    properties = dict.fromkeys(_ALWAYS) | place.to_json()
    for moved in ("id", "lon", "lat"):
        properties.pop(moved, None)
    # The only numbers with a point. orjson writes those near zero in another way than `json` has
    # always done, and a place that has not changed has to keep its bytes.
    lon, lat = round(place.lon, 7), round(place.lat, 7)
    head = f'","geometry":{{"type":"Point","coordinates":[{lon!r},{lat!r}]}},"properties":'
    return b"".join(
        (FEATURE_HEAD, orjson.dumps(place.id)[1:-1], head.encode(), orjson.dumps(properties), b"}")
    )


def place_of(feature: bytes) -> PlaceRecord:
    data: dict[str, Any] = orjson.loads(feature)
    lon, lat = data["geometry"]["coordinates"]
    properties = {key: value for key, value in data["properties"].items() if value is not None}
    return PlaceRecord.from_json(properties | {"id": data["id"], "lon": lon, "lat": lat})

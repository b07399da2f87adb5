"""Events and regions as layers: few enough to be read into arrays when they are first asked for."""

import datetime as dt
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import orjson
import shapely
from django.utils.translation import gettext_noop
from numpy.typing import NDArray

from directory.publication import Snapshot
from directory.records import AreaRecord, EventRecord
from maps.api import layers
from maps.api.layers import AFTER_ALL, BEFORE_ALL, Box, Column, Layer, Queryable, Rows
from maps.features import SHANGHAI, local_iso

Values = Sequence[Any]
DIGITS = 7


class RecordLayer(Layer):
    """Features in memory; `values` has a list for each queryable, None where nothing is known."""

    def __init__(
        self,
        snapshot: Snapshot,
        queryables: Iterable[Queryable],
        parts: Sequence[bytes],
        shapes: Sequence[Any],
        values: Mapping[str, Values],
    ) -> None:
        super().__init__(snapshot)
        self.queryables = {each.name: each for each in queryables}
        self.count = len(parts)
        self._parts = list(parts)
        self._shapes = np.array([*shapes, None], object)[:-1]
        self._values = values
        self._rows = {id: row for row, id in enumerate(values["id"])}
        centres = shapely.point_on_surface(self._shapes)
        self.lon, self.lat = shapely.get_x(centres), shapely.get_y(centres)
        self._bounds = shapely.bounds(self._shapes).reshape(-1, 4)
        self._columns: dict[str, Column] = {}

    def column(self, name: str) -> Column:
        if name not in self._columns:
            kind = self.queryables[name].kind
            self._columns[name] = _MAKERS[kind](self._values[name])
        return self._columns[name]

    def pieces(self, rows: Rows) -> tuple[bytes]:
        return (b",".join(self._parts[row] for row in rows.tolist()),)

    def row(self, id: str) -> int | None:
        return self._rows.get(id)

    def in_box(self, box: Box) -> Rows:
        west, south, east, north = box
        halves = (
            [box] if west <= east else [(west, south, 180.0, north), (-180.0, south, east, north)]
        )
        found = np.isnan(self._bounds[:, 0])
        for half in halves:
            found |= shapely.intersects(self._shapes, shapely.box(*half))
        return np.flatnonzero(found).astype(np.int64)

    def geometries(self, rows: Rows) -> NDArray[Any]:
        shapes: NDArray[Any] = self._shapes[rows]
        return shapes

    def in_interval(self, start: int, end: int) -> NDArray[np.bool_]:
        return np.ones(self.count, np.bool_)

    def extent(self) -> tuple[Box | None, tuple[dt.datetime | None, dt.datetime | None] | None]:
        placed = self._bounds[~np.isnan(self._bounds[:, 0])]
        if not len(placed):
            return None, None
        lows, highs = placed.min(axis=0), placed.max(axis=0)
        return (float(lows[0]), float(lows[1]), float(highs[2]), float(highs[3])), None

    def in_region(self, code: str) -> NDArray[np.bool_]:
        regions = [str(each) for each in self._values["region"]]
        if "-" in code:
            return np.array([each == code for each in regions], np.bool_)
        stem = code.rstrip("0") + "0" * (len(code.rstrip("0")) % 2)
        return np.array([each.startswith(stem) for each in regions], np.bool_)


def _text(values: Values) -> Column:
    labels = sorted({each for each in values if each})
    at = {label: code for code, label in enumerate(labels)}
    return layers.Text(np.array([at.get(each, -1) for each in values], np.int32), labels)


def _boolean(values: Values) -> Column:
    return layers.Boolean(np.array([-1 if v is None else int(v) for v in values], np.int8))


def _number(values: Values) -> Column:
    known = np.array([each is not None for each in values], np.bool_)
    return layers.Number(np.array([each or 0 for each in values], np.int64), known)


def _listed(values: Values) -> Column:
    codes = tuple(sorted({code for each in values for code in each}))
    masks = {code: np.array([code in each for each in values], np.bool_) for code in codes}
    return layers.Listed(codes, masks)


_MAKERS: Mapping[str, Callable[[Values], Column]] = {
    "text": _text,
    "boolean": _boolean,
    "number": _number,
    "date": _number,
    "timestamp": _number,
    "list": _listed,
}

EVENTS = (
    Queryable("id", "text", gettext_noop("编号")),
    Queryable("kind", "text", gettext_noop("种类"), ("van", "fair")),
    Queryable("name", "text", gettext_noop("名称")),
    Queryable("region", "text", gettext_noop("区县代码")),
    Queryable("address", "text", gettext_noop("地址")),
    Queryable("office", "text", gettext_noop("主管机构")),
    Queryable("market", "text", gettext_noop("地点编号")),
    Queryable("trades", "list", gettext_noop("工种")),
    Queryable("starts", "timestamp", gettext_noop("开始")),
    Queryable("ends", "timestamp", gettext_noop("结束")),
    Queryable("demo", "boolean", gettext_noop("演示数据")),
)


class Events(RecordLayer):
    id = "events"

    def __init__(self, snapshot: Snapshot) -> None:
        events = snapshot.events
        values: dict[str, Values] = {
            q.name: [getattr(event, q.name) for event in events] for q in EVENTS
        }
        for edge in ("starts", "ends"):
            values[edge] = [_seconds(getattr(event, edge)) for event in events]
        shapes = [shapely.Point(round(e.lon, DIGITS), round(e.lat, DIGITS)) for e in events]
        super().__init__(snapshot, EVENTS, [_event(e) for e in events], shapes, values)

    def in_interval(self, start: int, end: int) -> NDArray[np.bool_]:
        starts, ends = np.array(self._values["starts"]), np.array(self._values["ends"])
        return np.asarray((starts <= end) & (ends >= start), np.bool_)

    def extent(self) -> tuple[Box | None, tuple[dt.datetime | None, dt.datetime | None] | None]:
        box, _none = super().extent()
        if not self.count:
            return None, None
        events = self.snapshot.events
        first, last = min(e.starts for e in events), max(e.ends for e in events)
        return box, (first.replace(tzinfo=SHANGHAI), last.replace(tzinfo=SHANGHAI))

    def with_trade(self, code: str) -> NDArray[np.bool_]:
        return np.array([code in event.trades for event in self.snapshot.events], np.bool_)


REGIONS = (
    Queryable("id", "text", gettext_noop("区划代码")),
    Queryable("name", "text", gettext_noop("名称")),
    Queryable("level", "text", gettext_noop("级别"), ("province", "city", "county", "town")),
    Queryable("parent", "text", gettext_noop("上级代码")),
    Queryable("pinyin", "text", gettext_noop("拼音")),
    Queryable("accuracy_m", "number", gettext_noop("位置误差（米）")),
    Queryable("source", "text", gettext_noop("来源")),
)


class Regions(RecordLayer):
    """Counties as outlines where the publication draws them; else the point that stands for it."""

    id = "regions"

    def __init__(self, snapshot: Snapshot) -> None:
        areas = list(snapshot.areas.values())
        outlines = _outlines(snapshot, areas)
        values: dict[str, Values] = {
            q.name: [getattr(area, q.name) for area in areas] for q in REGIONS if q.name != "id"
        }
        values["id"] = values["region"] = [area.code for area in areas]
        drawn = [outlines.get(area.code) or _point(area) for area in areas]
        parts = [_region(area, shape) for area, shape in zip(areas, drawn, strict=True)]
        shapes = [shape and shapely.from_geojson(json.dumps(shape)) for shape in drawn]
        super().__init__(snapshot, REGIONS, parts, shapes, values)


def _outlines(snapshot: Snapshot, areas: Iterable[AreaRecord]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for area in areas:
        drawn = snapshot.basemap(area.code) if area.level == "city" else None
        for feature in orjson.loads(drawn)["features"] if drawn else ():
            code = feature.get("id") or feature.get("properties", {}).get("code")
            found[str(code)] = feature["geometry"]
    return found


def _point(area: AreaRecord) -> dict[str, Any] | None:
    if area.lon is None or area.lat is None:
        return None
    return {"type": "Point", "coordinates": [area.lon, area.lat]}


def _region(area: AreaRecord, geometry: dict[str, Any] | None) -> bytes:
    properties = {
        name: getattr(area, name) or None
        for name in ("code", "name", "level", "parent", "pinyin", "accuracy_m", "source")
    }
    return _feature(area.code, geometry, properties)


def _event(event: EventRecord) -> bytes:
    properties = event.to_json()
    for moved in ("id", "lon", "lat"):
        del properties[moved]
    properties |= {
        "starts": local_iso(event.starts),
        "ends": local_iso(event.ends),
        "trades": list(event.trades),
        "market": event.market,
    }
    coordinates = [round(event.lon, DIGITS), round(event.lat, DIGITS)]
    return _feature(event.id, {"type": "Point", "coordinates": coordinates}, properties)


def _feature(id: str, geometry: dict[str, Any] | None, properties: dict[str, Any]) -> bytes:
    return orjson.dumps(
        {"type": "Feature", "id": id, "geometry": geometry, "properties": properties}
    )


def _seconds(moment: dt.datetime) -> int:
    """Of a naive local moment; kept within the edges that mean no edge."""
    seconds = int(moment.replace(tzinfo=SHANGHAI).timestamp())
    return min(max(seconds, BEFORE_ALL), AFTER_ALL)

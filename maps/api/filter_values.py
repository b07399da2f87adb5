"""Literals of a filter: what a CQL2 JSON value is, and what it may be compared with."""

import datetime as dt
import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeAlias

import shapely
from django.utils.translation import gettext as _
from shapely.geometry.base import BaseGeometry

from maps.api import crs as systems
from maps.api.crs import Crs
from maps.api.layers import AFTER_ALL, BEFORE_ALL
from maps.readers import BadParameter

POINTS_MOST = 1000
_DATE = re.compile(r"\d{4}-\d\d-\d\d\Z", re.ASCII)


class BadFilter(BadParameter):
    """A filter that can be parsed and not answered."""

    def __init__(self, value: object, detail: str, allowed: str = "") -> None:
        super().__init__("filter", str(value)[:200], allowed or _("见 queryables"), detail)


@dataclass(frozen=True, slots=True)
class Day:
    ordinal: int


@dataclass(frozen=True, slots=True)
class Instant:
    """Seconds since 1970, UTC."""

    seconds: int


@dataclass(frozen=True, slots=True)
class Interval:
    """Seconds since 1970, UTC; or ordinals of days where `of_days`. Open ends are the layers'."""

    start: int
    end: int
    of_days: bool

    @property
    def is_open(self) -> bool:
        """Open at both ends, of days as of moments."""
        return (self.start, self.end) == (BEFORE_ALL, AFTER_ALL)


Literal: TypeAlias = str | float | bool | Day | Instant | Interval | BaseGeometry | None


def literal(value: Any, crs: Crs) -> Literal:
    """Raises BadFilter. `crs`: what the coordinates in the filter are in."""
    if value is None or isinstance(value, str | bool):
        return value
    # Neither parser refuses 1e999, which it reads as infinity: a number that nobody has meant.
    if isinstance(value, int | float) and math.isfinite(value):
        return float(value)
    if isinstance(value, dict):
        if set(value) == {"date"}:
            return Day(_day(value["date"]))
        if set(value) == {"timestamp"}:
            return Instant(seconds(value["timestamp"]))
        if set(value) == {"interval"}:
            return _interval(value["interval"])
        if set(value) == {"bbox"}:
            return _box(value["bbox"], crs)
        if "coordinates" in value or "geometries" in value:
            return _geometry(value, crs)
    raise BadFilter(value, _("filter 里有看不懂的值。"))


def _day(text: Any) -> int:
    try:
        if isinstance(text, str) and _DATE.match(text):
            return dt.date.fromisoformat(text).toordinal()
    except ValueError:
        pass
    raise BadFilter(text, _("日期看不懂。"), "DATE('2026-11-24')")


def seconds(text: Any) -> int:
    """An RFC 3339 moment; raises BadFilter."""
    try:
        if isinstance(text, str) and len(text) <= 40:
            moment = dt.datetime.fromisoformat(text.replace("Z", "+00:00").replace("z", "+00:00"))
            if moment.tzinfo is not None:
                return int(moment.timestamp())
    except (ValueError, OverflowError):
        pass
    raise BadFilter(text, _("时间看不懂。"), "TIMESTAMP('2026-11-24T05:00:00+08:00')")


def _interval(ends: Any) -> Interval:
    if not isinstance(ends, list) or len(ends) != 2:
        raise BadFilter(ends, _("时间看不懂。"), "INTERVAL('2026-11-01','..')")
    texts = [
        each.get("date", each.get("timestamp")) if isinstance(each, dict) else each for each in ends
    ]
    of_days = all(text == ".." or _is_day(text) for text in texts)
    read = _day if of_days else _moment
    start = BEFORE_ALL if texts[0] == ".." else read(texts[0])
    end = AFTER_ALL if texts[1] == ".." else read(texts[1])
    if start > end:
        raise BadFilter(ends, _("开始比结束晚。"))
    return Interval(start, end, of_days)


def _end(value: Any) -> Any:
    return value.get("date", value.get("timestamp")) if isinstance(value, dict) else value


def _is_day(text: Any) -> bool:
    return isinstance(text, str) and _DATE.match(text) is not None


def _moment(text: Any) -> int:
    """A day in an interval of moments begins at its midnight, UTC."""
    return seconds(f"{text}T00:00:00Z" if _is_day(text) else text)


def _box(numbers: Any, crs: Crs) -> BaseGeometry:
    if (
        not isinstance(numbers, list)
        or len(numbers) not in (4, 6)
        or not all(map(_is_number, numbers))
    ):
        raise BadFilter(numbers, _("BBOX 要四个或六个数。"))
    flat = numbers if len(numbers) == 4 else [*numbers[:2], *numbers[3:5]]
    edges = systems.box_to_wgs84(crs, *map(float, flat))
    if edges is None or edges[1] > edges[3]:
        raise BadFilter(numbers, _("BBOX 的范围不对。"))
    _on_earth(edges[0::2], edges[1::2], numbers)
    west, south, east, north = edges
    if west > east:
        return shapely.union_all(
            [shapely.box(west, south, 180.0, north), shapely.box(-180.0, south, east, north)]
        )
    return shapely.box(west, south, east, north)


def _on_earth(longitudes: Iterable[float], latitudes: Iterable[float], given: Any) -> None:
    """Axes the wrong way round would be answered with nothing, as if there were nothing."""
    if all(abs(each) <= 180 for each in longitudes) and all(abs(each) <= 90 for each in latitudes):
        return
    raise BadFilter(
        given,
        _("坐标超出范围，或轴序写反了：filter-crs 不写时先经度，后纬度。"),
        _("经度 -180 到 180，纬度 -90 到 90"),
    )


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _geometry(value: dict[str, Any], crs: Crs) -> BaseGeometry:
    try:
        shape = _shape(value)
        if shapely.get_num_coordinates(shape) > POINTS_MOST:
            raise BadFilter("", _("几何的点太多，最多 %(most)d 个。") % {"most": POINTS_MOST})
        if shapely.is_empty(shape) or not shapely.is_valid(shape):
            raise BadFilter(shapely.is_valid_reason(shape), _("几何无效。"))
        if crs is not systems.STORED:
            shape = shapely.transform(shape, _back(crs), interleaved=False)
        west, south, east, north = shapely.bounds(shape).tolist()
        _on_earth((west, east), (south, north), value.get("coordinates", ""))
        return shape
    except (shapely.errors.ShapelyError, ValueError, TypeError, KeyError) as error:
        if isinstance(error, BadFilter):
            raise
        raise BadFilter(value.get("type", ""), _("几何看不懂。")) from error


def _shape(value: dict[str, Any]) -> BaseGeometry:
    if value.get("type") == "GeometryCollection":
        return shapely.GeometryCollection([_shape(each) for each in value["geometries"]])
    shape: BaseGeometry = shapely.geometry.shape(value)
    return shapely.force_2d(shape)


def _back(crs: Crs) -> Any:
    def back(first: Any, second: Any) -> Any:
        return crs.back(first, second)

    return back

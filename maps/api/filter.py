"""CQL2 over columns: a filter, parsed by the `cql2` library, as a mask of rows.

Unknown values follow SQL's logic of NULL: neither `a = 1` nor `NOT a = 1` holds where `a` is not
recorded. Raises BadParameter for what cannot be parsed or answered, naming it.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

import cql2
import numpy as np
import shapely
from django.utils.translation import gettext as _
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from maps.api import crs as systems
from maps.api import filter_compare as compare
from maps.api import filter_limits, filter_times, tri
from maps.api.crs import Crs
from maps.api.filter_values import BadFilter, literal
from maps.api.layers import Layer, Listed
from maps.api.tri import Tri
from maps.readers import BadParameter

LANGUAGES = ("cql2-text", "cql2-json")
OPERATORS = "AND OR NOT = <> < <= > >= LIKE BETWEEN IN IS NULL CASEI S_… T_… A_…"
_PLACE = re.compile(r"--> (\d+):(\d+) .*= expected (.*)", re.DOTALL)
COMPARISONS = ("=", "<>", "<", "<=", ">", ">=")
_SPATIAL: Mapping[str, Callable[..., Any]] = {
    "s_intersects": shapely.intersects,
    "s_disjoint": shapely.disjoint,
    "s_within": shapely.within,
    "s_contains": shapely.contains,
    "s_equals": shapely.equals,
    "s_touches": shapely.touches,
    "s_crosses": shapely.crosses,
    "s_overlaps": shapely.overlaps,
}
# What the relation is called when its two sides change places.
_TURNED = {"s_within": "s_contains", "s_contains": "s_within"}


def parse(text: str, language: str) -> Any:
    """The filter as CQL2 JSON."""
    if language == "cql2-json":
        given: Any = filter_limits.check_json(text)
    else:
        filter_limits.check_text(text)
        given = text
    try:
        return cql2.Expr(given).to_json()
    except Exception as error:
        # The library raises plain exceptions; their words show where the text went wrong.
        where = " ".join(str(error).split())[:160]
        raise BadParameter(
            "filter",
            text,
            _("CQL2 条件，例如 nature='public'"),
            _place_of(where) or _("filter 看不懂：%(where)s") % {"where": where},
        ) from error


def _place_of(said: str) -> str:
    """In words where the parser says line and column; of JSON it says neither."""
    found = _PLACE.match(said)
    if found is None:
        return _("filter 不是 CQL2 JSON 的写法。") if "untagged enum" in said else ""
    place = {"line": int(found[1]), "column": int(found[2]), "expected": found[3]}
    return _("filter 第 %(line)d 行第 %(column)d 个字起看不懂；此处可以是：%(expected)s") % place


def mask(layer: Layer, expression: Any, crs: Crs = systems.STORED) -> NDArray[np.bool_]:
    """Rows for which a parsed filter holds; `crs` is what its coordinates are in."""
    return _Filter(layer, crs).of(expression).true


class _Filter:
    def __init__(self, layer: Layer, crs: Crs) -> None:
        self._layer, self._crs = layer, crs

    def of(self, node: Any) -> Tri:
        if isinstance(node, bool):
            return tri.everywhere(node, self._layer.count)
        if not isinstance(node, dict):
            raise BadFilter(node, _("这里要一个条件，不是一个值。"))
        if "property" in node:
            return compare.truth(self._layer, node["property"])
        op, args = str(node.get("op", "")).lower(), node.get("args")
        if not isinstance(args, list):
            raise BadFilter(node, _("filter 里有看不懂的部分。"))
        if op in ("and", "or"):
            return self._junction(op, args)
        if op == "not":
            return ~self.of(*_exactly(1, op, args))
        if op in _SPATIAL:
            return self._spatial(op, *_exactly(2, op, args))
        return self._predicate(op, args)

    def _junction(self, op: str, args: list[Any]) -> Tri:
        if not args:
            raise BadFilter(op, _("%(op)s 后面没有条件。") % {"op": op.upper()})
        found = self.of(args[0])
        for each in args[1:]:
            found = found & self.of(each) if op == "and" else found | self.of(each)
        return found

    def _predicate(self, op: str, args: list[Any]) -> Tri:
        layer = self._layer
        if op in COMPARISONS:
            return compare.comparison(layer, op, *self._sides(op, args))
        if op == "between":
            value, low, high = (self._side(each) for each in _exactly(3, op, args))
            return compare.comparison(layer, ">=", value, low) & compare.comparison(
                layer, "<=", value, high
            )
        if op == "in":
            value, choices = _exactly(2, op, args)
            return compare.among(layer, self._side(value), [self._side(c) for c in _list(choices)])
        if op == "isnull":
            return compare.is_null(layer, _property(_exactly(1, op, args)[0]))
        if op == "like":
            return compare.like(layer, *self._sides(op, args))
        if op.startswith("t_"):
            return filter_times.temporal(layer, op, *self._sides(op, args))
        if op.startswith("a_"):
            return compare.array(layer, op, *self._arrays(op, args))
        allowed = (
            "AND, OR, NOT, =, <>, <, <=, >, >=, LIKE, BETWEEN, IN, IS NULL, CASEI, S_*, T_*, A_*"
        )
        raise BadFilter(op, _("没有 %(op)s 这个运算。") % {"op": op}, allowed)

    def _sides(self, op: str, args: list[Any]) -> tuple[compare.Side, compare.Side]:
        left, right = (self._side(each) for each in _exactly(2, op, args))
        return left, right

    def _side(self, node: Any) -> compare.Side:
        folded = False
        if isinstance(node, dict) and str(node.get("op", "")).lower() == "casei":
            node, folded = _exactly(1, "casei", _list(node.get("args")))[0], True
        if isinstance(node, dict) and "property" in node:
            return compare.Side(name=self._name(node), folded=folded)
        if isinstance(node, dict) and "property" in str(node.get("interval", "")):
            first, last = _exactly(2, "interval", _list(node["interval"]))
            return compare.Side(ends=(self._end(first), self._end(last)))
        if isinstance(node, dict) and "op" in node:
            allowed = "CASEI"
            raise BadFilter(node["op"], _("不支持函数 %(op)s。") % {"op": node["op"]}, allowed)
        return compare.Side(value=literal(node, self._crs), folded=folded)

    def _end(self, node: Any) -> compare.Side:
        """One end of an interval that has a property at the other."""
        if node == "..":
            return compare.Side()
        if isinstance(node, str):
            node = {"date" if len(node) == 10 else "timestamp": node}
        return self._side(node)

    def _name(self, node: Any) -> str:
        """The name of a queryable; raises BadFilter with all of them."""
        return compare.known_name(self._layer, _property(node))

    def _arrays(self, op: str, args: list[Any]) -> tuple[Listed, list[str], bool]:
        """The listed column, the codes beside it, and whether the column stands second."""
        left, right = _exactly(2, op, args)
        turned = not (isinstance(left, dict) and "property" in left)
        held, given = (right, left) if turned else (left, right)
        column = self._layer.column(self._name(held))
        if not isinstance(column, Listed):
            raise BadFilter(held, _("%(op)s 只用于工种、服务、设施。") % {"op": op.upper()})
        codes = [each for each in _list(given) if isinstance(each, str)]
        if len(codes) != len(_list(given)):
            raise BadFilter(given, _("%(op)s 的另一边要一组文字。") % {"op": op.upper()})
        return column, codes, turned

    def _spatial(self, op: str, left: Any, right: Any) -> Tri:
        layer, turned = self._layer, False
        if not (isinstance(left, dict) and "property" in left):
            left, right, turned = right, left, True
        if not isinstance(left, dict) or left.get("property") != compare.GEOMETRY:
            raise BadFilter(left, _("空间条件的一边要是 geometry。"), compare.GEOMETRY)
        shape = literal(right, self._crs)
        if not isinstance(shape, BaseGeometry):
            raise BadFilter(right, _("空间条件的另一边要是几何。"))
        if turned:
            op = _TURNED.get(op, op)
        placed = ~np.isnan(layer.lon)
        found = np.full(layer.count, op == "s_disjoint")
        west, south, east, north = shape.bounds
        near = layer.in_box((west, south, east, north))
        shapely.prepare(shape)
        near = near[placed[near]]
        # A prepared geometry is quick on the left.
        if op == "s_within":
            found[near] = shapely.contains(shape, layer.geometries(near))
        elif op in ("s_intersects", "s_disjoint", "s_touches", "s_crosses", "s_overlaps"):
            found[near] = _SPATIAL[op](shape, layer.geometries(near))
        else:
            found[near] = _SPATIAL[op](layer.geometries(near), shape)
        return tri.known(found, placed)


def _property(node: Any) -> str:
    name = node.get("property") if isinstance(node, dict) else None
    if not isinstance(name, str):
        raise BadFilter(node, _("这里要一个属性名。"))
    return name


def _exactly(count: int, op: str, args: list[Any]) -> list[Any]:
    if len(args) != count:
        said = _("%(op)s 要 %(n)d 个部分。") % {"op": op.upper(), "n": count}
        raise BadFilter(op, said)
    return args


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise BadFilter(value, _("这里要一组值。"))
    return value

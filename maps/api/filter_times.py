"""Allen's relations between times: columns and literals, each an instant or an interval."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from django.utils.translation import gettext as _

from maps.api import tri
from maps.api.filter_compare import Side, mismatch, plain_number
from maps.api.filter_values import BadFilter, Day, Interval
from maps.api.layers import AFTER_ALL, BEFORE_ALL, Layer, Number
from maps.api.tri import Tri


def temporal(layer: Layer, op: str, left: Side, right: Side) -> Tri:
    """Allen's relations; an instant is an interval whose ends are one."""
    if op not in _ALLEN:
        allowed = ", ".join(each.upper() for each in _ALLEN)
        raise BadFilter(op, _("没有 %(op)s 这个运算。") % {"op": op}, allowed)
    kind = _kind_of_time(layer, left, right)
    (a, b, known), (c, d, also) = _ends(layer, left, kind), _ends(layer, right, kind)
    found = np.broadcast_to(_ALLEN[op](a, b, c, d), (layer.count,))
    return tri.known(np.asarray(found, np.bool_), np.broadcast_to(known & also, (layer.count,)))


_ALLEN: Mapping[str, Callable[[Any, Any, Any, Any], Any]] = {
    "t_after": lambda a, b, c, d: a > d,
    "t_before": lambda a, b, c, d: b < c,
    "t_contains": lambda a, b, c, d: (a < c) & (b > d),
    "t_disjoint": lambda a, b, c, d: (a > d) | (b < c),
    "t_during": lambda a, b, c, d: (a > c) & (b < d),
    "t_equals": lambda a, b, c, d: (a == c) & (b == d),
    "t_finishedby": lambda a, b, c, d: (a < c) & (b == d),
    "t_finishes": lambda a, b, c, d: (a > c) & (b == d),
    "t_intersects": lambda a, b, c, d: (a <= d) & (b >= c),
    "t_meets": lambda a, b, c, d: (b == c) & (a < c) & (b < d),
    "t_metby": lambda a, b, c, d: (a == d) & (b > d) & (a > c),
    "t_overlappedby": lambda a, b, c, d: (a > c) & (a < d) & (b > d),
    "t_overlaps": lambda a, b, c, d: (a < c) & (b > c) & (b < d),
    "t_startedby": lambda a, b, c, d: (a == c) & (b > d),
    "t_starts": lambda a, b, c, d: (a == c) & (b < d),
}


def _kind_of_time(layer: Layer, *sides: Side) -> str:
    """'date' or 'timestamp': the kind of the properties, which must be one; else of the values."""
    flat = [end for side in sides for end in (side.ends or (side,))]
    kinds = {layer.queryables[side.name].kind for side in flat if side.name}
    if len(kinds) > 1 or not kinds <= {"date", "timestamp"}:
        names = ", ".join(side.name for side in flat if side.name)
        raise BadFilter(names, _("%(name)s 不是时间。") % {"name": names})
    if kinds:
        return kinds.pop()
    days = all(
        isinstance(s.value, Day) or (isinstance(s.value, Interval) and s.value.of_days)
        for s in flat
    )
    return "date" if days else "timestamp"


def _ends(layer: Layer, side: Side, kind: str) -> tuple[Any, Any, Any]:
    """First and last of a side, in days or seconds by `kind`, and where they are known."""
    known = np.array(True)
    if side.ends is not None:
        first, last = side.ends
        a, _b, one = (BEFORE_ALL, 0, known) if first == Side() else _ends(layer, first, kind)
        _a, b, two = (0, AFTER_ALL, known) if last == Side() else _ends(layer, last, kind)
        return a, b, one & two
    if side.name:
        column = layer.column(side.name)
        if not isinstance(column, Number):
            raise BadFilter(side.name, _("%(name)s 不是时间。") % {"name": side.name})
        return column.values.astype(np.int64), column.values.astype(np.int64), column.known
    value = side.value
    if isinstance(value, Interval) and (value.of_days == (kind == "date") or value.is_open):
        return value.start, value.end, known
    plain = plain_number(kind, value)
    if plain is None:
        raise mismatch("T_*", kind, value)
    return plain, plain, known

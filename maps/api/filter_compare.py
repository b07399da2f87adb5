"""Comparisons between columns and literals, each as a mask with three values."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from maps.api import tri
from maps.api.filter_values import BadFilter, Day, Instant, Literal
from maps.api.layers import Boolean, Layer, Listed, Number, Text
from maps.api.tri import Tri

PATTERN_MOST = 200
GEOMETRY = "geometry"
_ORDER: Mapping[str, Callable[[Any, Any], Any]] = {
    "=": np.equal,
    "<>": np.not_equal,
    "<": np.less,
    "<=": np.less_equal,
    ">": np.greater,
    ">=": np.greater_equal,
}
_TURNED = {"=": "=", "<>": "<>", "<": ">", "<=": ">=", ">": "<", ">=": "<="}


@dataclass(frozen=True, slots=True)
class Side:
    """A property by `name`, or a `value`; `folded` where CASEI stands around it.

    `ends`: an interval between two sides, of which an empty one is open.
    """

    name: str = ""
    value: Literal = None
    folded: bool = False
    ends: "tuple[Side, Side] | None" = None


def known_name(layer: Layer, name: str) -> str:
    if name == GEOMETRY:
        raise BadFilter(name, _("geometry 只用在 S_… 和 IS NULL 里。"), "S_INTERSECTS(geometry, …)")
    if name not in layer.queryables:
        allowed = ", ".join(("geometry", *layer.queryables))
        raise BadFilter(name, _("没有 %(name)s 这个属性。") % {"name": name[:60]}, allowed)
    return name


def truth(layer: Layer, name: Any) -> Tri:
    """A property of its own as a condition."""
    column = layer.column(known_name(layer, str(name)))
    if not isinstance(column, Boolean):
        raise BadFilter(name, _("%(name)s 不是真假值，不能单独作条件。") % {"name": name})
    return _flags(column.values == 1, column)


def _flags(found: NDArray[np.bool_], column: Boolean) -> Tri:
    return tri.known(found, column.values >= 0)


def comparison(layer: Layer, op: str, left: Side, right: Side) -> Tri:
    if not left.name and right.name:
        left, right, op = right, left, _TURNED[op]
    if not left.name:
        return _constants(layer, op, left, right)
    if right.name:
        return _two_columns(layer, op, left, right)
    value = right.value
    if value is None:
        return tri.unknown(layer.count)
    column = layer.column(left.name)
    kind = layer.queryables[left.name].kind
    if isinstance(column, Text) and isinstance(value, str):
        return _text(column, op, value, left.folded or right.folded)
    if isinstance(column, Boolean) and isinstance(value, bool) and op in ("=", "<>"):
        return _flags((column.values == value) == (op == "="), column)
    if isinstance(column, Number) and (plain := plain_number(kind, value)) is not None:
        return tri.known(_ORDER[op](column.values, plain), column.known)
    raise mismatch(left.name, kind, value)


def plain_number(kind: str, value: Literal) -> float | int | None:
    """`value` as a column of `kind` holds it; None where it is no value of that kind."""
    if kind == "number" and isinstance(value, float):
        return value
    if kind == "date" and isinstance(value, Day):
        return value.ordinal
    if kind == "timestamp" and isinstance(value, Instant):
        return value.seconds
    return None


def mismatch(name: str, kind: str, value: object) -> BadFilter:
    """That `name`, of `kind`, cannot be compared with `value`, with an example of what can."""
    examples = {
        "text": "'…'",
        "boolean": "TRUE | FALSE",
        "number": "10",
        "date": "DATE('2026-11-24')",
        "timestamp": "TIMESTAMP('2026-11-24T05:00:00+08:00')",
        "list": "A_CONTAINS(…, ('…'))",
    }
    said = _("%(name)s 不能和这种值比较。") % {"name": name}
    return BadFilter(value, said, examples[kind])


def _constants(layer: Layer, op: str, left: Side, right: Side) -> Tri:
    values = [
        s.value.casefold() if s.folded and isinstance(s.value, str) else s.value
        for s in (left, right)
    ]
    if None in values:
        return tri.unknown(layer.count)
    if type(values[0]) is not type(values[1]) or not isinstance(values[0], str | float | bool):
        raise BadFilter(values[1], _("两边的类型不一样。"))
    return tri.everywhere(bool(_compare(op, *values)), layer.count)


def _compare(op: str, left: Any, right: Any) -> bool:
    holds: bool = {
        "=": left == right, "<>": left != right, "<": left < right,
        "<=": left <= right, ">": left > right, ">=": left >= right,
    }[op]  # fmt: skip
    return holds


def _two_columns(layer: Layer, op: str, left: Side, right: Side) -> Tri:
    kinds = layer.queryables[left.name].kind, layer.queryables[right.name].kind
    one, two = layer.column(left.name), layer.column(right.name)
    if isinstance(one, Number) and isinstance(two, Number) and kinds[0] == kinds[1]:
        return tri.known(_ORDER[op](one.values, two.values), one.known & two.known)
    if isinstance(one, Boolean) and isinstance(two, Boolean) and op in ("=", "<>"):
        both = (one.values >= 0) & (two.values >= 0)
        return tri.known(_ORDER[op](one.values, two.values), both)
    if isinstance(one, Text) and isinstance(two, Text):
        both = (one.codes >= 0) & (two.codes >= 0)
        rows = np.flatnonzero(both)
        found = np.zeros(layer.count, np.bool_)
        folded = left.folded or right.folded
        found[rows] = _ORDER[op](_words(one, rows, folded), _words(two, rows, folded))
        return tri.known(found, both)
    raise mismatch(left.name, kinds[0], right.name)


def _words(column: Text, rows: NDArray[Any], folded: bool) -> NDArray[Any]:
    labels = [label.casefold() if folded else label for label in column.labels]
    words: NDArray[Any] = np.array([*labels, ""], object)[column.codes[rows]]
    return words


def _by_label(column: Text, hits: NDArray[np.bool_]) -> Tri:
    """`hits`: a value for each label."""
    recorded = column.codes >= 0
    found: NDArray[np.bool_] = np.append(hits, False)[column.codes]
    return tri.known(found, recorded)


def _text(column: Text, op: str, value: str, folded: bool) -> Tri:
    if folded:
        wanted = value.casefold()
        hits = (_compare(op, label.casefold(), wanted) for label in column.labels)
        return _by_label(column, np.fromiter(hits, np.bool_, len(column.labels)))
    low = _first(column, lambda label: label >= value)
    here = low < len(column.labels) and column.labels[low] == value
    codes, recorded = column.codes, column.codes >= 0
    if op in ("=", "<>"):
        same = codes == low if here else np.zeros(len(codes), np.bool_)
        return tri.known(same == (op == "="), recorded)
    # Labels ascend: below `low` are the smaller ones.
    edge = low + 1 if here and op in ("<=", ">") else low
    return tri.known((codes < edge) == (op in ("<", "<=")), recorded)


def _first(column: Text, holds: Callable[[str], bool]) -> int:
    """The first label for which `holds`, which holds for all that follow."""
    low, high = 0, len(column.labels)
    while low < high:
        middle = (low + high) // 2
        if holds(column.labels[middle]):
            high = middle
        else:
            low = middle + 1
    return low


def among(layer: Layer, value: Side, choices: Iterable[Side]) -> Tri:
    """`a IN (…)`: equal to any; unknown where `a` is."""
    found = tri.everywhere(False, layer.count)
    for choice in choices:
        found = found | comparison(layer, "=", value, choice)
    return found


def is_null(layer: Layer, name: str) -> Tri:
    if name == GEOMETRY:
        return tri.known(np.isnan(layer.lon))
    column = layer.column(known_name(layer, name))
    if isinstance(column, Text):
        return tri.known(column.codes < 0)
    if isinstance(column, Boolean):
        return tri.known(column.values < 0)
    if isinstance(column, Number):
        return tri.known(~column.known)
    found = np.zeros(layer.count, np.bool_)
    for code in column.codes:
        found |= column.masks[code]
    return tri.known(~found)


def like(layer: Layer, left: Side, right: Side) -> Tri:
    """% stands for any characters, _ for one, a backslash takes the next as it is."""
    if not left.name or not isinstance(right.value, str):
        raise BadFilter("LIKE", _("LIKE 的左边是属性，右边是文字。"))
    column = layer.column(left.name)
    if not isinstance(column, Text):
        raise mismatch(left.name, layer.queryables[left.name].kind, right.value)
    if len(right.value) > PATTERN_MOST:
        raise BadFilter(right.value, _("LIKE 的文字太长。"))
    matches = pattern(right.value, left.folded or right.folded)
    hits = (matches(label) for label in column.labels)
    return _by_label(column, np.fromiter(hits, np.bool_, len(column.labels)))


def pattern(text: str, folded: bool) -> Callable[[str], bool]:
    """Whether a text matches, in linear time: between two % stands a piece of fixed length, and
    the first place where a piece fits is as good as any later one."""
    pieces, lengths = [""], [0]
    for sign in re.findall(r"\\.|.", text.casefold() if folded else text, re.DOTALL):
        if sign == "%":
            pieces.append("")
            lengths.append(0)
        else:
            pieces[-1] += "." if sign == "_" else re.escape(sign[-1])
            lengths[-1] += 1
    fits = [re.compile(piece, re.DOTALL) for piece in pieces]

    def matches(label: str) -> bool:
        label = label.casefold() if folded else label
        if len(fits) == 1:
            return fits[0].fullmatch(label) is not None
        if fits[0].match(label) is None:
            return False
        at = lengths[0]
        for piece in fits[1:-1]:
            found = piece.search(label, at)
            if found is None:
                return False
            at = found.end()
        last = len(label) - lengths[-1]
        return last >= at and fits[-1].match(label, last) is not None

    return matches


def array(layer: Layer, op: str, column: Listed, codes: list[str], turned: bool) -> Tri:
    held = set(codes)
    none = np.zeros(layer.count, np.bool_)
    if turned:
        op = {"a_contains": "a_containedby", "a_containedby": "a_contains"}.get(op, op)
    contains, overlaps, others = ~none, none.copy(), none.copy()
    for code in held:
        mask = column.masks[code] if code in column.codes else none
        contains, overlaps = contains & mask, overlaps | mask
    for code in column.codes:
        if code not in held:
            others |= column.masks[code]
    found = {
        "a_contains": contains,
        "a_containedby": ~others,
        "a_equals": contains & ~others,
        "a_overlaps": overlaps,
    }.get(op)
    if found is None:
        allowed = "A_CONTAINS, A_CONTAINEDBY, A_EQUALS, A_OVERLAPS"
        raise BadFilter(op, _("没有 %(op)s 这个运算。") % {"op": op}, allowed)
    return tri.known(found)

"""Which rows of a collection a question asks for, and in which order."""

from dataclasses import dataclass
from itertools import islice
from typing import Any

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from directory import nearby
from directory.publication import Snapshot
from geo.distance import geodesic_m
from maps.api import filter as filters
from maps.api import layers
from maps.api.asked import Query, number
from maps.api.crs import STORED
from maps.api.filter_compare import Side, comparison
from maps.api.filter_values import Literal, literal
from maps.api.layers import Layer, Listed, Queryable, Rows
from maps.readers import BadParameter, Position

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Selection:
    """`rows` of the page in order; `metres` from `near` of each, None where nobody asked.

    `matched` None: not counted, as looking outwards from a position stops at the page's end.
    """

    rows: Rows
    matched: int | None
    metres: Floats | None = None


def select(layer: Layer, query: Query) -> Selection:
    if layer.id == "markets" and query.is_outward:
        return _outward(layer.snapshot, query)
    mask = _mask(layer, query)
    if query.near is not None:
        return _nearest(layer, query, query.near, mask)
    if query.box is not None:
        rows = layer.in_box(query.box)
        rows = rows if mask is None else rows[mask[rows]]
    elif mask is None:
        return _all(layer, query)
    else:
        rows = np.flatnonzero(mask).astype(np.int64)
    if query.sort:
        rows = rows[_order(layer, query, rows)]
    return Selection(rows[query.offset : query.offset + query.limit], len(rows))


def _all(layer: Layer, query: Query) -> Selection:
    first, last = min(query.offset, layer.count), min(query.offset + query.limit, layer.count)
    if not query.sort:
        return Selection(np.arange(first, last, dtype=np.int64), layer.count)
    order = _order(layer, query, np.arange(layer.count, dtype=np.int64))
    return Selection(order[first:last], layer.count)


def _mask(layer: Layer, query: Query) -> NDArray[np.bool_] | None:
    """Everything but the box; None where nothing else is asked."""
    masks: list[NDArray[np.bool_]] = []
    if query.interval is not None:
        masks.append(layer.in_interval(*query.interval))
    if query.filter is not None:
        masks.append(filters.mask(layer, query.filter, query.filter_crs))
    if query.region:
        if query.region not in layer.snapshot.areas:
            # A misspelt code must not look like a county without places.
            allowed = "/api/collections/regions/items"
            raise BadParameter("region", query.region, allowed, _("没有这个区划代码。"))
        masks.append(_wanted("region", query.region, layer.in_region(query.region)))
    if query.trade:
        masks.append(
            _wanted("trade", query.trade, layer.with_trade(trade(layer.snapshot, query.trade)))
        )
    if query.open_at is not None:
        said = f"{query.open_at:%Y-%m-%dT%H:%M}"
        masks.append(_wanted("open_at", said, layer.open_at(query.open_at)))
    masks += [_matching(layer, layer.queryables[name], text) for name, text in query.matches]
    return np.logical_and.reduce(masks) if masks else None


def _wanted(name: str, value: str, mask: NDArray[np.bool_] | None) -> NDArray[np.bool_]:
    if mask is None:
        raise BadParameter(name, value, "", _("这个数据集不能按 %(name)s 找。") % {"name": name})
    return mask


def trade(snapshot: Snapshot, text: str) -> str:
    """The code of a trade named by code, name, synonym or pinyin."""
    found = snapshot.find_trade(text)
    if found is None:
        allowed = ", ".join(trade.code for trade in snapshot.trades.values())
        raise BadParameter("trade", text, allowed, _("没有叫“%(trade)s”的工种。") % {"trade": text})
    return found.code


def _matching(layer: Layer, asked: Queryable, text: str) -> NDArray[np.bool_]:
    """`name=value` in the address: equal to it, or listing it."""
    column = layer.column(asked.name)
    if isinstance(column, Listed):
        none = np.zeros(layer.count, np.bool_)
        if asked.choices and text not in asked.choices:
            raise BadParameter(asked.name, text, ", ".join(asked.choices))
        return column.masks[text] if text in column.codes else none
    if asked.choices and text not in asked.choices:
        raise BadParameter(asked.name, text, " | ".join(asked.choices))
    return comparison(layer, "=", Side(name=asked.name), Side(value=_read(asked, text))).true


def _read(asked: Queryable, text: str) -> Literal:
    """The text as the property's own kind of value."""
    try:
        if asked.kind == "boolean":
            return {"true": True, "false": False}[text.lower()]
        if asked.kind == "number":
            return number(text)
        if asked.kind == "date":
            return literal({"date": text}, STORED)
        if asked.kind == "timestamp":
            return literal({"timestamp": text}, STORED)
    except (KeyError, ValueError) as error:
        allowed = {
            "boolean": "true | false",
            "number": "10",
            "date": "2026-11-24",
            "timestamp": "2026-11-24T05:00:00+08:00",
        }[asked.kind]
        raise BadParameter(asked.name, text, allowed) from error
    return text


def _order(layer: Layer, query: Query, rows: Rows) -> NDArray[np.intp]:
    """Positions in `rows`, sorted; unknown values last, equal ones in the collection's order."""
    keys: list[NDArray[np.float64]] = []
    for name, descending in query.sort:
        values, known = _sortable(layer.column(name))
        values = values[rows].astype(np.float64)
        keys += [np.where(known[rows], -values if descending else values, np.inf)]
    return np.lexsort([rows, *reversed(keys)])


def _sortable(column: layers.Column) -> tuple[NDArray[Any], NDArray[np.bool_]]:
    if isinstance(column, layers.Text):
        return column.codes, column.codes >= 0
    if isinstance(column, layers.Boolean):
        return column.values, column.values >= 0
    if isinstance(column, Listed):
        raise TypeError("a list has no order")
    return column.values, column.known


def _outward(snapshot: Snapshot, query: Query) -> Selection:
    """Nearest first, open at a moment: looked for from the position, not among all places."""
    near, moment = query.near, query.open_at
    if near is None or moment is None:
        raise ValueError("neither position nor moment")
    code = trade(snapshot, query.trade) if query.trade else None
    last = query.offset + query.limit
    found = nearby.open_at(snapshot, near.lon, near.lat, last, moment, code)[query.offset :]
    rows = np.array([row for row, _metres in found], np.int64)
    return Selection(rows, None, np.array([metres for _row, metres in found], np.float64))


def _nearest(
    layer: Layer, query: Query, near: Position, mask: NDArray[np.bool_] | None
) -> Selection:
    last = query.offset + query.limit
    if mask is None and query.box is None and layer.id == "markets":
        found = layer.snapshot.outward(near.lon, near.lat)
        pairs = islice(
            ((r, m) for rows, metres in found for r, m in zip(rows, metres, strict=True)), last
        )
        page = list(pairs)[query.offset :]
        rows = np.array([row for row, _metres in page], np.int64)
        return Selection(rows, layer.count, np.array([metres for _row, metres in page], np.float64))
    rows = np.arange(layer.count, dtype=np.int64) if query.box is None else layer.in_box(query.box)
    rows = rows if mask is None else rows[mask[rows]]
    metres = geodesic_m(near.lon, near.lat, layer.lon[rows], layer.lat[rows])
    # What has no position is nearest to nothing.
    metres = np.where(np.isnan(metres), np.inf, metres)
    order = np.lexsort((rows, metres))[query.offset : last]
    return Selection(rows[order], len(rows), metres[order])

"""The published places as a layer: columns and ready features of the snapshot, nothing parsed."""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import shapely
from django.utils.translation import gettext_noop
from numpy.typing import NDArray

from directory.publication import Snapshot, layout
from maps.api import layers
from maps.api.layers import Box, Column, Layer, Queryable, Rows

NATURES = ("public", "commercial", "spontaneous")
FORMS = ("hall", "station", "kerb")
_DAY_S = 86_400
_EPOCH = dt.date(1970, 1, 1).toordinal()
_BEIJING_S = 8 * 3600

_TEXTS = {
    "id": gettext_noop("编号"),
    "name": gettext_noop("名称"),
    "nature": gettext_noop("运营性质"),
    "form": gettext_noop("形式"),
    "region": gettext_noop("区县代码"),
    "town": gettext_noop("镇街"),
    "address": gettext_noop("地址"),
    "office": gettext_noop("主管机构"),
    "operator": gettext_noop("运营单位"),
    "hours": gettext_noop("开放时间"),
}
_LISTS = {
    "trades": gettext_noop("工种"),
    "services": gettext_noop("服务"),
    "facilities": gettext_noop("设施"),
}
QUERYABLES = {
    **{name: Queryable(name, "text", said) for name, said in _TEXTS.items()},
    "nature": Queryable("nature", "text", _TEXTS["nature"], NATURES),
    "form": Queryable("form", "text", _TEXTS["form"], FORMS),
    **{name: Queryable(name, "list", said) for name, said in _LISTS.items()},
    "free": Queryable("free", "boolean", gettext_noop("免费")),
    "demo": Queryable("demo", "boolean", gettext_noop("演示数据")),
    "accuracy_m": Queryable("accuracy_m", "number", gettext_noop("位置误差（米）")),
    "confirmed_on": Queryable("confirmed_on", "date", gettext_noop("最近核实日期")),
    "changed": Queryable("changed", "number", gettext_noop("最近变更的期号")),
    "first": Queryable("first", "number", gettext_noop("首次公开的期号")),
}


class Markets(Layer):
    id = "markets"

    def __init__(self, snapshot: Snapshot) -> None:
        super().__init__(snapshot)
        self.count = snapshot.count
        self.lon, self.lat = snapshot.lon, snapshot.lat
        self.queryables = {
            **QUERYABLES,
            "trades": Queryable("trades", "list", _LISTS["trades"], tuple(snapshot.trades)),
        }
        self._columns: dict[str, Column] = {}

    def column(self, name: str) -> Column:
        if name not in self._columns:
            self._columns[name] = self._column(name)
        return self._columns[name]

    def _column(self, name: str) -> Column:
        columns = self.snapshot.columns
        if name == "id":
            return self._ids()
        kind = self.queryables[name].kind
        if kind == "text":
            category = columns.category(name)
            return layers.Text(category.codes, category.labels)
        if kind == "boolean":
            return layers.Boolean(columns.flag(name))
        if kind == "list":
            codes = tuple(getattr(self.snapshot, name))
            return layers.Listed(codes, _Masks(self.snapshot, name, codes))
        values = columns.number(name)
        return layers.Number(values, values >= 0)

    def _ids(self) -> layers.Text:
        """Ids sorted are their own labels."""
        ids = [self.snapshot.id_at(row) for row in range(self.count)]
        order = (
            np.argsort(np.array(ids, dtype="U"), kind="stable") if ids else np.empty(0, np.int64)
        )
        codes = np.empty(self.count, np.int32)
        codes[order] = np.arange(self.count, dtype=np.int32)
        return layers.Text(codes, [ids[at] for at in order.tolist()])

    def pieces(self, rows: Rows) -> list[memoryview]:
        return self.snapshot.pieces_of(rows)

    def features(self, rows: Rows) -> list[bytes]:
        return self.snapshot.features_at(rows.tolist())

    def row(self, id: str) -> int | None:
        return self.snapshot.row(id)

    def in_box(self, box: Box) -> Rows:
        return self.snapshot.rows_in(box)

    def in_interval(self, start: int, end: int) -> NDArray[np.bool_]:
        """There until it has closed or moved away for good: the day's midnight in Beijing."""
        first_day = (start + _BEIJING_S) // _DAY_S + _EPOCH
        there: NDArray[np.bool_] = self.snapshot.gone > min(first_day, int(layout.NEVER) - 1)
        return there

    def geometries(self, rows: Rows) -> NDArray[Any]:
        return np.asarray(shapely.points(self.lon[rows], self.lat[rows]))

    def extent(self) -> tuple[Box | None, tuple[dt.datetime | None, dt.datetime | None] | None]:
        if not self.count:
            return None, None
        box = (self.lon.min(), self.lat.min(), self.lon.max(), self.lat.max())
        return tuple(float(edge) for edge in box), (None, None)  # type: ignore[return-value]

    def in_region(self, code: str) -> NDArray[np.bool_]:
        county, _, town = code.partition("-")
        category = self.snapshot.columns.category("town_area" if town else "region")
        if town:
            at = category.code(code)
            return np.zeros(self.count, np.bool_) if at is None else category.codes == at
        stem = county.rstrip("0")
        stem += "0" * (len(stem) % 2)
        inside = np.array([label.startswith(stem) for label in category.labels], np.bool_)
        mask = np.zeros(self.count, np.bool_)
        recorded = category.codes >= 0
        mask[recorded] = inside[category.codes[recorded]]
        return mask

    def with_trade(self, code: str) -> NDArray[np.bool_]:
        return self.snapshot.columns.has("trades", code)

    def open_at(self, moment: dt.datetime) -> NDArray[np.bool_]:
        """By pattern; the few with recorded pauses one by one."""
        snapshot, day = self.snapshot, moment.date() - dt.timedelta(days=1)
        table = snapshot.timetable
        by_pattern = np.array(
            [_is_open(table.spans(at, day, 3), moment) for at in range(len(table.patterns))]
            + [False],
            np.bool_,
        )
        mask: NDArray[np.bool_] = by_pattern[snapshot.pattern]
        mask &= snapshot.gone > moment.toordinal()
        for row in np.flatnonzero(mask & snapshot.dated).tolist():
            mask[row] = _is_open(snapshot.spans_at(row, day, 3), moment)
        return mask


def _is_open(spans: Any, moment: dt.datetime) -> bool:
    return any(s == "open" and a <= moment < b for a, b, s in spans or ())


class _Masks(Mapping[str, NDArray[np.bool_]]):
    def __init__(self, snapshot: Snapshot, name: str, codes: tuple[str, ...]) -> None:
        self._snapshot, self._name, self._codes = snapshot, name, codes

    def __getitem__(self, code: str) -> NDArray[np.bool_]:
        if code not in self._codes:
            raise KeyError(code)
        return self._snapshot.columns.has(self._name, code)

    def __iter__(self) -> Iterator[str]:
        return iter(self._codes)

    def __len__(self) -> int:
        return len(self._codes)

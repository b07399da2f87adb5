"""A GeoJSON FeatureCollection of points, read feature by feature so that none fills the memory."""

import json
import math
import re
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

from directory.ledger.cells import Cells, Fault, Table, Value
from directory.ledger.delimited import encoding_of
from directory.ledger.errors import LedgerFileError
from directory.ledger.limits import Limits

_GAP = re.compile(r"[ \t\r\n]*")
_DEEPEST, _MOST_MEMBERS, _LONGEST_INTEGER, _USUAL_LENGTH = 8, 100, 18, 4000
# Names under which a coordinate reference system is WGS-84, or equal to it at this scale.
_WGS84 = re.compile("CRS84|EPSG:{1,2}(4326|4490)$", re.I)

Point = tuple[float, float]


class GeoJsonSource:
    """One table: a row a feature, a column a property; the point is in the columns lon and lat.

    Its first row holds the names of the properties, so that they are mapped as headings are. A
    member `datum` of the collection, or its `crs`, holds for features without a datum of their own.
    """

    kind = "geojson"
    since_1904 = False

    def __init__(self, path: Path, limits: Limits) -> None:
        self._limits = limits
        self.encoding = encoding_of(path)
        if not self.encoding.startswith("utf"):
            raise LedgerFileError("encoding", "GeoJSON 须为 UTF-8 编码", "请另存为 UTF-8 再上传")
        self._text = path.read_text(encoding=self.encoding)
        self._decoder = json.JSONDecoder(
            object_pairs_hook=_object,
            parse_constant=_refuse_constant,
            parse_float=_float,
            parse_int=_int,
        )
        start, self._datum = self._members()
        self._start = start
        names = {"lon": 1, "lat": 2} | ({"datum": 3} if self._datum else {})
        rows = 0
        for number, properties, _ in self._features():
            rows += 1
            for name in properties:
                names.setdefault(name, len(names) + 1)
            if len(names) > limits.columns:
                raise LedgerFileError(
                    "too-many-columns", f"到第 {number} 个要素，属性名超过 {limits.columns} 个"
                )
        self._names = names
        self._by_number = {at: name for name, at in names.items()}
        filled = rows + 1 if rows else 0
        self.tables = (Table("", rows=filled, last_row=filled, columns=len(names)),)

    def rows(self, table: Table) -> Iterator[tuple[int, Cells]]:
        yield 1, self._by_number
        for number, properties, point in self._features():
            cells: dict[int, Value] = {3: self._datum} if self._datum else {}
            for name, value in properties.items():
                if name not in ("lon", "lat") and value not in (None, "", [], {}):
                    cells[self._names[name]] = value
            if point is not None:
                cells[1], cells[2] = point
            if cells:
                yield number + 1, cells

    def column_name(self, column: int) -> str:
        return self._by_number[column]

    def cell_name(self, table: Table, column: int, row: int) -> str:
        """Features count from 1, below the row of names."""
        return f"第 {row - 1} 个要素的 {self._by_number[column]}"

    def _members(self) -> tuple[int, str]:
        """Where the list of features starts, and the datum that the collection names."""
        members: dict[str, Any] = {}
        start = -1
        at = self._after(_skip(self._text, 0), "{")
        while True:
            name, at = self._value(at, "成员")
            at = self._after(at, ":")
            if not isinstance(name, str) or name in members or (name == "features" and start >= 0):
                raise _not_geojson("成员名重复或不是文字")
            if name == "features":
                start = at
                at = deque(self._walk(start), maxlen=1)[0][2]
            else:
                members[name], at = self._value(at, name[:40])
            mark = self._text[at : at + 1]
            at = _skip(self._text, at + 1)
            if mark == "}" and at == len(self._text):
                break
            if mark != ",":
                raise _not_geojson(f"第 {at} 个字符处不对")
        if members.get("type") != "FeatureCollection" or start < 0:
            raise _not_geojson("须为带 features 的 FeatureCollection")
        return start, _datum(members)

    def _features(self) -> Iterator[tuple[int, dict[str, Any], Point | None]]:
        for number, feature, _ in self._walk(self._start):
            if number:
                yield number, *_feature(feature, number)

    def _walk(self, at: int) -> Iterator[tuple[int, Any, int]]:
        """(number, feature, where it ends) for each; at the end (0, None, behind the list)."""
        at = self._after(at, "[")
        number = 0
        closed = self._text[at : at + 1] == "]"
        while not closed:
            number += 1
            if number > self._limits.rows:
                raise LedgerFileError(
                    "too-many-rows", f"要素超过 {self._limits.rows} 个", "请分几个文件上传"
                )
            feature, at = self._value(at, f"第 {number} 个要素")
            if self._text[at : at + 1] not in (",", "]"):
                raise _not_geojson(f"第 {number} 个要素之后不对")
            yield number, feature, at
            closed = self._text[at] == "]"
            at = at if closed else _skip(self._text, at + 1)
        yield 0, None, _skip(self._text, at + 1)

    def _after(self, at: int, mark: str) -> int:
        if self._text[at : at + 1] != mark:
            raise _not_geojson(f"第 {at + 1} 个字符处应为 {mark}")
        return _skip(self._text, at + 1)

    def _value(self, at: int, name: str) -> tuple[Any, int]:
        """One JSON value and what follows it; of a long text only so much is looked at."""
        try:
            try:
                value, end = self._decoder.raw_decode(self._text[at : at + _USUAL_LENGTH])
            except json.JSONDecodeError:
                value, end = self._decoder.raw_decode(
                    self._text[at : at + self._limits.feature_chars]
                )
        except RecursionError:
            raise LedgerFileError("too-deep", f"{name}：嵌套太深") from None
        except json.JSONDecodeError as error:
            if at + self._limits.feature_chars < len(self._text):
                raise LedgerFileError(
                    "feature-too-long",
                    f"{name}超过 {self._limits.feature_chars} 个字符，或不是合格的 JSON",
                ) from None
            raise _not_geojson(f"{name}，第 {at + error.pos + 1} 个字符处不是合格的 JSON") from None
        if _depth(value) > _DEEPEST:
            raise LedgerFileError("too-deep", f"{name}：嵌套太深")
        return value, _skip(self._text, at + end)


def _skip(text: str, at: int) -> int:
    match = _GAP.match(text, at)
    return match.end() if match else at


def _not_geojson(detail: str) -> LedgerFileError:
    return LedgerFileError("not-geojson", f"不是合格的 GeoJSON（{detail}）", "请从地图软件重新导出")


def _refuse_constant(name: str) -> NoReturn:
    raise LedgerFileError("not-a-number", f"文件里有 {name}，不是数字")


def _float(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise LedgerFileError("not-a-number", f"数字 {text[:20]} 过大")
    return number


def _int(text: str) -> int:
    if len(text) > _LONGEST_INTEGER:
        raise LedgerFileError("not-a-number", f"数字 {text[:20]} 过大")
    return int(text)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _not_geojson("同一对象里有重名的成员")
    if len(found) > _MOST_MEMBERS:
        raise LedgerFileError("too-many-columns", f"一个对象里的成员超过 {_MOST_MEMBERS} 个")
    return found


def _depth(value: Any) -> int:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return 1 + max((_depth(each) for each in inner), default=0)


def _datum(members: dict[str, Any]) -> str:
    if isinstance(stated := members.get("datum"), str):
        return stated[:40]
    crs = members.get("crs")
    if crs is None:
        return ""
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = str(properties.get("name", "")) if isinstance(properties, dict) else ""
    if not _WGS84.search(name):
        raise LedgerFileError(
            "crs", f"坐标参考系“{name[:60]}”不能读", "请转换为经纬度（WGS-84 或 CGCS2000）后再上传"
        )
    return "wgs84"


def _feature(feature: Any, number: int) -> tuple[dict[str, Value], Point | None]:
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        raise _not_geojson(f"第 {number} 项不是 Feature")
    properties = feature.get("properties") or {}
    if not isinstance(properties, dict):
        raise _not_geojson(f"第 {number} 个要素的 properties 不是对象")
    flat: dict[str, Value] = {}
    for name, value in properties.items():
        flat.update(_flat(name, value))
    if isinstance(own := feature.get("id"), str | int) and not isinstance(own, bool):
        flat.setdefault("id", own)
    return flat, _point(feature.get("geometry"), number)


def _point(geometry: Any, number: int) -> Point | None:
    if geometry is None:
        return None
    if not isinstance(geometry, dict) or geometry.get("type") != "Point":
        raise LedgerFileError(
            "not-a-point", f"第 {number} 个要素不是点（Point）", "一处市场用一个点表示"
        )
    coordinates: Any = geometry.get("coordinates")
    numbers = isinstance(coordinates, list) and all(
        isinstance(each, int | float) and not isinstance(each, bool) for each in coordinates
    )
    if not numbers or not 2 <= len(coordinates) <= 3:
        raise LedgerFileError("not-a-point", f"第 {number} 个要素的 coordinates 不是 [经度, 纬度]")
    return float(coordinates[0]), float(coordinates[1])


def _flat(name: str, value: Any) -> dict[str, Value]:
    """A property as cells: lists as lines, the parts of a place in the notation of a sheet."""
    if isinstance(value, list) and value and all(isinstance(each, dict) for each in value):
        return _parts(name, value)
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return {name: "\n".join(value)}
    if isinstance(value, dict | list):
        return {name: Fault("嵌套的对象")}
    return {name: "" if value is None else value}


def _parts(name: str, items: list[dict[str, Any]]) -> dict[str, Value]:
    match name:
        case "trades":
            lines: dict[str, list[str]] = {"trades": [], "other_trades": []}
            for each in items:
                corner = f"（{each['corner']}）" if each.get("corner") else ""
                lines["trades" if each.get("main") else "other_trades"].append(
                    f"{each.get('code', '')}{corner}"
                )
            return {field: "\n".join(each) for field, each in lines.items()}
        case "contacts":
            pairs = (f"{each.get('label', '')} {each.get('phone', '')}" for each in items)
            return {name: "\n".join(pairs)}
        case "peaks":
            return {name: "\n".join(_peak(each) for each in items)}
    return {name: Fault("嵌套的对象")}


def _peak(peak: dict[str, Any]) -> str:
    by = f"最好 {peak['be_there_by']} 前到" if peak.get("be_there_by") else ""
    said = "；".join(each for each in (by, str(peak.get("note", ""))) if each)
    span = f"{peak.get('starts', '')}-{peak.get('ends', '')}"
    return f"{span}（{said}）" if said else span

"""Boundary files of any kind that OGR reads, as frozen records; nothing is written anywhere.

GeoJSON, GeoPackage and Shapefile (also zipped) go through pyogrio. The datum must be named by the
caller, because files do not say it: GeoJSON claims WGS-84 by definition and is often GCJ-02 all the
same. Geometry that is not valid is repaired, and the record says so.
"""

import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import pyogrio
import shapely
from numpy.typing import NDArray
from shapely import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from geo.datum import DATUMS, DatumError, to_wgs84

MAX_BYTES = 200 * 1024 * 1024
MAX_FEATURES = 20_000
SUFFIXES = (".geojson", ".json", ".gpkg", ".shp", ".zip")
LEVELS = ("province", "city", "county")
FIELDS = ("code", "name", "parent")
REQUIRED_FIELDS = ("code", "name")

# Degrees in every datum that can be declared: WGS-84, CGCS2000, and its twin with axes in x, y.
_GEOGRAPHIC = {4326, 4490, 4979}
_CODE = re.compile(r"[0-9]{6}")
_BY_LEVEL = {
    "province": re.compile(r"[0-9]{2}0000"),
    "city": re.compile(r"[0-9]{4}00"),
    "county": re.compile(r"[0-9]{6}"),
}


class BoundaryError(ValueError):
    """A file, a mapping or a row that cannot be taken; `row` counts features from 1."""

    def __init__(self, message: str, row: int | None = None, field: str | None = None) -> None:
        super().__init__(message if row is None else f"第 {row} 个要素：{message}")
        self.row, self.field = row, field


@dataclass(frozen=True, slots=True)
class Boundary:
    """One region. `geometry` is WGS-84 and valid, `entered` as written in the file's datum.

    `parent` is empty where the file does not say it; `repaired` where the shape was not valid.
    """

    row: int
    code: str
    name: str
    level: str
    parent: str
    geometry: MultiPolygon
    entered: MultiPolygon
    repaired: bool = False


def polygons_only(geometry: BaseGeometry) -> MultiPolygon:
    """The areas of a geometry as one valid multipolygon; lines and points left by a repair go."""
    parts = [
        part
        for part in shapely.get_parts(shapely.get_parts(geometry))
        if isinstance(part, Polygon) and part.area > 0
    ]
    return MultiPolygon(parts)


def repair(geometry: BaseGeometry) -> tuple[MultiPolygon, bool]:
    """A valid multipolygon of the same area, and whether anything had to be changed for it."""
    if geometry.is_valid:
        return polygons_only(geometry), False
    return polygons_only(
        shapely.make_valid(geometry, method="structure", keep_collapsed=False)
    ), True


def check_mapping(fields: Mapping[str, str]) -> None:
    """Refuse a field mapping with an unknown or a missing target."""
    unknown = sorted(fields.keys() - set(FIELDS))
    if unknown:
        raise BoundaryError(f"未知的字段 {'、'.join(unknown)}，可用：{'、'.join(FIELDS)}")
    for field in REQUIRED_FIELDS:
        if not fields.get(field):
            raise BoundaryError(f"缺少字段对应：--field {field}=<文件里的列名>", field=field)


def read_boundaries(
    path: Path, *, datum: str, level: str, fields: Mapping[str, str]
) -> list[Boundary]:
    """All regions of a file in its own order; `BoundaryError` or `DatumError` where one is wrong.

    `fields` maps "code" and "name" (and "parent") to columns of the file.
    """
    if datum not in DATUMS:
        raise DatumError(f"未知的坐标系 {datum!r}，可用：{'、'.join(DATUMS)}")
    if level not in LEVELS:
        raise BoundaryError(f"未知的层级 {level!r}，可用：{'、'.join(LEVELS)}")
    check_mapping(fields)
    frame = _frame(path, fields)
    records = list(_records(frame, datum, level, fields))
    _no_code_twice(records)
    return records


def _frame(path: Path, fields: Mapping[str, str]) -> "geopandas.GeoDataFrame":
    source = _source(path)
    try:
        info = pyogrio.read_info(source)
    except pyogrio.errors.DataSourceError as error:
        raise BoundaryError(f"读不出 {path.name}：{error}") from error
    if info["features"] > MAX_FEATURES:
        raise BoundaryError(f"有 {info['features']} 个要素，上限为 {MAX_FEATURES}")
    columns = [str(column) for column in info["fields"]]
    for field, column in fields.items():
        if column not in columns:
            raise BoundaryError(
                f"没有列 {column!r}（用于 {field}），文件里有：{'、'.join(columns) or '无'}",
                field=field,
            )
    # OGR recodes a dbf by its .cpg or language byte; Chinese ones without either are GBK.
    encoding = _encoding(source, list(fields.values()))
    frame = pyogrio.read_dataframe(source, columns=list(fields.values()), encoding=encoding)
    if len(frame) == 0:
        raise BoundaryError("文件里没有要素")
    if frame.crs is not None and frame.crs.to_epsg(min_confidence=25) not in _GEOGRAPHIC:
        named = frame.crs.name
        raise BoundaryError(f"坐标须为经纬度（EPSG:4326 或 4490），文件却是 {named}；请先转换")
    return frame


def _source(path: Path) -> str:
    if not path.is_file():
        raise BoundaryError(f"没有文件 {path}")
    if path.suffix.lower() not in SUFFIXES:
        raise BoundaryError(f"不认识 {path.suffix or path.name}，可用：{'、'.join(SUFFIXES)}")
    size = path.stat().st_size
    if path.suffix.lower() != ".zip":
        _small_enough(size)
        return str(path)
    try:
        with zipfile.ZipFile(path) as archive:
            _small_enough(sum(member.file_size for member in archive.infolist()))
            inside = [m.filename for m in archive.infolist() if _is_layer(m.filename)]
    except zipfile.BadZipFile as error:
        raise BoundaryError(f"{path.name} 不是 zip 文件") from error
    if len(inside) != 1:
        found = "、".join(inside) or "无"
        raise BoundaryError(
            f"zip 里须恰有一个边界文件（{'、'.join(SUFFIXES[:-1])}），现有：{found}"
        )
    return f"/vsizip/{path.resolve()}/{inside[0]}"


def _is_layer(name: str) -> bool:
    return Path(name).suffix.lower() in SUFFIXES[:-1] and not name.startswith("__MACOSX")


def _small_enough(size: int) -> None:
    if size > MAX_BYTES:
        raise BoundaryError(f"文件有 {size} 字节，上限为 {MAX_BYTES}")


def _encoding(source: str, columns: Sequence[str]) -> str | None:
    """The encoding to read a Shapefile's attributes in; None leaves it to OGR."""
    if not source.lower().endswith(".shp"):
        return None
    candidates = (None, "UTF-8", "GB18030")
    for candidate in candidates:
        try:
            frame = pyogrio.read_dataframe(
                source, columns=list(columns), encoding=candidate, read_geometry=False
            )
        except UnicodeDecodeError:
            continue
        text = "".join(str(value) for column in columns for value in frame[column])
        if "\ufffd" not in text and not re.search("[\u0080-\u00ff]", text):
            return candidate
    raise BoundaryError("属性表的编码读不出来，可用：UTF-8、GBK、GB18030（附 .cpg 文件）")


def _records(
    frame: "geopandas.GeoDataFrame", datum: str, level: str, fields: Mapping[str, str]
) -> Iterator[Boundary]:
    for row, (_, values) in enumerate(frame.iterrows(), start=1):
        code = _text(values[fields["code"]])
        if not _CODE.fullmatch(code):
            raise BoundaryError(f"代码须为六位数字，而不是 {code!r}", row, "code")
        if not _BY_LEVEL[level].fullmatch(code):
            raise BoundaryError(f"代码 {code} 不是{_LEVEL_NAMES[level]}代码", row, "code")
        name = _text(values[fields["name"]])
        if not name:
            raise BoundaryError("名称为空", row, "name")
        parent = _text(values[fields["parent"]]) if "parent" in fields else ""
        if parent and not _CODE.fullmatch(parent):
            raise BoundaryError(f"上级代码须为六位数字，而不是 {parent!r}", row, "parent")
        entered, repaired = _area(values["geometry"], row)
        geometry, moved = repair(_moved(entered, datum, row))
        yield Boundary(row, code, name, level, parent, geometry, entered, repaired or moved)


_LEVEL_NAMES = {"province": "省级", "city": "市级", "county": "县级"}


def _text(value: Any) -> str:
    """A cell as text; whole numbers without a point, because codes are often stored as numbers."""
    if value is None or (isinstance(value, float) and np.isnan(value)):
        return ""
    if isinstance(value, float | np.floating) and float(value).is_integer():
        return str(int(value))
    return str(value).strip()


def _area(geometry: BaseGeometry | None, row: int) -> tuple[MultiPolygon, bool]:
    if geometry is None or geometry.is_empty:
        raise BoundaryError("没有图形", row, "geometry")
    if geometry.geom_type not in ("Polygon", "MultiPolygon"):
        raise BoundaryError(f"图形须为面，而不是 {geometry.geom_type}", row, "geometry")
    area, repaired = repair(shapely.force_2d(geometry))
    if area.is_empty:
        raise BoundaryError("图形没有面积", row, "geometry")
    return area, repaired


def _moved(geometry: MultiPolygon, datum: str, row: int) -> BaseGeometry:
    def convert(points: NDArray[np.float64]) -> NDArray[np.float64]:
        # Rounded to 0.01 mm, so that the first and last point of a ring stay equal whatever
        # the last bit of a vectorised sine.
        moved = np.column_stack(to_wgs84(points[:, 0], points[:, 1], datum))
        return moved.round(10)

    try:
        return shapely.transform(geometry, convert)
    except DatumError as error:
        raise BoundaryError(f"坐标不对：{error}", row, "geometry") from error


def _no_code_twice(records: Sequence[Boundary]) -> None:
    seen: dict[str, int] = {}
    for record in records:
        if record.code in seen:
            raise BoundaryError(
                f"代码 {record.code} 与第 {seen[record.code]} 个要素重复", record.row, "code"
            )
        seen[record.code] = record.row

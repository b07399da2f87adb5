"""Imported layers of points: CSV, XLSX, GeoJSON, GeoPackage. No Django but its translations."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from directory.errors import EntryErrors
from directory.ledger import LedgerFileError, Limits
from directory.ledger.cells import Source
from directory.ledger.delimited import CsvSource
from directory.ledger.geojson import GeoJsonSource
from directory.ledger.inspection import kind_of
from directory.ledger.xlsx import XlsxSource
from geo.datum import DATUMS, DatumError, to_wgs84
from geo.deferred import Deferred
from planning.points import Demanded, Offered

# With it come pandas and geopandas: half a second.
pyogrio = Deferred("pyogrio")

LIMITS = Limits(file_bytes=20 * 1024 * 1024, rows=100_000)
_SQLITE = b"SQLite format 3\x00"
MOST_PROBLEMS = 20
T = TypeVar("T")

# Field → the headings it is known under.
HEADINGS: Mapping[str, tuple[str, ...]] = {
    "name": ("name", "名称", "地点", "点名"),
    "lon": ("lon", "lng", "longitude", "x", "经度"),
    "lat": ("lat", "latitude", "y", "纬度"),
    "datum": ("datum", "坐标系"),
    "weight": ("weight", "人数", "权重", "需求", "求职人数", "workers"),
    "capacity": ("capacity", "容量", "容量（人）", "容量(人)", "可容纳人数"),
    "cost": ("cost", "费用", "费用（万元）", "费用(万元)"),
    "wish": ("wish", "取舍", "必选"),
}
_WISHES = {
    "": "", "可选": "", "may": "", "must": "must", "必选": "must", "是": "must",
    "must_not": "must_not", "不选": "must_not", "禁用": "must_not",
}  # fmt: skip
_DATUM_NAMES = {"wgs-84": "wgs84", "cgcs2000": "wgs84", "gcj-02": "gcj02", "bd-09": "bd09"}


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the file: `where` as its reader finds it again, values by field as text."""

    where: str
    values: Mapping[str, str]


def read_demand(path: Path, name: str, datum: str) -> list[Demanded]:
    """`EntryErrors` naming rows and fields; nothing is half read."""

    def one(row: Row, lon: float, lat: float) -> Demanded:
        weight = _number(row, "weight")
        if weight is None:
            raise _Wrong("weight", _("缺人数"))
        return Demanded(lon, lat, weight, row.values.get("name", ""))

    return _read(path, name, datum, one, ("weight",))


def read_candidates(path: Path, name: str, datum: str) -> list[Offered]:
    def one(row: Row, lon: float, lat: float) -> Offered:
        wish = row.values.get("wish", "").strip().lower()
        if wish not in _WISHES:
            raise _Wrong("wish", _("取舍只能写必选、不选或留空"))
        cost = _number(row, "cost")
        return Offered(
            lon,
            lat,
            row.values.get("name", ""),
            _number(row, "capacity"),
            1.0 if cost is None else cost,
            _WISHES[wish],
        )

    return _read(path, name, datum, one, ())


class _Wrong(ValueError):
    def __init__(self, field: str, words: str) -> None:
        self.field, self.words = field, words
        super().__init__(words)


def _read(
    path: Path,
    name: str,
    datum: str,
    one: Callable[[Row, float, float], T],
    needed: tuple[str, ...],
) -> list[T]:
    made: list[T] = []
    problems: list[str] = []
    try:
        for row in _rows(path, name, needed):
            try:
                made.append(one(row, *_position(row, datum)))
            except _Wrong as wrong:
                problems.append(f"{row.where}，{_heading(wrong.field)}：{wrong.words}")
                if len(problems) >= MOST_PROBLEMS:
                    problems.append(_("还有更多错误，先改正以上各条"))
                    break
    except LedgerFileError as error:
        raise EntryErrors({"file": [error.message]}) from error
    if problems:
        raise EntryErrors({"file": problems})
    return made


def _rows(path: Path, name: str, needed: tuple[str, ...]) -> Iterator[Row]:
    with path.open("rb") as file:
        if file.read(len(_SQLITE)) == _SQLITE:
            yield from _geopackage(path)
            return
    match kind_of(path, name, LIMITS):
        case "xlsx":
            source: Source = XlsxSource(path, LIMITS)
        case "csv":
            source = CsvSource(path, LIMITS)
        case "geojson":
            source = GeoJsonSource(path, LIMITS)
    yield from _table(source, needed)


def _table(source: Source, needed: tuple[str, ...]) -> Iterator[Row]:
    """The first sheet that is filled; its first row is the headings."""
    table = next((each for each in source.tables if each.rows and not each.hidden), None)
    if table is None:
        raise EntryErrors({"file": [_("文件里没有内容")]})
    rows = source.rows(table)
    _number_of_first, first = next(rows)
    columns = _columns({at: str(value) for at, value in first.items()})
    missing = [each for each in ("lon", "lat", *needed) if each not in columns]
    if missing:
        words = "、".join(_heading(each) for each in missing)
        raise EntryErrors({"file": [_("第 1 行的表头里找不到：%(words)s") % {"words": words}]})
    for number, cells in rows:
        values = {field: str(cells[at]).strip() for field, at in columns.items() if at in cells}
        if any(values.values()):
            yield Row(_("第 %(row)d 行") % {"row": number}, values)


def _heading(field: str) -> str:
    """As it stands in a Chinese table."""
    return next(name for name in HEADINGS[field] if not name.isascii())


def _columns(headings: Mapping[int, str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for at, heading in headings.items():
        said = heading.strip().lower()
        for field, names in HEADINGS.items():
            if said in names:
                found.setdefault(field, at)
    return found


def _geopackage(path: Path) -> Iterator[Row]:
    """The first layer, in WGS-84 by its own system of coordinates; an area by a point in it."""
    try:
        about = pyogrio.read_info(path)
        if about["features"] > LIMITS.rows:
            raise EntryErrors({"file": [_("要素超过 %(most)d 个") % {"most": LIMITS.rows}]})
        frame = pyogrio.read_dataframe(path)
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError) as error:
        raise EntryErrors({"file": [_("读不懂这个 GeoPackage")]}) from error
    if "geometry" not in frame or frame.crs is None:
        raise EntryErrors({"file": [_("GeoPackage 的第一个图层没有几何或没有坐标系")]})
    points = frame.to_crs(4326).geometry.representative_point()
    columns = _columns(dict(enumerate(map(str, frame.columns))))
    for at, point in enumerate(points):
        where = _("第 %(row)d 个要素") % {"row": at + 1}
        values = {
            field: _text(frame.iat[at, column])
            for field, column in columns.items()
            if field not in ("lon", "lat", "datum")
        }
        if point is not None and not point.is_empty:
            values |= {"lon": repr(point.x), "lat": repr(point.y)}
        yield Row(where, values)


def _text(value: Any) -> str:
    return "" if value is None or value != value else str(value)


def _position(row: Row, datum: str) -> tuple[float, float]:
    lon, lat = _number(row, "lon", low=-180, high=180), _number(row, "lat", low=-90, high=90)
    if lon is None or lat is None:
        raise _Wrong("lon" if lon is None else "lat", _("缺坐标"))
    said = row.values.get("datum", "").lower()
    named = _DATUM_NAMES.get(said, said) or datum
    if named not in DATUMS:
        raise _Wrong("datum", _("坐标系只能是 WGS-84、CGCS2000、GCJ-02 或 BD-09"))
    try:
        x, y = to_wgs84(lon, lat, named)
    except DatumError as error:
        raise _Wrong("lon", str(error)) from error
    return float(x), float(y)


def _number(row: Row, field: str, low: float = 0.0, high: float = 10_000_000.0) -> float | None:
    text = row.values.get(field, "").strip()
    if not text:
        return None
    try:
        value = float(text)
    except ValueError:
        raise _Wrong(field, _("“%(text)s”不是数字") % {"text": text[:30]}) from None
    if not low <= value <= high:
        raise _Wrong(
            field,
            _("%(text)s 不在 %(low)g 与 %(high)g 之间")
            % {
                "text": text[:30],
                "low": low,
                "high": high,
            },
        )
    return value

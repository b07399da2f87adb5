"""A small map of an area: outlines where the publication has them, its places as symbols.

Of a country or a province only the places are drawn, many in one circle: a publication has the
outlines of single cities, and a border that nobody has approved is better not drawn.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from directory.publication import Snapshot
from directory.records import AreaRecord
from maps import tapping
from maps.browse import counting, tree
from maps.errors import UnknownArea
from maps.kept_with import kept_with_snapshot
from maps.placing import LETTER, place_names

# More symbols than this would hide one another; then they are counted in squares of 9 px.
MARKS_MOST = 300
SQUARE = 9
NAMES_MOST = 12


@dataclass(frozen=True, slots=True)
class Picture:
    """`regions` with path, name and the code they lead to; `marks` with nature or number."""

    width: int
    height: int
    letter: int
    regions: tuple[Mapping[str, Any], ...]
    marks: tuple[Mapping[str, Any], ...]
    outlined: bool


@kept_with_snapshot(64)
def picture(snapshot: Snapshot, area: str, trade: str, day: dt.date) -> Picture | None:
    """None where there is nothing to draw."""
    rows = counting.rows_of(snapshot, area, trade, day)
    try:
        outlines, frame = tapping.drawing(snapshot, area.partition("-")[0])
    except UnknownArea:
        return _points_only(snapshot, area, trade, day, rows)
    marks = _marks(snapshot, rows, frame)
    spots = [(mark["x"], mark["y"]) for mark in marks]
    drawn = tapping.paths(outlines, frame, spots)
    regions = tuple(
        shape | {"code": outline.code, "chosen": outline.code == area.partition("-")[0]}
        for shape, outline in zip(drawn, outlines, strict=True)
    )
    return Picture(tapping.WIDTH, frame.height, LETTER, regions, marks, True)


def _points_only(
    snapshot: Snapshot, area: str, trade: str, day: dt.date, rows: Any
) -> Picture | None:
    if not len(rows):
        return None
    lon, lat = snapshot.lon[rows], snapshot.lat[rows]
    pad = 0.05
    frame = tapping.framing(
        float(lon.min()) - pad, float(lat.min()) - pad,
        float(lon.max()) + pad, float(lat.max()) + pad,
    )  # fmt: skip
    marks = _marks(snapshot, rows, frame)
    parts = counting.tally(snapshot, area, trade, day).parts
    named = [
        part
        for part in tree.children(snapshot, area)
        if parts[part.code].total and part.lon is not None and part.lat is not None
        if frame.contains(part.lon, part.lat)
    ]
    named = sorted(named, key=lambda part: (-parts[part.code].total, part.code))[:NAMES_MOST]
    regions = _names(named, frame)
    return Picture(tapping.WIDTH, frame.height, LETTER, regions, marks, False)


def _names(named: list[AreaRecord], frame: tapping.Frame) -> tuple[Mapping[str, Any], ...]:
    wishes = [(part.name, frame.to_pixel(part.lon or 0, part.lat or 0), ()) for part in named]
    spots = place_names(wishes, (), tapping.WIDTH, frame.height)
    return tuple(
        {"d": "", "name": part.name, "code": part.code, "chosen": False, "x": x, "y": y}
        for part, (x, y) in zip(named, spots, strict=True)
    )


def _marks(snapshot: Snapshot, rows: Any, frame: tapping.Frame) -> tuple[Mapping[str, Any], ...]:
    x = (snapshot.lon[rows] - frame.west) / frame.degrees_per_px_x
    y = (frame.north - snapshot.lat[rows]) / frame.degrees_per_px_y
    inside = (x >= 0) & (x <= tapping.WIDTH) & (y >= 0) & (y <= frame.height)
    x, y, rows = x[inside], y[inside], rows[inside]
    if len(rows) <= MARKS_MOST:
        nature = snapshot.columns.category("nature")
        return tuple(
            {"nature": nature.labels[code], "x": round(px, 1), "y": round(py, 1)}
            for code, px, py in zip(
                nature.codes[rows].tolist(), x.tolist(), y.tolist(), strict=True
            )
        )
    squares = np.stack((x // SQUARE, y // SQUARE), axis=1).astype(np.int64)
    cells, counts = np.unique(squares, axis=0, return_counts=True)
    most = float(counts.max())
    return tuple(
        {
            "nature": "many",
            "x": round((cx + 0.5) * SQUARE, 1),
            "y": round((cy + 0.5) * SQUARE, 1),
            "r": round(1.5 + 3.5 * (n / most) ** 0.5, 1),
        }
        for (cx, cy), n in zip(cells.tolist(), counts.tolist(), strict=True)
    )

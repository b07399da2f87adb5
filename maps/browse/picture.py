"""A small map of an area: outlines where the publication has them, its places as symbols.

Of a country or a province only the places are drawn, many in one circle: a publication has the
outlines of single cities, and a border that nobody has approved is better not drawn.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.utils.html import format_html
from django.utils.safestring import SafeString

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
DOT_SIZES = 5
NAMES_MOST = 12
SYMBOLS = {
    "public": '<circle class="am-public" cx="{}" cy="{}" r="3.4"></circle>',
    "commercial": '<path class="am-commercial" d="M-3.2-3.2h6.4v6.4h-6.4Z"'
    ' transform="translate({} {})"></path>',
    "spontaneous": '<path class="am-spontaneous" d="M0-4.2 4 3H-4Z"'
    ' transform="translate({} {})"></path>',
}

Spots = Sequence[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Picture:
    """`regions` with path, name and the code they lead to; `marks`, elements of SVG.

    `counted`: a mark stands for as many places as it is large.
    """

    width: int
    height: int
    letter: int
    regions: tuple[Mapping[str, Any], ...]
    marks: SafeString
    outlined: bool
    counted: bool


@kept_with_snapshot(64)
def picture(snapshot: Snapshot, area: str, trade: str, day: dt.date) -> Picture | None:
    """None where there is nothing to draw."""
    rows = counting.rows_of(snapshot, area, trade, day)
    try:
        outlines, frame = tapping.drawing(snapshot, _drawn(snapshot, area, rows))
    except UnknownArea:
        return _points_only(snapshot, area, trade, day, rows)
    marks, spots, counted = _marks(snapshot, rows, frame)
    drawn = tapping.paths(outlines, frame, spots)
    regions = tuple(
        shape | {"code": outline.code, "chosen": outline.code == area.partition("-")[0]}
        for shape, outline in zip(drawn, outlines, strict=True)
    )
    return Picture(tapping.WIDTH, frame.height, LETTER, regions, marks, True, counted)


def _drawn(snapshot: Snapshot, area: str, rows: Any) -> str:
    """Whose outlines: the area's own; the county's of a town; of a wider area, those of the only
    city in it that has places."""
    if area and tree.way_to(snapshot, area)[-1].level != "province":
        return area.partition("-")[0]
    regions = snapshot.columns.category("region")
    cities = {f"{regions.labels[code][:4]}00" for code in np.unique(regions.codes[rows])}
    return cities.pop() if len(cities) == 1 else ""


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
    marks, _spots, counted = _marks(snapshot, rows, frame)
    parts = counting.tally(snapshot, area, trade, day).parts
    named = [
        part
        for part in tree.children(snapshot, area)
        if parts[part.code].total and part.lon is not None and part.lat is not None
        if frame.contains(part.lon, part.lat)
    ]
    named = sorted(named, key=lambda part: (-parts[part.code].total, part.code))[:NAMES_MOST]
    regions = _names(named, frame)
    return Picture(tapping.WIDTH, frame.height, LETTER, regions, marks, False, counted)


def _names(named: list[AreaRecord], frame: tapping.Frame) -> tuple[Mapping[str, Any], ...]:
    wishes = [(part.name, frame.to_pixel(part.lon or 0, part.lat or 0), ()) for part in named]
    spots = place_names(wishes, (), tapping.WIDTH, frame.height)
    return tuple(
        {"d": "", "name": part.name, "code": part.code, "chosen": False, "x": x, "y": y}
        for part, (x, y) in zip(named, spots, strict=True)
    )


def _marks(snapshot: Snapshot, rows: Any, frame: tapping.Frame) -> tuple[SafeString, Spots, bool]:
    """Elements for the places inside the frame, where they stand, and whether they are counted."""
    x = (snapshot.lon[rows] - frame.west) / frame.degrees_per_px_x
    y = (frame.north - snapshot.lat[rows]) / frame.degrees_per_px_y
    inside = (x >= 0) & (x <= tapping.WIDTH) & (y >= 0) & (y <= frame.height)
    x, y, rows = x[inside], y[inside], rows[inside]
    if len(rows) > MARKS_MOST:
        return _counted(x, y), (), True
    nature = snapshot.columns.category("nature")
    spots = [(round(px, 1), round(py, 1)) for px, py in zip(x.tolist(), y.tolist(), strict=True)]
    names = [nature.labels[code] for code in nature.codes[rows].tolist()]
    drawn = (
        format_html(SYMBOLS.get(name, SYMBOLS["spontaneous"]), *spot)
        for name, spot in zip(names, spots, strict=True)
    )
    return SafeString("".join(drawn)), spots, False


def _counted(x: Any, y: Any) -> SafeString:
    """One path a size, of dots: a line of no length with round ends, ten bytes each."""
    squares = np.stack((x // SQUARE, y // SQUARE), axis=1).astype(np.int64)
    cells, counts = np.unique(squares, axis=0, return_counts=True)
    sizes = np.ceil(DOT_SIZES * np.sqrt(counts / counts.max())).astype(np.int64)
    paths = []
    for size in np.unique(sizes).tolist():
        middles = cells[sizes == size] * SQUARE + SQUARE // 2
        d = "".join(f"M{cx} {cy}h0" for cx, cy in middles.tolist())
        paths.append(format_html('<path class="am-many am-many-{}" d="{}"></path>', size, d))
    return SafeString("".join(paths))

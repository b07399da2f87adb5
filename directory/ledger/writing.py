"""Files written so that the reader, and a spreadsheet program, take them as meant."""

import csv
import datetime as dt
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from directory.ledger.delimited import FORMULA_STARTS
from directory.ledger.template import Template
from directory.ledger.terms import Vocabulary
from directory.ledger.written import Writer, Written
from geo.deferred import Deferred

writing_xlsx = Deferred("directory.ledger.writing_xlsx")
Values = Mapping[str, Any]
# As the published data names them; all other fields keep their names.
_PUBLIC_NAMES = {"public_id": "id", "region_code": "region", "free_of_charge": "free"}
_NOT_PROPERTIES = ("seq", "lon", "lat", "lon_lat", "other_trades")


def write_csv(
    template: Template, rows: Iterable[Values], path: Path, vocabulary: Vocabulary
) -> int:
    """UTF-8 with a mark, so that Excel reads it; one row of headings. Returns how many places.

    A text that a spreadsheet would compute gets an apostrophe before it; the reader takes it off.
    """
    writer = Writer(template, vocabulary)
    count = 0
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        out = csv.writer(file, lineterminator="\r\n")
        out.writerow(column.label for column in template.columns)
        for count, values in enumerate(rows, start=1):
            out.writerow(_plain(cell) for cell in writer.cells(count, values))
    return count


def write_xlsx(
    template: Template,
    rows: Iterable[Values],
    path: Path,
    vocabulary: Vocabulary,
    *,
    title: str = "",
) -> int:
    """Title, merged headings (frozen), places, sums, note. Returns how many places.

    Nothing in it is a formula: sums are figures, and a text that begins like a formula is stored
    as text and marked so.
    """
    count: int = writing_xlsx.write(template, rows, path, vocabulary, title)
    return count


def _plain(cell: Written) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return guard(cell)
    return cell.isoformat() if isinstance(cell, dt.date) else repr(cell)


def guard(text: str) -> str:
    """`text` as no formula: one apostrophe more before =, +, -, @ and the like."""
    return f"'{text}" if text.lstrip("'")[:1] in tuple(FORMULA_STARTS) else text


def write_geojson(
    template: Template, rows: Iterable[Values], path: Path, vocabulary: Vocabulary
) -> int:
    """A FeatureCollection with codes for words; coordinates as entered, each with its datum."""
    del vocabulary
    fields = [field for field in template.fields() if field not in _NOT_PROPERTIES]
    fields += [field for field in ("datum",) if field not in fields]
    count = 0
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write('{"type":"FeatureCollection","features":[')
        for count, values in enumerate(rows, start=1):
            file.write("\n" if count == 1 else ",\n")
            feature = _feature(values, fields)
            file.write(json.dumps(feature, ensure_ascii=False, separators=(",", ":")))
        file.write("\n]}\n")
    return count


def _feature(values: Values, fields: list[str]) -> dict[str, Any]:
    lon, lat = values.get("lon"), values.get("lat")
    placed = lon is not None and lat is not None
    properties = {
        _PUBLIC_NAMES.get(field, field): _json(values[field])
        for field in fields
        if values.get(field) not in (None, "", ())
    }
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [lon, lat]} if placed else None,
        "properties": properties,
    }


def _json(value: Any) -> Any:
    if isinstance(value, tuple | list):
        return [_part(each) for each in value]
    return value.isoformat() if isinstance(value, dt.date) else value


def _part(part: Any) -> Any:
    """A trade, contact or peak as the published data has it; anything else is a word."""
    if isinstance(part, str):
        return part
    said = {name: getattr(part, name) for name in part.__slots__}
    if "is_main" in said:
        said["main"] = said.pop("is_main")
    times = {name: f"{at:%H:%M}" for name, at in said.items() if isinstance(at, dt.time)}
    return {name: value for name, value in (said | times).items() if value not in (None, "", False)}

"""GeoJSON and CSV, written as they are read from the publication."""

import csv
import json
from pathlib import Path

from directory.ledger.writing import guard
from directory.opendata.described import Described
from directory.opendata.fields import NAMES
from directory.opendata.rows import Value, chunks, rows
from directory.publication import Snapshot


def write_geojson(snapshot: Snapshot, described: Described, path: Path) -> None:
    """The features as the publication holds them, a line each thousand; facts as foreign members.

    RFC 7946: no `crs`, WGS-84 by definition.
    """
    head = {"type": "FeatureCollection", "name": "markets"} | described.facts()
    with path.open("wb") as file:
        file.write(json.dumps(head, ensure_ascii=False).encode()[:-1] + b', "features": [\n')
        for number, chunk in enumerate(chunks(snapshot, 1000)):
            file.write((b",\n" if number else b"") + chunk)
        file.write(b"\n]}\n")


def write_csv(snapshot: Snapshot, described: Described, path: Path) -> None:
    """UTF-8 with a mark, so that Excel reads it; CRLF; a row of names, a row a place.

    A text that a spreadsheet would compute gets an apostrophe before it.
    """
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        out = csv.writer(file, lineterminator="\r\n")
        out.writerow(NAMES)
        for row in rows(snapshot, described.day):
            out.writerow([_plain(value) for value in row])


def _plain(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return guard(value) if isinstance(value, str) else repr(value)


def write_readme(described: Described, path: Path, files: list[tuple[str, str]]) -> None:
    """`files`: name, and what it is in both languages."""
    lines = [described.title, described.title_en, ""]
    lines += [f"{name}: {value}" for name, value in described.lines()]
    lines += ["", "文件 files"]
    lines += [f"  {name}  {what}" for name, what in files]
    lines += [
        "",
        "字段说明见 datapackage.json，或工作簿里的“数据字典”。",
        "For the meaning of each field see datapackage.json or the sheet 数据字典.",
        "校验 check:  sha256sum -c SHA256SUMS",
        "",
    ]
    path.write_text("\n".join(lines), encoding="utf-8")

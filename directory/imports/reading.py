"""The process that opens an uploaded file: `python -m directory.imports.reading`. No Django.

It is asked one JSON line on standard input and answers JSON lines on standard output: `head`, then
`row`s and at last `end`, or `refused` in words. Its memory and time are limited before it touches
the file, so that a hostile one ends this process and nothing else.
"""

import dataclasses
import json
import resource
import sys
from pathlib import Path
from typing import Any, TextIO

from directory.imports.asking import Question
from directory.imports.values import to_json
from directory.ledger import LedgerFileError, LedgerRow, MappingError, Reading, read_file
from directory.ledger.coordinates import datum_in

TOO_BIG = "文件展开后太大，超出了读取用的内存。请分几个文件上传，或删去多余的格式、图片和空行。"
POSITION = {"lon", "lat", "lon_lat"}


def main() -> None:
    question = Question(**json.loads(sys.stdin.readline()))
    limit(question)
    out = sys.stdout
    try:
        answer(question, out)
    except (LedgerFileError, MappingError) as error:
        code = error.code if isinstance(error, LedgerFileError) else "mapping"
        tell(out, {"is": "refused", "code": code, "message": str(error)})
    except MemoryError:
        tell(out, {"is": "refused", "code": "memory", "message": TOO_BIG})


def limit(question: Question) -> None:
    """Data of its own, not the address space: shared libraries would count there."""
    for what, most in (
        (resource.RLIMIT_DATA, question.memory_bytes),
        (resource.RLIMIT_CPU, question.cpu_seconds),
        (resource.RLIMIT_CORE, 0),
    ):
        if most or what == resource.RLIMIT_CORE:
            resource.setrlimit(what, (most, most))


def answer(question: Question, out: TextIO) -> None:
    from_file = read_file(Path(question.path), question.name, question.options())
    needs = wanting(from_file, question)
    tell(
        out,
        {
            "is": "head",
            "kind": from_file.kind,
            "total": from_file.total,
            "needs": needs,
            "sheets": [dataclasses.asdict(sheet) for sheet in from_file.sheets],
            "columns": [
                {
                    "sheet": each.sheet,
                    "letter": each.letter,
                    "heading": each.heading,
                    "key": each.key,
                    "field": each.field or "",
                    "suggested": each.suggested or "",
                    "left_out": each.left_out,
                }
                for each in from_file.columns
            ],
        },
    )
    if needs:
        return
    for row in from_file.rows():
        tell(out, {"is": "row", **row_json(row)})
    skipped = [dataclasses.asdict(each) for each in from_file.skipped]
    tell(out, {"is": "end", "skipped": skipped})


def wanting(from_file: Reading, question: Question) -> list[str]:
    """What the office has to settle before rows can be read: columns, a datum, the headings."""
    needs = [f"missing:{field}" for field in from_file.missing]
    columns = from_file.columns
    placed = any(column.field in POSITION for column in columns)
    named = [part for each in columns if each.field in POSITION for part in each.path]
    stated = datum_in(named, question.options().vocabulary.datums)
    given = any(column.field == "datum" for column in columns)
    if placed and not (given or stated or question.datum):
        needs.append("datum")
    if not question.settled and any(column.suggested for column in from_file.unmapped):
        needs.append("columns")
    return needs


def row_json(row: LedgerRow) -> dict[str, Any]:
    return {
        "sheet": row.sheet,
        "row": row.row,
        "values": to_json(row.values),
        "cells": dict(row.cells),
        "problems": [dataclasses.asdict(problem) for problem in row.problems],
    }


def tell(out: TextIO, message: dict[str, Any]) -> None:
    out.write(json.dumps(message, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()

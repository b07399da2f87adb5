"""An import against plain peers: reading against openpyxl, checking and writing against COPY.

    python bench/import.py [--rows N] [--grow]

Works in the database of DATABASE_URL, which must hold the demo, and rolls everything back. The
peers do none of the work that makes an import one: they only move the same rows, and say what a row
costs on this machine at this hour. `--grow` adds ten times as many rows.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django

django.setup()

from django.db import connection, transaction  # noqa: E402
from openpyxl import load_workbook  # noqa: E402

from directory import sync  # noqa: E402
from directory.entries import PlaceInput  # noqa: E402
from directory.imports import process  # noqa: E402
from directory.imports.asking import Question, vocabulary_to_json  # noqa: E402
from directory.imports.merging_in import Laying, laid_over  # noqa: E402
from directory.imports.values import from_json  # noqa: E402
from directory.imports.vocabulary import template_path, vocabulary  # noqa: E402
from directory.models import Office  # noqa: E402
from tests.factories.workbooks import messy_workbook, tidy_row  # noqa: E402

COUNTY = "370403"


def workbook(folder: Path, count: int) -> Path:
    rows = [
        tidy_row(at, 经度=117.2332 + at % 200 * 0.0003, 纬度=34.7712 + at // 200 * 0.0003)
        for at in range(1, count + 1)
    ]
    return messy_workbook(folder / f"{count}.xlsx", rows, dimension="true")


def read(path: Path) -> list[dict[str, Any]]:
    question = Question(
        path=str(path),
        name=path.name,
        template=str(template_path("370000")),
        vocabulary=vocabulary_to_json(vocabulary(COUNTY)),
        settled=True,
        memory_bytes=process.MEMORY_BYTES,
        cpu_seconds=process.CPU_SECONDS,
    )
    return [message for message in process.messages(question) if message["is"] == "row"]


def read_plainly(path: Path) -> int:
    book = load_workbook(path, read_only=True)
    sheet = book.worksheets[0]
    sheet.reset_dimensions()
    return sum(1 for _row in sheet.iter_rows(values_only=True))


def entries(rows: list[dict[str, Any]]) -> list[PlaceInput]:
    office = Office.objects.filter(region_code=COUNTY).order_by("code")[0]
    laid = (laid_over(from_json(row["values"]), None, Laying(office.code)) for row in rows)
    return [entry for entry in laid if entry is not None]


def write(wanted: list[PlaceInput]) -> None:
    """With the history's work, which the end of the transaction does."""
    sync.write_places([sync.Wanted(entry) for entry in wanted])
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def copy(wanted: list[PlaceInput]) -> None:
    """The same texts into a bare table."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE bare (name text, address text, lon float8, lat float8)")
        with cursor.cursor.copy("COPY bare FROM STDIN") as stream:
            for each in wanted:
                stream.write_row((each.name, each.address, each.lon, each.lat))


def seconds(work: Callable[[], Any]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def undone(work: Callable[[], Any]) -> float:
    with transaction.atomic():
        took = seconds(work)
        transaction.set_rollback(True)
    return took


def measure(folder: Path, count: int) -> None:
    path = workbook(folder, count)
    rows = read(path)
    reading, plainly = seconds(lambda: read(path)), seconds(lambda: read_plainly(path))
    wanted = entries(rows)
    refused = [each for each in sync.check_places(wanted) if each.refusal]
    assert len(wanted) == count
    assert not refused, refused[:1]
    checking = seconds(lambda: sync.check_places(wanted))
    writing, copying = undone(lambda: write(wanted)), undone(lambda: copy(wanted))
    print(f"{count} rows")
    for name, ours, peer in (
        ("read (openpyxl)", reading, plainly),
        ("check", checking, 0.0),
        ("write (COPY)", writing, copying),
    ):
        ratio = f"{ours / peer:8.1f} times the peer" if peer else ""
        print(f"  {name:16} {ours:7.2f} s  {count / ours:9.0f} rows/s  {ratio}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=2000)
    parser.add_argument("--grow", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        measure(Path(folder), given.rows)
        if given.grow:
            measure(Path(folder), given.rows * 10)


if __name__ == "__main__":
    main()

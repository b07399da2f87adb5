"""Whatever is broken in a file, it is read or refused in words; nothing else ever comes out."""

import contextlib
import random
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from directory.ledger import LedgerFileError, write_csv, write_geojson
from tests.directory.files.reading import SHANDONG, VOCABULARY, rows
from tests.directory.files.test_round_trip import PLACE
from tests.factories.workbooks import messy_workbook, rewritten

PARTS = (
    "[Content_Types].xml", "_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels",
    "xl/styles.xml", "xl/sharedStrings.xml", "xl/worksheets/sheet1.xml",
)  # fmt: skip
ANYTHING = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def read_or_refused(path: Path) -> None:
    """Passes where the file is read, with or without problems, or refused with a reason."""
    with contextlib.suppress(LedgerFileError):
        rows(path)


def mutated(data: bytes, chance: random.Random) -> bytes:
    """Some bytes changed, a piece cut out, and a piece doubled."""
    changed = bytearray(data)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(changed))
        match chance.randrange(4):
            case 0:
                changed[at] = chance.randrange(256)
            case 1:
                changed[at : at + 1] = bytes([chance.choice(b'0123456789"<>/=&;-eE,{}[]:')])
            case 2:
                del changed[at : at + chance.randint(1, 30)]
            case _:
                changed[at:at] = changed[at : at + chance.randint(1, 30)]
        if not changed:
            return b" "
    return bytes(changed)


@pytest.mark.parametrize("part", PARTS)
def test_a_workbook_with_a_broken_part(tmp_path: Path, part: str) -> None:
    chance = random.Random(part)
    whole = messy_workbook(tmp_path / "whole.xlsx")
    with zipfile.ZipFile(whole) as package:
        content = package.read(part)
    path = tmp_path / "broken.xlsx"
    for _ in range(60):
        path.write_bytes(whole.read_bytes())
        read_or_refused(rewritten(path, {part: mutated(content, chance)}))


def test_a_workbook_broken_in_its_bytes(tmp_path: Path) -> None:
    chance = random.Random(1)
    whole = messy_workbook(tmp_path / "whole.xlsx").read_bytes()
    path = tmp_path / "broken.xlsx"
    for _ in range(150):
        path.write_bytes(mutated(whole, chance))
        read_or_refused(path)


@pytest.mark.parametrize("suffix", [".csv", ".geojson"])
def test_a_text_broken_in_its_bytes(tmp_path: Path, suffix: str) -> None:
    chance = random.Random(suffix)
    whole = tmp_path / f"whole{suffix}"
    {".csv": write_csv, ".geojson": write_geojson}[suffix](SHANDONG, [PLACE] * 3, whole, VOCABULARY)
    path = tmp_path / f"broken{suffix}"
    for _ in range(200):
        path.write_bytes(mutated(whole.read_bytes(), chance))
        read_or_refused(path)


@given(st.lists(st.text(max_size=40), min_size=32, max_size=32))
@ANYTHING
def test_cells_with_anything_in_them(tmp_path: Path, cells: list[str]) -> None:
    read_or_refused(one_row(tmp_path / "a.csv", cells))


def one_row(path: Path, cells: list[str]) -> Path:
    quoted = ",".join('"' + cell.replace('"', '""').replace("\0", "") + '"' for cell in cells)
    heads = ",".join(column.label for column in SHANDONG.columns)
    path.write_bytes(f"{heads}\n{quoted}\n".encode("utf-8", "replace"))
    return path


FIGURES = (
    "0123456789０９約约百千万余多人-~～至.,:：;；°′″'\"分秒度年月日号东北经纬NE+()（）转/ 十一二三"
)


@given(st.lists(st.text(FIGURES, max_size=25), min_size=32, max_size=32))
@ANYTHING
def test_cells_with_something_like_figures_in_them(tmp_path: Path, cells: list[str]) -> None:
    read_or_refused(one_row(tmp_path / "a.csv", cells))

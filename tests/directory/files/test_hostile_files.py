"""What is refused by what it is, with a reason and advice in Chinese; see also test_memory.py."""

import io
import re
import zipfile
from pathlib import Path

import pytest

from directory.ledger import LedgerFileError, Limits
from tests.directory.files import hostile
from tests.directory.files.reading import refusal, rows, text_file
from tests.factories.workbooks import (
    FIRST_SHEET,
    change_part,
    messy_workbook,
    read_part,
    rewritten,
    tidy_row,
)

RELS = "xl/worksheets/_rels/sheet1.xml.rels"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    return messy_workbook(tmp_path / "名录.xlsx")


def relationship(kind: str, target: str) -> str:
    return (
        f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="x1" Type="{_REL}/{kind}" '
        f'Target="{target}" TargetMode="External"/></Relationships>'
    )


def test_every_refusal_gives_its_reason_in_chinese(workbook: Path) -> None:
    error = refusal(rewritten(workbook, {"xl/vbaProject.bin": b"x"}))
    assert re.search("[\u4e00-\u9fff]", error.reason)
    assert error.message == "工作簿带有宏或控件。请另存为不带宏的 .xlsx 再上传。"
    assert str(error) == error.message


def test_a_refusal_names_the_place_where_there_is_one() -> None:
    error = LedgerFileError("x", "太宽", sheet="名录", cell="C7")
    assert error.message == "名录!C7：太宽。"


@pytest.mark.parametrize(
    ("part", "code"),
    [
        ("xl/vbaProject.bin", "macros"),
        ("xl/macrosheets/sheet1.xml", "macros"),
        ("xl/activeX/activeX1.bin", "macros"),
        ("xl/externalLinks/externalLink1.xml", "external-links"),
        ("xl/connections.xml", "external-links"),
        ("xl/queryTables/queryTable1.xml", "external-links"),
        ("xl/embeddings/oleObject1.bin", "external-links"),
        ("../../etc/passwd", "entry-path"),
        ("/abs.xml", "entry-path"),
        ("C:evil.xml", "entry-path"),
        ("xl/media/more.zip", "nested-archive"),
        ("xl/SHAREDSTRINGS.xml", "duplicate-entries"),
    ],
)
def test_a_part_that_no_list_needs_is_refused(workbook: Path, part: str, code: str) -> None:
    assert refusal(rewritten(workbook, {part: "x"})).code == code


def test_an_archive_under_an_innocent_name_is_refused(workbook: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as package:
        package.writestr("a", "b")
    assert refusal(rewritten(workbook, {"xl/media/p.png": inner.getvalue()})).code == (
        "nested-archive"
    )
    assert refusal(rewritten(workbook, {"xl/media/p.png": b"MZ\x90\x00"})).code == "program"


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("application/vnd.ms-excel.sheet.macroEnabled.main+xml", "macros"),
        ("application/vnd.ms-excel.sheet.binary.macroEnabled.main", "macros"),
        ("application/vnd.openxmlformats-officedocument.wordprocessingml.x", "other-document"),
        ("application/xml", "no-workbook"),
    ],
)  # fmt: skip
def test_a_workbook_of_another_type_is_refused(workbook: Path, kind: str, code: str) -> None:
    main = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    change_part(workbook, "[Content_Types].xml", lambda text: text.replace(main, kind))
    assert refusal(workbook).code == code


def test_a_link_that_would_be_fetched_is_refused_and_one_to_click_on_is_not(tmp_path: Path) -> None:
    for kind in ("image", "oleObject", "externalLinkPath", "attachedTemplate"):
        path = messy_workbook(tmp_path / f"{kind}.xlsx")
        rewritten(path, {RELS: relationship(kind, "http://example.test/x")})
        assert refusal(path).code == "external-links"
    path = messy_workbook(tmp_path / "link.xlsx")
    rewritten(path, {RELS: relationship("hyperlink", "http://example.test/x")})
    assert len(rows(path)) == 8


def test_a_document_type_is_refused_in_the_small_parts_too(workbook: Path) -> None:
    bad = '<!DOCTYPE a [<!ENTITY b "c">]>'
    change_part(workbook, "xl/workbook.xml", lambda text: bad + text)
    assert refusal(workbook).code == "xml-document-type"


def test_a_part_that_unfolds_a_hundredfold_is_refused(tmp_path: Path) -> None:
    assert refusal(hostile.million_rows(tmp_path / "a.xlsx")).code == "ratio"


def test_all_parts_together_have_a_limit(workbook: Path) -> None:
    assert refusal(workbook, limits=Limits(unzipped_bytes=20_000)).code == "unzipped-too-large"


def test_a_file_that_is_too_large_is_refused_unopened(workbook: Path) -> None:
    error = refusal(workbook, limits=Limits(file_bytes=1000))
    assert error.code == "file-too-large"


def test_too_many_rows_are_counted_over_all_sheets(tmp_path: Path) -> None:
    more = {"另表": [tidy_row(n) for n in range(20, 30)]}
    path = messy_workbook(tmp_path / "a.xlsx", sheets=more)
    error = refusal(path, limits=Limits(rows=25))
    assert (error.code, error.sheet) == ("too-many-rows", "另表")


def test_too_many_sheets_and_columns_are_refused(workbook: Path) -> None:
    assert refusal(workbook, limits=Limits(sheets=2)).code == "too-many-sheets"
    error = refusal(workbook, limits=Limits(columns=10))
    assert (error.code, error.sheet, error.cell) == ("too-many-columns", "名录清单", "Q2")


def test_an_encrypted_entry_is_refused(workbook: Path) -> None:
    data = bytearray(workbook.read_bytes())
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1
    workbook.write_bytes(data)
    assert refusal(workbook).code == "encrypted"


def test_a_file_that_was_not_sent_whole_is_refused(workbook: Path) -> None:
    data = workbook.read_bytes()
    workbook.write_bytes(data[: len(data) // 2])
    assert refusal(workbook).code == "damaged"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('<row r="6"', '<row r="2"'),
        ('<row r="6"', '<row r="1048577"'),
        ('r="B6"', 'r="B7"'),
        ('r="B6"', 'r="A6"'),
        ("</sheetData>", ""),
        ("<v>1</v>", "<v>1e999</v>"),
        ('t="s"><v>0<', 't="s"><v>99999<'),
        ('ref="A1:R1"', 'ref="B2:A1"'),
    ],
)
def test_a_sheet_that_contradicts_itself_is_called_damaged(
    workbook: Path, old: str, new: str
) -> None:
    assert old in read_part(workbook, FIRST_SHEET)
    change_part(workbook, FIRST_SHEET, lambda text: text.replace(old, new, 1))
    assert refusal(workbook).code == "damaged"


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "a.xlsx", "empty"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "a.xlsx", "encrypted"),
        (OLE + "Workbook".encode("utf-16-le"), "a.xls", "old-format"),
        (OLE, "a.xlsx", "old-format"),
        (b"%PDF-1.7", "a.xlsx", "pdf"),
        (b"\x89PNG\r\n", "a.xlsx", "picture"),
        (b"Rar!\x1a\x07", "a.xlsx", "archive"),
        (b"<html><table>", "a.csv", "markup"),
        ("市场名称,运营性质".encode(), "a.xlsx", "wrong-type"),
        ("市场名称,运营性质".encode(), "a.docx", "file-type"),
        (b"PK\x03\x04", "a.csv", "wrong-type"),
    ],
)
def test_a_file_is_known_by_its_bytes_and_not_by_its_name(
    tmp_path: Path, content: bytes, name: str, code: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert refusal(path).code == code


def test_an_archive_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("list.csv", "a,b")
    assert refusal(path).code == "archive"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("content.xml", "<a/>")
    assert refusal(path).code == "open-document"


def test_text_that_is_no_table_is_refused(tmp_path: Path) -> None:
    assert refusal(text_file(tmp_path / "a.csv", "你好")).code == "no-header"

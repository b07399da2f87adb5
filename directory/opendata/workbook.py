"""The workbook: notes, places, data dictionary, codes; written row by row."""

import datetime as dt
import re
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from directory.ledger.delimited import FORMULA_STARTS
from directory.opendata.described import Described
from directory.opendata.dictionary import allowed, vocabulary
from directory.opendata.fields import FIELDS, KINDS
from directory.opendata.rows import rows
from directory.publication import Snapshot

NOTES, PLACES, DICTIONARY, CODES = "说明", "名录", "数据字典", "代码"
# The format ends at 1 048 576 rows.
ROWS_A_SHEET = 1_000_000
_STARTS = tuple(FORMULA_STARTS)
_BOLD = Font(bold=True)
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")
_KIND = re.compile(rb"<(?:Default|Override)[^>]*/>")
_WIDTHS = {"name": 28, "address": 36, "office": 28, "trade_names": 24, "hours": 24}


def write_xlsx(snapshot: Snapshot, described: Described, path: Path) -> None:
    """Nothing in it is a formula. The same publication gives the same bytes."""
    book = Workbook(write_only=True)
    book.properties.title, book.properties.creator = described.title, described.office or "零工地图"
    book.properties.created = described.built_at.replace(tzinfo=None)
    _sheet(book, NOTES, [24, 90], [], described.lines())
    names = [field.name for field in FIELDS]
    widths = [_WIDTHS.get(name, 14) for name in names]
    sheet: Any = None
    for number, row in enumerate(rows(snapshot, described.day)):
        if number % ROWS_A_SHEET == 0:
            title = PLACES if number == 0 else f"{PLACES} {number // ROWS_A_SHEET + 1}"
            sheet = _sheet(book, title, widths, [names, [field.title for field in FIELDS]], [])
        sheet.append([_value(sheet, value) for value in row])
    if sheet is None:
        _sheet(book, PLACES, widths, [names, [field.title for field in FIELDS]], [])
    _sheet(
        book,
        DICTIONARY,
        [16, 16, 22, 24, 14, 40, 44, 60, 24],
        [
            [
                "字段 field", "名称", "title", "类型 type", "单位 unit", "说明", "description",
                "取值 values", "空值的意思 empty means",
            ]
        ],
        (
            [
                field.name, field.title, field.title_en, " / ".join(KINDS[field.kind]), field.unit,
                field.about, field.about_en,
                "；".join(f"{code} {zh} {en}" for code, zh, en in allowed(snapshot, field)),
                f"{field.null} / {field.null_en}",
            ]
            for field in FIELDS
        ),
    )  # fmt: skip
    _sheet(
        book,
        CODES,
        [14, 24, 20, 30],
        [["字段 field", "代码 code", "名称", "title"]],
        (
            [name, *each]
            for name in ("trades", "services", "facilities")
            for each in vocabulary(snapshot, name)
        ),
    )
    plain = path.with_name(f"{path.name}.plain")
    book.save(plain)
    _repack(plain, path, described.built_at)
    plain.unlink()


def _sheet(
    book: Workbook,
    title: str,
    widths: list[int],
    headings: list[list[str]],
    lines: Iterable[Iterable[Any]],
) -> Any:
    sheet = book.create_sheet(title)
    for at, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(at)].width = width
    if headings:
        sheet.freeze_panes = f"A{len(headings) + 1}"
    for heading in headings:
        cells = [WriteOnlyCell(sheet, value=text) for text in heading]
        for cell in cells:
            cell.font = _BOLD
        sheet.append(cells)
    for line in lines:
        sheet.append([_value(sheet, value) for value in line])
    return sheet


def _value(sheet: Any, value: Any) -> Any:
    """A text that begins like a formula is stored as text; what the format forbids is left out."""
    if not isinstance(value, str):
        return value
    value = ILLEGAL_CHARACTERS_RE.sub("", value)
    if not value.startswith(_STARTS):
        return value
    cell = WriteOnlyCell(sheet, value=value)
    cell.data_type = "s"
    cell.quotePrefix = True
    return cell


def _in_order(types: bytes) -> bytes:
    """The kinds of parts, sorted: openpyxl lists them out of a set."""
    listed = sorted(_KIND.findall(types))
    return _KIND.sub(b"", types).replace(b"</Types>", b"".join(listed) + b"</Types>")


def _repack(source: Path, target: Path, moment: dt.datetime) -> None:
    """The same parts, dated by the publication and not by the clock."""
    stamp = max(moment, dt.datetime(1980, 1, 1, tzinfo=moment.tzinfo)).timetuple()[:6]
    said = moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    with (
        zipfile.ZipFile(source) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as new,
    ):
        for entry in sorted(
            old.infolist(), key=lambda each: each.filename != "[Content_Types].xml"
        ):
            fresh = zipfile.ZipInfo(entry.filename, stamp)
            fresh.compress_type = zipfile.ZIP_DEFLATED
            if entry.filename == "[Content_Types].xml":
                new.writestr(fresh, _in_order(old.read(entry)))
                continue
            if entry.filename == "docProps/core.xml":
                new.writestr(fresh, _MODIFIED.sub(rb"\g<1>" + said, old.read(entry)))
                continue
            with old.open(entry) as part, new.open(fresh, "w", force_zip64=True) as out:
                while block := part.read(1 << 20):
                    out.write(block)

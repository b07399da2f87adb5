"""The workbook in a province's layout, written row by row in constant memory."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.datavalidation import DataValidation

from directory.ledger.delimited import FORMULA_STARTS
from directory.ledger.template import TERM_FIELDS, Template
from directory.ledger.terms import Vocabulary
from directory.ledger.writing import Values
from directory.ledger.written import Writer, Written

_SUMMED = ("seekers", "hires")
# The format takes lists of choices up to this length, and rows below the last place get them too.
_LONGEST_LIST, _SPARE_ROWS = 250, 500
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_THIN = Side(style="thin", color="FF999999")
_BORDER = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_TITLE, _HEADING = Font(size=16, bold=True), Font(bold=True)
_SHADE = PatternFill("solid", start_color="FFF2F2F2")
_CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)
_TOP = Alignment(vertical="top", wrap_text=True)


@dataclass(frozen=True, slots=True)
class _Heading:
    """Columns and rows count from 0 inside the header; the last ones belong to it."""

    text: str
    left: int
    top: int
    right: int
    bottom: int


def write(
    template: Template, rows: Iterable[Values], path: Path, vocabulary: Vocabulary, title: str
) -> int:
    """Returns how many places."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(template.sheet)
    first = 2 + template.header_rows
    for at, column in enumerate(template.columns, start=1):
        sheet.column_dimensions[get_column_letter(at)].width = column.width
    named = template.fields().index("name") + 2
    sheet.freeze_panes = f"{get_column_letter(named)}{first}"
    width = len(template.columns)
    _merge(sheet, 1, 1, width, 1)
    sheet.append([_cell(sheet, title or template.title, _CENTRE, font=_TITLE)])
    for line in _header(sheet, template):
        sheet.append(line)
    writer, places = Writer(template, vocabulary), _Places(sheet)
    sums: dict[str, int] = {}
    count = 0
    for count, values in enumerate(rows, start=1):
        for field in _SUMMED:
            if values.get(field) is not None:
                sums[field] = sums.get(field, 0) + values[field]
        sheet.append(places.line(writer.cells(count, values)))
    last = first + count - 1
    if template.total:
        last += 1
        sheet.append(_total(sheet, template, count, sums))
    if template.note:
        _merge(sheet, 1, last + 1, width, last + 1)
        sheet.append([_cell(sheet, template.note, _TOP, border=None)])
    _offer_choices(sheet, template, vocabulary, first, first + count + _SPARE_ROWS)
    book.save(path)
    return count


class _Places:
    """Lines of places. Styling a cell costs more than writing it, so styled ones are used again."""

    def __init__(self, sheet: Any) -> None:
        self._sheet = sheet
        self._styled: dict[tuple[int, str], Any] = {}

    def line(self, values: list[Written]) -> list[Any]:
        return [self._cell(at, value) for at, value in enumerate(values)]

    def _cell(self, at: int, value: Written) -> Any:
        if isinstance(value, str):
            kind = "quoted" if value.startswith(tuple(FORMULA_STARTS)) else "text"
        else:
            kind = "date" if isinstance(value, dt.date) else "number"
        cell = self._styled.get((at, kind))
        if cell is None:
            cell = self._styled[at, kind] = _cell(self._sheet, value, _TOP)
        else:
            _fill(cell, value)
        return cell


def _cell(
    sheet: Any,
    value: Written,
    alignment: Alignment,
    font: Font | None = None,
    border: Border | None = _BORDER,
    fill: PatternFill | None = None,
) -> Any:
    cell = WriteOnlyCell(sheet)
    cell.alignment = alignment
    if border:
        cell.border = border
    if font:
        cell.font = font
    if fill:
        cell.fill = fill
    if isinstance(value, str):
        cell.quotePrefix = value.startswith(tuple(FORMULA_STARTS))
    elif isinstance(value, dt.date):
        cell.number_format = "yyyy-mm-dd"
    _fill(cell, value)
    return cell


def _fill(cell: Any, value: Written) -> None:
    if isinstance(value, str):
        cell.value = _ESCAPE.sub("_x005F_", value)
        # By itself openpyxl takes a leading = for a formula, and #REF! for an error.
        cell.data_type = "s"
    elif isinstance(value, float):
        # Given a float, openpyxl writes 16 digits of it; some take 17.
        cell.value = repr(value)
        cell.data_type = "n"
    else:
        cell.value = value


def _merge(sheet: Any, left: int, top: int, right: int, bottom: int) -> None:
    if (left, top) != (right, bottom):
        sheet.merged_cells.add(CellRange(min_col=left, min_row=top, max_col=right, max_row=bottom))


def _header(sheet: Any, template: Template) -> list[list[Any]]:
    """The rows of headings, below the title; groups and low headings are merged."""
    depth, width = template.header_rows, len(template.columns)
    lines = [[_cell(sheet, None, _CENTRE, fill=_SHADE) for _ in range(width)] for _ in range(depth)]
    for heading in _headings(template):
        lines[heading.top][heading.left] = _cell(
            sheet, heading.text, _CENTRE, font=_HEADING, fill=_SHADE
        )
        _merge(sheet, heading.left + 1, heading.top + 2, heading.right + 1, heading.bottom + 2)
    return lines


def _headings(template: Template) -> Iterator[_Heading]:
    depth = template.header_rows
    paths = [column.path for column in template.columns]
    for level in range(depth):
        at = 0
        while at < len(paths):
            path, right = paths[at], at
            if level < len(path) - 1:
                # A group runs on as long as the columns share everything down to it.
                shared = path[: level + 1]
                while (
                    right + 1 < len(paths)
                    and len(paths[right + 1]) > level + 1
                    and paths[right + 1][: level + 1] == shared
                ):
                    right += 1
                yield _Heading(path[level], at, level, right, level)
            elif level == len(path) - 1:
                yield _Heading(path[level], at, level, at, depth - 1)
            at = right + 1


def _total(sheet: Any, template: Template, count: int, sums: dict[str, int]) -> list[Any]:
    """The label in the first column, the number of places under their names, and the sums."""
    line: list[Written] = [None] * len(template.columns)
    for at, field in enumerate(template.fields()):
        if field == "name":
            line[at] = f"{count} 处"
        elif field in sums:
            line[at] = sums[field]
    line[0] = template.total
    return [_cell(sheet, each, _TOP, font=_HEADING) for each in line]


def _offer_choices(
    sheet: Any, template: Template, vocabulary: Vocabulary, first: int, last: int
) -> None:
    """Lists to choose from for fields of few values; other words are still let in, and asked."""
    for at, field in enumerate(template.fields(), start=1):
        if field in TERM_FIELDS:
            words = list(template.words_for(field, vocabulary).values())
        elif field == "region_code":
            words = list(vocabulary.regions.names.values())
        else:
            continue
        listed = ",".join(words)
        marked = any(mark in word for word in words for mark in ',"')
        if not words or marked or len(listed) > _LONGEST_LIST:
            continue
        letter = get_column_letter(at)
        validation = DataValidation(type="list", formula1=f'"{listed}"', allow_blank=True)
        validation.errorStyle = "warning"
        validation.showErrorMessage = True
        validation.error = f"可选：{listed}"[:225]
        validation.add(f"{letter}{first}:{letter}{last}")
        sheet.data_validations.append(validation)

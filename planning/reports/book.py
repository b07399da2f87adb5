"""The report as a workbook: the action list first, then everything it follows from."""

from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from planning.reports.content import Content, Table, actions, demand_points

# The GeoPackage has them all; so many rows are written in a second.
MOST_POINTS = 20_000
HEAD, WRAPPED = Font(bold=True), Alignment(wrap_text=True, vertical="top")


def write(made: Content, path: Path) -> None:
    book = Workbook(write_only=True)
    points, left_out = demand_points(made.answer, MOST_POINTS)
    _sheet(book, actions(made), [made.title, *made.cautions])
    _sheet(book, made.figures, list(made.conclusion))
    for table in (made.sites, made.curve, made.counties, made.what_ifs):
        _sheet(book, table)
    said = _("另有 %(count)d 个需求点没有列出，见 GeoPackage") % {"count": left_out}
    _sheet(book, points, [said] if left_out else [])
    _sheet(book, made.basis, list(made.cautions))
    book.save(path)


def _sheet(book: Workbook, table: Table, said: list[str] | None = None) -> None:
    sheet = book.create_sheet(table.title)
    for at in range(1, len(table.heads) + 1):
        sheet.column_dimensions[get_column_letter(at)].width = _width(table, at - 1)
    for words in said or ():
        sheet.append([_cell(sheet, words, HEAD)])
    sheet.append([_cell(sheet, words, HEAD) for words in table.heads])
    for row in table.rows:
        sheet.append([_cell(sheet, value) for value in row])


def _width(table: Table, column: int) -> float:
    """Of the first rows; a Chinese character is about two digits wide."""
    longest = max((len(str(row[column])) for row in table.rows[:200]), default=0)
    return float(min(60, 4 + 2 * max(longest, len(table.heads[column]))))


def _cell(sheet: Any, value: Any, font: Font | None = None) -> Any:
    cell = WriteOnlyCell(sheet, value=value)
    # By itself openpyxl takes a leading = for a formula.
    if isinstance(value, str):
        cell.data_type = "s"
        cell.alignment = WRAPPED
    if font is not None:
        cell.font = font
        cell.alignment = Alignment()
    return cell

"""A workbook as tables: inspected, measured in one pass, then read again as often as wanted."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from directory.ledger.cells import (
    Cells,
    Fault,
    Formula,
    Table,
    Value,
    cell_name,
    column_letter,
    serial_date,
)
from directory.ledger.errors import LedgerFileError
from directory.ledger.inspection import check_package
from directory.ledger.limits import Limits
from directory.ledger.markup import damaged
from directory.ledger.package import Package
from directory.ledger.workbook import Sheet, Workbook, open_workbook, unescaped
from directory.ledger.worksheet import RawCell, SheetReader


class XlsxSource:
    kind = "xlsx"

    def __init__(self, path: Path, limits: Limits) -> None:
        self._path, self._limits = path, limits
        with Package(path, limits) as package:
            check_package(package)
            self._workbook = open_workbook(package)
            tables: list[Table] = []
            for sheet in self._workbook.sheets:
                tables.append(_measured(package, sheet, sum(each.rows for each in tables)))
        self.tables = tuple(tables)
        self.since_1904 = self._workbook.since_1904
        self._sheets = {sheet.name: sheet for sheet in self._workbook.sheets}

    def rows(self, table: Table) -> Iterator[tuple[int, Cells]]:
        sheet = self._sheets[table.name]
        with Package(self._path, self._limits) as package, package.open(sheet.part) as part:
            reader = SheetReader(sheet.part, sheet.name, self._limits)
            for row in reader.rows(part):
                cells = {cell.column: self._value(cell, row.number, sheet) for cell in row.cells}
                yield row.number, cells
                if row.number >= table.last_row:
                    return

    def column_name(self, column: int) -> str:
        return column_letter(column)

    def cell_name(self, table: Table, column: int, row: int) -> str:
        return cell_name(column, row, table.name)

    def _value(self, cell: RawCell, row: int, sheet: Sheet) -> Value:
        if cell.formula:
            return Formula()
        try:
            return _plain(cell, self._workbook)
        except (ValueError, IndexError, OverflowError) as error:
            where = cell_name(cell.column, row)
            raise damaged(f"工作表“{sheet.name}”的 {where}", "内容与类型不符") from error


def _plain(cell: RawCell, workbook: Workbook) -> Value:
    text = cell.text
    match cell.type:
        case "s":
            at = int(text)
            if at < 0:
                raise IndexError(at)
            return workbook.strings[at]
        case "n":
            return _number(text, cell.style, workbook)
        case "b":
            return bool(int(text))
        case "e":
            return Fault(text.strip()[:20])
        case "d":
            return dt.datetime.fromisoformat(text.strip()).replace(tzinfo=None)
        case "str" | "inlineStr":
            return unescaped(text)
    raise ValueError(cell.type)


def _number(text: str, style_text: str, workbook: Workbook) -> Value:
    if len(text) > 40:
        raise ValueError(text[:40])
    number = float(text)
    if not -1e300 < number < 1e300:
        raise OverflowError(text)
    at = int(style_text)
    style = workbook.styles[at] if at < len(workbook.styles) else "plain"
    if style == "date":
        return _date(number, workbook.since_1904)
    if style == "percent":
        return f"{number * 100:.10g}%"
    return int(number) if number.is_integer() else number


def _date(number: float, since_1904: bool) -> Value:
    try:
        found = serial_date(number, since_1904)
    except (OverflowError, ValueError):
        return Fault(f"日期序号 {number:g}")
    if isinstance(found, dt.datetime | dt.date | dt.time):
        return found
    return Fault(f"日期序号 {number:g}")


def _measured(package: Package, sheet: Sheet, before: int) -> Table:
    """Reads the sheet through once; too many rows are refused as soon as they are met."""
    limits = package.limits
    reader = SheetReader(sheet.part, sheet.name, limits)
    table = Table(sheet.name, sheet.hidden)
    rows = last_row = columns = hidden = 0
    with package.open(sheet.part) as part:
        for row in reader.rows(part):
            rows, last_row = rows + 1, row.number
            columns = max(columns, row.cells[-1].column)
            hidden += row.hidden
            if columns > limits.columns:
                raise LedgerFileError(
                    "too-many-columns",
                    f"第 {columns} 列还有内容，最多 {limits.columns} 列",
                    sheet=sheet.name,
                    cell=cell_name(columns, row.number),
                )
            if before + rows > limits.rows:
                raise LedgerFileError(
                    "too-many-rows",
                    f"有内容的行超过 {limits.rows} 行",
                    "请分几个文件上传",
                    sheet=sheet.name,
                )
    return replace(
        table, rows=rows, last_row=last_row, columns=columns, hidden_rows=hidden,
        merges=tuple(reader.merges),
    )  # fmt: skip

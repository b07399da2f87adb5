"""One sheet as a stream of rows in constant memory; its stated dimension is never looked at."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO

from directory.ledger.cells import Merge, column_number
from directory.ledger.errors import LedgerFileError
from directory.ledger.limits import LAST_COLUMN, LAST_ROW, Limits
from directory.ledger.markup import damaged, local_names, stream
from directory.ledger.workbook import cell_too_long

_TAGS = local_names(
    "row", "c", "v", "f", "t", "rPh", "is", "mergeCell", "sheetData", "worksheet"
)  # fmt: skip
_REFERENCE = re.compile("([A-Z]{1,3})([0-9]{1,7})")
_RANGE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})(?::\$?([A-Z]{1,3})\$?([0-9]{1,7}))?")


@dataclass(slots=True)
class RawCell:
    """`type` and `text` as the file has them; `style` is a number of the workbook's styles."""

    column: int
    type: str
    style: str
    formula: bool = False
    text: str = ""

    @property
    def filled(self) -> bool:
        return self.formula or bool(self.text.strip())


@dataclass(slots=True)
class RawRow:
    """A row of which something is filled, without its empty cells."""

    number: int
    hidden: bool = False
    cells: list[RawCell] = field(default_factory=list)


class SheetReader:
    """Yields the filled rows in order, then knows the merged ranges in `merges`."""

    def __init__(self, part: str, sheet: str, limits: Limits) -> None:
        self._part, self._sheet, self._limits = part, sheet, limits
        self.merges: list[Merge] = []
        self._ready: list[RawRow] = []
        self._row = RawRow(0)
        self._cell: RawCell | None = None
        self._column = 0
        self._pieces: list[str] = []
        self._length = 0
        self._reading = self._phonetic = self._in_root = False
        self._others = 0
        self._depth = 0

    def rows(self, source: IO[bytes]) -> Iterator[RawRow]:
        events = stream(source, self._part, self._limits, self._start, self._end, self._characters)
        for _ in events:
            yield from self._ready
            self._ready.clear()
        if not self._in_root:
            raise damaged(self._part, "不是工作表")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        tag = _TAGS.get(name)
        if tag == "c":
            self._start_cell(attributes)
        elif tag == "v":
            self._reading = True
        elif tag == "row":
            self._start_row(attributes)
        elif tag == "t":
            self._reading = not self._phonetic
        elif tag == "f" and self._cell is not None:
            self._cell.formula = True
        elif tag == "rPh":
            self._phonetic = True
        elif tag == "mergeCell":
            self._merge(attributes.get("ref", ""))
        elif tag == "worksheet":
            self._in_root = True
        elif tag is None:
            self._count_other()

    def _end(self, name: str) -> None:
        self._depth -= 1
        tag = _TAGS.get(name)
        if tag == "c":
            self._end_cell()
        elif tag in ("v", "t"):
            self._reading = False
        elif tag == "row":
            if self._row.cells:
                self._ready.append(self._row)
        elif tag == "rPh":
            self._phonetic = False

    def _characters(self, text: str) -> None:
        if not self._reading or self._cell is None:
            return
        self._pieces.append(text)
        self._length += len(text)
        if self._length > self._limits.cell_chars:
            raise cell_too_long(self._limits, f"第 {self._row.number} 行")

    def _start_row(self, attributes: dict[str, str]) -> None:
        number = self._row.number + 1
        if stated := attributes.get("r"):
            if not re.fullmatch("[0-9]{1,7}", stated) or int(stated) < number:
                raise self._damaged(f"行号 {stated[:10]} 不对")
            number = int(stated)
        if number > LAST_ROW:
            raise self._damaged(f"行号超过 {LAST_ROW}")
        self._row = RawRow(number, attributes.get("hidden") in ("1", "true"))
        self._column = 0

    def _start_cell(self, attributes: dict[str, str]) -> None:
        column = self._column + 1
        if stated := attributes.get("r"):
            match = _REFERENCE.fullmatch(stated)
            if match is None or int(match[2]) != self._row.number:
                raise self._damaged(f"单元格 {stated[:12]} 不在它的行里")
            named = column_number(match[1])
            if named < column:
                raise self._damaged(f"单元格 {stated} 重复或次序不对")
            column = named
        if column > LAST_COLUMN:
            raise self._damaged(f"列数超过 {LAST_COLUMN}")
        self._column = column
        self._cell = RawCell(column, attributes.get("t", "n"), attributes.get("s", "0"))
        self._pieces.clear()
        self._length = 0

    def _end_cell(self) -> None:
        cell, self._cell = self._cell, None
        if cell is None:
            raise self._damaged("单元格套着单元格")
        cell.text = "".join(self._pieces)
        if cell.filled:
            self._row.cells.append(cell)

    def _merge(self, reference: str) -> None:
        match = _RANGE.fullmatch(reference)
        if match is None:
            raise self._damaged(f"合并区域 {reference[:30]} 不对")
        left, top = column_number(match[1]), int(match[2])
        right = column_number(match[3]) if match[3] else left
        bottom = int(match[4]) if match[4] else top
        if right < left or bottom < top:
            raise self._damaged(f"合并区域 {reference[:30]} 不对")
        self.merges.append(Merge(left, top, right, bottom))
        if len(self.merges) > self._limits.merges:
            raise LedgerFileError(
                "too-many-merges",
                f"合并单元格超过 {self._limits.merges} 处",
                "请取消不需要的合并后再上传",
                sheet=self._sheet,
            )

    def _count_other(self) -> None:
        self._others += 1
        if self._others > self._limits.other_elements or self._depth > self._limits.depth:
            raise LedgerFileError(
                "too-complex",
                "工作表里的格式、校验或链接过多",
                "请新建表格，用“选择性粘贴—数值”把内容粘贴过去再上传",
                sheet=self._sheet,
            )

    def _damaged(self, detail: str) -> LedgerFileError:
        return damaged(f"工作表“{self._sheet}”", detail)

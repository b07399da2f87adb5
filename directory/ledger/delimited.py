"""Text tables: encoding and delimiter found out, never guessed where the bytes contradict it."""

import codecs
import csv
import io
import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, TextIO

from directory.ledger.cells import Cells, Table, cell_name, column_letter
from directory.ledger.errors import LedgerFileError
from directory.ledger.limits import Limits
from directory.ledger.workbook import cell_too_long

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CHUNK, _SAMPLE = 64 * 1024, 64 * 1024
_DELIMITERS = ",\t;"
_SURELY = 50
# In UTF-16 every line end, digit and delimiter has a zero: more than one byte in fifty.
_ZEROS_OF_WIDE = 50
_SHOWN = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8",
    "gb18030": "UTF-8 或 GB 18030",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
}
# What makes a spreadsheet take a text for a formula.
FORMULA_STARTS = "=+-@\t\r＝＋－＠"
# What UTF-8 becomes when a program has saved it as GBK after failing to read it.
_MANGLED = "锟斤拷"
_AS_UTF8 = "请用 Excel 或 WPS 另存为“CSV UTF-8”，或直接上传 .xlsx"


class CsvSource:
    """One table without a name. Row numbers are those that Excel shows, blank lines counted."""

    kind = "csv"
    since_1904 = False

    def __init__(self, path: Path, limits: Limits) -> None:
        self._path, self._limits = path, limits
        self.encoding = encoding_of(path)
        self.delimiter = _delimiter(path, self.encoding, limits)
        rows = last_row = columns = 0
        for number, cells in self._rows():
            rows, last_row, columns = rows + 1, number, max(columns, *cells)
            if rows > limits.rows:
                raise LedgerFileError(
                    "too-many-rows", f"有内容的行超过 {limits.rows} 行", "请分几个文件上传"
                )
        self.tables = (Table("", rows=rows, last_row=last_row, columns=columns),)

    def rows(self, table: Table) -> Iterator[tuple[int, Cells]]:
        return self._rows()

    def column_name(self, column: int) -> str:
        return column_letter(column)

    def cell_name(self, table: Table, column: int, row: int) -> str:
        return cell_name(column, row)

    def _rows(self) -> Iterator[tuple[int, Cells]]:
        with self._path.open(encoding=self.encoding, newline="") as file:
            lines = _Lines(file, self._limits)
            reader = csv.reader(lines, delimiter=self.delimiter, strict=True)
            for number in itertools.count(1):
                try:
                    values = next(reader, None)
                except csv.Error as error:
                    raise _bad_line(lines.number, str(error), self._limits) from error
                if values is None:
                    return
                lines.since_row = 0
                if cells := self._cells(number, values):
                    yield number, cells

    def _cells(self, number: int, values: list[str]) -> Cells:
        most = self._limits.columns
        if len(values) > most and any(values[most:]):
            raise LedgerFileError(
                "too-many-columns", f"第 {number} 行有 {len(values)} 列，最多 {most} 列"
            )
        if max(map(len, values), default=0) > self._limits.cell_chars:
            raise cell_too_long(self._limits, f"第 {number} 行")
        return {at: _bare(value) for at, value in enumerate(values, start=1) if value.strip()}


class _Lines:
    """Decoded lines; one that is too long, or a quotation that does not end, is refused."""

    def __init__(self, file: TextIO, limits: Limits) -> None:
        self._file, self._limits = file, limits
        self.number = self.since_row = 0

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self._file.readline(self._limits.csv_line_chars + 1)
        if not line:
            raise StopIteration
        self.number += 1
        self.since_row += 1
        if len(line) > self._limits.csv_line_chars:
            raise LedgerFileError(
                "line-too-long",
                f"第 {self.number} 行超过 {self._limits.csv_line_chars} 个字符",
                _AS_UTF8,
            )
        if self.since_row > self._limits.csv_lines_a_row:
            raise LedgerFileError(
                "open-quote",
                f"第 {self.number} 行之前有一个引号没有配对",
                "请补上引号，或上传 .xlsx",
            )
        if "\0" in line:
            raise LedgerFileError(
                "nul", f"第 {self.number} 行含有空字符（NUL），文件已损坏", _AS_UTF8
            )
        if _MANGLED in line or "\ufffd" in line:
            raise LedgerFileError(
                "mangled",
                f"第 {self.number} 行的文字已经因转码损坏（“锟斤拷”或“�”）",
                "请从原来的表格重新导出",
            )
        return line


def _bare(value: str) -> str:
    """Without the apostrophe that keeps a spreadsheet from computing the text (see `writing`)."""
    return value[1:] if guarded(value) else value


def guarded(value: str) -> bool:
    rest = value.lstrip("'")
    return value.startswith("'") and rest[:1] != "" and rest[0] in FORMULA_STARTS


class _Undecodable(ValueError):
    """`seen`: how many characters beyond ASCII were read well before `byte` in line `line`."""

    def __init__(self, encoding: str, byte: int, line: int, seen: int) -> None:
        super().__init__(encoding)
        self.encoding, self.byte, self.line, self.seen = encoding, byte, line, seen

    def refusal(self) -> LedgerFileError:
        return LedgerFileError(
            "encoding",
            f"第 {self.line} 行（第 {self.byte + 1} 个字节）无法按 {_SHOWN[self.encoding]} 解码",
            f"可用的编码：UTF-8、GBK、GB 18030、UTF-16。{_AS_UTF8}",
        )


def encoding_of(path: Path) -> str:
    """By its mark, else UTF-8 if all of it is, else UTF-16 if its zeros say so, else GB 18030."""
    with path.open("rb") as file:
        sample = file.read(_SAMPLE)
        marked = [encoding for mark, encoding in _BOMS if sample.startswith(mark)]
        zeros = sample.count(0) * _ZEROS_OF_WIDE > len(sample)
        wide = [_wide(sample)] if zeros and not marked else []
        worst: _Undecodable | None = None
        for encoding in marked or wide or ("utf-8", "gb18030"):
            try:
                _decode(file, encoding)
            except _Undecodable as error:
                # Chinese in GBK is not UTF-8 for long; this is UTF-8 with a damaged byte.
                if error.encoding == "utf-8" and error.seen >= _SURELY:
                    raise error.refusal() from None
                worst = error
            else:
                return encoding
    raise worst.refusal() if worst else LedgerFileError("empty", "文件是空的")


def _wide(sample: bytes) -> str:
    """UTF-16 without a mark: line ends and delimiters have their zeros all on one side."""
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if bool(even) == bool(odd):
        raise LedgerFileError("nul", "文件里有空字符（NUL），不是文本表格", _AS_UTF8)
    return "utf-16-le" if odd else "utf-16-be"


def _decode(file: BinaryIO, encoding: str) -> None:
    """Nothing if the whole file is in `encoding`; otherwise where it is not."""
    file.seek(0)
    decoder = codecs.getincrementaldecoder(encoding)()
    done = lines = seen = held = 0
    while True:
        chunk = file.read(_CHUNK)
        try:
            text = decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError as error:
            before = error.object[: error.start].decode(encoding, errors="ignore")
            seen += sum(char > "\x7f" for char in before)
            at = done - held + error.start
            raise _Undecodable(encoding, at, lines + 1 + before.count("\n"), seen) from None
        lines += text.count("\n")
        seen += 0 if text.isascii() else sum(char > "\x7f" for char in text)
        done += len(chunk)
        held = len(decoder.getstate()[0])
        if not chunk:
            return


def _delimiter(path: Path, encoding: str, limits: Limits) -> str:
    """The one that splits the most of the first lines into the same number of parts."""
    with path.open(encoding=encoding, newline="") as file:
        lines = "".join(itertools.islice(_Lines(file, limits), 20))
    best, chosen = 0, ","
    for each in _DELIMITERS:
        try:
            counts = [
                len(row) for row in csv.reader(io.StringIO(lines, newline=""), delimiter=each)
            ]
        except csv.Error:
            continue
        usual = max(set(counts), key=counts.count, default=0)
        score = counts.count(usual) * (usual - 1)
        if score > best:
            best, chosen = score, each
    return chosen


def _bad_line(line: int, error: str, limits: Limits) -> LedgerFileError:
    if "field larger" in error:
        reason = f"第 {line} 行有一格超过 {limits.cell_chars} 个字符，或引号没有配对"
        return LedgerFileError("cell-too-long", reason, "请检查引号，或上传 .xlsx")
    return LedgerFileError("quotes", f"第 {line} 行的引号不对", "请检查引号，或上传 .xlsx")

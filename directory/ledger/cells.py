"""A table as it stands in a file, before anything in it has a meaning: rows of cells by column."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from geo.deferred import Deferred

utils = Deferred("openpyxl.utils")
dates = Deferred("openpyxl.utils.datetime")


@dataclass(frozen=True, slots=True)
class Formula:
    """A cell that computes; what it came to is not looked at."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A cell that shows an error (#REF!), or a number that is no date in spite of its format."""

    text: str


Value = str | int | float | bool | dt.date | dt.datetime | dt.time | Formula | Fault
Cells = Mapping[int, Value]


@dataclass(frozen=True, slots=True)
class Merge:
    """Columns and rows count from 1; the last ones belong to it."""

    left: int
    top: int
    right: int
    bottom: int


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet, or the one table of another file, and how much of it is filled.

    `hidden_rows` counts rows that are filled and hidden.
    """

    name: str
    hidden: bool = False
    rows: int = 0
    last_row: int = 0
    columns: int = 0
    hidden_rows: int = 0
    merges: tuple[Merge, ...] = ()


class Source(Protocol):
    """A file that has passed inspection. Rows come in order; those without a value are left out."""

    @property
    def kind(self) -> str: ...
    @property
    def tables(self) -> tuple[Table, ...]: ...
    @property
    def since_1904(self) -> bool: ...
    def rows(self, table: Table) -> Iterator[tuple[int, Cells]]: ...
    def column_name(self, column: int) -> str: ...
    def cell_name(self, table: Table, column: int, row: int) -> str: ...


def column_letter(column: int) -> str:
    """From 1: A."""
    letter: str = utils.get_column_letter(column)
    return letter


def column_number(letters: str) -> int:
    """A: 1."""
    number: int = utils.column_index_from_string(letters)
    return number


def cell_name(column: int, row: int, sheet: str = "") -> str:
    """名录!C7"""
    name = f"{column_letter(column)}{row}"
    return f"{sheet}!{name}" if sheet else name


def serial_date(number: float, since_1904: bool) -> dt.datetime | dt.date | dt.time | None:
    """What a workbook's serial number means; OverflowError or ValueError where it is no day."""
    epochs = dates.CALENDAR_WINDOWS_1900, dates.CALENDAR_MAC_1904
    found: dt.datetime | dt.date | dt.time | None = dates.from_excel(number, epochs[since_1904])
    return found

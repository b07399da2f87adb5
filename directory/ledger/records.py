"""What comes out of a file: frozen records, each with the cells that it was read from."""

import datetime as dt
from collections.abc import Callable
from collections.abc import Mapping as Lookup
from dataclasses import dataclass, field
from typing import Any, Literal

from directory.ledger.errors import RowProblem
from directory.ledger.limits import USUAL, Limits
from directory.ledger.mapping import NO_MAPPING, Mapping
from directory.ledger.template import Template
from directory.ledger.terms import Vocabulary

# (rows done, rows in all). What it raises stops the reading.
Progress = Callable[[int, int], None]
Reason = Literal["total", "footer", "heading", "header", "blank"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOptions:
    """How a file is to be read.

    `datum` is the uploader's choice for coordinates that no column or heading gives one for;
    None: such coordinates are refused. `defaults` are typed values for fields that have no column
    or an empty cell (nature, form, region_code, accuracy_m …). `today` bounds dates, if given.
    `sheets` are the names of those to read; none named: all.
    """

    template: Template
    vocabulary: Vocabulary
    mapping: Mapping = NO_MAPPING
    datum: str | None = None
    defaults: Lookup[str, Any] = field(default_factory=dict)
    today: dt.date | None = None
    include_hidden: bool = False
    sheets: tuple[str, ...] = ()
    limits: Limits = USUAL
    progress: Progress | None = None


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One place as a file has it.

    `values` holds every field that the file has a column for (or a default), typed as `PlaceInput`
    has it; empty cells are "" or None or (), columns that are not there are absent. What a problem
    names is empty too. `cells` names the cell of each field; the record is usable if `ok`.
    """

    sheet: str
    row: int
    values: Lookup[str, Any]
    cells: Lookup[str, str]
    problems: tuple[RowProblem, ...] = ()

    @property
    def ok(self) -> bool:
        return all(problem.warning for problem in self.problems)

    @property
    def has_position(self) -> bool:
        return self.values.get("lon") is not None and self.values.get("lat") is not None


@dataclass(frozen=True, slots=True)
class Skipped:
    """A row that is no place. What stood in it is not kept: footers name people."""

    sheet: str
    row: int
    reason: Reason


@dataclass(frozen=True, slots=True)
class SheetSummary:
    """A sheet and whether it is read; `reason` says in Chinese why not."""

    name: str
    hidden: bool
    rows: int
    read: bool
    header_rows: tuple[int, int] | None = None
    hidden_rows: int = 0
    reason: str = ""

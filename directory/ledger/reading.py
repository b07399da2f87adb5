"""A file from the first byte to its records."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from directory.ledger.cells import Source, Table
from directory.ledger.convert import Converter
from directory.ledger.coordinates import datum_in
from directory.ledger.delimited import CsvSource
from directory.ledger.errors import LedgerFileError
from directory.ledger.geojson import GeoJsonSource
from directory.ledger.headers import LOOKED_THROUGH, Header, find_header
from directory.ledger.inspection import kind_of
from directory.ledger.mapping import Column, Headings, Mapping, columns_of, missing_fields
from directory.ledger.notes import Notes
from directory.ledger.records import LedgerRow, ReadOptions, SheetSummary, Skipped
from directory.ledger.rows import Sorted, sort_rows
from directory.ledger.xlsx import XlsxSource

_PROGRESS_EVERY = 200


@dataclass(frozen=True, slots=True)
class _Plan:
    """A table that is read: where its header is and which columns it has."""

    table: Table
    header: Header
    columns: tuple[Column, ...]

    @property
    def has_names(self) -> bool:
        return "name" in self.by_field()

    def by_field(self) -> dict[str, int]:
        return {each.field: each.column for each in self.columns if each.field}


class Reading:
    """A file that has passed inspection, with its headings found and a mapping proposed.

    `missing` names obligatory fields without a column: then `rows` refuses, and the office has to
    adjust the mapping first. `skipped` is filled while `rows` runs.
    """

    def __init__(self, source: Source, name: str, options: ReadOptions) -> None:
        self.source, self._options = source, options
        self.name, self.kind = name, source.kind
        self.encoding: str = getattr(source, "encoding", "")
        self.skipped: list[Skipped] = []
        headings = Headings(options.template)
        found = [self._plan(table, headings) for table in source.tables]
        if any(plan and plan.has_names for _, plan in found):
            found = [_without_nameless(*each) for each in found]
        self.sheets: tuple[SheetSummary, ...] = tuple(summary for summary, _ in found)
        plans = [plan for _, plan in found if plan]
        self._plans: list[_Plan] = plans
        if not plans:
            raise _no_header(self.sheets)
        self.columns: tuple[Column, ...] = tuple(
            column for plan in plans for column in plan.columns
        )
        self.missing: tuple[str, ...] = tuple(
            dict.fromkeys(
                field
                for plan in plans
                for field in missing_fields(options.template, plan.columns, options.defaults)
            )
        )

    @property
    def total(self) -> int:
        """Filled rows below the headings: places, and at most a few rows that are skipped."""
        return sum(plan.table.rows for plan in self._plans)

    @property
    def mapping(self) -> Mapping:
        """What is in force: decided by the office or taken from known headings."""
        decided = {
            column.key: column.field or ""
            for column in self.columns
            if column.field or column.left_out
        }
        return Mapping({**self._options.mapping.fields, **decided})

    @property
    def unmapped(self) -> tuple[Column, ...]:
        """Columns that are not read and that nobody has decided to leave out."""
        return tuple(each for each in self.columns if not each.field and not each.left_out)

    def rows(self) -> Iterator[LedgerRow]:
        """The records, read as they are asked for."""
        if self.missing:
            labels = "、".join(self._options.template.label_of(field) for field in self.missing)
            raise LedgerFileError(
                "missing-columns", f"缺少必需的列：{labels}", "请在列对应里指定，或补上这些列再上传"
            )
        self.skipped = []
        done = 0
        for plan in self._plans:
            for row in self._places(plan):
                done += 1
                if self._options.progress and done % _PROGRESS_EVERY == 0:
                    self._options.progress(done, self.total)
                yield row
        if self._options.progress:
            self._options.progress(self.total, self.total)

    def _plan(self, table: Table, headings: Headings) -> tuple[SheetSummary, _Plan | None]:
        def summary(reason: str = "", header: Header | None = None) -> SheetSummary:
            span = (header.first, header.last) if header else None
            return SheetSummary(
                table.name, table.hidden, table.rows, not reason, span, table.hidden_rows, reason
            )

        if not table.rows:
            return summary("空表"), None
        if self._options.sheets and table.name not in self._options.sheets:
            return summary("没有选中"), None
        if table.hidden and not self._options.include_hidden:
            return summary("隐藏的工作表，没有读入"), None
        first = itertools.takewhile(lambda row: row[0] <= LOOKED_THROUGH, self.source.rows(table))
        header = find_header(dict(first), table.merges, table.columns, headings)
        if header is None:
            return summary("没有找到表头，没有读入"), None
        paths = {at: (self.source.column_name(at), path) for at, path in header.paths.items()}
        columns = columns_of(table.name, paths, headings, self._options.mapping)
        return summary("", header), _Plan(table, header, columns)

    def _places(self, plan: _Plan) -> Iterator[LedgerRow]:
        columns = plan.by_field()
        named = [
            part
            for column in plan.columns
            if column.field in ("lon", "lat", "lon_lat")
            for part in column.path
        ]
        converter = Converter(
            self._options,
            frozenset(columns),
            self.source.since_1904,
            datum_in(named, self._options.vocabulary.datums),
        )
        rows = sort_rows(
            self.source.rows(plan.table), plan.header, plan.table.merges, columns,
            plan.table.columns,
        )  # fmt: skip
        for row in rows:
            if row.skip:
                self.skipped.append(Skipped(plan.table.name, row.number, row.skip))
            else:
                yield self._record(row, plan.table, columns, converter)

    def _record(
        self, row: Sorted, table: Table, columns: dict[str, int], converter: Converter
    ) -> LedgerRow:
        cells = {field: row.cells[at] for field, at in columns.items() if at in row.cells}
        names = {
            field: self.source.cell_name(table, at, row.number) for field, at in columns.items()
        }
        notes = Notes()
        at = columns.get("name", 0)
        if at in row.cells and at not in row.own:
            notes.at(names["name"], "name").add(
                "merged-name", "市场名称与上面的行合并，看不出是一处还是两处；请一处一行"
            )
        values = converter.values(cells, names, notes)
        return LedgerRow(table.name, row.number, values, names, tuple(notes.problems))


def _without_nameless(
    summary: SheetSummary, plan: _Plan | None
) -> tuple[SheetSummary, _Plan | None]:
    """Beside a list of places, a table without their names is some other table."""
    if plan is None or plan.has_names:
        return summary, plan
    return replace(summary, read=False, reason="没有市场名称一列，没有读入"), None


def read_file(path: Path, name: str, options: ReadOptions) -> Reading:
    """Inspects the file at `path` (uploaded as `name`), finds its headings, proposes a mapping.

    `LedgerFileError` where the file is refused as a whole.
    """
    match kind_of(path, name, options.limits):
        case "xlsx":
            source: Source = XlsxSource(path, options.limits)
        case "csv":
            source = CsvSource(path, options.limits)
        case "geojson":
            source = GeoJsonSource(path, options.limits)
    return Reading(source, name, options)


def _no_header(sheets: tuple[SheetSummary, ...]) -> LedgerFileError:
    if all(not sheet.rows for sheet in sheets):
        return LedgerFileError("no-rows", "文件里没有内容")
    hidden = [sheet.name for sheet in sheets if sheet.hidden and sheet.rows]
    if hidden and all(sheet.hidden for sheet in sheets if sheet.rows):
        return LedgerFileError(
            "only-hidden", f"内容只在隐藏的工作表里（{'、'.join(hidden)}）", "请取消隐藏再上传"
        )
    return LedgerFileError(
        "no-header",
        f"前 {LOOKED_THROUGH} 行里找不到表头（至少要有市场名称、运营性质、详细地址这样的三列）",
        "请用本省的模板，或检查表头文字",
    )

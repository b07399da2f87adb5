"""The 名录清单 workbook read and written. Pure: no Django, no settings, no request.

Reading::

    template = Template.load(Path("fixtures/templates/370000.json"))    # or load_templates(folder)
    vocabulary = Vocabulary(trades=Terms.of((t.code, t.name, t.synonyms) for t in trades), …)
    options = ReadOptions(template=template, vocabulary=vocabulary, datum="gcj02", today=today)
    reading = read_file(path, "名录.xlsx", options)     # LedgerFileError: refused as a whole
    reading.sheets      # SheetSummary: which are read, which not and why (hidden ones are said)
    reading.columns     # Column: letter, heading, field or None; `suggested` is only a guess
    reading.missing     # obligatory fields without a column; rows() refuses until they are mapped
    reading.mapping     # in force; keep `to_json()`, give it back as ReadOptions(mapping=…)
    for row in reading.rows(): ...                      # LedgerRow, lazily
    reading.skipped     # sums, footers, blanks: sheet, row, reason; never their text

`LedgerRow.values` is typed and named as `directory.entries.PlaceInput`, less `office`, `zones` and
`demo`, plus `seekers`, `hires` (int | None), `counted_on` (date | None) and `method` (str):

- A field without a column and without a default is absent: what stands in the ledger stays. An
  empty cell is "", None or (): nothing is known.
- `public_id` None: a new place, or one to be recognised by name. `datum` "" and `lon`, `lat` None:
  no position; place it by hand or by its town.
- `zones` have no notation in one cell, so no sheet holds them. An import must leave them standing.
- `trades` keep their order, corner and main flag. A layout with a column 其他工种 says which are
  main; without one the first listed is. `peaks`: `05:00-07:00（最好 04:30 前到；说明）`.
- A row with an error still has its other values; `row.ok` tells, `row.problems` names the cells.
- `hours` are in canonical syntax already.

Writing::

    write_xlsx(template, rows, path, vocabulary, title="薛城区零工市场名录清单")
    write_csv(template, rows, path, vocabulary)
    write_geojson(template, rows, path, vocabulary)

take an iterable of the same `values` mappings, in the layout of a template, in constant memory;
what they write is read back equal (texts as `texts.clean` leaves them).
"""

from directory.ledger.errors import LedgerFileError, RowProblem
from directory.ledger.fields import FIELDS, Field
from directory.ledger.limits import Limits
from directory.ledger.mapping import NO_MAPPING, Column, Mapping, MappingError
from directory.ledger.reading import Reading, read_file
from directory.ledger.records import LedgerRow, ReadOptions, SheetSummary, Skipped
from directory.ledger.template import Template, TemplateColumn, TemplateError, load_templates
from directory.ledger.terms import Terms, Vocabulary
from directory.ledger.texts import clean
from directory.ledger.writing import write_csv, write_geojson, write_xlsx

__all__ = [
    "FIELDS",
    "NO_MAPPING",
    "Column",
    "Field",
    "LedgerFileError",
    "LedgerRow",
    "Limits",
    "Mapping",
    "MappingError",
    "ReadOptions",
    "Reading",
    "RowProblem",
    "SheetSummary",
    "Skipped",
    "Template",
    "TemplateColumn",
    "TemplateError",
    "Terms",
    "Vocabulary",
    "clean",
    "load_templates",
    "read_file",
    "write_csv",
    "write_geojson",
    "write_xlsx",
]

"""Tables as they stand on paper: shorter numbers, and existing places by themselves."""

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from planning.reports.content import Content, Table

# Of the sites' table, for places that stand: name, county, people, capacity, longitude, latitude.
_OF_STANDING = (2, 3, 6, 7, 10, 11)


def worded(table: Table) -> Table:
    """1 204 for 1203.7 and 600 for 600.0; a workbook keeps numbers as they are."""
    return replace(table, rows=tuple(tuple(_short(cell) for cell in row) for row in table.rows))


def sites(made: Content) -> tuple[Table, Table]:
    """What is built or moved, with everything that is said of it, and what stands, in short."""
    stands = [each.kind == "existing" for each in made.answer.sites]
    rows = list(zip(made.sites.rows, stands, strict=True))
    changed = replace(made.sites, rows=tuple(row for row, standing in rows if not standing))
    standing = Table(
        _("保留的现有地点"),
        tuple(made.sites.heads[at] for at in _OF_STANDING),
        tuple(tuple(row[at] for at in _OF_STANDING) for row, standing in rows if standing),
    )
    return worded(changed), worded(standing)


def _short(cell: Any) -> Any:
    if not isinstance(cell, float):
        return cell
    if abs(cell) >= 1000:
        return f"{cell:,.0f}"
    return int(cell) if cell.is_integer() else cell

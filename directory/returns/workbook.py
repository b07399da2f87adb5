"""The official workbook of a copy, in the province's own layout as the export has it."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from directory.entries import PlaceInput
from directory.imports.vocabulary import template_for, templates, vocabulary
from directory.ledger import write_xlsx
from directory.models import ReturnCopy, ReturnRow


def write(copy: ReturnCopy, path: Path) -> int:
    """How many places were written."""
    region = copy.of.region_code
    template = templates()[template_for(region)]
    with translation.override("zh-hans"):
        title = _("%(title)s（%(period)s）") % {"title": template.title, "period": copy.of.period}
        return write_xlsx(template, _rows(copy), path, vocabulary(region), title=title)


def _rows(copy: ReturnCopy) -> Iterator[dict[str, Any]]:
    for row in copy.rows.all().iterator(1000):
        yield values_of(row)


def values_of(row: ReturnRow) -> dict[str, Any]:
    """As the export's rows. The layout has one day and one method for both figures: the newer."""
    entry = PlaceInput.from_json(row.entry)
    values: dict[str, Any] = {
        name: getattr(entry, name)
        for name in PlaceInput.__slots__
        if name not in ("office", "zones", "figures", "demo")
    }
    dated = sorted(row.figures.items(), key=lambda item: item[1]["on"] or "", reverse=True)
    for kind, said in row.figures.items():
        values[kind] = said["value"]
    if dated:
        newest = dated[0][1]
        values["counted_on"] = dt.date.fromisoformat(newest["on"]) if newest["on"] else None
        values["method"] = newest["method"]
    return values

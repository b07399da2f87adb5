"""The PDF of a return: its list, its sums, who signed it, the digest of the frozen copy.

Signed with the deployment's key where one is configured; otherwise it says that it is not.
"""

from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation

from directory import documents
from directory.entries import PlaceInput
from directory.entry_words import label, names_for, region_names, text
from directory.models import Return, ReturnCopy
from directory.returns.signature import signed

_FIELDS = ("name", "nature", "address", "trades")


def document(one: Return, copy: ReturnCopy) -> bytes:
    with translation.override("zh-hans"):
        html = render_to_string("maps/office/returns/pdf.html", _context(one, copy))
    made = documents.pdf(html)
    if not settings.RETURN_SIGNING_P12 or one.signed_by is None:
        return made
    return signed(
        made,
        settings.RETURN_SIGNING_P12,
        settings.RETURN_SIGNING_PASSWORD,
        f"{one.signed_by.office.name} {copy.digest}",
    )


def _context(one: Return, copy: ReturnCopy) -> dict[str, Any]:
    rows = list(copy.rows.all())
    entries = [PlaceInput.from_json(row.entry) for row in rows]
    names = names_for(entries)
    return {
        "one": one,
        "copy": copy,
        "region": region_names([one.region_code]).get(one.region_code, one.region_code),
        "missing": [part["name"] for part in copy.parts if not part["copy"]],
        "labels": [label(field) for field in _FIELDS],
        "rows": [
            ([text(field, entry, names) for field in _FIELDS], row.figures)
            for row, entry in zip(rows, entries, strict=True)
        ],
        "warnings": copy.findings.filter(severity="warning").exclude(explanation=""),
        "demo": any(entry.demo for entry in entries),
        "keyed": bool(settings.RETURN_SIGNING_P12) and one.signed_by is not None,
        "printed_at": timezone.now(),
    }

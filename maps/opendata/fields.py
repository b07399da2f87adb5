"""The data dictionary as a page has it, in the language of the page."""

from dataclasses import dataclass

from django.utils.translation import get_language

from directory.opendata.dictionary import allowed
from directory.opendata.fields import FIELDS, KINDS
from directory.publication import Snapshot


@dataclass(frozen=True, slots=True)
class Told:
    """`values`: code and meaning of each that is allowed; none where any will do."""

    name: str
    title: str
    kind: str
    unit: str
    about: str
    null: str
    values: tuple[tuple[str, str], ...]


def told(snapshot: Snapshot) -> list[Told]:
    chinese = (get_language() or "").startswith("zh")
    return [
        Told(
            field.name,
            field.title if chinese else field.title_en,
            KINDS[field.kind][not chinese],
            field.unit,
            field.about if chinese else field.about_en,
            field.null if chinese else field.null_en,
            tuple(
                (code, title if chinese else title_en)
                for code, title, title_en in allowed(snapshot, field)
            ),
        )
        for field in FIELDS
    ]

"""What the reading process is asked, and the words it is told; both as JSON. No Django."""

import datetime as dt
from collections.abc import Mapping as Lookup
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from directory.ledger import Mapping, ReadOptions, Template, Terms, Vocabulary

TERMS = ("trades", "services", "facilities", "regions")


@dataclass(frozen=True, slots=True)
class Question:
    """`path` is the file, `name` what it was uploaded as. `whole` False: only its headings."""

    path: str
    name: str
    template: str
    vocabulary: Lookup[str, Any]
    mapping: Lookup[str, str] = field(default_factory=dict)
    datum: str = ""
    defaults: Lookup[str, Any] = field(default_factory=dict)
    today: str = ""
    settled: bool = False
    memory_bytes: int = 0
    cpu_seconds: int = 0

    def options(self) -> ReadOptions:
        return ReadOptions(
            template=Template.load(Path(self.template)),
            vocabulary=vocabulary_from(self.vocabulary),
            mapping=Mapping.from_json(dict(self.mapping)),
            datum=self.datum or None,
            defaults=self.defaults,
            today=dt.date.fromisoformat(self.today) if self.today else None,
        )


def vocabulary_to_json(vocabulary: Vocabulary) -> dict[str, Any]:
    """The four lists that the ledger keeps; the others are the same for everybody."""
    lists = {name: getattr(vocabulary, name) for name in TERMS}
    return {
        name: {"names": dict(terms.names), "words": dict(terms.words)}
        for name, terms in lists.items()
    }


def vocabulary_from(data: Lookup[str, Any]) -> Vocabulary:
    return Vocabulary(**{name: Terms(**data[name]) for name in TERMS})

"""The words of the ledger as data: trades, service tags and facilities, kept up from JSON files."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import models, transaction

from directory.history import attribute
from directory.models import Facility, ServiceTag, Trade

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"
_FILES: tuple[tuple[str, type[models.Model], tuple[str, ...]], ...] = (
    ("trades.json", Trade, ("name", "name_en", "synonyms", "pinyin", "initials")),
    ("services.json", ServiceTag, ("name", "name_en")),
    ("facilities.json", Facility, ("name", "name_en")),
)


class VocabularyError(ValueError):
    """A vocabulary file says something that cannot be stored; the message names file and entry."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many entries of one file were added, and how many there are in it."""

    file: str
    added: int
    total: int


@transaction.atomic
def load(folder: Path = FIXTURES / "vocabulary") -> list[Loaded]:
    """Adds and updates by code, in file order; an entry no longer in the file stays in the ledger.

    A trade that has gone from its file is kept, because places refer to it, and set inactive.
    """
    attribute(None, "vocabulary.load")
    return [_load_file(folder / name, model, fields) for name, model, fields in _FILES]


def _load_file(path: Path, model: type[models.Model], fields: tuple[str, ...]) -> Loaded:
    entries = _read(path, fields)
    added = 0
    for position, entry in enumerate(entries):
        values = {field: entry[field] for field in fields} | {"position": position}
        if model is Trade:
            values |= {"icon": entry.get("icon", entry["code"]), "active": True}
        _, created = model._default_manager.update_or_create(code=entry["code"], defaults=values)
        added += created
    if model is Trade:
        Trade.objects.exclude(code__in=[entry["code"] for entry in entries]).update(active=False)
    return Loaded(path.name, added, len(entries))


def _read(path: Path, fields: tuple[str, ...]) -> list[dict[str, Any]]:
    """The entries of a file; a missing field or a word that stands for two entries is refused."""
    entries: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    taken: dict[str, str] = {}
    for number, entry in enumerate(entries, start=1):
        missing = [field for field in ("code", *fields) if not entry.get(field)]
        if missing:
            raise VocabularyError(f"{path.name} 第 {number} 条缺少 {'、'.join(missing)}")
        for word in {entry["code"], entry["name"], *entry.get("synonyms", ())}:
            if taken.setdefault(word, entry["code"]) != entry["code"]:
                raise VocabularyError(
                    f"{path.name}：“{word}”同时指 {taken[word]} 和 {entry['code']}"
                )
    return entries

"""Which column holds which field: known headings are taken, similar ones only asked about."""

from collections.abc import Iterable
from collections.abc import Mapping as Lookup
from dataclasses import dataclass
from typing import Any, Self

from rapidfuzz import fuzz

from directory.ledger.fields import FIELDS
from directory.ledger.template import Template
from directory.ledger.texts import keys

_ALIKE, _LONGEST = 70.0, 300
# Fields that together say what one obligatory field says.
_INSTEAD = {"lon": "lon_lat", "lat": "lon_lat", "trades": "other_trades"}

Path = tuple[str, ...]


class MappingError(ValueError):
    """A kept mapping that says nothing usable, in Chinese."""


@dataclass(frozen=True, slots=True)
class Mapping:
    """What an office decided: headings (as `path_key`) → field, or "" for a column to leave out.

    It knows nothing of sheets or positions, so it holds for next year's workbook too.
    """

    fields: Lookup[str, str]

    def to_json(self) -> dict[str, str]:
        return dict(self.fields)

    @classmethod
    def from_json(cls, data: Any) -> Self:
        if not isinstance(data, dict) or len(data) > 400:
            raise MappingError("列对应须为“表头 → 字段”的对象，最多 400 项")
        for path, field in data.items():
            if not isinstance(path, str) or not path or len(path) > _LONGEST:
                raise MappingError(f"列对应里的表头须为 1–{_LONGEST} 个字符")
            if field != "" and (not isinstance(field, str) or field not in FIELDS):
                raise MappingError(f"没有字段“{str(field)[:40]}”；可用：{'、'.join(FIELDS)}")
        return cls(dict(data))

    def with_column(self, path: Path, field: str) -> "Mapping":
        """The same with one column decided; "" leaves it out."""
        return Mapping.from_json({**self.fields, path_key(path): field})


NO_MAPPING = Mapping({})


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet. `field` None: not read. `suggested` is a guess to be asked about."""

    sheet: str
    column: int
    letter: str
    path: Path
    field: str | None
    suggested: str | None = None
    left_out: bool = False

    @property
    def heading(self) -> str:
        return " / ".join(self.path)

    @property
    def key(self) -> str:
        """What `Mapping.fields` knows this column by."""
        return path_key(self.path)


def path_key(path: Path) -> str:
    return "/".join(keys(part)[0] for part in path if keys(part))[:_LONGEST]


class Headings:
    """Every heading that is known for sure: those of the template first, then the usual ones."""

    def __init__(self, template: Template) -> None:
        self._paths: dict[str, str] = {}
        self._words: dict[str, str] = {}
        for column in template.columns:
            self._paths[path_key(column.path)] = column.field
        for column in template.columns:
            for word in (column.label, *column.words):
                self._learn(word, column.field)
        for field in FIELDS.values():
            for word in (field.label, field.name, *field.words):
                self._learn(word, field.name)

    def _learn(self, word: str, field: str) -> None:
        for each in keys(word):
            self._words.setdefault(each, field)

    def field_of(self, path: Path) -> str | None:
        """The field of a column by its whole path, by its last headings, or by its own."""
        if (known := self._paths.get(path_key(path))) is not None:
            return known
        tails = [path[-1:], path[-2:], path]
        for tail in tails:
            for each in keys("".join(tail)):
                if each in self._words:
                    return self._words[each]
        return None

    def guess(self, path: Path, taken: Iterable[str]) -> str | None:
        """The field with the most similar heading, if any is similar and not `taken`."""
        free = {word: field for word, field in self._words.items() if field not in set(taken)}
        best: tuple[float, str] = (0.0, "")
        for own in keys(path[-1]) + keys("".join(path)):
            for word, field in free.items():
                if len(own) > 1 and len(word) > 1:
                    within = word in own or own in word
                    score = max(fuzz.ratio(own, word), 75.0 if within else 0.0)
                    best = max(best, (score, field))
        return best[1] if best[0] >= _ALIKE else None


def columns_of(
    sheet: str, paths: Lookup[int, tuple[str, Path]], headings: Headings, mapping: Mapping
) -> tuple[Column, ...]:
    """Columns (number → letter, path) with their fields. The first of two for one field has it."""
    fields: dict[int, str | None] = {}
    left_out: set[int] = set()
    for at, (_, path) in paths.items():
        decided = mapping.fields.get(path_key(path))
        if decided == "":
            left_out.add(at)
        elif decided and decided not in fields.values():
            fields[at] = decided
    for at, (_, path) in paths.items():
        if at not in fields and at not in left_out:
            known = headings.field_of(path)
            fields[at] = known if known not in fields.values() else None
    taken = {field for field in fields.values() if field}
    return tuple(
        Column(
            sheet, at, letter, path, fields.get(at),
            None if fields.get(at) or at in left_out else headings.guess(path, taken),
            at in left_out,
        )
        for at, (letter, path) in paths.items()
    )  # fmt: skip


def missing_fields(
    template: Template, columns: Iterable[Column], given: Iterable[str]
) -> tuple[str, ...]:
    """Obligatory fields of the layout that no column holds and nothing else has `given`."""
    held = {column.field for column in columns} | set(given)
    return tuple(
        column.field
        for column in template.columns
        if column.required and not {column.field, _INSTEAD.get(column.field)} & held
    )

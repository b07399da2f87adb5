"""A province's layout of the 名录清单 as data: its columns, their headings, their order."""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from directory.ledger.fields import FIELDS
from directory.ledger.terms import Vocabulary

_MOST_COLUMNS, _DEEPEST, _LONGEST_LABEL = 80, 4, 60
# Whose words a layout may replace by its own (`labels` of its file).
TERM_FIELDS = ("nature", "form", "scope", "datum", "free_of_charge")


class TemplateError(ValueError):
    """A layout that cannot be used; the message names the file and what is wrong in it."""


@dataclass(frozen=True, slots=True)
class TemplateColumn:
    """`path`: the headings from the top group down to the column's own. `width` in characters."""

    field: str
    path: tuple[str, ...]
    width: float = 12.0
    required: bool = False
    words: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        return self.path[-1]


@dataclass(frozen=True, slots=True)
class Template:
    """`title` stands over the table, `note` under it; `total` names the row of sums, or is ""."""

    province: str
    name: str
    sheet: str
    title: str
    columns: tuple[TemplateColumn, ...]
    note: str = ""
    total: str = "合计"
    labels: tuple[tuple[str, str, str], ...] = ()

    @classmethod
    def load(cls, path: Path) -> Self:
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise TemplateError(f"{path.name}：读不出：{error}") from error
        return cls.from_json(data, path.name)

    @classmethod
    def from_json(cls, data: Any, source: str = "模板") -> Self:
        """`TemplateError` for whatever does not fit, unknown members included."""
        check = _Check(source)
        check.members(
            data, {"province", "name", "sheet", "title", "columns"}, {"note", "total", "labels"}
        )
        columns = tuple(_column(each, check) for each in check.list(data["columns"], "columns"))
        check.columns(columns)
        labels = tuple(
            (field, code, check.text(word, f"labels.{field}.{code}", 40))
            for field, words in check.dict(data.get("labels", {}), "labels").items()
            for code, word in check.dict(words, f"labels.{field}").items()
        )
        for field, _, _ in labels:
            if field not in TERM_FIELDS:
                raise check.wrong(f"labels.{field}：只能为 {'、'.join(TERM_FIELDS)} 另定用词")
        if not re.fullmatch("[0-9]{6}", str(data["province"])):
            raise check.wrong("province：须为六位区划代码")
        sheet = check.text(data["sheet"], "sheet", 31)
        if re.search(r"[\[\]:*?/\\]", sheet):
            raise check.wrong("sheet：工作表名不能含 [ ] : * ? / \\")
        return cls(
            data["province"],
            check.text(data["name"], "name", 100),
            sheet,
            check.text(data["title"], "title", 200),
            columns,
            check.text(data.get("note", ""), "note", 1000, empty=True),
            check.text(data.get("total", "合计"), "total", 20, empty=True),
            labels,
        )

    @property
    def header_rows(self) -> int:
        return max(len(column.path) for column in self.columns)

    def fields(self) -> tuple[str, ...]:
        return tuple(column.field for column in self.columns)

    def label_of(self, field: str) -> str:
        """The heading that this layout gives the field, or its usual name."""
        found = (column.label for column in self.columns if column.field == field)
        return next(found, FIELDS[field].label)

    def words_for(self, field: str, vocabulary: Vocabulary) -> dict[str, str]:
        """Code → word for a field whose values come from a fixed list, in this layout's words."""
        names = {
            "nature": vocabulary.natures.names,
            "form": vocabulary.forms.names,
            "scope": vocabulary.scopes.names,
            "datum": vocabulary.datums.names,
            "free_of_charge": {"yes": "是", "no": "否"},
        }[field]
        own = {code: word for named, code, word in self.labels if named == field}
        return {code: own.get(code, word) for code, word in names.items()}


def load_templates(folder: Path) -> dict[str, Template]:
    """All layouts of a folder by province code; the file is named for its province."""
    found: dict[str, Template] = {}
    for path in sorted(folder.glob("*.json")):
        template = Template.load(path)
        if path.stem != template.province:
            raise TemplateError(f"{path.name}：文件名应为 {template.province}.json")
        found[template.province] = template
    return found


class _Check:
    def __init__(self, source: str) -> None:
        self._source = source

    def wrong(self, what: str) -> TemplateError:
        return TemplateError(f"{self._source}：{what}")

    def members(self, data: Any, needed: set[str], possible: set[str]) -> None:
        members = self.dict(data, "内容")
        if missing := sorted(needed - members.keys()):
            raise self.wrong(f"缺少 {'、'.join(missing)}")
        if unknown := sorted(members.keys() - needed - possible):
            raise self.wrong(f"不认识 {'、'.join(unknown)}")

    def dict(self, data: Any, name: str) -> dict[str, Any]:
        if not isinstance(data, dict):
            raise self.wrong(f"{name} 须为对象")
        return data

    def list(self, data: Any, name: str) -> list[Any]:
        if not isinstance(data, list) or not data or len(data) > _MOST_COLUMNS:
            raise self.wrong(f"{name} 须为 1–{_MOST_COLUMNS} 项的列表")
        return data

    def text(self, data: Any, name: str, longest: int, empty: bool = False) -> str:
        if not isinstance(data, str) or len(data) > longest or not (data.strip() or empty):
            raise self.wrong(f"{name} 须为 1–{longest} 个字符")
        return data

    def columns(self, columns: tuple[TemplateColumn, ...]) -> None:
        for name, each in (
            ("字段", [column.field for column in columns]),
            ("表头", ["/".join(column.path) for column in columns]),
        ):
            if twice := sorted({one for one in each if each.count(one) > 1}):
                raise self.wrong(f"{name} {'、'.join(twice)} 出现了两次")
        if "name" not in {column.field for column in columns}:
            raise self.wrong("没有市场名称（name）一列")


def _column(data: Any, check: _Check) -> TemplateColumn:
    check.members(data, {"field", "path"}, {"width", "required", "words"})
    field, width, required = data["field"], data.get("width", 12.0), data.get("required", False)
    if field not in FIELDS:
        raise check.wrong(f"没有字段 {field!r}，可用：{'、'.join(FIELDS)}")
    path = check.list(data["path"], f"{field}.path")
    if len(path) > _DEEPEST:
        raise check.wrong(f"{field}.path 最多 {_DEEPEST} 层")
    if isinstance(width, bool) or not isinstance(width, int | float) or not 2 <= width <= 100:
        raise check.wrong(f"{field}.width 须在 2–100 之间")
    if not isinstance(required, bool):
        raise check.wrong(f"{field}.required 须为 true 或 false")
    words = data.get("words", [])
    return TemplateColumn(
        field,
        tuple(check.text(each, f"{field}.path", _LONGEST_LABEL) for each in path),
        float(width),
        required,
        tuple(
            check.text(each, f"{field}.words", _LONGEST_LABEL)
            for each in (check.list(words, f"{field}.words") if words else ())
        ),
    )

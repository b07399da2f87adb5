"""The text of one cell, and what there is to say about it."""

import datetime as dt
import re

from directory.ledger.cells import Fault, Formula, Value
from directory.ledger.errors import RowProblem
from directory.ledger.texts import clean, clean_lines, is_nothing

_MOBILE = re.compile(r"(?<![0-9])(?:\+?86[ -]?)?1[3-9][0-9][ -]?[0-9]{4}[ -]?[0-9]{4}(?![0-9])")
_IDENTITY = re.compile(r"(?<![0-9])[1-9][0-9]{5}(?:19|20)[0-9]{9}[0-9Xx](?![0-9Xx])")


class Notes:
    """Collects the problems of one row; `at` says which cell is being read."""

    def __init__(self) -> None:
        self.problems: list[RowProblem] = []
        self.cell = self.field = ""

    def at(self, cell: str, field: str) -> "Notes":
        self.cell, self.field = cell, field
        return self

    def add(self, code: str, message: str, warning: bool = False) -> None:
        self.problems.append(RowProblem(self.cell, self.field, code, message, warning))


def shown(text: str, longest: int = 30) -> str:
    """For messages: the beginning of what was typed."""
    return text if len(text) <= longest else text[:longest] + "…"


def text_of(value: Value, notes: Notes, lines: bool = False) -> str:
    """The cell as cleaned text, "" for nothing; formulas and error values are refused."""
    if isinstance(value, str):
        text = clean_lines(value) if lines else clean(value)
    else:
        text = _written(value, notes)
    return "" if is_nothing(text) else text


def _written(value: Value, notes: Notes) -> str:
    match value:
        case Formula():
            notes.add("formula", "是公式，请改为数值（复制后用“选择性粘贴—数值”）")
        case Fault(text):
            notes.add("error-value", f"是错误值 {text}，请改正")
        case bool():
            return "是" if value else "否"
        case int():
            return str(value)
        case float():
            return repr(value)
        case dt.datetime():
            return f"{value:%Y-%m-%d}" if value.time() == dt.time() else f"{value:%Y-%m-%d %H:%M}"
        case dt.date():
            return value.isoformat()
        case dt.time():
            return f"{value:%H:%M}"
    return ""


def free_text(text: str, longest: int, notes: Notes) -> str:
    """`text` if it may be kept: not too long, no mobile or identity number in it."""
    if _IDENTITY.search(text):
        notes.add("id-number", "含有身份证号码，系统不收个人信息，请删去")
    elif _MOBILE.search(text):
        notes.add("mobile", "含有手机号，只收办公电话，请删去")
    elif len(text) > longest:
        notes.add("too-long", f"有 {len(text)} 个字，最多 {longest} 个字")
    else:
        return text
    return ""


def has_mobile(text: str) -> bool:
    return bool(_MOBILE.search(text))

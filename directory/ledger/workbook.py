"""What the cells of a workbook refer to: its sheets, its strings, and which styles are dates."""

import re
from dataclasses import dataclass
from typing import Literal

from directory.ledger.errors import LedgerFileError
from directory.ledger.inspection import Relation, relations
from directory.ledger.limits import Limits
from directory.ledger.markup import damaged, local_names, stream
from directory.ledger.package import Package
from geo.deferred import Deferred

number_formats = Deferred("openpyxl.styles.numbers")

Style = Literal["plain", "date", "percent"]
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True, slots=True)
class Sheet:
    name: str
    part: str
    hidden: bool


@dataclass(frozen=True, slots=True)
class Workbook:
    sheets: tuple[Sheet, ...]
    since_1904: bool
    strings: list[str]
    styles: list[Style]


def open_workbook(package: Package) -> Workbook:
    main = next(
        (r for r in relations(package, "_rels/.rels") if r.type.endswith("/officeDocument")), None
    )
    if main is None:
        raise damaged("_rels/.rels", "没有指向工作簿")
    folder, _, file = main.target.rpartition("/")
    related = list(relations(package, f"{folder}/_rels/{file}.rels"))
    root = package.tree(main.target)
    since_1904 = False
    sheets: list[Sheet] = []
    for element in root.iter():
        tag = element.tag.rpartition("}")[2]
        if tag == "workbookPr":
            since_1904 = element.get("date1904", "0") in ("1", "true")
        elif tag == "sheet":
            sheet = _sheet({k.rpartition("}")[2]: v for k, v in element.attrib.items()}, related)
            sheets += [sheet] if sheet else []
    if not sheets:
        raise LedgerFileError("no-sheet", "工作簿里没有工作表")
    if len(sheets) > package.limits.sheets:
        raise LedgerFileError(
            "too-many-sheets", f"工作簿有 {len(sheets)} 个工作表，最多 {package.limits.sheets} 个"
        )
    if len({sheet.name for sheet in sheets}) != len(sheets):
        raise damaged("工作表清单", "工作表重名")
    strings = _part(related, "/sharedStrings")
    styles = _part(related, "/styles")
    return Workbook(
        tuple(sheets),
        since_1904,
        read_strings(package, strings) if strings else [],
        read_styles(package, styles) if styles else [],
    )


def _sheet(attributes: dict[str, str], related: list[Relation]) -> Sheet | None:
    """None for a sheet that holds a chart only."""
    relation = next((r for r in related if r.id == attributes.get("id")), None)
    if relation is None or relation.external:
        raise damaged("工作表清单", f"{attributes.get('name', '')}没有内容")
    if not relation.type.endswith("/worksheet"):
        return None
    state = attributes.get("state", "visible")
    return Sheet(attributes.get("name", "")[:100], relation.target, state != "visible")


def _part(related: list[Relation], ending: str) -> str:
    return next((r.target for r in related if r.type.endswith(ending) and not r.external), "")


def unescaped(text: str) -> str:
    """`_x000A_` is how the format writes what XML cannot hold."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def read_strings(package: Package, part: str) -> list[str]:
    """The shared strings; phonetic readings above them are left out."""
    strings: list[str] = []
    pieces: list[str] = []
    tags = local_names("si", "t", "rPh")
    limits = package.limits
    state = {"reading": False, "phonetic": False}
    count = {"chars": 0, "one": 0}

    def start(name: str, _: dict[str, str]) -> None:
        tag = tags.get(name)
        if tag == "t":
            state["reading"] = not state["phonetic"]
        elif tag == "rPh":
            state["phonetic"] = True
        elif tag == "si":
            pieces.clear()
            count["one"] = 0

    def end(name: str) -> None:
        tag = tags.get(name)
        if tag == "t":
            state["reading"] = False
        elif tag == "rPh":
            state["phonetic"] = False
        elif tag == "si":
            strings.append(unescaped("".join(pieces)))
            pieces.clear()
            if len(strings) > limits.strings:
                raise LedgerFileError(
                    "too-many-strings",
                    f"文件里不同的文字超过 {limits.strings} 条",
                    "请分几个文件上传",
                )

    def text(piece: str) -> None:
        if state["reading"]:
            pieces.append(piece)
            count["one"] += len(piece)
            count["chars"] += len(piece)
            if count["one"] > limits.cell_chars:
                raise cell_too_long(limits)
            if count["chars"] > limits.string_chars:
                raise LedgerFileError("too-much-text", "文件里的文字总量过大", "请分几个文件上传")

    with package.open(part) as source:
        for _ in stream(source, part, limits, start, end, text):
            pass
    return strings


def cell_too_long(limits: Limits, cell: str = "") -> LedgerFileError:
    return LedgerFileError(
        "cell-too-long", f"有一个单元格超过 {limits.cell_chars} 个字符", "请缩短后再上传", cell=cell
    )


def read_styles(package: Package, part: str) -> list[Style]:
    """By number of cell style, whether a number under it is a date or a percentage."""
    formats: dict[int, str] = dict(number_formats.BUILTIN_FORMATS)
    numbers: list[int] = []
    tags = local_names("numFmt", "cellXfs", "xf")
    limits = package.limits
    inside = {"cellXfs": False}

    def start(name: str, attributes: dict[str, str]) -> None:
        tag = tags.get(name)
        if tag == "numFmt":
            if len(formats) > limits.styles:
                raise _too_many_styles(limits)
            formats[_int(attributes.get("numFmtId"), part)] = attributes.get("formatCode", "")[:255]
        elif tag == "cellXfs":
            inside["cellXfs"] = True
        elif tag == "xf" and inside["cellXfs"]:
            if len(numbers) >= limits.styles:
                raise _too_many_styles(limits)
            numbers.append(_int(attributes.get("numFmtId", "0"), part))

    def end(name: str) -> None:
        if tags.get(name) == "cellXfs":
            inside["cellXfs"] = False

    with package.open(part) as source:
        for _ in stream(source, part, limits, start, end, lambda _: None):
            pass
    return [_style(formats.get(number, "General")) for number in numbers]


def _style(code: str) -> Style:
    if number_formats.is_date_format(code):
        return "date"
    return "percent" if code.rstrip().endswith("%") else "plain"


def _too_many_styles(limits: Limits) -> LedgerFileError:
    return LedgerFileError(
        "too-many-styles",
        f"文件里的单元格样式超过 {limits.styles} 种",
        "请新建表格，用“选择性粘贴—数值”把内容粘贴过去再上传",
    )


def _int(text: str | None, part: str) -> int:
    if text is None or not re.fullmatch("[0-9]{1,9}", text):
        raise damaged(part, "编号不是数字")
    return int(text)

"""What a file is, by its bytes and not by its name; and what makes a workbook unfit to be read."""

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from directory.ledger.errors import LedgerFileError
from directory.ledger.limits import Limits
from directory.ledger.package import Package

Kind = Literal["xlsx", "csv", "geojson"]
_BY_SUFFIX: dict[str, Kind] = {
    ".xlsx": "xlsx", ".csv": "csv", ".tsv": "csv", ".txt": "csv",
    ".geojson": "geojson", ".json": "geojson",
}  # fmt: skip
ALLOWED = "可上传 .xlsx、.csv（也可用制表符或分号分隔）、.geojson"
_AS_XLSX = "请用 Excel 或 WPS 打开，另存为“Excel 工作簿（.xlsx）”再上传"

# First bytes → (code, reason, advice).
_OTHERS: tuple[tuple[bytes, str, str, str], ...] = (
    (b"%PDF", "pdf", "这是 PDF", "请上传原来的表格"),
    (b"{\\rtf", "rtf", "这是 RTF 文档", "请把表格粘贴到 Excel 或 WPS 表格里再上传"),
    (b"\x89PNG", "picture", "这是图片", "请上传原来的表格"),
    (b"\xff\xd8\xff", "picture", "这是图片", "请上传原来的表格"),
    (b"GIF8", "picture", "这是图片", "请上传原来的表格"),
    (b"Rar!", "archive", "这是 RAR 压缩包", "请解压后上传里面的表格"),
    (b"7z\xbc\xaf", "archive", "这是 7z 压缩包", "请解压后上传里面的表格"),
    (b"\x1f\x8b", "archive", "这是 gzip 压缩包", "请解压后上传里面的表格"),
    (b"MZ", "program", "这是程序", "请不要上传，并检查文件来源"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAIN_TYPES = (
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml",
)
_MACRO = re.compile(r"vbaproject|vbadata|macrosheets/|dialogsheets/|activex/|/ctrlprops/", re.I)
_OUTSIDE = re.compile(
    r"externallinks/|connections\.xml|querytables/|embeddings/|oleobject|/model/|webextensions/",
    re.I,
)
_RELATIONSHIPS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


@dataclass(frozen=True, slots=True)
class Relation:
    """`target` is a path inside the package, or an address where `external`."""

    id: str
    type: str
    target: str
    external: bool


def kind_of(path: Path, name: str, limits: Limits) -> Kind:
    """Refuses what is too large, empty, of another kind, or not what its name says."""
    size = path.stat().st_size
    if size == 0:
        raise LedgerFileError("empty", "文件是空的", ALLOWED)
    if size > limits.file_bytes:
        most = limits.file_bytes // 1024 // 1024
        raise LedgerFileError(
            "file-too-large",
            f"文件有 {size / 1024 / 1024:.1f} MB，最多 {most} MB",
            "请分几个文件上传",
        )
    said = _BY_SUFFIX.get(Path(name.lower()).suffix)
    found = _by_bytes(path)
    if said is None:
        suffix = Path(name).suffix[:20]
        raise LedgerFileError("file-type", f"不接受扩展名“{suffix}”的文件", ALLOWED)
    if found == "text":
        if said == "xlsx":
            raise LedgerFileError(
                "wrong-type",
                "文件名说是 .xlsx，内容却是文本",
                f"{_AS_XLSX}；文本表格请用 .csv 作扩展名",
            )
        return said
    if said != found:
        raise LedgerFileError(
            "wrong-type",
            f"内容是 Excel 工作簿，文件名却是“{Path(name).suffix[:20]}”",
            "请改用 .xlsx 作扩展名",
        )
    return "xlsx"


def _by_bytes(path: Path) -> Literal["xlsx", "text"]:
    with path.open("rb") as file:
        start = file.read(4096)
    if start.startswith(_OLE):
        raise _compound(path)
    for magic, code, reason, advice in _OTHERS:
        if start.startswith(magic):
            raise LedgerFileError(code, reason, advice)
    if start.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return "xlsx"
    text = start.lstrip(b"\xef\xbb\xbf \t\r\n")[:400].lower()
    if text.startswith((b"<html", b"<!doctype", b"<table", b"<?xml", b"<meta", b"<style")):
        raise LedgerFileError(
            "markup", "内容是网页或 XML，不是表格（有的系统这样导出“.xls”）", _AS_XLSX
        )
    return "text"


def _compound(path: Path) -> LedgerFileError:
    """An OLE file: a workbook under a password, or one of Excel 97–2003 and WPS (.xls, .et)."""
    encrypted = "EncryptedPackage".encode("utf-16-le")
    tail = b""
    with path.open("rb") as file:
        while chunk := file.read(1 << 20):
            if encrypted in tail + chunk:
                return LedgerFileError("encrypted", "文件加了密码", "请取消密码后再上传")
            tail = chunk[-len(encrypted) :]
    return LedgerFileError("old-format", "这是旧格式（.xls 或 .et）", _AS_XLSX)


def check_package(package: Package) -> None:
    """Refuses macros, embedded files, and anything that would be fetched from elsewhere."""
    package.check()
    for name in package.entries:
        _check_name(name)
    if "mimetype" in package and "content.xml" in package:
        raise LedgerFileError("open-document", "这是 ODS 表格", _AS_XLSX)
    if "[Content_Types].xml" not in package:
        raise LedgerFileError("archive", "这是压缩包，不是 Excel 工作簿", "请解压后上传里面的表格")
    package.check_contents()
    _check_types(package)
    for name in package.entries:
        if name.endswith(".rels"):
            for relation in relations(package, name):
                _check_relation(relation)


def _check_name(name: str) -> None:
    if _MACRO.search(name):
        raise LedgerFileError("macros", "工作簿带有宏或控件", "请另存为不带宏的 .xlsx 再上传")
    if _OUTSIDE.search(name):
        raise LedgerFileError(
            "external-links",
            "工作簿引用了别的文件、数据连接，或嵌入了对象",
            "请在“数据—编辑链接”里断开链接、删去嵌入的对象，再另存上传",
        )


def _check_types(package: Package) -> None:
    types = [each.get("ContentType", "") for each in package.tree("[Content_Types].xml")]
    if any("macroenabled" in each.lower() or "vba" in each.lower() for each in types):
        raise LedgerFileError("macros", "工作簿带有宏", "请另存为不带宏的 .xlsx 再上传")
    if any("sheet.binary" in each.lower() for each in types):
        raise LedgerFileError("binary-workbook", "这是二进制工作簿（.xlsb）", _AS_XLSX)
    if any("wordprocessingml" in each or "presentationml" in each for each in types):
        raise LedgerFileError("other-document", "这是 Word 或 PowerPoint 文件", _AS_XLSX)
    if not any(each in _MAIN_TYPES for each in types):
        raise LedgerFileError("no-workbook", "文件里没有工作簿", _AS_XLSX)


def _check_relation(relation: Relation) -> None:
    # A hyperlink is text until somebody clicks on it; we keep the text and drop the address.
    if relation.external and not relation.type.endswith("/hyperlink"):
        raise LedgerFileError(
            "external-links",
            "工作簿引用了外部的文件、图片或网址",
            "请在“数据—编辑链接”里断开链接，删去链接的图片，再另存上传",
        )


def relations(package: Package, name: str) -> Iterator[Relation]:
    """The relationships of a `.rels` part, targets resolved against the part they belong to."""
    folder = posixpath.dirname(posixpath.dirname(name))
    for each in package.tree(name).iter(_RELATIONSHIPS):
        target, external = each.get("Target", ""), each.get("TargetMode") == "External"
        if not external:
            target = posixpath.normpath(posixpath.join("/" + folder, target)).lstrip("/")
        yield Relation(each.get("Id", ""), each.get("Type", ""), target, external)

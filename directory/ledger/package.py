"""The zip that a workbook is: looked through by its directory before a byte of it is unfolded."""

import os
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from directory.ledger.errors import LedgerFileError
from directory.ledger.limits import Limits
from directory.ledger.markup import damaged

_SAVE_AGAIN = "请用 Excel 或 WPS 打开后另存一份再上传"
_ARCHIVES = (".zip", ".rar", ".7z", ".gz", ".xlsx", ".xlsm", ".xls", ".docx", ".docm", ".jar")
_ARCHIVE_STARTS = (b"PK\x03\x04", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b\x08", b"\xd0\xcf\x11\xe0")
_PROGRAM_STARTS = (b"MZ", b"\x7fELF")
_ENCRYPTED = 0x1
# What zipfile lets out when the bytes make no sense.
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    OSError,
    RuntimeError,
    UnicodeDecodeError,
)


class Package:
    """An opened workbook file. Every part is read under the limits; use as a context manager."""

    def __init__(self, path: Path, limits: Limits) -> None:
        self.limits = limits
        self._file = _Sparing(path, limits.directory_bytes)
        try:
            self._zip = zipfile.ZipFile(self._file)
        except LedgerFileError:
            self._file.close()
            raise
        except (*_BROKEN, ValueError, OverflowError):
            self._file.close()
            raise LedgerFileError("damaged", "文件已损坏或没有传完", _SAVE_AGAIN) from None
        self._file.most = limits.part_bytes
        self.entries = {entry.filename: entry for entry in self._zip.infolist()}

    def __enter__(self) -> "Package":
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()
        self._file.close()

    def __contains__(self, name: str) -> bool:
        return name in self.entries

    def check(self) -> None:
        """Refuses by the directory alone what no honest workbook has."""
        entries, limits = self._zip.infolist(), self.limits
        if len(entries) > limits.entries:
            raise LedgerFileError(
                "too-many-entries", f"压缩包里有 {len(entries)} 个文件，最多 {limits.entries} 个"
            )
        if len({entry.filename.lower() for entry in entries}) != len(entries):
            raise LedgerFileError("duplicate-entries", "压缩包里有重名的文件", _SAVE_AGAIN)
        total = 0
        for entry in entries:
            self._check_entry(entry)
            total += entry.file_size
        if total > limits.unzipped_bytes:
            raise LedgerFileError(
                "unzipped-too-large",
                f"解压后共 {_mib(total)}，最多 {_mib(limits.unzipped_bytes)}",
                "请删去图片和不用的工作表，或分几个文件上传",
            )

    def _check_entry(self, entry: zipfile.ZipInfo) -> None:
        name = entry.filename
        if (
            name.startswith(("/", "\\"))
            or ".." in name.replace("\\", "/").split("/")
            or ":" in name
        ):
            raise LedgerFileError("entry-path", "压缩包里有指向包外的路径", _SAVE_AGAIN)
        if entry.flag_bits & _ENCRYPTED:
            raise LedgerFileError("encrypted", "文件加了密码", "请取消密码后再上传")
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise LedgerFileError("compression-method", "压缩方式不是表格所用的", _SAVE_AGAIN)
        if entry.file_size > self.limits.part_bytes:
            raise LedgerFileError(
                "part-too-large",
                f"{name} 解压后有 {_mib(entry.file_size)}，最多 {_mib(self.limits.part_bytes)}",
                "请检查是否整列设了格式，删去空白行列，或分几个文件上传",
            )
        large = entry.file_size > self.limits.ratio_from_bytes
        if large and entry.file_size > self.limits.ratio * max(entry.compress_size, 1):
            raise LedgerFileError(
                "ratio",
                f"其中 {name} 的压缩比超过 {self.limits.ratio} 倍，像是压缩炸弹",
                _SAVE_AGAIN,
            )

    def check_contents(self) -> None:
        """Refuses archives and programs hidden in the workbook, by name and by first bytes."""
        for entry in self._zip.infolist():
            if entry.is_dir():
                continue
            with self.open(entry.filename) as part:
                start = part.read(4)
            if entry.filename.lower().endswith(_ARCHIVES) or start.startswith(_ARCHIVE_STARTS):
                raise LedgerFileError(
                    "nested-archive", "表格里套着另一个文件或压缩包", "请删去嵌入的文件后再上传"
                )
            if start.startswith(_PROGRAM_STARTS):
                raise LedgerFileError("program", "表格里藏着程序", "请不要上传，并检查文件来源")

    @contextmanager
    def open(self, name: str) -> Iterator[IO[bytes]]:
        """One part as a stream; what breaks on the way is a damaged file."""
        if name not in self.entries:
            raise damaged(name, "缺少这一部分")
        try:
            with self._zip.open(name) as part:
                yield part
        except _BROKEN as bad:
            raise damaged(name, "压缩数据有错") from bad

    def tree(self, name: str) -> Element:
        """A small part as a tree."""
        with self.open(name) as part:
            text = part.read(self.limits.small_part_bytes + 1)
        if len(text) > self.limits.small_part_bytes:
            raise LedgerFileError("part-too-large", f"文件里的 {name} 过大", _SAVE_AGAIN)
        try:
            root: Element = fromstring(text, forbid_dtd=True)
        except DefusedXmlException:
            raise LedgerFileError(
                "xml-document-type",
                "文件里有 XML 文档类型或实体声明，正常的表格没有，可能是攻击",
                "请用 Excel 或 WPS 新建表格，把内容粘贴过去再上传",
            ) from None
        except (ParseError, ValueError, LookupError) as error:
            raise damaged(name, "不是合格的 XML") from error
        return root


class _Sparing:
    """A file that no one reads much of at once: zipfile takes its whole directory in one read."""

    def __init__(self, path: Path, most: int) -> None:
        self._file = path.open("rb")
        self.most = most
        self.seek, self.tell, self.close = self._file.seek, self._file.tell, self._file.close
        self.seekable = self._file.seekable

    def read(self, size: int = -1) -> bytes:
        if size < 0:
            here = self._file.tell()
            size = self._file.seek(0, os.SEEK_END) - here
            self._file.seek(here)
        if size > self.most:
            raise LedgerFileError("too-many-entries", "压缩包的目录过大", _SAVE_AGAIN)
        return self._file.read(size)


def _mib(size: int) -> str:
    return f"{size / 1024 / 1024:.0f} MB"

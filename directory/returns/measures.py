"""Files of measures beside a return: taken in within limits, served as downloads alone."""

from collections.abc import Iterable
from pathlib import PurePath

from django.db import transaction
from django.utils.translation import gettext as _

from directory.errors import EntryErrors
from directory.history import attribute
from directory.imports import files
from directory.models import Official, Return, ReturnFile
from directory.returns.freezing import BEFORE_SIGNING
from directory.returns.standing import locked

# By suffix, what such a file begins with: a name alone proves nothing.
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
KINDS = {
    ".pdf": b"%PDF-",
    ".docx": _ZIP,
    ".xlsx": _ZIP,
    ".doc": _OLE,
    ".xls": _OLE,
    ".png": b"\x89PNG\r\n\x1a\n",
    ".jpg": b"\xff\xd8\xff",
    ".jpeg": b"\xff\xd8\xff",
}
MOST_BYTES, MOST_FILES, LONGEST_NAME = 10 * 1024 * 1024, 10, 120


@transaction.atomic
def attach(
    by: Official, one: Return, version: int, name: str, chunks: Iterable[bytes]
) -> ReturnFile:
    """EntryErrors for a kind that is not taken, for too much and for too many."""
    one = locked(by, one, version, BEFORE_SIGNING)
    if one.files.count() >= MOST_FILES:
        raise EntryErrors({"file": [_("附件最多 %(most)d 个") % {"most": MOST_FILES}]})
    bare = "".join(c for c in PurePath(name.replace("\\", "/")).name if c.isprintable())
    suffix = PurePath(bare).suffix.lower()
    if suffix not in KINDS:
        raise EntryErrors({"file": [_("只收 PDF、Word、Excel 文件和 PNG、JPEG 图片")]})
    with files.taken_in(_within(chunks)) as (path, sha256, size):
        with path.open("rb") as file:
            if not file.read(8).startswith(KINDS[suffix]):
                raise EntryErrors({"file": [_("文件的内容和它的扩展名不符")]})
        stored = files.keep(path, suffix)
    attribute(by, "return.measures")
    short = bare[-LONGEST_NAME:]
    return ReturnFile.objects.create(
        of=one, name=short, stored=stored, size=size, sha256=sha256, added_by=by
    )


def _within(chunks: Iterable[bytes]) -> Iterable[bytes]:
    size = 0
    for chunk in chunks:
        size += len(chunk)
        if size > MOST_BYTES:
            most = MOST_BYTES // 1024 // 1024
            raise EntryErrors({"file": [_("附件不能超过 %(most)d MB") % {"most": most}]})
        yield chunk

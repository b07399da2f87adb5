"""Uploaded workbooks and made exports, kept privately until they are deleted."""

import hashlib
import secrets
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.files.base import File
from django.core.files.storage import storages
from django.utils.translation import gettext as _

from directory.errors import EntryErrors
from directory.ledger import Limits

MOST_BYTES = min(20 * 1024 * 1024, Limits().file_bytes)


def keep(path: Path, suffix: str) -> str:
    """The stored name, which tells nothing about the file."""
    with path.open("rb") as file:
        return storages["imports"].save(f"{secrets.token_hex(16)}{suffix}", File(file))


@contextmanager
def taken_in(chunks: Iterable[bytes]) -> Iterator[tuple[Path, str, int]]:
    """The upload on disk with its SHA-256 and size; `EntryErrors` for none and for too much."""
    digest, size = hashlib.sha256(), 0
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "upload"
        with path.open("wb") as file:
            for chunk in chunks:
                size += len(chunk)
                if size > MOST_BYTES:
                    raise EntryErrors({"file": [too_big()]})
                digest.update(chunk)
                file.write(chunk)
        if not size:
            raise EntryErrors({"file": [_("文件是空的")]})
        yield path, digest.hexdigest(), size


def too_big() -> str:
    return _("文件超过 %(most)d MB，请删去图片等多余内容，或分几个文件上传") % {
        "most": MOST_BYTES // 1024 // 1024
    }


@contextmanager
def copied(stored: str) -> Iterator[Path]:
    """A copy with a path, wherever the storage has it; FileNotFoundError once it is deleted."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        with storages["imports"].open(stored) as source, path.open("wb") as target:
            shutil.copyfileobj(source, target)
        yield path


def forget(stored: str) -> None:
    if stored:
        storages["imports"].delete(stored)

"""Archives in Django's storage, and the verified copy of each that this machine maps.

The cache folder holds `<number>-<hash>/` for each publication, and `current.json`, which names the
one to serve: a process starts from it without the database. Copies appear by rename, so that a
folder with such a name is whole. Processes of one machine share the cache and take turns by a
file lock. A copy that is mapped may be deleted: the mapping keeps the files alive.
"""

import fcntl
import hashlib
import io
import json
import logging
import os
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from django.conf import settings
from django.core.files import File
from django.core.files.storage import Storage, storages

from directory.models import Publication
from directory.publication import manifest, packing
from directory.publication.manifest import Damaged
from directory.publication.packing import Earlier

log = logging.getLogger(__name__)

CACHED = 3
_CHUNK = 1 << 20
_STAMP = ".verified"


@dataclass(frozen=True, slots=True)
class Archive:
    """Where a publication lies in storage, and what it must be."""

    number: int
    content_sha256: str
    name: str
    sha256: str
    bytes: int

    @property
    def folder_name(self) -> str:
        return folder_name(self.number, self.content_sha256)


def archive_of(row: Publication) -> Archive:
    return Archive(
        row.number, row.content_sha256, row.archive_name, row.archive_sha256, row.archive_bytes
    )


def folder_name(number: int, content_sha256: str) -> str:
    return f"{number}-{content_sha256[:8]}"


def storage() -> Storage:
    return storages["publications"]


def cache() -> Path:
    path = Path(settings.PUBLICATION_CACHE)
    path.mkdir(parents=True, exist_ok=True)
    return path


def archive_name(number: int, content_sha256: str) -> str:
    return f"publication-{number:06d}-{content_sha256[:8]}.tar.gz"


def keep(folder: Path, name: str, before: Archive | None = None) -> Archive:
    """Pack a publication folder into storage under `name`; what `before` has packed is copied."""
    described = manifest.load(folder)
    names = [manifest.NAME, *sorted(described.all_files)]
    with tempfile.TemporaryFile(dir=cache()) as packed:
        with _earlier(before) as earlier:
            packing.pack(folder, names, packed, earlier)
        size = packed.tell()
        packed.seek(0)
        sha256 = hashlib.file_digest(packed, "sha256").hexdigest()
        packed.seek(0)
        saved = storage().save(name, File(packed, name=name))
    return Archive(described.number, described.content_sha256, saved, sha256, size)


@contextmanager
def _earlier(archive: Archive | None) -> Iterator[Earlier]:
    """What this machine has packed of an archive; nothing where it cannot be read any more."""
    index = packing.read_index(cache() / archive.folder_name) if archive else {}
    if archive is None or not index or not storage().exists(archive.name):
        yield Earlier()
        return
    with storage().open(archive.name, "rb") as file:
        yield Earlier(file, index)


def install(folder: Path) -> Path:
    """Move a folder just written by this process into the cache, under its number."""
    described = manifest.load(folder)
    target = cache() / folder_name(described.number, described.content_sha256)
    with _turn():
        if target.exists():
            shutil.rmtree(target)
        _stamp(folder)
        folder.rename(target)
    return target


def fetch(archive: Archive) -> Path:
    """The verified local copy, unpacked from storage unless it is there; Damaged or OSError."""
    target = cache() / archive.folder_name
    with _turn():
        if target.is_dir():
            try:
                return _trusted(target)
            except Damaged as error:
                log.error("publication %s: %s; fetching it again", archive.number, error)
                shutil.rmtree(target)
        with tempfile.TemporaryDirectory(dir=cache(), prefix="fetching-") as scratch:
            folder = Path(scratch) / target.name
            folder.mkdir()
            _unpack(archive, folder)
            found = manifest.verify(folder)
            if (found.number, found.content_sha256) != (archive.number, archive.content_sha256):
                raise Damaged(
                    f"{archive.name}: holds publication {found.number}, not {archive.number}"
                )
            _stamp(folder)
            folder.rename(target)
    return target


def point_at(folder: Path) -> None:
    """Name the copy that a process starts from."""
    pointer = cache() / "current.json"
    fresh = pointer.with_name(f"current.json.{os.getpid()}")
    fresh.write_text(json.dumps({"folder": folder.name}), encoding="utf-8")
    fresh.replace(pointer)


def cached() -> Iterator[Path]:
    """Copies on this machine that pass verification: the one pointed at, then newer to older."""
    names = [path.name for path in _copies()]
    try:
        pointed = json.loads((cache() / "current.json").read_text(encoding="utf-8"))["folder"]
    except (OSError, ValueError, KeyError, TypeError):
        pointed = None
    if pointed in names:
        names.remove(pointed)
        names.insert(0, pointed)
    for name in names:
        try:
            yield _trusted(cache() / name)
        except Damaged as error:
            log.error("cached publication refused: %s", error)


def prune(serving: Path | None = None) -> None:
    """Delete all but the newest copies, the one pointed at and the one this process serves."""
    with _turn():
        kept = {path.name for path in _copies()[:CACHED]}
        kept |= {path.name for path in [serving] if path is not None}
        kept |= {path.name for path in [next(cached(), None)] if path is not None}
        for path in _copies():
            if path.name not in kept:
                shutil.rmtree(path, ignore_errors=True)


def _copies() -> list[Path]:
    """Newest number first."""
    found = [path for path in cache().iterdir() if path.name.partition("-")[0].isdigit()]
    return sorted(found, key=lambda path: int(path.name.partition("-")[0]), reverse=True)


@contextmanager
def _turn() -> Iterator[None]:
    with (cache() / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


class _Hashed(io.RawIOBase):
    """A reader that hashes what passes through it."""

    def __init__(self, file: IO[bytes]) -> None:
        super().__init__()
        self._file = file
        self._digest = hashlib.sha256()

    def read(self, size: int = -1, /) -> bytes:
        data = self._file.read(size)
        self._digest.update(data)
        return data

    def hexdigest(self) -> str:
        while self.read(_CHUNK):
            pass
        return self._digest.hexdigest()


def _unpack(archive: Archive, folder: Path) -> None:
    with storage().open(archive.name, "rb") as stored:
        source = _Hashed(stored)
        try:
            with tarfile.open(fileobj=source, mode="r|gz") as tar:
                _extract(tar, folder)
        except Exception as error:
            # Of some damaged bytes tarfile makes a TypeError: of an archive cut after three, say.
            raise Damaged(f"{archive.name}: {error!r}") from error
        if source.hexdigest() != archive.sha256:
            raise Damaged(f"{archive.name}: not the archive that was published (SHA-256 differs)")


def _extract(tar: tarfile.TarFile, folder: Path) -> None:
    """Plain files by plain names; Debian 12's Python 3.11.2 knows no extraction filters yet."""
    for entry in tar:
        content = tar.extractfile(entry) if entry.isfile() else None
        if content is None or entry.name != Path(entry.name).name:
            raise ValueError(f"{entry.name!r} is not a plain file")
        with content, (folder / entry.name).open("xb") as file:
            shutil.copyfileobj(content, file)


def _stamp(folder: Path) -> None:
    """Remember the files as verified, by their size and time of change."""
    (folder / _STAMP).write_text(json.dumps(_state(folder)), encoding="utf-8")


def _trusted(folder: Path) -> Path:
    """The folder, verified byte by byte unless no file has changed since it was; or Damaged."""
    try:
        stamped = json.loads((folder / _STAMP).read_text(encoding="utf-8"))
        if stamped == _state(folder):
            return folder
    except (OSError, ValueError):
        pass
    manifest.verify(folder)
    _stamp(folder)
    return folder


def _state(folder: Path) -> dict[str, list[int]]:
    described = manifest.load(folder)
    stats = {name: (folder / name).stat() for name in (manifest.NAME, *described.all_files)}
    return {name: [stat.st_size, stat.st_mtime_ns] for name, stat in stats.items()}

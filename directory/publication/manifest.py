"""The manifest of a publication folder: what it holds, how many, and the SHA-256 of every file."""

import datetime as dt
import hashlib
import json
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

NAME = "manifest.json"
# Raised whenever a reader of the old files would misread the new ones. 2: columns and the log.
FORMAT = 2
DATUM = "WGS-84"
_CHUNK = 1 << 20


class Damaged(Exception):
    """A publication folder or archive that is not what its manifest or its number says it is."""


@dataclass(frozen=True, slots=True)
class FileEntry:
    sha256: str
    bytes: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """`content_sha256` covers `files`, but neither number nor time nor `past`.

    Equal contents have an equal hash, whatever was published before them: what hangs on that
    (the log, and since when each place is as it is) are the files of `past`.
    """

    number: int
    built_at: dt.datetime
    counts: dict[str, int]
    demo: bool
    content_sha256: str
    files: dict[str, FileEntry]
    past: dict[str, FileEntry]
    datum: str = DATUM
    format: int = FORMAT

    @property
    def all_files(self) -> dict[str, FileEntry]:
        return self.files | self.past

    def save(self, folder: Path) -> None:
        text = json.dumps(
            asdict(self) | {"built_at": self.built_at.isoformat()},
            ensure_ascii=False,
            indent=1,
            sort_keys=True,
        )
        (folder / NAME).write_text(text, encoding="utf-8")


def load(folder: Path) -> Manifest:
    """Read the manifest; raises Damaged where there is none, or none that can be read."""
    try:
        data: dict[str, Any] = json.loads((folder / NAME).read_text(encoding="utf-8"))
        if data["format"] != FORMAT:
            raise Damaged(f"{folder}: format {data['format']}, this reader knows {FORMAT}")
        if data["datum"] != DATUM:
            raise Damaged(f"{folder}: datum {data['datum']}, expected {DATUM}")
        entries = {
            part: {name: FileEntry(**entry) for name, entry in data[part].items()}
            for part in ("files", "past")
        }
        built_at = dt.datetime.fromisoformat(data["built_at"])
        return Manifest(**data | entries | {"built_at": built_at})
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Damaged(f"{folder}: no readable manifest ({error!r})") from error


def content_hash(files: dict[str, FileEntry]) -> str:
    lines = "".join(f"{name} {files[name].sha256}\n" for name in sorted(files))
    return hashlib.sha256(lines.encode()).hexdigest()


def entry_of(path: Path) -> FileEntry:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return FileEntry(digest.hexdigest(), path.stat().st_size)


def entries_of(paths: Iterable[Path]) -> dict[str, FileEntry]:
    """By name. Hashing lets other threads run, so two are hashed at a time."""
    paths = list(paths)
    with ThreadPoolExecutor(2) as pool:
        return dict(zip((path.name for path in paths), pool.map(entry_of, paths), strict=True))


def verify(folder: Path) -> Manifest:
    """Check every file against its SHA-256; raises Damaged naming the first that differs."""
    manifest = load(folder)
    expected = dict(sorted(manifest.all_files.items()))
    for name in expected:
        if not (folder / name).is_file():
            raise Damaged(f"{folder / name}: missing")
    for name, found in entries_of(folder / name for name in expected).items():
        if found != expected[name]:
            raise Damaged(f"{folder / name}: {found} where the manifest says {expected[name]}")
    if content_hash(manifest.files) != manifest.content_sha256:
        raise Damaged(f"{folder}: the manifest's content hash is not that of its files")
    return manifest

"""A publication folder as one .tar.gz, of which the next build need only pack what has changed.

The deflate stream is made of segments that do not look back at one another (each ends with a full
flush), so that a segment already packed can be copied as it is, and two threads can pack at once.
Any tool reads it as one ordinary gzip file. Blobs are cut behind parts of certain lengths rather
than every so many bytes: a place that has grown by a letter shifts all the bytes behind it, and
only the segment it lies in differs.
"""

import hashlib
import json
import struct
import tarfile
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import islice, pairwise
from pathlib import Path
from typing import IO, Any

import numpy as np

# What has been packed where, beside the files of a local copy; no part of the publication.
SEGMENTS = ".segments"
LEVEL = 1
_SEGMENT = 1 << 20
_THREADS = 2
_AT_ONCE = 16
_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x04\xff"
# An empty last block: what ends the stream whatever the segments before it are.
_TAIL = b"\x03\x00"


@dataclass(frozen=True, slots=True)
class Earlier:
    """An archive packed before: where each segment lies in it, by the SHA-256 of what it holds.

    An entry is [offset, size, SHA-256 of the packed bytes]; bytes that are not so are packed anew.
    """

    file: IO[bytes] | None = None
    index: dict[str, Any] = field(default_factory=dict)

    def packed(self, digest: str) -> bytes | None:
        entry = self.index.get(digest)
        if entry is None or self.file is None:
            return None
        offset, size, expected = entry
        self.file.seek(offset)
        found = self.file.read(size)
        return found if hashlib.sha256(found).hexdigest() == expected else None


def read_index(folder: Path) -> dict[str, Any]:
    """Of a local copy whose archive this machine has packed; empty for others."""
    try:
        index: dict[str, Any] = json.loads((folder / SEGMENTS).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return index


def pack(folder: Path, names: list[str], target: IO[bytes], earlier: Earlier) -> None:
    """Write the archive of these files to `target`, and its segments beside them."""
    index: dict[str, Any] = {}
    target.write(_HEAD)
    offset, checksum, size = len(_HEAD), 0, 0
    with ThreadPoolExecutor(_THREADS) as pool:
        segments = _segments(folder, names)
        while some := list(islice(segments, _AT_ONCE)):
            digests = pool.map(_digest, some)
            known = [(digest, earlier.packed(digest)) for digest in digests]
            missing = (raw for raw, (_, found) in zip(some, known, strict=True) if found is None)
            fresh = pool.map(_deflated, list(missing))
            for raw, (digest, found) in zip(some, known, strict=True):
                packed = next(fresh) if found is None else found
                target.write(packed)
                index[digest] = [offset, len(packed), hashlib.sha256(packed).hexdigest()]
                offset, size = offset + len(packed), size + len(raw)
                checksum = zlib.crc32(raw, checksum)
    target.write(_TAIL + struct.pack("<II", checksum, size & 0xFFFFFFFF))
    (folder / SEGMENTS).write_text(json.dumps(index), encoding="utf-8")


def _digest(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()


def _deflated(raw: bytes) -> bytes:
    packer = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(raw) + packer.flush(zlib.Z_FULL_FLUSH)


def _segments(folder: Path, names: list[str]) -> Iterator[bytes]:
    """The bytes of a tar file; each of its files begins a segment."""
    for name in names:
        path = folder / name
        entry = tarfile.TarInfo(name)
        entry.size = path.stat().st_size
        before, after = entry.tobuf(tarfile.GNU_FORMAT), b"\0" * (-entry.size % tarfile.BLOCKSIZE)
        with path.open("rb") as file:
            for first, last in pairwise(_cuts(folder, name, entry.size)):
                raw = file.read(last - first)
                yield before + raw + (after if last == entry.size else b"")
                before = b""
    yield b"\0" * tarfile.RECORDSIZE


def _cuts(folder: Path, name: str, size: int) -> list[int]:
    """Where a file is cut, its ends included."""
    if size <= _SEGMENT:
        return [0, size]
    if not name.endswith(".bin"):
        return [*range(0, size, _SEGMENT), size]
    starts = np.load(folder / f"{name.removesuffix('.bin')}.npy", mmap_mode="r")
    # Some part in a thousand, told by its length, ends a segment.
    ends = starts[1:][(np.diff(starts) * 2_654_435_761 >> 8) % 1021 == 0]
    cuts = [0]
    for end in [*ends.tolist(), size]:
        while end - cuts[-1] > 4 * _SEGMENT:
            cuts.append(cuts[-1] + 4 * _SEGMENT)
        if end > cuts[-1]:
            cuts.append(end)
    return cuts

"""Files of a publication folder: written once, mapped read-only, pages shared by processes."""

import json
import mmap
from array import array
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from directory.publication.layout import Longs
from directory.publication.manifest import Damaged
from geo.deferred import Deferred

spans = Deferred("directory.publication.spans")


class Blob:
    """Parts of one file by number; the bytes stay in the file until they are asked for."""

    def __init__(self, folder: Path, name: str) -> None:
        self.starts: Longs = load_array(folder, name)
        # For a few of them: it gives Python's numbers, an array numbers of its own.
        self._few_starts = self.starts.data
        with (folder / f"{name}.bin").open("rb") as file:
            size = int(self.starts[-1])
            self.data: mmap.mmap | bytes = (
                mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if size else b""
            )
        if len(self.data) != size:
            raise Damaged(f"{folder / name}.bin: {len(self.data)} bytes, expected {size}")

    def __len__(self) -> int:
        return len(self.starts) - 1

    def __getitem__(self, part: int) -> bytes:
        return self.data[int(self.starts[part]) : int(self.starts[part + 1])]

    def parts(self, rows: Iterable[int], less: int = 0) -> list[bytes]:
        """Parts in this order without their last `less` bytes; the quickest way to a few."""
        starts, data = self._few_starts, self.data
        return [data[starts[row] : starts[row + 1] - less] for row in rows]

    def run(self, first: int, last: int) -> bytes:
        """Parts first … last-1, as they lie one after another."""
        return self.data[int(self.starts[first]) : int(self.starts[last])]

    def runs(self, rows: Longs) -> list[memoryview]:
        """Parts in this order, those that lie one after another in one piece; nothing is copied."""
        firsts, lasts = spans.of(self.starts, np.ascontiguousarray(rows, np.int64))
        data = memoryview(self.data)
        pairs = zip(firsts.tolist(), lasts.tolist(), strict=True)
        return [data[first:last] for first, last in pairs]

    def part_at(self, position: int) -> int:
        """The number of the part that holds this byte."""
        return int(np.searchsorted(self.starts, position, side="right")) - 1


def load_array(folder: Path, name: str) -> NDArray[Any]:
    """Raises Damaged where the file is missing or is no array."""
    path = folder / f"{name}.npy"
    try:
        return np.asarray(np.load(path, mmap_mode="r", allow_pickle=False))
    except (OSError, ValueError) as error:
        raise Damaged(f"{path}: {error}") from error


def load_json(folder: Path, name: str) -> Any:
    path = folder / f"{name}.json"
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise Damaged(f"{path}: {error}") from error


@contextmanager
def mapped(path: Path) -> Iterator[mmap.mmap | bytes]:
    """A file's bytes for as long as the block lasts; what is made of them must not last longer."""
    if not path.stat().st_size:
        yield b""
        return
    with (
        path.open("rb") as file,
        mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data,
    ):
        yield data


def write_blob(folder: Path, name: str, parts: Iterable[bytes]) -> None:
    starts = array("q", [0])
    with (folder / f"{name}.bin").open("wb") as file:
        for part in parts:
            file.write(part)
            starts.append(starts[-1] + len(part))
    np.save(folder / f"{name}.npy", np.array(starts, np.int64))


def write_json(path: Path, value: Any) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")

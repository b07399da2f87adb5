"""Lines of names appended to a file, by a process beside this one where they are many."""

import subprocess
import sys
import typing
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import numpy as np
import orjson

from directory.publication.files import mapped
from geo.namelines import name_line

# So many are done here: starting the process takes as long.
HERE = 10_000
_AT_ONCE = 500
MODULE = "geo.namelines"
_ROOT = Path(__file__).resolve().parent.parent.parent


class NamesFailed(RuntimeError):
    """The process beside this one did not write all lines."""


class NameLines:
    def __init__(self, path: Path, here: int = HERE) -> None:
        self._path, self._here = path, here
        self._file = path.open("wb", buffering=1 << 20)
        self._count = 0
        self._waiting: list[bytes] = []
        self._beside: subprocess.Popen[bytes] | None = None

    def add(self, name: str, aliases: Sequence[str]) -> None:
        self._count += 1
        if self._count <= self._here:
            self._file.write(name_line(name, aliases))
            return
        self._waiting.append(orjson.dumps((name, aliases), option=orjson.OPT_APPEND_NEWLINE))
        if len(self._waiting) >= _AT_ONCE:
            self._send()

    def _send(self) -> None:
        if self._beside is None:
            self._file.flush()
            # There, so that `-m` finds the module wherever this process was started.
            self._beside = subprocess.Popen(  # noqa: S603 - our own module
                [sys.executable, "-m", MODULE],
                stdin=subprocess.PIPE,
                stdout=self._file,
                cwd=_ROOT,
            )
        try:
            typing.cast(IO[bytes], self._beside.stdin).write(b"".join(self._waiting))
        except BrokenPipeError as error:
            raise NamesFailed("the process that writes the names has ended") from error
        self._waiting.clear()

    @contextmanager
    def mapped(self) -> Iterator[tuple[Any, Any]]:
        """Where the lines start, and their bytes; NamesFailed where any is missing."""
        if self._waiting:
            self._send()
        self.close()
        if self._beside is not None and self._beside.returncode:
            raise NamesFailed(f"the process that writes the names: {self._beside.returncode}")
        with mapped(self._path) as data:
            ends = np.flatnonzero(np.frombuffer(data, np.uint8) == ord("\n")) + 1
            starts = np.concatenate(([0], ends)).astype(np.int64)
            if len(starts) != self._count + 1:
                raise NamesFailed(f"{len(starts) - 1} lines of names for {self._count} places")
            yield starts, data

    def close(self) -> None:
        if self._beside is not None and self._beside.stdin and not self._beside.stdin.closed:
            try:
                self._beside.stdin.close()
            except BrokenPipeError:
                self._beside.kill()
            self._beside.wait()
        self._file.close()

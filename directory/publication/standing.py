"""The snapshot that this process serves from, replaced whole."""

import datetime as dt
import threading
from types import TracebackType
from typing import Self

from directory.publication.snapshot import Snapshot


class NoPublication(Exception):
    """Nothing has been published yet, or nothing that could be fetched and verified."""


class _Standing:
    snapshot: Snapshot | None = None
    # Set by `use`: nothing else may replace the snapshot.
    pinned = False
    heard: dt.datetime | None = None


_lock = threading.Lock()


def snapshot() -> Snapshot | None:
    return _Standing.snapshot


def pinned() -> bool:
    return _Standing.pinned


def replace(fresh: Snapshot) -> None:
    """Serve from `fresh` from now on. Requests under way keep the one they took."""
    with _lock:
        if not _Standing.pinned:
            _Standing.snapshot = fresh


def hear(moment: dt.datetime) -> None:
    _Standing.heard = moment


def last_heard() -> dt.datetime | None:
    """When the database last said which publication is the newest (aware); None: never."""
    return _Standing.heard


class use:
    """Serve from `snapshot` and watch nothing, at once; as a context manager, until its end."""

    def __init__(self, snapshot: Snapshot | None) -> None:
        with _lock:
            self._before = (_Standing.snapshot, _Standing.pinned)
            _Standing.snapshot, _Standing.pinned = snapshot, True

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with _lock:
            _Standing.snapshot, _Standing.pinned = self._before

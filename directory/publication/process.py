"""The snapshot that this process serves from; swapped whole, and never a reason to wait."""

import datetime as dt
import threading
from types import TracebackType
from typing import Self

from directory.publication.snapshot import Snapshot


class NoPublication(Exception):
    """Nothing has been published yet, or nothing that could be fetched and verified."""


class _Standing:
    """Replaced by assignment, which readers see whole: they hold what they have taken."""

    snapshot: Snapshot | None = None
    pinned = False
    heard: dt.datetime | None = None


_lock = threading.Lock()


def current() -> Snapshot:
    """The newest publication this process knows; raises NoPublication. No database is touched."""
    snapshot = _Standing.snapshot
    if snapshot is None:
        raise NoPublication("no publication has been built and fetched yet")
    return snapshot


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

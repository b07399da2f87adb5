"""Before Django: one request computes, a few wait a short while, all others are told to come back.

Threads of a process take turns at Python's lock, so computing several answers at a time gains
nothing and makes all of them late. A request that would wait longer than a reader does is better
answered at once with 503 and Retry-After.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Gate:
    """`waiting_most` may wait behind the one inside, each at most `seconds`; 0: no limit."""

    def __init__(self, waiting_most: int, seconds: float) -> None:
        self._waiting_most, self._seconds = waiting_most, seconds
        self._inside = threading.Lock()
        self._count = threading.Lock()
        self._waiting = 0

    @contextmanager
    def enter(self) -> Iterator[bool]:
        """True where it is this one's turn; False where it is to be sent away."""
        if not self._waiting_most:
            yield True
            return
        if not self._inside.acquire(blocking=False) and not self._wait():
            yield False
            return
        try:
            yield True
        finally:
            self._inside.release()

    def _wait(self) -> bool:
        with self._count:
            if self._waiting >= self._waiting_most:
                return False
            self._waiting += 1
        try:
            return self._inside.acquire(timeout=self._seconds)
        finally:
            with self._count:
                self._waiting -= 1

"""Before an answer is computed: one request computes, a few wait a short while, others come back.

Threads of a process take turns at Python's lock, so computing several answers at a time gains
nothing and makes all of them late. A request that would wait longer than a reader does is better
answered at once with 503 and Retry-After. Pages that wait for the database have a gate of their own
with several inside, so that none of them holds up a reader.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Gate:
    """`waiting_most` may wait behind the `inside`, each at most `seconds`; 0: no limit at all."""

    def __init__(self, waiting_most: int, seconds: float, inside: int = 1) -> None:
        self._waiting_most, self._seconds = waiting_most, seconds
        # A lock is several times as quick as a semaphore, which is written in Python.
        self._inside = threading.Lock() if inside == 1 else threading.Semaphore(inside)
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

"""Before an answer is computed: one request computes, a few wait a short while, others come back.

Threads of a process take turns at Python's lock, so computing several answers at a time gains
nothing and makes all of them late. A request that would wait longer than a reader does is better
answered at once with 503 and Retry-After. Pages that wait for the database have a gate of their own
with several inside, so that none of them holds up a reader.
"""

import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

# How much the newest answer counts in the mean of what one takes.
_NEWEST = 0.1


class Gate:
    """`waiting_most` may wait behind the `inside`, none longer than `seconds`; 0: no limit at all.

    Whoever would have to wait too long, by what the answers before took, is not kept waiting. Turns
    are taken in order of coming: a bare lock went to whoever happened to run, and left one of eight
    behind for half a second while thousands passed.
    """

    def __init__(self, waiting_most: int, seconds: float, inside: int = 1) -> None:
        self._waiting_most, self._seconds, self._places = waiting_most, seconds, inside
        self._lock = threading.Lock()
        self._free = inside
        self._queue: deque[threading.Lock] = deque()
        self._takes = 0.0

    @contextmanager
    def enter(self) -> Iterator[bool]:
        """True where it is this one's turn; False where it is to be sent away."""
        if not self._waiting_most:
            yield True
            return
        if not self._come():
            yield False
            return
        began = time.perf_counter()
        try:
            yield True
        finally:
            self._go(time.perf_counter() - began)

    def _come(self) -> bool:
        with self._lock:
            if self._free:
                self._free -= 1
                return True
            ahead = len(self._queue) + 1
            if ahead > self._waiting_most or ahead * self._takes > self._seconds * self._places:
                return False
            turn = threading.Lock()
            turn.acquire()
            self._queue.append(turn)
        if turn.acquire(timeout=self._seconds):
            return True
        with self._lock:
            if turn in self._queue:
                self._queue.remove(turn)
                return False
        return True  # called in the same moment

    def _go(self, took: float) -> None:
        with self._lock:
            self._takes += (took - self._takes) * _NEWEST
            if self._queue:
                self._queue.popleft().release()
            else:
                self._free += 1

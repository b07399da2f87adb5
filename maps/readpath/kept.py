"""Answers that are kept: whole, by everything they depend on, within a bound of bytes."""

import contextlib
import threading
from collections import OrderedDict

from directory.publication import Snapshot
from maps.readpath.asked import Key
from maps.readpath.bodies import Body, Header

# What one costs beside its body: heads, keys, the objects around them.
OVERHEAD = 4_000
# Addresses remembered as asked once.
SEEN_MOST = 20_000


class Answer:
    """An answer and what it was made from. `unchanged` is the head of its 304, once known."""

    __slots__ = (
        "body",
        "clock",
        "head",
        "heads",
        "snapshot",
        "stamp",
        "status",
        "tag",
        "unchanged",
    )

    def __init__(
        self,
        status: str,
        head: list[Header],
        tag: str,
        body: Body,
        snapshot: Snapshot,
        clock: str,
        stamp: str,
    ) -> None:
        self.status, self.head, self.tag, self.body = status, head, tag, body
        self.snapshot, self.clock, self.stamp = snapshot, clock, stamp
        self.unchanged: list[Header] | None = None
        # Whole heads by encoding and length, put together once.
        self.heads: dict[tuple[str, int], list[Header]] = {}


class Kept:
    """The least recently used goes first; a new publication empties all of it."""

    def __init__(self, most_bytes: int) -> None:
        self._most = most_bytes
        self._answers: OrderedDict[Key, Answer] = OrderedDict()
        self._sizes: dict[Key, int] = {}
        self._bytes = 0
        self._snapshot: Snapshot | None = None
        self._seen: set[int] = set()
        # Sizes of what was joined last, half of all that may be kept.
        self._joined: OrderedDict[Key, int] = OrderedDict()
        self._joined_bytes = 0
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._answers)

    @property
    def size(self) -> int:
        """Bytes, as of the last time that each was counted."""
        return self._bytes

    def find(self, key: Key, snapshot: Snapshot, stamps: dict[str, str]) -> Answer | None:
        """What is kept and still true; `stamps` are today's, by clock."""
        if snapshot is not self._snapshot:
            self._empty(snapshot)
        answer = self._answers.get(key)
        if answer is None:
            return None
        if answer.snapshot is not snapshot or answer.stamp != stamps.get(answer.clock):
            return None
        # Another thread may have let it go just now.
        with contextlib.suppress(KeyError):
            self._answers.move_to_end(key)
        return answer

    def is_known(self, key: Key) -> bool:
        """Whether this address has been asked before; what is asked once is not worth keeping."""
        mark = hash(key)
        if mark in self._seen:
            return True
        with self._lock:
            if len(self._seen) >= SEEN_MOST:
                self._seen.clear()
            self._seen.add(mark)
        return False

    def joined_again(self, key: Key, size: int) -> bool:
        """Whether the same was joined not long ago, so that its bytes are worth holding.

        `size`: bytes. More of other answers than may be held in the meantime is long ago: where
        many large answers are asked in turn, each would only drive out the next.
        """
        with self._lock:
            before = self._joined.pop(key, 0)
            self._joined[key] = size
            self._joined_bytes += size - before
            while self._joined_bytes > self._most // 2:
                self._joined_bytes -= self._joined.popitem(last=False)[1]
        return before > 0 and size + OVERHEAD <= self._most // 2

    def put(self, key: Key, answer: Answer) -> None:
        """Keep it, or count it anew after another encoding was added to it."""
        size = len(answer.body) + OVERHEAD
        if size > self._most // 2:
            return
        with self._lock:
            self._bytes += size - self._sizes.get(key, 0)
            self._sizes[key] = size
            self._answers[key] = answer
            self._answers.move_to_end(key)
            while self._bytes > self._most:
                old, _ = self._answers.popitem(last=False)
                self._bytes -= self._sizes.pop(old)

    def _empty(self, snapshot: Snapshot) -> None:
        with self._lock:
            self._snapshot = snapshot
            self._answers.clear()
            self._sizes.clear()
            self._seen.clear()
            self._joined.clear()
            self._bytes = self._joined_bytes = 0

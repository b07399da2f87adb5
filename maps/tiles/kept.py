"""Answers that are costly to make and asked for again, as long as there is room for them."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable


class Kept:
    """Bytes by key, at most `most_bytes` of them; what was asked for longest ago goes first.

    An answer larger than a quarter of the room is not kept. Two threads that want the same at the
    same moment both make it.
    """

    def __init__(self, most_bytes: int) -> None:
        self._most = most_bytes
        self._held = 0
        self._answers: OrderedDict[Hashable, bytes] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], bytes]) -> bytes:
        with self._lock:
            found = self._answers.get(key)
            if found is not None:
                self._answers.move_to_end(key)
                return found
        made = make()
        if len(made) <= self._most // 4:
            with self._lock:
                if key not in self._answers:
                    self._answers[key] = made
                    self._held += len(made)
                while self._held > self._most:
                    self._held -= len(self._answers.popitem(last=False)[1])
        return made

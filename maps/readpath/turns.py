"""Who may compute, and who waits: turns among the requests that one event loop has seen come.

What the gate (maps.readpath.gate) does among threads, without a thread for each that waits. Only
for the thread of the loop; nothing here waits for a lock.
"""

import asyncio
import time
from collections import deque

# How much the newest answer counts in the mean of what one takes.
NEWEST = 0.1


class Turns:
    """`waiting_most` may wait behind the `inside`, none longer than `seconds`; 0: no limit at all.

    Whoever would have to wait too long, by what the answers before took, is not kept waiting. Turns
    are taken in order of coming.
    """

    def __init__(self, waiting_most: int, seconds: float, inside: int = 1) -> None:
        self._waiting_most, self._seconds, self._places = waiting_most, seconds, inside
        self._free = inside
        self._queue: deque[asyncio.Future[None]] = deque()
        self._takes = 0.0

    async def come(self) -> bool:
        """True where it is this one's turn, to be given back by `go`; False: to be sent away."""
        if self._free:
            self._free -= 1
            return True
        ahead = sum(not turn.done() for turn in self._queue) + 1
        if self._waiting_most and (
            ahead > self._waiting_most or ahead * self._takes > self._seconds * self._places
        ):
            return False
        turn = asyncio.get_running_loop().create_future()
        self._queue.append(turn)
        try:
            async with asyncio.timeout(self._seconds if self._waiting_most else None):
                await turn
        except TimeoutError:
            # Or called in the same moment.
            return turn.done() and not turn.cancelled()
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self.go(self._takes)
            raise
        return True

    def go(self, took: float) -> None:
        """Give the turn to the next; `took`: seconds."""
        self._takes += (took - self._takes) * NEWEST
        while self._queue:
            turn = self._queue.popleft()
            if not turn.done():
                turn.set_result(None)
                return
        self._free += 1


class Pace:
    """How long the loop has computed since it last looked for what came.

    What is quick is computed by the thread of the loop itself. When more comes than it can do,
    each round of the loop takes longer than the one before. A round may compute for a third of the
    seconds that one may wait, and sends the others away: a request is read in one round, begun in
    the next, and may have come while one was running, so nobody waits longer.
    """

    def __init__(self, seconds: float) -> None:
        self._most = seconds / 3
        self._spent = 0.0
        self._resets = False

    def has_time(self) -> bool:
        return self._spent <= self._most

    def add(self, began: float) -> None:
        """`began`: `time.perf_counter()` when the answer was begun."""
        self._spent += time.perf_counter() - began
        if not self._resets:
            self._resets = True
            asyncio.get_running_loop().call_soon(self._reset)

    def _reset(self) -> None:
        self._spent, self._resets = 0.0, False

"""Phones on a schedule: an open loop of requests from many addresses of this machine.

A closed loop, as wrk runs it, asks less the slower the answers come; people at 05:00 do not.
"""

import asyncio
import random
import time
from collections import Counter
from dataclasses import dataclass, field

ADDRESSES, CONNECTIONS_EACH = 200, 4
MAY = {200, 304, 429, 503}
PATIENCE_S = 20
PARTS = {"p50": 0.5, "p99": 0.99, "most": 1.0}


@dataclass
class Step:
    """What became of the requests that were due in one step; `late_ms`: after its time the sender
    came to each, which is the sender's own slowness and in no other figure."""

    times: float
    asked: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    lost: int = 0
    without_retry: int = 0
    answered_ms: list[float] = field(default_factory=list)
    refused_ms: list[float] = field(default_factory=list)
    late_ms: list[float] = field(default_factory=list)

    def note(self, status: int, retry: bool, ms: float) -> None:
        self.statuses[status] += 1
        if status in (429, 503):
            self.refused_ms.append(ms)
            self.without_retry += not retry
        else:
            self.answered_ms.append(ms)

    def summary(self, seconds: float) -> dict[str, object]:
        return {
            "times": self.times,
            "asked_a_second": round(self.asked / seconds),
            "answered_a_second": round((self.statuses[200] + self.statuses[304]) / seconds),
            "statuses": {str(status): n for status, n in sorted(self.statuses.items())},
            "lost": self.lost,
            "without_retry": self.without_retry,
            "late_ms": _spread(self.late_ms),
            "answered_ms": _spread(self.answered_ms),
            "refused_ms": _spread(self.refused_ms),
        }


def _spread(values: list[float]) -> dict[str, float]:
    ordered = sorted(values)
    if not ordered:
        return {}
    at = {name: ordered[int((len(ordered) - 1) * part)] for name, part in PARTS.items()}
    return {name: round(value, 1) for name, value in at.items()}


class Line(asyncio.Protocol):
    """One kept connection: a request at a time, the answer's head read, its body counted."""

    def __init__(self) -> None:
        self.transport: asyncio.Transport | None = None
        self._buffer = b""
        self._left = -1
        self._said: tuple[int, bool] | None = None
        self.answer: asyncio.Future[tuple[int, bool]] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport  # type: ignore[assignment]

    def ask(self, path: str) -> asyncio.Future[tuple[int, bool]]:
        assert self.transport is not None
        self.answer = asyncio.get_running_loop().create_future()
        head = f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n\r\n"
        self.transport.write(head.encode())
        return self.answer

    def data_received(self, data: bytes) -> None:
        if self._left < 0:
            self._buffer += data
            head, found, rest = self._buffer.partition(b"\r\n\r\n")
            if not found:
                return
            lower = head.lower()
            status = int(head[9:12])
            length = lower.partition(b"content-length:")[2].split(b"\r\n", 1)[0].strip()
            self._said = status, b"retry-after:" in lower
            self._left = (int(length) if status != 304 else 0) - len(rest)
        else:
            self._left -= len(data)
        if self._left <= 0:
            self._buffer, self._left = b"", -1
            if self.answer is not None and not self.answer.done() and self._said is not None:
                self.answer.set_result(self._said)

    def connection_lost(self, exc: Exception | None) -> None:
        self.transport = None
        if self.answer is not None and not self.answer.done():
            self.answer.set_exception(ConnectionError("hung up"))


def _alive(free: list[Line]) -> Line | None:
    """One that the server has not closed meanwhile."""
    while free:
        line = free.pop()
        if line.transport is not None and not line.transport.is_closing():
            return line
    return None


class Crowd:
    """Phones: each address keeps a few connections; a request takes a free one or makes another."""

    def __init__(self, port: int, paths: list[str], dice: random.Random) -> None:
        self._port, self._paths, self._dice = port, paths, dice
        self._free: dict[str, list[Line]] = {}
        self._addresses = [f"127.0.{n // 250 + 1}.{n % 250 + 1}" for n in range(ADDRESSES)]

    async def ask(self, step: Step, due: float | None = None) -> None:
        """`due`: when it should be sent, by the clock of the loop."""
        if due is not None:
            step.late_ms.append((asyncio.get_running_loop().time() - due) * 1e3)
        address = self._dice.choice(self._addresses)
        free = self._free.setdefault(address, [])
        began = time.monotonic()
        try:
            async with asyncio.timeout(PATIENCE_S):
                line = _alive(free) or await self._connect(address)
                status, retry = await line.ask(self._dice.choice(self._paths))
        except (OSError, TimeoutError):
            step.lost += 1
            return
        step.note(status, retry, (time.monotonic() - began) * 1e3)
        if len(free) < CONNECTIONS_EACH:
            free.append(line)
        elif line.transport is not None:
            line.transport.close()

    async def go_home(self) -> None:
        for free in self._free.values():
            for line in free:
                if line.transport is not None:
                    line.transport.close()
        await asyncio.sleep(0.1)

    async def _connect(self, address: str) -> Line:
        loop = asyncio.get_running_loop()
        _transport, line = await loop.create_connection(
            Line, "127.0.0.1", self._port, local_addr=(address, 0)
        )
        return line


async def holds(crowd: Crowd, seconds: float) -> float:
    """Requests a second in a closed loop of sixteen."""
    step = Step(0)
    until = time.monotonic() + seconds

    async def one() -> None:
        while time.monotonic() < until:
            await crowd.ask(step)

    await asyncio.gather(*(one() for _ in range(16)))
    return (step.statuses[200] + step.statuses[304]) / seconds


async def send(crowd: Crowd, step: Step, rate: float, seconds: float) -> None:
    """`rate` requests a second on their schedule; returns once each has its answer."""
    loop = asyncio.get_running_loop()
    began, tasks = loop.time(), set()
    for number in range(round(rate * seconds)):
        due = began + number / rate
        if due > loop.time():
            await asyncio.sleep(due - loop.time())
        step.asked += 1
        task = asyncio.ensure_future(crowd.ask(step, due))
        tasks.add(task)
        task.add_done_callback(tasks.discard)
    if tasks:
        await asyncio.wait(tasks)


def wrong(steps: list[Step]) -> list[str]:
    found = []
    for number, step in enumerate(steps):
        odd = {status: n for status, n in step.statuses.items() if status not in MAY}
        if odd or step.lost or step.without_retry:
            found.append(
                f"step {number} ({step.times} times): {odd or 'no'} other statuses,"
                f" {step.lost} lost, {step.without_retry} refusals without Retry-After"
            )
    last = steps[-1]
    if last.statuses[429] + last.statuses[503] > 0.01 * last.asked:
        found.append(f"it did not come back: {dict(last.statuses)} in the last step")
    return found

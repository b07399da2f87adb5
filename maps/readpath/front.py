"""The application as granian's own interface (RSGI) calls it.

One thread, that of the event loop, sees every request come. What it can answer in less time than
handing it on would take it answers itself: refusals, kept answers, the nearest places. All else is
made in threads, one at a time for readers and a few for pages that wait for the database; whoever
waits for a turn does so here, without a thread, and for a known time (docs/decisions/granian.md).
"""

import asyncio
import contextlib
import io
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import chain
from tempfile import SpooledTemporaryFile
from typing import IO, Protocol, cast

from django.conf import settings

from maps.readpath.asked import Environ, asks_database
from maps.readpath.bodies import Header
from maps.readpath.door import AT_DATABASE, Door, is_uncounted
from maps.readpath.lane import Said
from maps.readpath.meta import Scope, meta_of
from maps.readpath.refusals import BUSY, BUSY_SECONDS, TOO_LARGE, refuse
from maps.readpath.turns import Pace, Turns

log = logging.getLogger(__name__)

# One that makes answers, those at the database, and those that send long files to slow readers.
THREADS = 64
# So many of them at the most: a crowd that takes long files slowly leaves the others their threads.
SENDING_MOST = 48
# The largest file that a form takes is 20 MB; what is larger is not read to its end.
BODY_MOST = 32 * 1024 * 1024
BODY_IN_MEMORY = 1024 * 1024
# An answer that is longer is sent in pieces of this size, as they are made.
PIECE = 512 * 1024
# A reader who takes no piece for so long has gone.
PATIENCE_S = 120.0


class Transport(Protocol):
    def send_bytes(self, data: bytes) -> Awaitable[None]: ...


class Exchange(Protocol):
    """What of granian's HTTPProtocol is used here."""

    def __aiter__(self) -> AsyncIterator[bytes]: ...
    def response_empty(self, status: int, headers: list[Header]) -> None: ...
    def response_bytes(self, status: int, headers: list[Header], body: bytes) -> None: ...
    def response_stream(self, status: int, headers: list[Header]) -> Transport: ...


@dataclass(slots=True)
class _Made:
    """An answer whose first piece is `body`; where it is not whole, `transport` is waited for."""

    said: Said
    body: bytes
    transport: "Future[Transport] | None" = None


class Front:
    def __init__(self, door: Door) -> None:
        """`door` is one without gates of its own."""
        waiting, seconds = settings.WAITING_MOST, settings.WAITING_SECONDS
        self._door = door
        self._readers = Turns(waiting, seconds)
        self._database = Turns(min(waiting, AT_DATABASE), seconds, inside=AT_DATABASE)
        self._uncounted = Turns(0, seconds)
        self._pace = Pace(seconds if waiting else float("inf"))
        self._threads = ThreadPoolExecutor(THREADS, "answer")
        self._sending = 0

    async def __rsgi__(self, scope: Scope, exchange: Exchange) -> None:
        meta, said = meta_of(scope), Said()
        began = time.perf_counter()
        body = self._door.at_once(meta, said, self._pace.has_time)
        self._pace.add(began)
        if body is not None:
            _send(exchange, said, b"".join(body))
            return
        with await _read(meta, exchange) as read:
            if isinstance(read, _TooLarge):
                _refuse(meta, exchange, TOO_LARGE, 0)
                return
            meta["wsgi.input"] = read
            await self._in_turn(meta, exchange)

    async def _in_turn(self, meta: Environ, exchange: Exchange) -> None:
        turns = self._turns(meta)
        if not await turns.come():
            _refuse(meta, exchange, BUSY, BUSY_SECONDS)
            return
        began, loop = time.perf_counter(), asyncio.get_running_loop()
        made: asyncio.Future[_Made] = loop.create_future()
        try:
            working = loop.run_in_executor(self._threads, self._make, meta, loop, made)
            await asyncio.wait((working, made), return_when=asyncio.FIRST_COMPLETED)
        finally:
            turns.go(time.perf_counter() - began)
        if not made.done():
            # Raises what the making of it raised; granian then answers with 500.
            await working
            return
        answer = made.result()
        if answer.transport is None:
            _send(exchange, answer.said, answer.body)
        elif self._sending >= SENDING_MOST:
            answer.transport.set_exception(_Gone())
            _refuse(meta, exchange, BUSY, BUSY_SECONDS)
        else:
            status = int(answer.said.status[:3])
            answer.transport.set_result(exchange.response_stream(status, answer.said.head))
            self._sending += 1
            try:
                await working
            finally:
                self._sending -= 1

    def _turns(self, meta: Environ) -> Turns:
        if is_uncounted(meta):
            return self._uncounted
        return self._database if asks_database(meta["PATH_INFO"]) else self._readers

    def _make(
        self, meta: Environ, loop: asyncio.AbstractEventLoop, made: "asyncio.Future[_Made]"
    ) -> None:
        """In a thread: makes the answer, and where it is long sends it, piece by piece."""
        said = Said()
        body = self._door.in_turn(meta, said)
        try:
            pieces = _pieces(body)
            first, second = next(pieces, b""), next(pieces, None)
            if second is None:
                _tell(loop, made, _Made(said, first))
                return
            transport: Future[Transport] = Future()
            _tell(loop, made, _Made(said, first, transport))
            to = transport.result(PATIENCE_S)
            for piece in chain((first, second), pieces):
                _put(loop, to, piece)
        except _Gone:
            log.info("a reader of %s left before its end", meta["PATH_INFO"])
        finally:
            close = getattr(body, "close", None)
            if close is not None:
                close()


class _Gone(Exception):
    """Nobody takes the rest of an answer."""


def _tell(loop: asyncio.AbstractEventLoop, made: "asyncio.Future[_Made]", answer: _Made) -> None:
    def tell() -> None:
        if not made.done():
            made.set_result(answer)

    loop.call_soon_threadsafe(tell)


def _put(loop: asyncio.AbstractEventLoop, to: Transport, piece: bytes) -> None:
    async def send() -> None:
        await to.send_bytes(piece)

    try:
        asyncio.run_coroutine_threadsafe(send(), loop).result(PATIENCE_S)
    except Exception as error:
        raise _Gone from error


def _pieces(body: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in pieces of at least PIECE, but for the last."""
    gathered: list[bytes] = []
    size = 0
    for part in body:
        gathered.append(part)
        size += len(part)
        if size >= PIECE:
            yield b"".join(gathered)
            gathered, size = [], 0
    if gathered:
        yield b"".join(gathered)


def _send(exchange: Exchange, said: Said, body: bytes) -> None:
    status = int(said.status[:3])
    if body:
        exchange.response_bytes(status, said.head, body)
    else:
        exchange.response_empty(status, said.head)


def _refuse(meta: Environ, exchange: Exchange, status: str, seconds: int) -> None:
    said = Said()
    _send(exchange, said, b"".join(refuse(meta, said, status, seconds)))


class _TooLarge(io.BytesIO):
    """In place of a body that was not read to its end."""


async def _read(meta: Environ, exchange: Exchange) -> IO[bytes]:
    """The body of the request, on disk where it is long."""
    length = meta.get("CONTENT_LENGTH", "")
    if length in ("", "0") and "HTTP_TRANSFER_ENCODING" not in meta:
        return io.BytesIO()
    if length.isdecimal() and int(length) > BODY_MOST:
        return _TooLarge()
    with contextlib.ExitStack() as kept:
        spool = kept.enter_context(SpooledTemporaryFile(max_size=BODY_IN_MEMORY))
        size = 0
        async for piece in exchange:
            size += len(piece)
            if size > BODY_MOST:
                return _TooLarge()
            spool.write(piece)
        spool.seek(0)
        kept.pop_all()
    return cast(IO[bytes], spool)

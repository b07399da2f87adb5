"""Requests as granian's own interface brings them: one thread sees all of them come."""

import asyncio
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.http import StreamingHttpResponse

from maps.readpath import front as fronts
from maps.readpath.door import Door
from maps.readpath.front import Front
from maps.readpath.meta import meta_of
from maps.readpath.turns import Pace, Turns

NEAREST = ("/api/nearest", "lon=117.263&lat=34.797")


@dataclass
class Heads:
    pairs: list[tuple[str, str]]

    def items(self) -> list[tuple[str, str]]:
        return self.pairs


@dataclass
class Scope:
    path: str
    query_string: str = ""
    method: str = "GET"
    pairs: tuple[tuple[str, str], ...] = ()
    http_version: str = "1.1"
    server: str = "127.0.0.1:8000"
    client: str = "192.0.2.1:5123"
    scheme: str = "http"
    authority: str | None = None

    @property
    def headers(self) -> Heads:
        return Heads([("host", "testserver"), *self.pairs])


@dataclass
class Exchange:
    """What granian offers to answer with; keeps what it is told."""

    body: tuple[bytes, ...] = ()
    status: int = 0
    head: dict[str, str] = field(default_factory=dict)
    sent: list[bytes] = field(default_factory=list)
    leaves_after: int | None = None

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self.body:
            yield piece

    def _begin(self, status: int, head: list[tuple[str, str]]) -> None:
        assert not self.status, "answered twice"
        self.status, self.head = status, {name.lower(): value for name, value in head}

    def response_empty(self, status: int, head: list[tuple[str, str]]) -> None:
        self._begin(status, head)

    def response_bytes(self, status: int, head: list[tuple[str, str]], body: bytes) -> None:
        self._begin(status, head)
        self.sent.append(body)

    def response_stream(self, status: int, head: list[tuple[str, str]]) -> "Exchange":
        self._begin(status, head)
        return self

    async def send_bytes(self, data: bytes) -> None:
        if self.leaves_after is not None and len(self.sent) >= self.leaves_after:
            raise ConnectionError("gone")
        self.sent.append(data)


def ask(front: Front, *scopes: Scope, body: tuple[bytes, ...] = ()) -> list[Exchange]:
    """All of them at the same time, in one loop."""

    async def all_of() -> list[Exchange]:
        exchanges = [Exchange(body) for _ in scopes]
        async with asyncio.TaskGroup() as group:
            for scope, exchange in zip(scopes, exchanges, strict=True):
                group.create_task(front.__rsgi__(scope, exchange))
        return exchanges

    return asyncio.run(all_of())


def made_by(django: Callable[..., Iterable[bytes]]) -> Front:
    return Front(Door(django, gated=False))


def test_the_environment_is_what_wsgi_has() -> None:
    scope = Scope(
        "/p/零",
        "a=1",
        pairs=(
            ("x-dup", "a"), ("x-dup", "b"), ("cookie", "a=1"), ("cookie", "b=2"),
            ("content-type", "text/plain"), ("content-length", "5"),
        ),
    )  # fmt: skip
    meta = meta_of(scope)
    assert meta["PATH_INFO"].encode("latin-1").decode() == "/p/零"
    assert (meta["QUERY_STRING"], meta["REQUEST_METHOD"]) == ("a=1", "GET")
    assert (meta["HTTP_X_DUP"], meta["HTTP_COOKIE"]) == ("a,b", "a=1; b=2")
    assert (meta["CONTENT_TYPE"], meta["CONTENT_LENGTH"]) == ("text/plain", "5")
    assert (meta["SERVER_NAME"], meta["SERVER_PORT"]) == ("127.0.0.1", "8000")
    assert (meta["REMOTE_ADDR"], meta["HTTP_HOST"]) == ("192.0.2.1", "testserver")
    assert meta_of(Scope("/", client="[2001:db8::1]:80"))["REMOTE_ADDR"] == "2001:db8::1"


def test_no_header_can_pass_for_what_our_own_proxy_says() -> None:
    pairs = (("x-forwarded-for", "192.0.2.9"), ("x_forwarded_for", "203.0.113.66"))
    meta = meta_of(Scope("/", pairs=pairs))
    assert meta["HTTP_X_FORWARDED_FOR"] == "192.0.2.9"
    assert "203.0.113.66" not in str(meta)


@pytest.mark.usefixtures("snapshot", "morning")
def test_what_is_quick_is_answered_by_the_thread_that_saw_it_come() -> None:
    asked: list[str] = []
    django = WSGIHandler()

    def noted(meta: dict[str, Any], start: Any) -> Any:
        asked.append(threading.current_thread().name)
        return django(meta, start)

    front = made_by(noted)
    for scope in (Scope(*NEAREST), Scope("/about")):
        first, again, third = (ask(front, scope)[0] for _ in range(3))
        assert first.status == again.status == third.status == 200
        assert first.sent == again.sent == third.sent
        assert first.head["etag"] == again.head["etag"]
        tag = (("if-none-match", again.head["etag"]),)
        unchanged = ask(front, Scope(scope.path, scope.query_string, pairs=tag))[0]
        assert (unchanged.status, unchanged.sent) == (304, [])
    # Django is asked once for each, and once for the head of its 304; never by the loop.
    assert len(asked) == 4
    assert all(name.startswith("answer") for name in asked)


@pytest.mark.usefixtures("snapshot", "morning")
def test_a_wrong_question_is_djangos_to_answer_and_head_has_no_body() -> None:
    front = made_by(WSGIHandler())
    ask(front, Scope(*NEAREST))
    wrong = ask(front, Scope("/api/nearest", "lon=999&lat=1"))[0]
    assert wrong.status == 400
    assert wrong.head["content-type"] == "application/problem+json"
    head = ask(front, Scope(*NEAREST, method="HEAD"))[0]
    assert (head.status, head.sent) == (200, [])
    assert int(head.head["content-length"]) > 1000


@pytest.mark.usefixtures("snapshot", "morning")
def test_whoever_finds_too_many_waiting_is_sent_away_at_once(settings: Any) -> None:
    settings.WAITING_MOST = 2
    settings.WAITING_SECONDS = 30
    go_on = threading.Event()
    django = WSGIHandler()

    def slow(meta: dict[str, Any], start: Any) -> Any:
        assert go_on.wait(60)
        return django(meta, start)

    front = made_by(slow)

    async def crowd() -> list[int]:
        exchanges = [Exchange() for _ in range(8)]
        tasks = [
            asyncio.create_task(front.__rsgi__(Scope("/about", f"n={n}"), exchange))
            for n, exchange in enumerate(exchanges)
        ]
        await asyncio.wait(tasks[3:])
        assert [e.status for e in exchanges] == [0, 0, 0, *[503] * 5]
        assert exchanges[-1].head["retry-after"] == "2"
        go_on.set()
        await asyncio.gather(*tasks)
        return [e.status for e in exchanges]

    assert asyncio.run(crowd()) == [200] * 3 + [503] * 5
    assert ask(front, Scope("/about", "n=9"))[0].status == 200


@pytest.mark.usefixtures("snapshot", "morning")
def test_a_flood_is_429_and_whoever_looks_after_the_site_is_answered(settings: Any) -> None:
    settings.RATE_PAGES = 0.5
    front = made_by(WSGIHandler())
    statuses = [ask(front, Scope("/about"))[0].status for _ in range(8)]
    assert statuses == [200] * 5 + [429] * 3
    assert ask(front, Scope("/healthz"))[0].status == 200


@pytest.mark.usefixtures("snapshot", "morning")
def test_a_round_of_the_loop_that_takes_too_long_sends_the_rest_away(settings: Any) -> None:
    front = made_by(WSGIHandler())
    ask(front, Scope(*NEAREST))
    settings.WAITING_SECONDS = 0
    hurried = Front(front._door)
    came = ask(hurried, *(Scope("/api/nearest", f"lon=117.{n}&lat=34.7") for n in range(20)))
    statuses = [exchange.status for exchange in came]
    # One is always computed; the next round begins anew.
    assert statuses[0] == 200
    assert statuses.count(503) >= 15
    assert ask(hurried, Scope(*NEAREST))[0].status == 200


def test_a_long_answer_is_sent_in_pieces_by_one_thread(settings: Any) -> None:
    threads: set[str] = set()
    closed: list[bool] = []

    def pieces() -> Iterable[bytes]:
        for _ in range(40):
            threads.add(threading.current_thread().name)
            yield b"x" * 100_000

    def django(meta: dict[str, Any], start: Any) -> Any:
        start("200 OK", [("Content-Type", "text/csv")])
        response = StreamingHttpResponse(pieces())
        response.close = lambda: closed.append(True)  # type: ignore[method-assign]
        return response

    exchange = ask(made_by(django), Scope("/office/history.csv"))[0]
    assert (exchange.status, sum(map(len, exchange.sent))) == (200, 4_000_000)
    assert len(exchange.sent) > 2
    assert (len(threads), closed) == (1, [True])


def test_a_reader_who_leaves_ends_the_making_of_the_rest() -> None:
    made: list[int] = []
    closed: list[bool] = []

    class Endless:
        def __iter__(self) -> Iterable[bytes]:
            for number in range(10_000):
                made.append(number)
                yield b"x" * fronts.PIECE

        def close(self) -> None:
            closed.append(True)

    def django(meta: dict[str, Any], start: Any) -> Any:
        start("200 OK", [])
        return Endless()

    async def leave() -> None:
        exchange = Exchange(leaves_after=3)
        await made_by(django).__rsgi__(Scope("/office/history.csv"), exchange)
        assert len(exchange.sent) == 3

    asyncio.run(leave())
    assert len(made) < 10
    assert closed == [True]


def test_a_crowd_that_takes_long_files_slowly_leaves_threads_to_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(fronts, "SENDING_MOST", 2)
    go_on = asyncio.Event()

    class Slow(Exchange):
        async def send_bytes(self, data: bytes) -> None:
            await go_on.wait()
            await super().send_bytes(data)

    def django(meta: dict[str, Any], start: Any) -> Any:
        start("200 OK", [])
        return iter([b"x" * fronts.PIECE] * (3 if "long" in meta["QUERY_STRING"] else 1))

    async def crowd() -> None:
        front = made_by(django)
        slow = [Slow() for _ in range(2)]
        tasks = [
            asyncio.create_task(front.__rsgi__(Scope("/office/a", "long"), each)) for each in slow
        ]
        async with asyncio.timeout(60):
            while not all(each.status for each in slow):
                await asyncio.sleep(0.01)
            third, short = Exchange(), Exchange()
            await front.__rsgi__(Scope("/office/a", "long"), third)
            await front.__rsgi__(Scope("/office/a"), short)
            assert (third.status, short.status) == (503, 200)
            go_on.set()
            await asyncio.gather(*tasks)
            assert [sum(map(len, each.sent)) for each in slow] == [3 * fronts.PIECE] * 2
            again = Exchange()
            await front.__rsgi__(Scope("/office/a", "long"), again)
            assert again.status == 200

    asyncio.run(crowd())


def test_a_body_is_read_before_a_turn_is_taken_and_no_more_than_is_allowed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(fronts, "BODY_MOST", 10)
    read: list[bytes] = []

    def django(meta: dict[str, Any], start: Any) -> Any:
        read.append(meta["wsgi.input"].read())
        start("200 OK", [])
        return [b"ok"]

    front = made_by(django)
    chunked = (("transfer-encoding", "chunked"),)
    for pieces, pairs, status in (
        ((b"12345", b"67890"), (("content-length", "10"),), 200),
        ((b"12345", b"67890"), chunked, 200),
        ((), (("content-length", "11"),), 413),
        ((b"12345", b"678901"), chunked, 413),
    ):
        scope = Scope("/office/imports/", method="POST", pairs=pairs)
        assert ask(front, scope, body=pieces)[0].status == status
    assert read == [b"1234567890"] * 2


def test_what_fails_is_raised_to_the_server_and_the_turn_given_back() -> None:
    fails = [True]

    def django(meta: dict[str, Any], start: Any) -> Any:
        if fails.pop():
            raise ZeroDivisionError
        start("200 OK", [])
        return [b"ok"]

    front = made_by(django)
    with pytest.raises(ExceptionGroup) as raised:
        ask(front, Scope("/office/"))
    assert raised.group_contains(ZeroDivisionError)
    fails.append(False)
    assert ask(front, Scope("/office/"))[0].sent == [b"ok"]


def test_turns_come_in_order_and_nobody_waits_longer_than_allowed() -> None:
    async def crowd() -> None:
        turns = Turns(4, 0.05)
        assert await turns.come()
        order: list[int] = []

        async def wait(number: int) -> bool:
            came = await turns.come()
            if came:
                order.append(number)
                turns.go(0.0)
            return came

        waiting = [asyncio.create_task(wait(n)) for n in range(5)]
        await asyncio.sleep(0)
        turns.go(0.0)
        assert await asyncio.gather(*waiting) == [True] * 4 + [False]
        assert order == [0, 1, 2, 3]
        assert await turns.come()
        began = time.monotonic()
        assert not await turns.come()
        assert time.monotonic() - began < 5
        turns.go(0.0)
        assert await turns.come()

    asyncio.run(crowd())


def test_who_gives_up_waiting_does_not_take_the_turn_along() -> None:
    async def crowd() -> None:
        turns = Turns(4, 10.0)
        assert await turns.come()
        for called in (False, True):
            waiting = asyncio.create_task(turns.come())
            await asyncio.sleep(0)
            if called:
                turns.go(0.0)
            waiting.cancel()
            with pytest.raises(asyncio.CancelledError):
                await waiting
        async with asyncio.timeout(5):
            assert await turns.come()

    asyncio.run(crowd())


def test_the_pace_begins_anew_with_every_round_of_the_loop() -> None:
    async def rounds() -> None:
        pace = Pace(0.03)
        pace.add(time.perf_counter() - 1)
        assert not pace.has_time()
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        assert pace.has_time()

    asyncio.run(rounds())

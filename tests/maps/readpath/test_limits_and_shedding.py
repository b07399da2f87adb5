"""Who asks too much is answered 429, who comes when nobody has time 503; both recover."""

import json
import threading

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.handlers.wsgi import WSGIHandler

from maps.readpath.door import Door
from maps.readpath.gate import Gate
from maps.readpath.rates import Rates, cost_of
from tests.maps.readpath.test_lane_is_django import answer, environ

NEAREST = ("/api/nearest", "lon=117.263&lat=34.797")


def test_a_polite_client_is_never_sent_away(snapshot, morning) -> None:
    door = Door(WSGIHandler())
    for _ in range(60):
        assert answer(door, environ("/about"))[0] == "200 OK"
        assert answer(door, environ(*NEAREST))[0] == "200 OK"


@pytest.mark.parametrize("asked", [("/about", ""), NEAREST])
def test_a_flood_from_one_address_is_429_and_others_go_on(
    snapshot, morning, settings, asked
) -> None:
    settings.RATE_PAGES = settings.RATE_API = 0.5
    door = Door(WSGIHandler())
    statuses = [answer(door, environ(*asked))[0] for _ in range(8)]
    assert statuses[:5] == ["200 OK"] * 5
    assert statuses[5:] == ["429 Too Many Requests"] * 3
    _, head, body = answer(door, environ(*asked))
    assert 1 <= int(head["retry-after"]) <= 3
    assert head["cache-control"] == "no-store"
    if asked is NEAREST:
        assert head["content-type"] == "application/problem+json"
        assert json.loads(body)["status"] == 429
    else:
        assert "请等几秒钟再试" in body.decode()
    assert answer(door, environ(*asked, REMOTE_ADDR="192.0.2.7"))[0] == "200 OK"
    assert answer(door, environ("/healthz"))[0] == "200 OK"


def test_behind_a_proxy_the_visitor_is_counted_and_not_the_proxy(
    snapshot, morning, settings
) -> None:
    settings.BEHIND_PROXY = True
    settings.RATE_PAGES = 0.1
    door = Door(WSGIHandler())
    for visitor in ("192.0.2.1", "192.0.2.2", "192.0.2.3"):
        assert answer(door, environ("/about", HTTP_X_FORWARDED_FOR=visitor))[0] == "200 OK"
    again = environ("/about", HTTP_X_FORWARDED_FOR="198.51.100.9, 192.0.2.1")
    assert answer(door, again)[0].startswith("429")


def test_tokens_come_back(monkeypatch) -> None:
    now = [100.0]
    monkeypatch.setattr("maps.readpath.rates.time.monotonic", lambda: now[0])
    rates = Rates(2.0, 2.0)
    assert [rates.wait("a", 1) for _ in range(6)] == [0, 0, 0, 0, 1, 1]
    now[0] += 1.0
    assert [rates.wait("a", 1) for _ in range(3)] == [0, 0, 1]
    # What costs more than a full bucket is answered out of a full one.
    now[0] += 60.0
    assert rates.wait("a", 99) == 0
    assert rates.wait("a", 1) > 0


def test_a_whole_directory_costs_more_than_a_place() -> None:
    assert cost_of("10") == 1
    assert cost_of("10000") == 21
    assert cost_of("ten") == 1


def test_excess_is_503_at_once_and_the_door_recovers(snapshot, morning, settings) -> None:
    settings.WAITING_MOST = 2
    settings.WAITING_SECONDS = 30
    inside, go_on = threading.Event(), threading.Event()
    django = WSGIHandler()

    def slow(meta, start):
        inside.set()
        assert go_on.wait(60)
        return django(meta, start)

    door = Door(slow)
    statuses: list[str] = []

    def ask(number: int) -> None:
        statuses.append(answer(door, environ("/about", f"n={number}"))[0])

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(8)]
    threads[0].start()
    assert inside.wait(60)
    for thread in threads[1:]:
        thread.start()
    # One inside, two waiting: five are told to come back while the first is still at work.
    for _ in range(600):
        if len(statuses) == 5:
            break
        threading.Event().wait(0.05)
    assert statuses == ["503 Service Unavailable"] * 5
    assert answer(door, environ("/about", "n=9"))[1]["retry-after"] == "2"
    go_on.set()
    for thread in threads:
        thread.join(60)
    assert sorted(statuses) == ["200 OK"] * 3 + ["503 Service Unavailable"] * 5
    assert answer(door, environ("/about", "n=10"))[0] == "200 OK"


def test_the_files_of_a_page_come_however_busy_it_is(snapshot, morning, settings) -> None:
    settings.WAITING_MOST = 1
    inside, go_on = threading.Event(), threading.Event()
    django = WSGIHandler()

    def slow(meta, start):
        if meta["PATH_INFO"] == "/about":
            inside.set()
            assert go_on.wait(60)
        return django(meta, start)

    door = Door(slow)
    at_work = threading.Thread(target=answer, args=(door, environ("/about")))
    at_work.start()
    assert inside.wait(60)
    files = [
        answer(door, environ(staticfiles_storage.url("maps/icons/app.svg")))[0] for _ in range(3)
    ]
    go_on.set()
    at_work.join(60)
    assert files == ["200 OK"] * 3


def test_who_waits_too_long_is_sent_away() -> None:
    gate = Gate(4, 0.05)
    with gate.enter() as first:
        assert first
        told: list[bool] = []

        def late() -> None:
            with gate.enter() as may:
                told.append(may)

        thread = threading.Thread(target=late)
        thread.start()
        thread.join(30)
        assert told == [False]
    with gate.enter() as again:
        assert again

"""Other processes learn of a publication within seconds, and need no database to go on."""

import datetime as dt
import os
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import connection

from directory import status
from directory.models import Market, Publication
from directory.publication import store
from directory.publication.build import build
from tests.directory.publication.proxy import Proxy
from tests.factories.ledger import make_market

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("var")]

# Asks like a server under load, and says what changed and how long the slowest answer took.
WATCHING = """
import datetime as dt, json, time
from directory import publication
from directory.finder import Ask, answer
from directory.publication import watch
watch.REFUSED_SECONDS = 0.5
said, slowest = None, 0.0
ask = Ask(117.26, 34.8, dt.datetime(2026, 11, 23, 5, 0))
while True:
    began = time.monotonic()
    try:
        snapshot = publication.current()
        best = answer(snapshot, ask).best
        now = {"number": snapshot.number, "best": [hit.place.id for hit in best]}
    except publication.NoPublication:
        now = {"number": None}
    took = time.monotonic() - began
    slowest = max(slowest, took) if said else 0.0
    now["heard"] = publication.last_heard() is not None
    if now != said:
        print(json.dumps(now | {"took": took, "slowest": slowest}))
        said = now
    time.sleep(0.02)
"""
WORKER = """
from django.core.management import call_command
call_command("work")
"""
NOWHERE = "postgis://nobody@127.0.0.1:1/nothing?connect_timeout=3"


@pytest.fixture
def proxy() -> Iterator[Proxy]:
    made = Proxy(connection.settings_dict)
    yield made
    made.cut()


def through(proxy: Proxy) -> str:
    url = urlsplit(os.environ["DATABASE_URL"])
    user = url.username or connection.settings_dict["USER"]
    return f"postgis://{user}@127.0.0.1:{proxy.port}/{connection.settings_dict['NAME']}"


def rename(market: Market, name: str) -> None:
    Market.objects.filter(pk=market.pk).update(name=name)


def test_a_closure_in_the_ledger_reaches_another_process_within_five_seconds(
    child: Callable[..., Any],
) -> None:
    market = make_market(published=True, hours="00:00-24:00")
    build()
    server, worker = child(WATCHING), child(WORKER)
    server.hear(number=1, best=[market.public_id])
    # One change to see the worker at work, so that its start does not count.
    status.suspend(make_market(published=True, lon=118.0), dt.date(2030, 1, 1))
    server.hear(number=2)

    began = time.monotonic()
    status.close(market, dt.date(2026, 11, 1))
    said = server.hear(number=3)
    took = time.monotonic() - began
    assert market.public_id not in said["best"]
    assert took < 5, f"{took:.1f} s"
    assert worker.process.poll() is None


def test_a_process_that_lost_its_connection_finds_the_way_back(child: Callable[..., Any]) -> None:
    market = make_market(published=True)
    build()
    server = child(WATCHING)
    server.hear(number=1, heard=True)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
            " WHERE application_name = 'publication-watch' AND datname = current_database()"
        )
        # More than one where the server has not yet noticed that an earlier test's process ended.
        assert cursor.fetchone()[0] >= 1
    rename(market, "换了名字")
    build()
    assert server.hear(number=2, seconds=10)["slowest"] < 1
    server.wait_for_log("the database is back")
    log = server.end()
    assert log.count("the database is gone") == 1
    assert log.count("the database is back") == 1


def test_a_database_that_is_gone_for_a_while_costs_two_lines_and_no_waiting(
    child: Callable[..., Any], proxy: Proxy
) -> None:
    market = make_market(published=True)
    build()
    server = child(WATCHING, DATABASE_URL=through(proxy))
    server.hear(number=1, heard=True)
    proxy.cut()
    rename(market, "换了名字")
    build()
    server.wait_for_log("the database is gone", seconds=20)
    # Long enough for several attempts in vain.
    time.sleep(2)
    proxy.mend()
    said = server.hear(number=2)
    assert said["slowest"] < 1
    server.wait_for_log("the database is back")
    log = server.end()
    assert log.count("the database is gone, serving publication 1") == 1
    assert log.count("the database is back") == 1
    assert "Traceback" not in log


def test_a_worker_without_a_database_waits_quietly_and_begins_when_it_is_there(
    child: Callable[..., Any], proxy: Proxy
) -> None:
    market = make_market(published=True, hours="00:00-24:00")
    build()
    server = child(WATCHING)
    server.hear(number=1, best=[market.public_id])
    proxy.cut()
    worker = child(WORKER, DATABASE_URL=through(proxy))
    worker.wait_for_log("the worker waits for the database", seconds=20)
    status.close(market, dt.date(2026, 11, 1))
    proxy.mend()
    server.hear(number=2, best=[])
    assert worker.process.poll() is None
    log = worker.end()
    assert log.count("the worker waits for the database") == 1
    assert log.count("the database is back, the worker starts") == 1
    assert "Traceback" not in log


def test_a_process_starts_from_its_copy_when_there_is_no_database(
    child: Callable[..., Any],
) -> None:
    market = make_market(published=True, hours="00:00-24:00")
    build()
    server = child(WATCHING, DATABASE_URL=NOWHERE)
    said = server.hear(number=1, heard=False)
    assert said["best"] == [market.public_id]
    assert said["took"] < 2


def test_a_machine_with_an_empty_cache_fetches_from_storage(
    child: Callable[..., Any], var: Path
) -> None:
    make_market(published=True)
    build()
    shutil.rmtree(var / "publication-cache")
    child(WATCHING).hear(number=1, heard=True)


@pytest.fixture
def another_machine(settings: Any, var: Path) -> Path:
    """What is built here goes to the shared storage, not to the cache of the child processes."""
    settings.PUBLICATION_CACHE = var / "cache-of-the-builder"
    return var / "publication-cache"


@pytest.mark.parametrize("how", ["a bit flipped", "cut short", "a few bytes", "not there"])
@pytest.mark.usefixtures("another_machine")
def test_a_damaged_archive_is_refused_and_the_old_one_kept_until_it_is_mended(
    child: Callable[..., Any], var: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    market = make_market(published=True)
    build()
    server = child(WATCHING)
    server.hear(number=1, heard=True)
    whole: dict[Path, bytes] = {}

    def keep_and_damage(folder: Path, name: str, before: store.Archive | None) -> store.Archive:
        archive = keep(folder, name, before)
        path = var / "publications" / archive.name
        data = whole[path] = path.read_bytes()
        path.unlink()
        middle = len(data) // 2
        if how == "a bit flipped":
            path.write_bytes(data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :])
        elif how == "cut short":
            path.write_bytes(data[:middle])
        elif how == "a few bytes":
            path.write_bytes(data[:3])
        return archive

    keep = store.keep
    monkeypatch.setattr(store, "keep", keep_and_damage)
    rename(market, "换了名字")
    assert build().number == 2
    server.wait_for_log("publication 2 refused, keeping ours", seconds=20)
    # Long enough for it to try once more, and to say so if it wanted.
    time.sleep(2)
    assert server.silent()
    for path, data in whole.items():
        path.write_bytes(data)
    server.hear(number=2)
    assert server.end().count("publication 2 refused, keeping ours") == 1


def spoil(folder: Path) -> None:
    path = folder / "features.bin"
    data = path.read_bytes()
    path.unlink()
    path.write_bytes(data[:-2] + bytes([data[-2] ^ 1]) + data[-1:])


def test_a_damaged_copy_is_not_served_but_fetched_again(
    child: Callable[..., Any], var: Path
) -> None:
    make_market(published=True)
    build()
    (copy,) = (var / "publication-cache").glob("1-*")
    spoil(copy)
    server = child(WATCHING)
    # The copy would be there before the database has said a word, the archive only after.
    assert server.hear(number=1)["heard"]
    assert "features.bin" in server.end()


def test_without_a_database_a_damaged_copy_gives_way_to_the_one_before(
    child: Callable[..., Any], var: Path
) -> None:
    market = make_market(published=True)
    build()
    rename(market, "换了名字")
    build()
    (copy,) = (var / "publication-cache").glob("2-*")
    spoil(copy)
    child(WATCHING, DATABASE_URL=NOWHERE).hear(number=1, heard=False)


def test_with_nothing_published_there_is_nothing_to_serve(child: Callable[..., Any]) -> None:
    server = child(WATCHING)
    server.hear(number=None, heard=True)
    assert not Publication.objects.exists()
    make_market(published=True)
    build()
    server.hear(number=1)


def test_a_forked_process_watches_for_itself(child: Callable[..., Any]) -> None:
    market = make_market(published=True)
    build()
    forking = """
import os, threading, time
from directory import publication
publication.current()
parent = os.getpid()
def end_with_parent():
    while os.getppid() == parent:
        time.sleep(0.1)
    os._exit(0)
if os.fork():
    os.wait()
else:
    threading.Thread(target=end_with_parent, daemon=True).start()
    exec(WATCHING)
"""
    server = child(f"WATCHING = {WATCHING!r}\n{forking}")
    server.hear(number=1)
    rename(market, "换了名字")
    build()
    server.hear(number=2, seconds=5)

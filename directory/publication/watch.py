"""Learning of new publications: one daemon thread per process, with a connection of its own.

It listens, and asks every PUBLICATION_POLL_SECONDS besides (a pooler between may swallow
notifications). A database that is gone costs readers nothing: the thread tries again for ever and
says so in two lines, one on loss and one on return. PUBLICATION_POLL_SECONDS=0 starts no thread.
"""

import logging
import os
import threading
import time
from typing import Any, NamedTuple

import psycopg
from django.conf import settings
from django.db import connections
from django.utils import timezone

from directory.publication import standing, store
from directory.publication.channel import CHANNEL
from directory.publication.manifest import Damaged
from directory.publication.snapshot import Snapshot
from directory.publication.store import Archive

log = logging.getLogger(__name__)

FIRST_DELAY = 0.2
# A database that comes back is noticed within this many seconds.
LONGEST_DELAY = 3.0
# A damaged archive is tried again after so long: someone may have put it right.
REFUSED_SECONDS = 30.0

_NEWEST = """
    SELECT number, content_sha256, archive_name, archive_sha256, archive_bytes
    FROM directory_publication WHERE state = 'ready' ORDER BY number DESC LIMIT 1
"""


class _Refused(NamedTuple):
    archive: Archive
    at: float

    def is_old(self) -> bool:
        return time.monotonic() - self.at >= REFUSED_SECONDS


class _Thread:
    """The thread of this process; none is inherited through a fork."""

    lock = threading.Lock()
    pid: int | None = None


def start() -> None:
    """Open the local copy and start the thread, once per process; safe to call always."""
    if _Thread.pid == os.getpid():
        return
    with _Thread.lock:
        if _Thread.pid == os.getpid():
            return
        if standing.snapshot() is None:
            _open_cached()
        if settings.PUBLICATION_POLL_SECONDS > 0:
            threading.Thread(target=Watcher().run, name="publication", daemon=True).start()
        _Thread.pid = os.getpid()


def _renew_lock() -> None:
    _Thread.lock = threading.Lock()


os.register_at_fork(after_in_child=_renew_lock)


def _open_cached() -> None:
    for folder in store.cached():
        try:
            standing.replace(_opened(folder))
        except Damaged as error:
            log.error("cached publication refused: %s", error)
        else:
            return


def _opened(folder: Any) -> Snapshot:
    snapshot = Snapshot.open(folder)
    if older := standing.snapshot():
        snapshot.take_over(older)
    snapshot.warm(timezone.localdate(), settings.SITE_REGION)
    return snapshot


class Watcher:
    """What the thread does. `run` never returns."""

    def __init__(self) -> None:
        self._lost = False
        self._delay = FIRST_DELAY
        self._refused: _Refused | None = None

    def run(self) -> None:
        while True:
            try:
                self._listen()
            except (psycopg.Error, OSError) as error:
                self._say_lost(error)
            except Exception:
                # Whatever it was, readers keep the standing publication and we go on.
                log.exception("watching for publications failed")
            time.sleep(self._delay)
            self._delay = min(self._delay * 2, LONGEST_DELAY)

    def _listen(self) -> None:
        with connect() as connection:
            connection.execute(f"LISTEN {CHANNEL}")
            self.check(connection)
            if self._lost:
                log.warning("the database is back")
            self._lost, self._delay = False, FIRST_DELAY
            while True:
                notices = connection.notifies(
                    timeout=settings.PUBLICATION_POLL_SECONDS, stop_after=1
                )
                for _ in notices:
                    pass
                self.check(connection)

    def check(self, connection: psycopg.Connection[Any]) -> None:
        """Ask which publication is the newest, and serve it."""
        newest = connection.execute(_NEWEST).fetchone()
        standing.hear(timezone.now())
        if newest is None:
            return
        number, content_sha256, name, sha256, size = newest
        archive = Archive(number, content_sha256, name, sha256, size)
        serving = standing.snapshot()
        if serving and (serving.number, serving.checksum) == (number, content_sha256):
            return
        refused = self._refused
        if refused is None or refused.archive != archive or refused.is_old():
            self._adopt(archive)

    def _adopt(self, archive: Archive) -> None:
        try:
            folder = store.fetch(archive)
            fresh = _opened(folder)
        except (Damaged, OSError) as error:
            if self._refused is None or self._refused.archive != archive:
                log.error("publication %s refused, keeping ours: %s", archive.number, error)
            self._refused = _Refused(archive, time.monotonic())
            return
        self._refused = None
        standing.replace(fresh)
        store.point_at(folder)
        store.prune(serving=folder)
        log.info("serving publication %s", archive.number)

    def _say_lost(self, error: Exception) -> None:
        if not self._lost:
            serving = standing.snapshot()
            number = serving.number if serving else None
            reason = str(error).strip().partition("\n")[0]
            log.warning("the database is gone, serving publication %s: %s", number, reason)
        self._lost = True


def connect() -> psycopg.Connection[Any]:
    """A connection apart from Django's, given up within seconds when the other end is silent."""
    database = connections["default"].settings_dict
    options = {key: value for key, value in database["OPTIONS"].items() if key != "pool"}
    given = {
        "host": database["HOST"],
        "port": database["PORT"],
        "user": database["USER"],
        "password": database["PASSWORD"],
        "dbname": database["NAME"],
    }
    return psycopg.connect(
        autocommit=True,
        **{
            "connect_timeout": 3,
            "keepalives_idle": 3,
            "keepalives_interval": 2,
            "keepalives_count": 2,
            "tcp_user_timeout": 5000,
            "application_name": "publication-watch",
        }
        | {key: value for key, value in given.items() if value}
        | options,
    )

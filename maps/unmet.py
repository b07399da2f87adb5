"""Counting, in this process, the finder's searches that found nothing open nearby.

A search costs one addition in memory; a thread of its own writes the sums once a minute. What a
process that ends has not yet written is lost, and a database that is gone costs readers nothing.
"""

import datetime as dt
import logging
import os
import threading
import time
from collections.abc import Mapping

from django.conf import settings
from django.db import DatabaseError, connections

from directory import finder
from planning import unmet

log = logging.getLogger(__name__)

# Nothing surely opens so near, on arrival or within the wait that the finder counts as good.
NEARBY_MIN = 30.0
# Who asks about another day is not standing somewhere now.
SOON = dt.timedelta(days=1)
FLUSH_SECONDS = 60.0
# So many cells and hours at a time, and of each so many searches: a flood counts no more.
MOST_KEYS, MOST_EACH = 5000, 100


class _Counted:
    """Of this process; neither sums nor thread are inherited through a fork."""

    lock = threading.Lock()
    sums: dict[unmet.Key, int] = {}
    pid: int | None = None


def note(ask: finder.Ask, answer: finder.Answer, now: dt.datetime) -> None:
    """Counts the search where nothing good is nearby. Keeps neither position nor trade."""
    near = any(hit.minutes[ask.mode] <= NEARBY_MIN for hit in answer.best[: answer.good])
    if near or not settings.UNMET_SEARCHES or abs(ask.at - now) > SOON:
        return
    key = unmet.key_of(ask.lon, ask.lat, ask.at)
    with _Counted.lock:
        _add({key: 1})
        start = _Counted.pid != os.getpid()
        _Counted.pid = os.getpid()
    if start:
        threading.Thread(target=_run, name="unmet", daemon=True).start()


def flush() -> int:
    """Writes the sums of now; how many cells. Put back where the database does not take them."""
    with _Counted.lock:
        taken, _Counted.sums = _Counted.sums, {}
    if not taken:
        return 0
    try:
        return unmet.record(taken)
    except DatabaseError:
        with _Counted.lock:
            _add(taken)
        raise


def _add(sums: Mapping[unmet.Key, int]) -> None:
    held = _Counted.sums
    for key, number in sums.items():
        if key in held or len(held) < MOST_KEYS:
            held[key] = min(MOST_EACH, held.get(key, 0) + number)


def _run() -> None:
    while True:
        time.sleep(FLUSH_SECONDS)
        try:
            flush()
        except DatabaseError as error:
            log.warning("unmet searches wait for the database: %s", error)
        finally:
            connections.close_all()


def _renew() -> None:
    _Counted.lock, _Counted.sums, _Counted.pid = threading.Lock(), {}, None


os.register_at_fork(after_in_child=_renew)

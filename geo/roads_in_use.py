"""The road network that this process uses: the one in use on this machine, mapped once."""

import logging
import threading
import time
from pathlib import Path

from django.conf import settings

from geo.roads import store
from geo.roads.network import Roads

log = logging.getLogger(__name__)
# How often a process looks whether another network has been swapped in.
LOOK_SECONDS = 5.0


class _Held:
    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.folder: object = None
        self.until = 0.0
        self.name: str | None = None
        self.roads: Roads | None = None


_held = _Held()


def roads() -> Roads | None:
    """None where no extract has been loaded, or what is stored is damaged and none is held yet.

    A damaged network is said in the log once; the one held before stays in use. While one thread
    looks for another, the others go on with the one held.
    """
    held = _held
    # A reader's every request asks: between two looks without a lock, in a fifth of a microsecond.
    if held.folder is settings.ROADS_DIR and time.monotonic() < held.until:
        return held.roads
    if not held.lock.acquire(blocking=held.folder is not settings.ROADS_DIR):
        return held.roads
    try:
        return _look(held, settings.ROADS_DIR)
    finally:
        held.lock.release()


def name() -> str:
    """Of the network in use; empty without one."""
    found = roads()
    return "" if found is None else found.name


def _look(held: _Held, given: object) -> Roads | None:
    now = time.monotonic()
    if given is held.folder and now < held.until:
        return held.roads
    folder = Path(str(given))
    if given is not held.folder:
        held.name = held.roads = None
    try:
        found = store.current(folder)
        if found != held.name:
            held.name = found
            held.roads = store.load(folder, found) if found else None
            if held.roads is not None:
                held.roads.warm()
    except store.BadNetwork as error:
        log.error("road network refused: %s", error)
    # Last, as it is what lets others pass without the lock.
    held.until, held.folder = now + LOOK_SECONDS, given
    return held.roads


def forget() -> None:
    """Look again at the next call."""
    _held.folder = None

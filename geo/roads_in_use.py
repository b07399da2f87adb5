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
        self.folder: Path | None = None
        self.looked = 0.0
        self.name: str | None = None
        self.roads: Roads | None = None


_held = _Held()


def roads() -> Roads | None:
    """None where no extract has been loaded, or what is stored is damaged and none is held yet.

    A damaged network is said in the log once; the one held before stays in use.
    """
    folder = Path(settings.ROADS_DIR)
    with _held.lock:
        now = time.monotonic()
        if folder == _held.folder and now - _held.looked < LOOK_SECONDS:
            return _held.roads
        if folder != _held.folder:
            _held.name = _held.roads = None
        _held.folder, _held.looked = folder, now
        try:
            name = store.current(folder)
            if name != _held.name:
                _held.name = name
                _held.roads = store.load(folder, name) if name else None
        except store.BadNetwork as error:
            log.error("road network refused: %s", error)
        return _held.roads


def forget() -> None:
    """Look again at the next call."""
    _held.folder = None

"""The application that the server calls: limits first, then the lane, then Django."""

from collections.abc import Callable, Iterable

from django.conf import settings

from maps.address import address_of
from maps.readpath.asked import Environ, asks_database, is_machine
from maps.readpath.gate import Gate
from maps.readpath.lane import Application, Lane, Start
from maps.readpath.rates import Rates, cost_of_query
from maps.readpath.refusals import BUSY, BUSY_SECONDS, TOO_MANY, refuse

# Whoever looks after the site must hear that it lives, however busy it is.
UNCOUNTED = ("/healthz",)
# Pages that wait for the database, made at a time; as many may wait for their turn.
AT_DATABASE = 4


class Door:
    """Sends away with 429 who asks too much, and with 503 whom nobody has time for.

    A server that gives each request a thread calls the door itself; one that sees requests come
    in a loop of events (maps.readpath.front) asks `at_once`, and keeps turns before `in_turn`.
    """

    def __init__(self, django: Application, *, gated: bool = True) -> None:
        waiting, seconds = settings.WAITING_MOST if gated else 0, settings.WAITING_SECONDS
        self._database = Gate(min(waiting, AT_DATABASE), seconds, inside=AT_DATABASE)
        self._pages = Rates(settings.RATE_PAGES, settings.RATE_BURST_SECONDS)
        self._data = Rates(settings.RATE_API, settings.RATE_BURST_SECONDS)
        self._limited = bool(settings.RATE_PAGES or settings.RATE_API)
        self._django = django
        self.lane = Lane(django, Gate(waiting, seconds))

    def __call__(self, meta: Environ, start: Start) -> Iterable[bytes]:
        seconds = self._to_wait(meta)
        if seconds:
            return refuse(meta, start, TOO_MANY, seconds)
        return self.in_turn(meta, start)

    def at_once(
        self, meta: Environ, start: Start, has_time: Callable[[], bool]
    ) -> Iterable[bytes] | None:
        """Limits, and what the lane has or makes at once; None for what comes `in_turn`."""
        seconds = self._to_wait(meta)
        if seconds:
            return refuse(meta, start, TOO_MANY, seconds)
        if is_uncounted(meta) or asks_database(meta["PATH_INFO"]):
            return None
        return self.lane.at_once(meta, start, has_time)

    def in_turn(self, meta: Environ, start: Start) -> Iterable[bytes]:
        """The answer without regard to limits."""
        if is_uncounted(meta):
            return self._django(meta, start)
        if asks_database(meta.get("PATH_INFO", "")):
            with self._database.enter() as may:
                if may:
                    return self._django(meta, start)
            return refuse(meta, start, BUSY, BUSY_SECONDS)
        return self.lane(meta, start)

    def _to_wait(self, meta: Environ) -> int:
        """Seconds that the asker has to stay away; 0 where he may ask."""
        address = address_of(meta) if self._limited and not is_uncounted(meta) else None
        if address is None:
            return 0
        if is_machine(meta.get("PATH_INFO", "")):
            return self._data.wait(address, cost_of_query(meta.get("QUERY_STRING", "")))
        return self._pages.wait(address, 1)


def is_uncounted(meta: Environ) -> bool:
    return meta.get("PATH_INFO", "") in UNCOUNTED

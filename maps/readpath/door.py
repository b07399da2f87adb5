"""The application that the server calls: limits first, then the lane, then Django.

Files of the site itself take no turn: they are quickly sent, and a page is of no use without them.
"""

import re
from collections.abc import Iterable

from django.conf import settings

from maps.address import address_of
from maps.readpath.asked import Environ, asks_database, is_machine
from maps.readpath.gate import Gate
from maps.readpath.lane import Application, Lane, Start
from maps.readpath.rates import Rates, cost_of
from maps.readpath.refusals import BUSY, BUSY_SECONDS, TOO_MANY, refuse

# Whoever looks after the site must hear that it lives, however busy it is.
UNCOUNTED = ("/healthz",)
# Pages that wait for the database, made at a time; as many may wait for their turn.
AT_DATABASE = 4
_LIMIT = re.compile(r"(?:\A|&)limit=(\d+)(?=&|\Z)", re.ASCII)


class Door:
    """Sends away with 429 who asks too much, and with 503 whom nobody has time for."""

    def __init__(self, django: Application) -> None:
        waiting, seconds = settings.WAITING_MOST, settings.WAITING_SECONDS
        self._database = Gate(min(waiting, AT_DATABASE), seconds, inside=AT_DATABASE)
        self._pages = Rates(settings.RATE_PAGES, settings.RATE_BURST_SECONDS)
        self._data = Rates(settings.RATE_API, settings.RATE_BURST_SECONDS)
        self._limited = bool(settings.RATE_PAGES or settings.RATE_API)
        self._django = django
        self.lane = Lane(django, Gate(waiting, seconds))

    def __call__(self, meta: Environ, start: Start) -> Iterable[bytes]:
        path = meta.get("PATH_INFO", "")
        if path in UNCOUNTED:
            return self._django(meta, start)
        address = address_of(meta)
        if address is not None and self._limited:
            if is_machine(path):
                seconds = self._data.wait(address, _cost(meta))
            else:
                seconds = self._pages.wait(address, 1)
            if seconds:
                return refuse(meta, start, TOO_MANY, seconds)
        if path.startswith(settings.STATIC_URL):
            return self._django(meta, start)
        if asks_database(path):
            with self._database.enter() as may:
                if may:
                    return self._django(meta, start)
            return refuse(meta, start, BUSY, BUSY_SECONDS)
        return self.lane(meta, start)


def _cost(meta: Environ) -> float:
    query = meta.get("QUERY_STRING", "")
    found = _LIMIT.findall(query)
    return cost_of(found[-1]) if found else 1

"""Whether there are files to be made, and by whom; their making itself loads half of GDAL."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.db.models import QuerySet

from directory.models import Publication
from directory.opendata import shelf


def ready() -> QuerySet[Publication]:
    """Newest first."""
    return Publication.objects.filter(state=Publication.State.READY)


def wanted() -> bool:
    """Whether the newest publication is still without files, or has lost some."""
    newest = ready().first()
    if newest is None:
        return False
    entry = shelf.index(fresh=True).get(newest.number)
    return entry is None or not entry.files or not shelf.holds(entry)


@contextmanager
def alone(lock: int) -> Iterator[bool]:
    """Whether nobody else holds this advisory lock; held until the end, or the connection's."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [lock])
        mine = bool(cursor.fetchone()[0])
    try:
        yield mine
    finally:
        # A connection that was lost has given the lock back by itself.
        if mine and connection.is_usable():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [lock])

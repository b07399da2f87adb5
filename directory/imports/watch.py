"""How far work in the background has come, seen while its one transaction is still open.

The worker writes progress, and reads whether it is asked to stop, over a connection of its own
that commits at once; the transaction itself leaves the row of the work alone until its end.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, models
from django.utils import timezone

EVERY_SECONDS = 1.0


class Stopped(Exception):
    """Somebody has asked for the work to end; nothing of it is kept."""


class Watch:
    """Says nothing and is never stopped: for work that is done at once."""

    def report(self, done: int, total: int, **more: Any) -> None:
        """`Stopped` where that has been asked for. `more`: further columns of the work's row."""

    def scaled(self, start: int, total: int) -> "Part":
        return Part(self, start, total)


class Part:
    """A stage of the work: `done` counts from the stage's beginning."""

    def __init__(self, watch: Watch, start: int, total: int) -> None:
        self._watch, self._start, self._total = watch, start, total

    def __call__(self, done: int) -> None:
        self._watch.report(self._start + done, self._total)


class Outside(Watch):
    """Over its own connection, at most once a second, but the first and the last always."""

    def __init__(self, own: Any, table: str, pk: int) -> None:
        self._own, self._table, self._pk = own, own.ops.quote_name(table), pk
        self._said = 0.0

    def report(self, done: int, total: int, **more: Any) -> None:
        now = time.monotonic()
        if now - self._said < EVERY_SECONDS and 0 < done < total:
            return
        self._said = now
        values = {"done": done, "total": total, "heartbeat": timezone.now(), **more}
        columns = ", ".join(f"{self._own.ops.quote_name(name)} = %s" for name in values)
        with self._own.cursor() as cursor:
            cursor.execute(
                f"UPDATE {self._table} SET {columns} WHERE id = %s RETURNING stopping",  # noqa: S608
                [*values.values(), self._pk],
            )
            found = cursor.fetchone()
        if found is None or found[0]:
            raise Stopped


@contextmanager
def outside(work: models.Model) -> Iterator[Watch]:
    own = connection.copy()
    try:
        yield Outside(own, work._meta.db_table, work.pk)
    finally:
        own.close()

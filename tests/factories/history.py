"""The history as a test meets it: written at commit, or at once where a test cannot commit."""

from django.db import connection

from directory.models import HistoryEntry


def settle() -> None:
    """Let the database write the history of this transaction now instead of at its commit."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def last_number() -> int:
    newest = HistoryEntry.objects.first()
    return newest.seq if newest else 0


def written_since(number: int) -> list[HistoryEntry]:
    """The entries after this number, oldest first."""
    return list(HistoryEntry.objects.filter(seq__gt=number).order_by("seq"))

"""The history of the ledger: who writes and why, said before the write; and what was written."""

import datetime as dt

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet

from directory import access
from directory.kinds import Action, Kind
from directory.models import HistoryEntry, Official
from geo.regions import prefix_of

SYSTEM = "system"
# Tables whose history is read only by those who may read the objects themselves.
_OF_OTHERS = {
    Kind.OFFICIAL: ("official", "roleassignment"),
    Kind.REPORT: ("report", "contactreading"),
}


def attribute(official: Official | None, act: str, reason: str = "") -> None:
    """Name the author of all that this transaction writes; `None`: a command or the machine.

    Holds until the transaction ends. Outside a transaction it would name nobody: RuntimeError.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("a write is attributed inside its transaction")
    said = {
        "linggong.official": "" if official is None else str(official.pk),
        "linggong.actor": SYSTEM if official is None else official.username,
        "linggong.act": act,
        "linggong.reason": reason,
    }
    with connection.cursor() as cursor:
        for name, value in said.items():
            cursor.execute("SELECT set_config(%s, %s, true)", [name, value])


def visible(official: Official | None) -> QuerySet[HistoryEntry]:
    """What this official may read of the history: of the regions of his roles, as they were then.

    A place that has moved to another region is seen from both, up to its leaving in the old one.
    Of the people who work here only those may read who may look them up.
    """
    seen = access.visible(official, HistoryEntry.objects.all())
    for region in access.regions(official, Action.VIEW, Kind.HISTORY):
        seen = seen | HistoryEntry.objects.filter(
            region_before__startswith=prefix_of(region)
        ).exclude(region_before="")
    for kind, tables in _OF_OTHERS.items():
        if not access.may_anywhere(official, Action.VIEW, kind):
            seen = seen.exclude(kind__in=tables)
    return seen


def of_place(official: Official | None, market_pk: int) -> QuerySet[HistoryEntry]:
    """All that was written about a place and its parts, the newest first."""
    return visible(official).filter(market_pk=market_pk)


def begins_at() -> dt.datetime | None:
    """Since when changes are recorded; None while nothing is."""
    return HistoryEntry.objects.filter(seq=1).values_list("at", flat=True).first()


def number_at(moment: dt.datetime) -> int:
    """The number of the last entry before `moment`; 0 where there is none."""
    before = HistoryEntry.objects.filter(at__lt=moment).order_by("-seq")
    return before.values_list("seq", flat=True).first() or 0


def standing(number: int) -> QuerySet[HistoryEntry]:
    """Of each object the newest entry up to `number`, those of deleted ones left out."""
    later = HistoryEntry.objects.filter(
        kind=OuterRef("kind"),
        object_pk=OuterRef("object_pk"),
        seq__gt=OuterRef("seq"),
        seq__lte=number,
    )
    return HistoryEntry.objects.filter(~Exists(later), seq__lte=number).exclude(
        operation__in=[HistoryEntry.Operation.DELETE, HistoryEntry.Operation.PAUSE]
    )

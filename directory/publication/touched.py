"""Which places may differ from what was last published: those that the history names, and those
whose features name one of them.

A feature says of another place: its id, name, form and position (hall and kerb); its id (where a
place has moved to, or from). So whoever is named by, or names, a place that was touched is
touched, and nobody beyond: what is said of the other is its own, never said of a third.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from directory.models import Confirmation, HallKerbLink, HistoryEntry, Market, StatusPeriod

# Tables with a row of their own for something that a feature says.
_OF_A_PLACE = frozenset(
    {
        "market", "markettrade", "zone", "peak", "contact", "market_services",
        "market_facilities", "statusperiod", "publicationdecision", "confirmation", "hallkerblink",
    }
)  # fmt: skip
# Watched, and nothing of them is in a feature; events are read anew by every build.
_OF_NO_PLACE = frozenset(
    {
        "marketfigure", "proposal", "report", "contactreading", "duplicateverdict", "merge",
        "official", "roleassignment", "event", "event_trades", "return",
    }
)  # fmt: skip
# The columns of those tables that lead to places.
_LEADING = ("market_id", "hall_id", "kerb_id", "successor_id", "merged_into_id")
# Beyond this, reading everything in order is as fast as reading so many here and there.
MOST = 20_000


@dataclass(frozen=True, slots=True)
class Touched:
    """`pks` of places that are still in the ledger or were; `ids`: all they go or went by."""

    pks: frozenset[int]
    ids: frozenset[str]


def touched_since(seq: int, most: int = MOST) -> Touched | None:
    """By all entries of the history after `seq`; None where only reading everything will do."""
    entries = HistoryEntry.objects.filter(seq__gt=seq).order_by("seq")
    if entries[: 50 * most].count() >= 50 * most:
        return None
    pks, ids, offices = set[int](), set[str](), set[int]()
    rows = entries.values_list("kind", "operation", "object_pk", "public_id", "before", "after")
    for kind, operation, pk, public_id, before, after in rows.iterator(chunk_size=2000):
        if kind in _OF_A_PLACE and operation in ("insert", "update", "delete"):
            pks |= _led_to(before) | _led_to(after)
            ids |= {public_id, *_ids(before), *_ids(after)} - {""}
            if kind == "market":
                pks.add(pk)
        elif kind == "office":
            if operation == "update" and before and "name" in before:
                offices.add(pk)
        elif kind not in _OF_NO_PLACE:
            # A pause, a vocabulary, or a table that did not exist when this was written.
            return None
    pks |= _of_offices(offices)
    if len(pks) > most:
        return None
    pks |= _neighbours(pks)
    ids |= set(Market.objects.filter(pk__in=pks).values_list("public_id", flat=True))
    return Touched(frozenset(pks), frozenset(ids))


def _led_to(row: dict[str, Any] | None) -> set[int]:
    return {row[key] for key in _LEADING if row.get(key)} if row else set()


def _ids(row: dict[str, Any] | None) -> Iterable[str]:
    return [row["public_id"]] if row and row.get("public_id") else []


def _of_offices(offices: set[int]) -> set[int]:
    """Places that name one of these offices as theirs, or as having confirmed a fact."""
    if not offices:
        return set()
    own = Market.objects.filter(office__in=offices).values_list("pk", flat=True)
    said = Confirmation.objects.filter(office__in=offices).values_list("market", flat=True)
    return {*own, *said}


def _neighbours(pks: set[int]) -> set[int]:
    links = HallKerbLink.objects.filter(Q(hall__in=pks) | Q(kerb__in=pks))
    moves = StatusPeriod.objects.filter(Q(market__in=pks) | Q(successor__in=pks))
    pairs = [
        *links.values_list("hall", "kerb"),
        *moves.exclude(successor=None).values_list("market", "successor"),
    ]
    return {pk for pair in pairs for pk in pair}

"""The history of a place as steps: what one person did at once, why, and what led to it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext as _

from directory.history import SYSTEM
from directory.history_words import Told, act_label, tell
from directory.models import HistoryEntry, Official


@dataclass(frozen=True, slots=True)
class Step:
    """`proposal`: key of the proposal that was made to count by it; `report` likewise."""

    at: dt.datetime
    who: str
    act: str
    reason: str
    first: int
    last: int
    told: tuple[Told, ...]
    proposal: int | None
    report: int | None


def steps(official: Official, entries: Sequence[HistoryEntry]) -> list[Step]:
    """One step for each transaction, in the order of the entries; names as he may know them."""
    told = tell(entries, official)
    numbers = {entry.txid for entry in entries}
    led = {
        (txid, kind): pk
        for txid, kind, pk in HistoryEntry.objects.filter(
            txid__in=numbers, kind__in=("proposal", "report")
        ).values_list("txid", "kind", "object_pk")
    }
    people = Official.objects.in_bulk({entry.official for entry in entries if entry.official})
    return [
        _step(list(group), people, led)
        for _txid, group in groupby(told, key=lambda each: each.entry.txid)
    ]


def _step(told: list[Told], people: dict[int, Official], led: dict[tuple[int, str], int]) -> Step:
    newest = told[0].entry
    numbers = [each.entry.seq for each in told]
    return Step(
        at=newest.at,
        who=_who(newest, people),
        act="、".join(dict.fromkeys(act_label(each.entry.act) for each in reversed(told))),
        reason="；".join(dict.fromkeys(each.entry.reason for each in told if each.entry.reason)),
        first=min(numbers),
        last=max(numbers),
        told=tuple(reversed(told)),
        proposal=led.get((newest.txid, "proposal")),
        report=led.get((newest.txid, "report")),
    )


def _who(entry: HistoryEntry, people: dict[int, Official]) -> str:
    if entry.official is not None:
        person = people.get(entry.official)
        return f"{person.name}（{entry.actor}）" if person else entry.actor
    if entry.actor == SYSTEM:
        return _("系统")
    return _("未署名（数据库用户 %(role)s）") % {"role": entry.db_role}

"""What was public on a given day, and what it said: read from the history, never from today.

A day ends at midnight in the time zone of the settings. Places were public by their newest decision
that was on record by then. Before the history begins only the decisions have dates of their own:
which places were public is then told by them, and what was said of a place is unknown.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.fields.json import KT
from django.utils import timezone
from django.utils.translation import gettext as _

from directory import access, history
from directory.errors import EntryErrors
from directory.models import (
    Facility,
    HistoryEntry,
    Market,
    Office,
    Official,
    PublicationDecision,
    ServiceTag,
    Trade,
)
from directory.models.market import Form, Nature
from directory.models.status import Status

_PUBLISH = PublicationDecision.Decision.PUBLISH.value
_PARTS = (
    "markettrade", "market_services", "market_facilities", "contact", "peak", "zone",
    "statusperiod",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Day:
    """The end of a local day in the history: its last entry has the number `number`.

    `known` False: the history had not begun; `begins` says when it did.
    """

    day: dt.date
    number: int
    known: bool
    begins: dt.datetime | None


@dataclass(frozen=True, slots=True)
class PlaceOn:
    """A public place as it was described at the end of a day; texts empty where nobody knew.

    `known` False: only that it was public is on record, and its name and address are today's.
    """

    public_id: str
    known: bool
    name: str
    address: str
    region_code: str
    nature: str = ""
    form: str = ""
    hours: str = ""
    hours_note: str = ""
    office: str = ""
    hotline: str = ""
    complaint_line: str = ""
    status: str = ""
    status_note: str = ""
    trades: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    facilities: tuple[str, ...] = ()
    contacts: tuple[str, ...] = ()
    peaks: tuple[str, ...] = ()
    zones: tuple[str, ...] = ()
    free: bool | None = None


def end_of(day: dt.date) -> Day:
    """EntryErrors for a day that has not begun."""
    if day > timezone.localdate():
        raise EntryErrors(
            {"day": [_("日期不能晚于今天（%(today)s）") % {"today": timezone.localdate()}]}
        )
    begins = history.begins_at()
    until = timezone.make_aware(dt.datetime.combine(day + dt.timedelta(days=1), dt.time.min))
    number = history.number_at(until)
    return Day(day, number, number > 0, begins)


def public_on(official: Official, day: Day, public_id: str = "") -> QuerySet[Any]:
    """The places that were public, of the regions this official may see, by region and id.

    Rows of the history where the day is known, else places; `describe` takes either.
    """
    found = _recorded(official, day) if day.known else _decided(official, day)
    return found.filter(public_id=public_id) if public_id else found


def describe(day: Day, rows: Sequence[Any]) -> list[PlaceOn]:
    """What was said of these; a fixed number of queries however many there are."""
    if not day.known:
        return [
            PlaceOn(row.public_id, False, row.name, row.address, row.region_code) for row in rows
        ]
    parts = _parts(day, [row.object_pk for row in rows])
    names = _names(rows, parts)
    return [_place(day, row.after, parts[row.object_pk], names) for row in rows]


def _recorded(official: Official, day: Day) -> QuerySet[HistoryEntry]:
    decisions = history.standing(day.number).filter(
        kind="publicationdecision", market_pk=OuterRef("object_pk")
    )
    newest = decisions.annotate(
        decided_at=KT("after__decided_at"), decision=KT("after__decision")
    ).order_by("-decided_at", "-object_pk")
    return (
        access.visible(official, history.standing(day.number))
        .filter(kind="market")
        .exclude(after__form=Form.CANDIDATE.value)
        .filter(Q(after__merged_into_id__isnull=True) | Q(after__merged_into_id=None))
        .alias(_newest=Subquery(newest.values("decision")[:1]))
        .filter(_newest=_PUBLISH)
        .order_by("region_code", "public_id")
    )


def _decided(official: Official, day: Day) -> QuerySet[Market]:
    until = timezone.make_aware(dt.datetime.combine(day.day + dt.timedelta(days=1), dt.time.min))
    newest = PublicationDecision.objects.filter(
        market=OuterRef("pk"), decided_at__lt=until
    ).order_by("-decided_at", "-pk")
    return (
        access.visible(official, Market.objects.standing())
        .exclude(form=Form.CANDIDATE)
        .alias(_newest=Subquery(newest.values("decision")[:1]))
        .filter(_newest=_PUBLISH)
        .order_by("region_code", "public_id")
    )


def _parts(day: Day, pks: Iterable[int]) -> dict[int, dict[str, list[dict[str, Any]]]]:
    found: dict[int, dict[str, list[dict[str, Any]]]] = defaultdict(lambda: defaultdict(list))
    rows = history.standing(day.number).filter(kind__in=_PARTS, market_pk__in=list(pks))
    for row in rows.order_by("kind", "object_pk"):
        found[row.market_pk or 0][row.kind].append(row.after or {})
    return found


def _names(rows: Sequence[HistoryEntry], parts: dict[int, Any]) -> dict[str, dict[int, str]]:
    """Today's names of the words and offices that are referred to."""
    keys: dict[str, set[int]] = defaultdict(set)
    for of_place in parts.values():
        for kind, column, _model in _WORDS:
            keys[column].update(part[column] for part in of_place[kind])
    keys["office_id"] = {(row.after or {})["office_id"] for row in rows}
    models: dict[str, Any] = {column: model for _kind, column, model in _WORDS}
    models["office_id"] = Office
    return {
        column: dict(models[column].objects.filter(pk__in=wanted).values_list("pk", "name"))
        for column, wanted in keys.items()
    }


_WORDS: tuple[tuple[str, str, Any], ...] = (
    ("markettrade", "trade_id", Trade),
    ("market_services", "servicetag_id", ServiceTag),
    ("market_facilities", "facility_id", Facility),
)


def _place(
    day: Day,
    row: dict[str, Any],
    parts: dict[str, list[dict[str, Any]]],
    names: dict[str, dict[int, str]],
) -> PlaceOn:
    words = {
        kind: tuple(names[column].get(part[column], f"#{part[column]}") for part in parts[kind])
        for kind, column, _model in _WORDS
    }
    status = _status(day.day, parts["statusperiod"])
    return PlaceOn(
        public_id=row["public_id"],
        known=True,
        name=row["name"],
        address=row["address"],
        region_code=row["region_code"],
        nature=str(Nature(row["nature"]).label),
        form=str(Form(row["form"]).label),
        hours=row["hours"],
        hours_note=row["hours_note"],
        office=names["office_id"].get(row["office_id"], ""),
        hotline=row["hotline"],
        complaint_line=row["complaint_line"],
        status=str(Status(status.get("status", Status.OPEN)).label),
        status_note=status.get("note", ""),
        trades=words["markettrade"],
        services=words["market_services"],
        facilities=words["market_facilities"],
        contacts=tuple(f"{each['label']} {each['phone']}" for each in parts["contact"]),
        peaks=tuple(f"{each['starts'][:5]}–{each['ends'][:5]}" for each in parts["peak"]),
        zones=tuple(f"{each['name']} {each['hours']}".strip() for each in parts["zone"]),
        free=row["free_of_charge"],
    )


def _status(day: dt.date, periods: Iterable[dict[str, Any]]) -> dict[str, Any]:
    for each in periods:
        ends = each["ends_on"]
        if each["starts_on"] <= day.isoformat() and (ends is None or day.isoformat() < ends):
            return each
    return {}

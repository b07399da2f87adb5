"""The change log in words: what happened to a place in a publication, field by field."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from directory.publication import Snapshot
from directory.publication.past import Change, FieldChange, PublicationEntry
from geo.distance import geodesic_m
from maps import words
from maps.browse import tree
from maps.changes import fields

# The order in which they are read: what would lead somebody astray first.
KINDS = ("moved", "closed", "suspended", "removed", "added", "reopened", "changed")


@dataclass(frozen=True, slots=True)
class Line:
    label: str
    before: str
    after: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """One place's change; `url` is empty for a place that has no page any more."""

    id: str
    number: int
    at: dt.datetime
    kind: str
    said: str
    name: str
    url: str
    area: str
    lines: tuple[Line, ...]


def kinds() -> dict[str, str]:
    return {
        "moved": _("搬走"),
        "closed": _("关闭"),
        "suspended": _("暂停"),
        "removed": _("不再公开"),
        "added": _("新公开"),
        "reopened": _("恢复"),
        "changed": _("有改动"),
    }


def kind_of(change: Change) -> str:
    """What a reader calls it: a status that has come or gone is more than a change."""
    if change.kind != "changed":
        return change.kind
    statuses = next((each for each in change.fields if each.field == "statuses"), None)
    if statuses is None:
        return "changed"
    old, new = _names(statuses.before), _names(statuses.after)
    for name in ("moved", "closed", "suspended"):
        if name in new and name not in old:
            return name
    return "reopened" if old and not new else "changed"


def _names(statuses: Any) -> set[str]:
    found = statuses if isinstance(statuses, list) else []
    return {each["status"] for each in found if each.get("status") != "open"}


def told(snapshot: Snapshot, change: Change, today: dt.date) -> Told:
    kind = kind_of(change)
    stands = snapshot.row(change.id) is not None
    county = snapshot.areas.get(change.region)
    shown = () if change.kind == "removed" else change.fields
    return Told(
        change.id,
        change.number,
        change.at,
        kind,
        kinds()[kind],
        change.name,
        reverse("place", args=[change.id]) if stands else "",
        county.name if county else "",
        tuple(_line(snapshot, each, today) for each in shown if each.field not in fields.UNSAID),
    )


def _line(snapshot: Snapshot, change: FieldChange, today: dt.date) -> Line:
    before = fields.value(snapshot, change.field, change.before, today)
    after = fields.value(snapshot, change.field, change.after, today)
    note = ""
    if change.field == "position" and change.before and change.after:
        metres = geodesic_m(*change.before, *change.after)
        note = _("相距 %(distance)s") % {"distance": words.distance(metres)}
    return Line(fields.label(change.field), before, after, note)


def of(snapshot: Snapshot, number: int, region: str = "") -> list[Change]:
    """The changes of one publication in a region, in their order."""
    return in_order(snapshot, snapshot.log_of(number), region)


def in_order(snapshot: Snapshot, changes: Iterable[Change], region: str = "") -> list[Change]:
    """Those in a region, what would lead astray first, then by name."""
    found = [
        change
        for change in changes
        if not region or region in tree.lies_in(snapshot, change.region)
    ]
    return sorted(found, key=lambda each: (KINDS.index(kind_of(each)), each.name, each.id))


def entry_of(snapshot: Snapshot, number: int) -> PublicationEntry | None:
    return next((each for each in snapshot.log if each.number == number), None)

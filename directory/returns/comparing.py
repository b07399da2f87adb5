"""A copy beside the last accepted one: what is new, what is gone and why, what has changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from directory.entries import PlaceInput
from directory.entry_words import label, names_for, text
from directory.models import Market, Return, ReturnCopy, ReturnRow
from directory.models.status import Status
from directory.returns.figures import value
from directory.returns.standing import State, current

# The return fields of a place besides its two figures.
FIELDS = ("name", "nature", "address", "trades")


@dataclass(frozen=True, slots=True)
class Changed:
    """`fields`: label, then, now, in words."""

    public_id: str
    name: str
    fields: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """A place that is new, or gone with its reason."""

    public_id: str
    name: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """`before`: the copy that was accepted last."""

    before: ReturnCopy
    new: tuple[Listed, ...]
    gone: tuple[Listed, ...]
    changed: tuple[Changed, ...]
    unchanged: int


def last_accepted(one: Return) -> Return | None:
    """The newest accepted return of the region of an earlier period."""
    earlier = Return.objects.filter(
        region_code=one.region_code, state=State.ACCEPTED, period__lt=one.period
    )
    return earlier.order_by("-period").first()


def compare(now: ReturnCopy) -> Difference | None:
    """None where nothing was accepted before."""
    last = last_accepted(now.of)
    before = current(last) if last else None
    if before is None:
        return None
    old, new = _rows(before), _rows(now)
    gone = [old[key] for key in old if key not in new]
    reasons = _why([row.public_id for row in gone])
    both = [(old[key], new[key]) for key in new if key in old]
    changed = _changed(both)
    return Difference(
        before,
        tuple(Listed(key, new[key].entry["name"]) for key in new if key not in old),
        tuple(Listed(r.public_id, r.entry["name"], reasons.get(r.public_id, "")) for r in gone),
        changed,
        len(both) - len(changed),
    )


def _rows(copy: ReturnCopy) -> dict[str, ReturnRow]:
    return {row.public_id: row for row in copy.rows.all()}


def _changed(both: list[tuple[ReturnRow, ReturnRow]]) -> tuple[Changed, ...]:
    differing = [
        (old, new, fields)
        for old, new in both
        if (fields := _fields(old, new)) or _counts(old, new)
    ]
    entries = {
        row.pk: PlaceInput.from_json(row.entry) for old, new, _f in differing for row in (old, new)
    }
    names = names_for(entries.values())
    return tuple(
        Changed(
            new.public_id,
            new.entry["name"],
            tuple(
                (
                    label(field),
                    text(field, entries[old.pk], names),
                    text(field, entries[new.pk], names),
                )
                for field in fields
            )
            + tuple(_counts(old, new)),
        )
        for old, new, fields in differing
    )


def _fields(old: ReturnRow, new: ReturnRow) -> list[str]:
    return [field for field in FIELDS if old.entry.get(field) != new.entry.get(field)]


def _counts(old: ReturnRow, new: ReturnRow) -> list[tuple[str, str, str]]:
    kinds = (("seekers", _("求职人员规模")), ("hires", _("日均招聘成功人数")))
    return [
        (said, number(old.figures, kind), number(new.figures, kind))
        for kind, said in kinds
        if value(old.figures, kind) != value(new.figures, kind)
    ]


def number(figures: Mapping[str, Any], kind: str) -> str:
    held = value(figures, kind)
    return _("未填写") if held is None else str(held)


def _why(public_ids: list[str]) -> dict[str, str]:
    """As the ledger has it today: merged, moved, closed; a place that has none of these is said
    to stand elsewhere, or to be no longer in the ledger."""
    found = {}
    places = Market.objects.filter(public_id__in=public_ids).status_on(timezone.localdate())
    for place in places.select_related("merged_into").prefetch_related("status_periods__successor"):
        found[place.public_id] = _reason(place)
    return {key: found.get(key, _("台账里已没有")) for key in public_ids}


def _reason(place: Any) -> str:
    if place.merged_into is not None:
        return _("已并入“%(other)s”") % {"other": place.merged_into.name}
    last = list(place.status_periods.all())[-1:]
    if place.status == Status.MOVED and last:
        return _("%(on)s 搬到“%(other)s”") % {
            "on": last[0].starts_on,
            "other": last[0].successor.name if last[0].successor else "",
        }
    if place.status == Status.CLOSED and last:
        return _("%(on)s 关闭") % {"on": last[0].starts_on}
    return _("不再属于本区域")

"""What a proposal asks for, as its payload says it: a place, a dated change of status, a merge."""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from directory import status
from directory.entries import PlaceInput
from directory.errors import EntryErrors, Refusals
from directory.models import Market, Proposal
from directory.records import Record

SUSPEND, CLOSE, MOVE, REOPEN = "suspend", "close", "move", "reopen"
ACTS = (SUSPEND, CLOSE, MOVE, REOPEN)
MOST_LETTERS = 200
# A period is announced at most this long ahead; what began before 1990 nobody can vouch for.
DAYS_AHEAD, FIRST_DAY = 730, dt.date(1990, 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusChange(Record):
    """`act` is one of ACTS; `successor` a public id; `note` is public once it is approved."""

    act: str
    on: dt.date
    until: dt.date | None = None
    successor: str | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeChange(Record):
    """Public ids: `gone` leads to `survivor` from then on."""

    gone: str
    survivor: str


Change = PlaceInput | StatusChange | MergeChange


def change_of(proposal: Proposal) -> Change:
    """What the proposal asks for."""
    payload: dict[str, Any] = proposal.payload
    if proposal.kind == Proposal.About.PLACE:
        return PlaceInput.from_json(payload)
    if proposal.kind == Proposal.About.STATUS:
        return StatusChange.from_json(payload)
    return MergeChange.from_json(payload)


def place_of(proposal: Proposal) -> PlaceInput:
    """The place as it is proposed; ValueError for a proposal of another kind."""
    change = change_of(proposal)
    if not isinstance(change, PlaceInput):
        raise ValueError("not a proposed place")
    return replace(change, public_id=proposal.market.public_id if proposal.market else None)


def status_of(proposal: Proposal) -> StatusChange:
    """The change of status as it is proposed; ValueError for a proposal of another kind."""
    change = change_of(proposal)
    if not isinstance(change, StatusChange):
        raise ValueError("not a proposed change of status")
    return change


def merge_of(proposal: Proposal) -> MergeChange:
    """The merge as it is proposed; ValueError for a proposal of another kind."""
    change = change_of(proposal)
    if not isinstance(change, MergeChange):
        raise ValueError("not a proposed merge")
    return change


def apply_status(market: Market, change: StatusChange) -> None:
    """Writes the periods; `EntryErrors` for what contradicts those on record."""
    _check(change)
    if change.act == SUSPEND:
        status.suspend(market, change.on, change.until, change.note.strip())
    elif change.act == CLOSE:
        status.close(market, change.on, change.note.strip())
    elif change.act == MOVE:
        status.move(market, change.on, successor_of(change), change.note.strip())
    else:
        status.reopen(market, change.on, change.note.strip())


def successor_of(change: StatusChange) -> Market:
    """The place moved to; `EntryErrors` where the ledger has none of that id."""
    found = Market.objects.filter(public_id=change.successor or "").first()
    if found is None:
        raise EntryErrors({"successor": [_("请选择搬到的地点；新址还没有录入的，先新建地点")]})
    return found


def _check(change: StatusChange) -> None:
    refusals = Refusals()
    if change.act not in ACTS:
        refusals.add("act", _("没有“%(act)s”这一项") % {"act": change.act})
    last = timezone.localdate() + dt.timedelta(days=DAYS_AHEAD)
    for field, day in (("on", change.on), ("until", change.until)):
        if day is not None and not FIRST_DAY <= day <= last:
            refusals.add(
                field,
                _("日期须在 %(first)s 至 %(last)s 之间") % {"first": FIRST_DAY, "last": last},
            )
    if change.until is not None and change.act != SUSPEND:
        refusals.add("until", _("只有暂停才填恢复日期"))
    if change.successor and change.act != MOVE:
        refusals.add("successor", _("只有搬迁才填搬到的地点"))
    if change.act in (SUSPEND, CLOSE) and not change.note.strip():
        refusals.add("note", _("请写明原因，公众会看到"))
    if len(change.note.strip()) > MOST_LETTERS:
        refusals.add("note", _("最多 %(most)d 个字") % {"most": MOST_LETTERS})
    refusals.raise_if_any()

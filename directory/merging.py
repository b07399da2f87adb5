"""Two entries of one place made one: the survivor keeps its own, the other leads there.

What the survivor says stays; from the other place comes only what the survivor has not
(docs/decisions/freshness-and-duplicates.md says exactly what). No row is deleted but links that
would be said twice, so that a merge can be taken back.
"""

from dataclasses import replace
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from directory import access, history, places
from directory.decided import decided
from directory.entries import PlaceInput, TradeInput
from directory.errors import EntryErrors, Refusals
from directory.kinds import Action, Kind
from directory.models import (
    Event,
    HallKerbLink,
    Market,
    MarketFigure,
    Merge,
    Official,
    Proposal,
    Report,
    StatusPeriod,
)
from directory.models.market import Form
from directory.models.status import Status
from directory.publication import requests
from directory.standing import entry_of

OPEN = (Proposal.State.DRAFT, Proposal.State.SUBMITTED, Proposal.State.SENT_BACK)
# Rows that hang on a place and go over to the survivor: name, model, field.
_HANGING: tuple[tuple[str, Any, str], ...] = (
    ("events", Event, "market"),
    ("reports", Report, "market"),
    ("periods", StatusPeriod, "successor"),
    ("merged", Market, "merged_into"),
    ("halls", HallKerbLink, "hall"),
    ("kerbs", HallKerbLink, "kerb"),
    ("figures", MarketFigure, "market"),
)


def united(gone: PlaceInput, survivor: PlaceInput) -> PlaceInput:
    """The survivor's entry with what only the other one has. Pure."""
    names = dict.fromkeys((*survivor.aliases, gone.name, *gone.aliases))
    names.pop(survivor.name, None)
    taken: dict[str, Any] = {"aliases": tuple(names)}
    for field in ("scope", "operator", "town", "directions", "van_bay", "hotline"):
        taken[field] = getattr(survivor, field) or getattr(gone, field)
    taken["complaint_line"] = survivor.complaint_line or gone.complaint_line
    if survivor.free_of_charge is None:
        taken["free_of_charge"] = gone.free_of_charge
    if not (survivor.hours or survivor.zones):
        # Zones and notes belong to the hours they explain: all of them, or none.
        taken |= {"hours": gone.hours, "hours_note": gone.hours_note, "zones": gone.zones}
    taken["peaks"] = survivor.peaks or gone.peaks
    taken["trades"] = survivor.trades + tuple(
        TradeInput(each.code, each.is_main and not survivor.trades, each.corner)
        for each in gone.trades
        if each.code not in {own.code for own in survivor.trades}
    )
    taken["contacts"] = survivor.contacts + tuple(
        each for each in gone.contacts if each.phone not in {own.phone for own in survivor.contacts}
    )
    for field in ("services", "facilities"):
        both = (*getattr(survivor, field), *getattr(gone, field))
        taken[field] = tuple(dict.fromkeys(both))
    return replace(survivor, **taken)


def check(gone: Market, survivor: Market) -> None:
    """`EntryErrors` where these two cannot be made one."""
    refusals = Refusals()
    if gone.pk == survivor.pk:
        refusals.add("survivor", _("不能与自己合并"))
    for market in (gone, survivor):
        if market.merged_into_id is not None:
            refusals.add("", _("%(name)s 已并入另一处") % {"name": market.name})
    if survivor.form == Form.CANDIDATE and gone.form != Form.CANDIDATE:
        refusals.add("survivor", _("备选场地不能作为保留的地点"))
    over = survivor.status_periods.filter(
        status__in=(Status.CLOSED, Status.MOVED), starts_on__lte=timezone.localdate()
    )
    if over.exists():
        refusals.add("survivor", _("%(name)s 已关闭或搬迁，请保留另一处") % {"name": survivor.name})
    if HallKerbLink.objects.filter(_both("hall", "kerb", gone, survivor)).exists():
        refusals.add("", _("两处登记为室内市场和对应的路边聚集点，不是重复"))
    if StatusPeriod.objects.filter(_both("market", "successor", gone, survivor)).exists():
        refusals.add("", _("两处登记为搬迁前后，不是重复"))
    refusals.raise_if_any()


@transaction.atomic
def merge(
    gone: Market,
    survivor: Market,
    official: Official | None,
    carried_by: Proposal | None = None,
) -> Market:
    """`gone` becomes `survivor`; returns the survivor. `carried_by` is what asked for it.

    The right to it has been asked for by whoever approves. `official` None: by a command.
    """
    gone, survivor = _locked(gone, survivor)
    check(gone, survivor)
    if carried_by is None:
        history.attribute(official, "place.merge", gone.public_id)
    before = entry_of(survivor)
    moved = _hand_over(gone, survivor)
    survivor = places.write_place(united(entry_of(gone), before)).market
    gone.merged_into = survivor
    gone.version += 1
    gone.save(update_fields=["merged_into", "version", "updated_at"])
    Merge.objects.create(
        gone=gone,
        survivor=survivor,
        before=replace(before, figures=()).to_json(),
        version=survivor.version,
        moved=moved,
        at=timezone.now(),
        official=official,
    )
    _withdraw_open(gone, survivor, official, carried_by)
    requests.request()
    return survivor


@transaction.atomic
def unmerge(official: Official | None, gone: Market) -> bool:
    """Takes a merge back; False: the survivor has been changed since and keeps its content.

    Proposals that were withdrawn by it stay withdrawn. PermissionDenied for who may not approve.
    """
    done = Merge.objects.filter(gone=gone, undone_at__isnull=True).first()
    if done is None:
        raise EntryErrors({"": [_("%(name)s 没有并入别处") % {"name": gone.name}]})
    gone, survivor = _locked(gone, done.survivor)
    if gone.merged_into_id != survivor.pk:
        # Somebody else has taken it back while this one waited for the lock.
        raise EntryErrors({"": [_("%(name)s 没有并入别处") % {"name": gone.name}]})
    if official is not None:
        for market in (gone, survivor):
            access.require(official, Action.APPROVE, Kind.PROPOSAL, market.region_code)
    history.attribute(official, "place.unmerge", gone.public_id)
    for name, model, field in _HANGING:
        rows = model._default_manager.filter(pk__in=done.moved.get(name, ()), **{field: survivor})
        rows.update(**{field: gone})
    gone.merged_into = None
    gone.version += 1
    gone.save(update_fields=["merged_into", "version", "updated_at"])
    restored = survivor.version == done.version
    if restored:
        places.write_place(PlaceInput.from_json(done.before))
    done.undone_at, done.undone_by = timezone.now(), official
    done.save(update_fields=["undone_at", "undone_by"])
    requests.request()
    return restored


def _both(one: str, other: str, a: Market, b: Market) -> Q:
    return Q(**{one: a, other: b}) | Q(**{one: b, other: a})


def _locked(gone: Market, survivor: Market) -> tuple[Market, Market]:
    """Both as they stand, held in the order of keys, as everybody who holds several does it."""
    rows = Market.objects.select_for_update(of=("self",), no_key=True).select_related("office")
    held = {each.pk: each for each in rows.filter(pk__in=(gone.pk, survivor.pk)).order_by("pk")}
    return held[gone.pk], held[survivor.pk]


def _hand_over(gone: Market, survivor: Market) -> dict[str, list[int]]:
    """What hangs on `gone` now hangs on `survivor`; returns which rows, by name."""
    linked = survivor.kerb_links.values_list("kerb", flat=True)
    gone.kerb_links.filter(kerb__in=linked).delete()
    linked = survivor.hall_links.values_list("hall", flat=True)
    gone.hall_links.filter(hall__in=linked).delete()
    moved: dict[str, list[int]] = {}
    for name, model, field in _HANGING:
        rows = model._default_manager.filter(**{field: gone})
        if name == "figures":
            # A year counted for both is kept as the survivor has it: one crowd, not two.
            counted = set(survivor.figures.values_list("kind", "counted_on"))
            pks = [each.pk for each in rows if (each.kind, each.counted_on) not in counted]
        else:
            pks = list(rows.values_list("pk", flat=True))
        model._default_manager.filter(pk__in=pks).update(**{field: survivor})
        moved[name] = pks
    return moved


def _withdraw_open(
    gone: Market, survivor: Market, official: Official | None, carried_by: Proposal | None
) -> None:
    """What was put forward about `gone`, or would have merged or moved something into it."""
    about = Q(market=gone) | Q(payload__survivor=gone.public_id)
    about |= Q(payload__successor=gone.public_id)
    words = _("地点已并入 %(name)s（%(id)s），申请自动撤回") % {
        "name": survivor.name,
        "id": survivor.public_id,
    }
    waiting = Proposal.objects.select_for_update(of=("self",)).filter(about, state__in=OPEN)
    for proposal in waiting.order_by("pk"):
        if carried_by is not None and proposal.pk == carried_by.pk:
            continue
        proposal.state = Proposal.State.WITHDRAWN
        proposal.review_note = words
        proposal.version += 1
        proposal.save()
        decided.send(sender=Proposal, proposal=proposal, official=official)

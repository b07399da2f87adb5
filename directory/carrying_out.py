"""What approving a proposal writes into the ledger, and trying it before it is put forward."""

from django.db import transaction
from django.utils.translation import gettext as _

from directory import merging, places
from directory.changes import (
    MOVE,
    StatusChange,
    apply_status,
    merge_of,
    place_of,
    status_of,
    successor_of,
)
from directory.entries import PlaceInput
from directory.entry_parts import changed
from directory.errors import EntryErrors
from directory.kinds import Action, Kind
from directory.known import is_known
from directory.models import Market, Official, Proposal
from directory.proposal_rules import check_office, check_regions
from directory.standing import entry_of


def locked_places(proposal: Proposal) -> Market:
    """The place it is about, held together with the survivor of a merge, in the order of keys."""
    about = proposal.market_id or 0
    wanted = {about}
    if proposal.kind == Proposal.About.MERGE:
        survivor = Market.objects.filter(public_id=merge_of(proposal).survivor)
        wanted |= set(survivor.values_list("pk", flat=True))
    rows = Market.objects.select_for_update(of=("self",), no_key=True).order_by("pk")
    held = {row.pk: row for row in rows.select_related("office").filter(pk__in=wanted)}
    return held[about]


def carry_out(official: Official, proposal: Proposal, standing: Market | None) -> Market:
    """Writes what is asked for; returns the place that came of it."""
    if proposal.kind == Proposal.About.PLACE:
        data = place_of(proposal)
        check_office(data)
        return places.write_place(data, proposal.base_version).market
    if standing is None:
        raise EntryErrors({"": [_("这份申请没有指明地点")]})
    if proposal.kind == Proposal.About.STATUS:
        check_regions(official, Action.DECIDE, {standing.region_code}, Kind.STATUS)
        apply_status(standing, status_of(proposal))
        return standing
    survivor = Market.objects.filter(public_id=merge_of(proposal).survivor).first()
    if survivor is None:
        raise EntryErrors({"": [_("保留的地点不在台账里")]})
    return merging.merge(standing, survivor, official, carried_by=proposal)


def check_worth(data: PlaceInput, market: Market | None) -> None:
    """`EntryErrors` for what could not be written, or would change nothing."""
    check_office(data)
    places.check_place(data)
    if market is not None and not changed(entry_of(market), data):
        raise EntryErrors({"": [_("与台账现状没有差别，不需要提交")]})


def check_standing(market: Market | None) -> None:
    """`EntryErrors` for a place that has become part of another: only that one is worked on."""
    if market is not None and market.merged_into is not None:
        words = _("这个地点已并入 %(name)s，请在那里办理") % {"name": market.merged_into.name}
        raise EntryErrors({"": [words]})


def try_status(market: Market, change: StatusChange) -> None:
    """`EntryErrors` for what the periods on record refuse; nothing is kept of the trial."""
    with transaction.atomic():
        trial = transaction.savepoint()
        apply_status(market, change)
        transaction.savepoint_rollback(trial)


def check_successor(official: Official, change: StatusChange) -> None:
    """A place can be led to where its existence is known: one's own, or a published one."""
    if change.act != MOVE:
        return
    successor = successor_of(change)
    if not is_known(official, successor):
        raise EntryErrors({"successor": [_("台账里没有您可以选择的这个地点")]})

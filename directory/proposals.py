"""Changes of the ledger as two people make them: one puts forward, another approves.

Each function is one transaction, asks for the rights itself, and takes the version that was seen:
`StaleVersion` says in words what happened meanwhile, and nothing that was put forward is lost.
Several open drafts of one person for one place are allowed; the same content twice is one.
"""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from directory import history, proposal_rules
from directory.carrying_out import (
    carry_out,
    check_standing,
    check_successor,
    check_worth,
    locked_places,
    try_status,
)
from directory.changes import MergeChange, StatusChange, place_of, status_of
from directory.decided import decided
from directory.entries import PlaceInput
from directory.entry_parts import carried_over
from directory.errors import EntryErrors, StaleVersion
from directory.kinds import Action, Kind
from directory.models import Market, Official, Proposal
from directory.proposal_rules import check_seen, locked, locked_market
from directory.publication import requests
from directory.standing import entry_of

About, State = Proposal.About, Proposal.State


@transaction.atomic
def save_draft(
    official: Official,
    data: PlaceInput,
    *,
    proposal: Proposal | None = None,
    version: int | None = None,
    market: Market | None = None,
    base_version: int | None = None,
    note: str = "",
    source: str = Proposal.Source.TYPED,
) -> Proposal:
    """A new draft, or the author's own changed; what `check_place` refuses may still be in it.

    A proposal that was waiting or sent back becomes a draft again. `base_version` is the version
    of the place that the author saw, by default the present one.
    """
    if proposal is not None:
        return _rewrite(official, locked(proposal), version, data, base_version, note)
    standing = locked_market(market.pk if market else None)
    data = replace(data, demo=standing.demo if standing else False)
    _check_place_rights(official, data, standing)
    base = base_version or standing.version if standing else None
    proposal_rules.check_written(base, standing)
    found = proposal_rules.base_of(standing, base) if standing and base else None
    draft = Proposal(
        kind=About.PLACE,
        market=standing,
        office=official.office,
        author=official,
        source=source,
        note=proposal_rules.check_note(note),
        base_version=base,
        base_payload=proposal_rules.as_payload(found) if found else None,
    )
    _take(draft, data, standing)
    if twin := _twin(draft):
        return twin
    history.attribute(official, "proposal.draft", draft.note)
    draft.save()
    return draft


@transaction.atomic
def propose_place(
    official: Official,
    data: PlaceInput,
    note: str = "",
    *,
    source: str = Proposal.Source.TYPED,
    grounds: Mapping[str, Any] | None = None,
) -> Proposal:
    """A new place, put forward at once with the `grounds` it stands on, kept as they are now.

    `EntryErrors` names all for which it could not be written into the ledger.
    """
    data = replace(data, public_id=None)
    _check_place_rights(official, data, None)
    check_worth(data, None)
    proposal = Proposal(
        kind=About.PLACE, source=source, grounds=dict(grounds) if grounds is not None else None
    )
    _take(proposal, data, None)
    return _submitted(official, proposal, proposal_rules.check_note(note))


@transaction.atomic
def supersede(official: Official, proposal: Proposal) -> Proposal:
    """One that was sent back is withdrawn because its like is put forward anew.

    By whoever may put it forward, for its author may be gone; what was said of it stays on record.
    """
    proposal = locked(proposal)
    proposal_rules.check_regions(official, Action.ADD, proposal_rules.concerned(proposal))
    proposal_rules.check_open(proposal, (State.SENT_BACK,))
    history.attribute(official, "proposal.withdraw", _("由新的申请代替"))
    return _decided(official, _step(proposal, State.WITHDRAWN))


def propose_status(
    official: Official, market: Market, change: StatusChange, note: str = ""
) -> Proposal:
    """A dated change of status, put forward at once; what the periods on record refuse is said."""
    proposal = Proposal(
        kind=About.STATUS,
        market=market,
        region_code=market.region_code,
        payload=change.to_json(),
    )
    with transaction.atomic():
        standing = locked_places(proposal)
        proposal_rules.check_regions(official, Action.ADD, {standing.region_code}, Kind.STATUS)
        check_standing(standing)
        check_successor(official, change)
        try_status(standing, change)
        return _put_forward(official, proposal, standing, note)


def propose_merge(official: Official, gone: Market, survivor: Market, note: str = "") -> Proposal:
    """That `gone` is the same place as `survivor`, put forward at once."""
    if gone.pk == survivor.pk:
        raise EntryErrors({"survivor": [_("不能与自己合并")]})
    change = MergeChange(gone=gone.public_id, survivor=survivor.public_id)
    proposal = Proposal(
        kind=About.MERGE, market=gone, region_code=gone.region_code, payload=change.to_json()
    )
    if survivor.region_code != gone.region_code:
        proposal.former_region_code = survivor.region_code
    with transaction.atomic():
        standing = locked_places(proposal)
        both = proposal_rules.concerned(proposal, standing)
        proposal_rules.check_regions(official, Action.CHANGE, both, Kind.MARKET)
        return _put_forward(official, proposal, standing, note)


@transaction.atomic
def submit(official: Official, proposal: Proposal, version: int) -> Proposal:
    """Puts a draft before its reviewers; refused where it could not be written as it stands."""
    proposal = locked(proposal)
    proposal_rules.check_author(official, proposal)
    check_seen(proposal, version)
    proposal_rules.check_open(proposal, (State.DRAFT, State.SENT_BACK))
    market = locked_market(proposal.market_id)
    proposal_rules.check_regions(
        official, Action.CHANGE, proposal_rules.concerned(proposal, market)
    )
    if proposal.kind == About.PLACE:
        proposal_rules.check_base(proposal, market)
        check_worth(place_of(proposal), market)
    elif proposal.kind == About.STATUS and market is not None:
        try_status(market, status_of(proposal))
    history.attribute(official, "proposal.submit", proposal.note)
    return _step(proposal, State.SUBMITTED, submitted_at=timezone.now())


@transaction.atomic
def withdraw(official: Official, proposal: Proposal, version: int) -> Proposal:
    """The author takes it back; it stays on record."""
    proposal = locked(proposal)
    proposal_rules.check_author(official, proposal)
    check_seen(proposal, version)
    proposal_rules.check_open(proposal)
    history.attribute(official, "proposal.withdraw")
    return _decided(official, _step(proposal, State.WITHDRAWN))


@transaction.atomic
def approve(official: Official, proposal: Proposal, version: int, note: str = "") -> Proposal:
    """Another person than the author makes it so: place, status or merge, all in one transaction.

    `StaleVersion` where the proposal, or the place it is based on, is no longer what was seen.
    """
    proposal = _for_review(official, proposal, version)
    note = proposal_rules.check_note(note, "review_note")
    standing = locked_places(proposal) if proposal.market_id else None
    proposal_rules.check_regions(
        official, Action.APPROVE, proposal_rules.concerned(proposal, standing)
    )
    if proposal.kind != About.STATUS:
        proposal_rules.check_base(proposal, standing)
    history.attribute(official, "proposal.approve", note or proposal.note)
    proposal.result_market = carry_out(official, proposal, standing)
    proposal.reviewer, proposal.reviewed_at = official, timezone.now()
    proposal.review_note = note
    proposal = _decided(official, _step(proposal, State.APPROVED))
    requests.request()
    return proposal


@transaction.atomic
def send_back(official: Official, proposal: Proposal, version: int, note: str) -> Proposal:
    """Back to the author with words (at least two letters)."""
    proposal = _for_review(official, proposal, version)
    proposal.review_note = proposal_rules.check_note(note, "review_note", least=2)
    proposal.reviewer, proposal.reviewed_at = official, timezone.now()
    history.attribute(official, "proposal.send_back", proposal.review_note)
    return _decided(official, _step(proposal, State.SENT_BACK))


@transaction.atomic
def rebase(
    official: Official, proposal: Proposal, version: int, standing: int | None = None
) -> Proposal:
    """Bases the proposal on the place as it stands, after its author has seen the differences.

    Where it is known what he began from, only what he changed is carried over; what others have
    changed meanwhile stays. `standing` is the version of the place that he saw.
    """
    proposal = locked(proposal)
    proposal_rules.check_author(official, proposal)
    check_seen(proposal, version)
    proposal_rules.check_open(proposal)
    market = locked_market(proposal.market_id)
    if market is None:
        raise EntryErrors({"": [_("新地点没有可对照的现状")]})
    if standing is not None and standing != market.version:
        raise StaleVersion(standing, market.version)
    if proposal.kind == About.PLACE:
        wanted, now = place_of(proposal), entry_of(market)
        if proposal.base_payload is not None:
            began = PlaceInput.from_json(proposal.base_payload)
            wanted = carried_over(replace(began, public_id=market.public_id), wanted, now)
        _check_place_rights(official, wanted, market)
        _take(proposal, wanted, market)
        proposal.base_payload = proposal_rules.as_payload(now)
    proposal.base_version = market.version
    history.attribute(official, "proposal.rebase", proposal.note)
    return _step(proposal, proposal.state)


def _rewrite(
    official: Official,
    proposal: Proposal,
    version: int | None,
    data: PlaceInput,
    base_version: int | None,
    note: str,
) -> Proposal:
    proposal_rules.check_author(official, proposal)
    check_seen(proposal, version)
    proposal_rules.check_open(proposal)
    if proposal.kind != About.PLACE:
        raise EntryErrors({"": [_("只有地点内容的申请可以修改；请撤回后重新提出")]})
    market = locked_market(proposal.market_id)
    data = replace(data, demo=place_of(proposal).demo)
    _check_place_rights(official, data, market)
    _take(proposal, data, market)
    proposal.note = proposal_rules.check_note(note)
    if market and base_version is not None and base_version != proposal.base_version:
        proposal_rules.check_written(base_version, market)
        found = proposal_rules.base_of(market, base_version)
        proposal.base_version = base_version
        proposal.base_payload = proposal_rules.as_payload(found) if found else None
    history.attribute(official, "proposal.draft", proposal.note)
    return _step(proposal, State.DRAFT)


def _check_place_rights(official: Official, data: PlaceInput, market: Market | None) -> None:
    """Both counties must be his where a place would change from one to another."""
    check_standing(market)
    if not re.fullmatch("[0-9]{6}", data.region_code):
        raise EntryErrors({"region_code": [_("请选择所属区县")]})
    codes = {data.region_code} | ({market.region_code} if market else set())
    proposal_rules.check_regions(official, Action.ADD, codes)
    action = Action.CHANGE if market else Action.ADD
    proposal_rules.check_regions(official, action, codes, Kind.MARKET)
    proposal_rules.check_office(data)


def _take(proposal: Proposal, data: PlaceInput, market: Market | None) -> None:
    proposal.payload = proposal_rules.as_payload(data)
    proposal.region_code = data.region_code
    moved = market is not None and market.region_code != data.region_code
    proposal.former_region_code = market.region_code if market and moved else ""


def _twin(draft: Proposal) -> Proposal | None:
    """The same draft of the same person: a form that was sent twice."""
    same = Proposal.objects.filter(
        author=draft.author,
        market=draft.market,
        kind=draft.kind,
        state=State.DRAFT,
        payload=draft.payload,
        base_version=draft.base_version,
        note=draft.note,
    )
    return same.first()


def _put_forward(official: Official, proposal: Proposal, standing: Market, note: str) -> Proposal:
    proposal_rules.check_regions(official, Action.ADD, proposal_rules.concerned(proposal, standing))
    note = proposal_rules.check_note(note)
    proposal.base_version = standing.version
    same = Proposal.objects.filter(
        market=standing, kind=proposal.kind, state=State.SUBMITTED, payload=proposal.payload
    )
    if same.exists():
        raise EntryErrors({"": [_("同样的申请已经在等待审核")]})
    return _submitted(official, proposal, note)


def _submitted(official: Official, proposal: Proposal, note: str) -> Proposal:
    """A new one, waiting from its first moment; `note` is checked."""
    proposal.office, proposal.author, proposal.note = official.office, official, note
    proposal.state, proposal.submitted_at = State.SUBMITTED, timezone.now()
    history.attribute(official, "proposal.submit", note)
    proposal.save()
    return proposal


def _for_review(official: Official, proposal: Proposal, version: int) -> Proposal:
    """The locked proposal, waiting, of another author, in a region where he approves."""
    proposal = locked(proposal)
    proposal_rules.check_regions(official, Action.APPROVE, proposal_rules.concerned(proposal))
    if official.pk == proposal.author_id:
        raise PermissionDenied(_("自己提出的申请须由另一个人审核"))
    check_seen(proposal, version)
    proposal_rules.check_open(proposal, (State.SUBMITTED,))
    return proposal


def _step(proposal: Proposal, state: str, submitted_at: dt.datetime | None = None) -> Proposal:
    proposal.state = state
    proposal.version += 1
    if submitted_at is not None:
        proposal.submitted_at = submitted_at
    proposal.save()
    return proposal


def _decided(official: Official, proposal: Proposal) -> Proposal:
    decided.send(sender=Proposal, proposal=proposal, official=official)
    return proposal

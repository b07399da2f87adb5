"""One proposal beside what stands, and what may be done with it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from directory import access, proposals
from directory.errors import EntryErrors, StaleVersion
from directory.kinds import Action, Kind
from directory.models import Official, Proposal
from directory.proposal_rules import OPEN
from maps.office.base import render
from maps.office.review.listing import title_of
from maps.office.review.picture import picture_of
from maps.office.review.plan_grounds import grounds_of
from maps.office.rules import find, official_of, rule

State = Proposal.State
Act = Callable[[Official, Proposal, int], Proposal]


@rule(Kind.PROPOSAL)
@require_safe
def proposal(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, _found(request, pk))


@rule(Kind.PROPOSAL, Action.APPROVE)
@require_POST
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    note = request.POST.get("note", "")

    def act(official: Official, found: Proposal, version: int) -> Proposal:
        return proposals.approve(official, found, version, note)

    return _act(request, pk, act, _("已通过，台账已更新"), Action.APPROVE)


@rule(Kind.PROPOSAL, Action.APPROVE)
@require_POST
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    note = request.POST.get("note", "")

    def act(official: Official, found: Proposal, version: int) -> Proposal:
        return proposals.send_back(official, found, version, note)

    return _act(request, pk, act, _("已退回给提出人"), Action.APPROVE)


@rule(Kind.PROPOSAL, Action.CHANGE)
@require_POST
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    return _act(request, pk, proposals.submit, _("已提交，等待另一个人审核"))


@rule(Kind.PROPOSAL, Action.CHANGE)
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    return _act(request, pk, proposals.withdraw, _("已撤回"))


@rule(Kind.PROPOSAL, Action.CHANGE)
@require_POST
def rebase(request: HttpRequest, pk: int) -> HttpResponse:
    standing = _number(request, "standing")

    def act(official: Official, found: Proposal, version: int) -> Proposal:
        return proposals.rebase(official, found, version, standing)

    return _act(request, pk, act, _("已改为以台账现状为依据"))


def _found(request: HttpRequest, pk: int, action: Action = Action.VIEW) -> Proposal:
    rows = Proposal.objects.select_related(
        "market__office", "author", "office", "reviewer", "result_market"
    )
    return find(request, rows, action, pk=pk)


def _act(
    request: HttpRequest, pk: int, act: Act, done: str, action: Action = Action.CHANGE
) -> HttpResponse:
    """Does it to the version that was seen; refused, the page says why beside the new picture."""
    found = _found(request, pk, action)
    try:
        act(official_of(request), found, _number(request, "version"))
    except EntryErrors as error:
        status = 409 if isinstance(error, StaleVersion) else 422
        return _page(request, _found(request, pk), error, status)
    messages.success(request, done)
    return redirect("office:review_proposal", pk=pk)


def _number(request: HttpRequest, name: str) -> int:
    """The number in a hidden field; 0, which is no version, where it is none."""
    given = request.POST.get(name, "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else 0


def _page(
    request: HttpRequest, found: Proposal, error: EntryErrors | None = None, status: int = 200
) -> HttpResponse:
    context = {
        "title": _("变更申请：%(name)s") % {"name": title_of(found)},
        "proposal": found,
        "picture": picture_of(found, official_of(request)),
        "reports": access.visible(official_of(request), found.reports.all()),
        "grounds": grounds_of(official_of(request), found),
        "error": error,
        "words": request.POST.get("note", ""),
        **_offers(official_of(request), found),
    }
    return render(request, "maps/office/review/proposal.html", context, status)


def _offers(official: Official, found: Proposal) -> dict[str, Any]:
    """Which buttons stand on the page; each is asked about again when it is pressed."""
    mine = found.author_id == official.pk
    is_open = found.state in OPEN
    changes = mine and is_open and access.may_on(official, Action.CHANGE, found)
    reviews = found.state == State.SUBMITTED and access.may_on(official, Action.APPROVE, found)
    return {
        "mine": mine,
        "may_review": reviews and not mine,
        "own_waiting": reviews and mine,
        "edit_href": _editing(found) if changes and found.kind == Proposal.About.PLACE else "",
        "may_submit": changes and found.state in (State.DRAFT, State.SENT_BACK),
        "may_withdraw": changes,
        "may_rebase": changes and found.market_id is not None,
    }


def _editing(found: Proposal) -> str:
    """The form in which its author goes on with it."""
    if found.market is None:
        address = reverse("office:places_new")
    else:
        address = reverse("office:places_edit", args=[found.market.public_id])
    return f"{address}?proposal={found.pk}"

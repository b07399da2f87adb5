"""The page of one place: everything the ledger knows about it, and where to go from there."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from directory import access
from directory.comparison import compare
from directory.completeness import completeness
from directory.freshness import FactState, facts_of, with_freshness
from directory.kinds import Action, Kind
from directory.known import known
from directory.ledger_checks import check
from directory.models import HallKerbLink, Market, MarketQuerySet, Official, Proposal
from directory.models.status import Status
from directory.overview import with_publication
from directory.proposal_rules import OPEN
from directory.standing import ENTRY_PARTS, entry_of
from geo.distance import geodesic_m
from maps.office.base import render
from maps.office.places.filters import PUBLICATION
from maps.office.places.listing import badge
from maps.office.places.where import where
from maps.office.rules import find, official_of, rule

MOST_PROPOSALS = 20
_FOLLOWED = (
    "confirmations__office",
    "confirmations__official",
    "decisions__office",
    "decisions__official",
    "status_periods__successor",
)


@dataclass(frozen=True, slots=True)
class Confirmed:
    """One public fact, and its newest confirmation whether or not it still counts."""

    said: FactState
    newest: Any
    days: int | None


@dataclass(frozen=True, slots=True)
class Beside:
    """The other place of a hall and its kerb; `seen` where the official may open its page."""

    market: Market
    metres: int
    seen: bool


@rule(Kind.MARKET)
@require_safe
def place(request: HttpRequest, public_id: str) -> HttpResponse:
    official, today = official_of(request), timezone.localdate()
    rows = _told(Market.objects.all(), today)
    market: Any = find(request, rows, public_id=public_id)
    entry = entry_of(market)
    context = {
        "title": market.name,
        "market": market,
        "said": [each for each in compare(None, entry) if each.field != "figures"],
        "where": where(entry.lon, entry.lat, entry.datum, entry.region_code),
        "badges": _badges(market),
        "completeness": completeness(entry),
        "findings": check(Market.objects.filter(pk=market.pk), today),
        "facts": _confirmed(market, today),
        "proposals": _open_proposals(official, market),
        "beside": _beside(official, market),
        "known": _successors_known(official, market),
        "public": reverse("place", args=[market.public_id])
        if market.publication == "publish"
        else "",
        "today": today,
        **_allowed(official, market),
    }
    return render(request, "maps/office/places/page.html", context)


def _told(places: MarketQuerySet, today: dt.date) -> Any:
    told: Any = with_freshness(with_publication(places.status_on(today)), today)
    return told.select_related("office").prefetch_related(*ENTRY_PARTS, *_FOLLOWED)


def _badges(market: Any) -> list[Any]:
    return [
        badge(market.publication, PUBLICATION[market.publication]),
        badge(market.status, Status(market.status).label),
    ]


def _allowed(official: Official, market: Market) -> dict[str, bool]:
    """What may be done from here; each page asks again for itself."""
    code = market.region_code
    return {
        "may_change": access.may(official, Action.CHANGE, Kind.MARKET, code),
        "may_confirm": access.may(official, Action.ADD, Kind.CONFIRMATION, code),
        "may_decide": access.may(official, Action.DECIDE, Kind.DECISION, code),
        "may_status": access.may(official, Action.ADD, Kind.STATUS, code),
        "may_history": access.may(official, Action.VIEW, Kind.HISTORY, code),
        "may_reports": access.may(official, Action.VIEW, Kind.REPORT, code),
        "may_proposals": access.may(official, Action.VIEW, Kind.PROPOSAL, code),
    }


def _confirmed(market: Any, today: dt.date) -> list[Confirmed]:
    newest: dict[str, Any] = {}
    for row in market.confirmations.all():
        newest.setdefault(row.fact, row)
    return [
        Confirmed(
            said,
            newest.get(said.fact),
            (today - newest[said.fact].confirmed_on).days if said.fact in newest else None,
        )
        for said in facts_of(market, today)
    ]


def _successors_known(official: Official, market: Market) -> set[int]:
    """Those of the places it has moved to that he may be told of."""
    onward = {each.successor_id for each in market.status_periods.all() if each.successor_id}
    return known(official, onward) if onward else set()


def _open_proposals(official: Official, market: Market) -> Any:
    seen = access.visible(official, Proposal.objects.filter(market=market, state__in=OPEN))
    return seen.select_related("author", "office")[:MOST_PROPOSALS]


def _beside(official: Official, market: Market) -> list[Beside]:
    links = HallKerbLink.objects.filter(hall=market) | HallKerbLink.objects.filter(kerb=market)
    others = [
        link.kerb if link.hall_id == market.pk else link.hall
        for link in links.select_related("hall", "kerb")
    ]
    return [
        Beside(
            other,
            round(geodesic_m(market.point.x, market.point.y, other.point.x, other.point.y)),
            access.may_on(official, Action.VIEW, other),
        )
        for other in others
    ]

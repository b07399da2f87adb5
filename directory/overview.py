"""What a list of the ledger says of each place, worked out by the database.

Each function adds one annotation to a queryset of places: a list of any length costs one query.
"""

from typing import Any

from django.db.models import (
    Case,
    Count,
    Exists,
    ExpressionWrapper,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from directory.completeness import FACTS
from directory.models import (
    Contact,
    Market,
    MarketQuerySet,
    MarketTrade,
    Proposal,
    PublicationDecision,
)
from directory.proposal_rules import OPEN
from geo.pinyin import aloud

UNDECIDED = "undecided"
_PARTS = {
    "trades": MarketTrade.objects.filter(market=OuterRef("pk")),
    "contacts": Contact.objects.filter(market=OuterRef("pk")),
    "services": Market.services.through.objects.filter(market=OuterRef("pk")),
    "facilities": Market.facilities.through.objects.filter(market=OuterRef("pk")),
}


def with_publication(places: MarketQuerySet) -> MarketQuerySet:
    """`publication`: the newest decision, UNDECIDED where there is none."""
    newest = PublicationDecision.objects.filter(market=OuterRef("pk")).order_by(
        "-decided_at", "-pk"
    )
    found = Subquery(newest.values("decision")[:1])
    return places.annotate(publication=Coalesce(found, Value(UNDECIDED)))


def with_completeness(places: MarketQuerySet) -> MarketQuerySet:
    """`filled`: how many of the public facts somebody has filled in (directory.completeness)."""
    one = Value(1, output_field=IntegerField())
    total: Any = None
    for field in FACTS:
        if field in _PARTS:
            there = Q(Exists(_PARTS[field]))
        elif field == "free_of_charge":
            there = Q(free_of_charge__isnull=False)
        else:
            there = ~Q(**{field: ""})
        counted = Case(When(there, then=one), default=Value(0), output_field=IntegerField())
        total = counted if total is None else total + counted
    return places.annotate(filled=ExpressionWrapper(total, output_field=IntegerField()))


def with_open_proposals(places: MarketQuerySet, visible: QuerySet[Proposal]) -> MarketQuerySet:
    """`open_proposals`: how many of the proposals that may be seen are not yet decided."""
    waiting = (
        visible.filter(market=OuterRef("pk"), state__in=OPEN)
        .order_by()
        .values("market")
        .annotate(count=Count("pk"))
    )
    return places.annotate(open_proposals=Coalesce(Subquery(waiting.values("count")), Value(0)))


def named_like(places: MarketQuerySet, words: str) -> MarketQuerySet:
    """Places whose name, alias, id, address or office phone has `words`; pinyin for Latin ones."""
    said = words.strip()
    digits = said.replace("-", "").replace(" ", "")
    found = (
        Q(name__icontains=said)
        | Q(address__icontains=said)
        | Q(public_id=said.lower())
        | Q(aliases__icontains=said)
    )
    if digits.isdigit() and len(digits) >= 3:
        phones = Contact.objects.filter(market=OuterRef("pk"), phone__contains=said)
        found |= Q(hotline__contains=said) | Q(complaint_line__contains=said) | Q(Exists(phones))
    latin = "".join(said.lower().split()).replace("'", "")
    if latin.isascii() and latin.isalpha():
        found |= Q(pk__in=_by_pinyin(places, latin))
    return places.filter(found)


def _by_pinyin(places: MarketQuerySet, latin: str) -> list[int]:
    """Keys of the places whose name or alias sounds like it, in full or by its first letters."""
    rows = places.order_by().values_list("pk", "name", "aliases")
    return [
        pk
        for pk, name, aliases in rows
        if any(latin in full or latin in first for full, first in map(aloud, (name, *aliases)))
    ]

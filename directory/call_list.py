"""Whom an office has to ring: places whose public facts nobody has confirmed for too long."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q

from directory import access
from directory.freshness import OLD, FactState, facts_of, old_facts, with_freshness, with_waiting
from directory.models import Market, Official, StatusPeriod
from directory.models.market import Form, MarketQuerySet
from directory.models.status import Status


@dataclass(frozen=True, slots=True)
class Call:
    """One place to ring about. `phones` are (whose, number), the office that answers first."""

    market: Any
    published: bool
    facts: tuple[FactState, ...]
    days: int
    phones: tuple[tuple[str, str], ...]


def places_to_call(official: Official, today: dt.date) -> MarketQuerySet:
    """Those he may see with an old fact: the public ones first, then the longest overdue.

    Left out are candidate buildings and what is closed for good or has moved away.
    """
    over = StatusPeriod.objects.filter(
        Q(status__in=(Status.CLOSED, Status.MOVED)), market=OuterRef("pk"), starts_on__lte=today
    )
    public = Market.objects.published().filter(pk=OuterRef("pk"))
    places: Any = access.visible(official, Market.objects.standing())
    places = places.exclude(form=Form.CANDIDATE).exclude(Exists(over))
    places = with_waiting(with_freshness(places, today))
    calls: MarketQuerySet = (
        places.filter(freshness__in=OLD)
        .annotate(is_public=Exists(public))
        .select_related("office")
        .prefetch_related("contacts")
        .order_by("-is_public", "waiting_since", "region_code", "public_id")
    )
    return calls


def calls_of(places: Sequence[Any], today: dt.date) -> list[Call]:
    """Rows of `places_to_call` as they are worked through; no further query."""
    return [
        Call(
            market=place,
            published=place.is_public,
            facts=old_facts(facts_of(place, today)),
            days=(today - place.waiting_since).days,
            phones=_phones(place),
        )
        for place in places
    ]


def call_list(official: Official, today: dt.date, most: int = 1000) -> list[Call]:
    """The first `most` calls."""
    return calls_of(list(places_to_call(official, today)[:most]), today)


def _phones(place: Market) -> tuple[tuple[str, str], ...]:
    found = [(place.office.name, place.office.phone)] if place.office.phone else []
    found += [(each.label, each.phone) for each in place.contacts.all()]
    if place.hotline:
        found.append((str(Market._meta.get_field("hotline").verbose_name), place.hotline))
    first: dict[str, tuple[str, str]] = {}
    for label, phone in found:
        first.setdefault(phone, (label, phone))
    return tuple(first.values())

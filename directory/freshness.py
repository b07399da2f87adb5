"""How long what an office has confirmed holds: the rule of each fact, and where each place stands.

A fact that changed after it was last confirmed counts as not confirmed
(docs/decisions/freshness-and-duplicates.md).
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from django.db.models import (
    Case,
    CharField,
    DateField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextChoices,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Least, TruncDate
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory.models import Confirmation, FactChange, Market
from directory.models.market import Form, MarketQuerySet
from directory.models.parts import Fact

# Days for which a confirmation holds. The public pages say “半年” of all of them.
HALF_YEAR = 180
DAYS: Mapping[str, int] = MappingProxyType(
    {
        Fact.HOURS: HALF_YEAR,
        Fact.LOCATION: HALF_YEAR,
        Fact.TRADES: HALF_YEAR,
        Fact.CONTACT: HALF_YEAR,
        Fact.SERVICES: HALF_YEAR,
    }
)
# Time enough to ring all places of a district before the public reads that they are old.
DUE_SOON_DAYS = 30


class State(TextChoices):
    """The better ones first; a place is in the worst state of its facts."""

    FRESH = "fresh", _("核实有效")
    DUE = "due", _("即将到期")
    STALE = "stale", _("已超期")
    NEVER = "never", _("未核实")


# What somebody has to ring about.
OLD = (State.STALE, State.NEVER)


@dataclass(frozen=True, slots=True)
class FactState:
    """`confirmed_on` is the last confirmation that counts; `changed_on`: changed since the last.

    `since` is the day from which the fact has been old; None while it is not.
    """

    fact: str
    state: State
    confirmed_on: dt.date | None
    changed_on: dt.date | None
    since: dt.date | None

    @property
    def label(self) -> str:
        return str(Fact(self.fact).label)

    @property
    def old(self) -> bool:
        return self.state in OLD


def is_stale(fact: str, confirmed_on: dt.date, today: dt.date) -> bool:
    return (today - confirmed_on).days > DAYS[fact]


def state_of(fact: str, confirmed_on: dt.date | None, today: dt.date) -> State:
    if confirmed_on is None:
        return State.NEVER
    if is_stale(fact, confirmed_on, today):
        return State.STALE
    left = DAYS[fact] - (today - confirmed_on).days
    return State.DUE if left < DUE_SOON_DAYS else State.FRESH


def counting(confirmations: "QuerySet[Confirmation]") -> "QuerySet[Confirmation]":
    """Those of `confirmations` after which the fact has not changed."""
    changes = FactChange.objects.filter(market=OuterRef("market"), fact=OuterRef("fact"))
    later_day = Q(changed_at__date__gt=OuterRef("confirmed_on"))
    later_that_day = Q(
        changed_at__date=OuterRef("confirmed_on"), changed_at__gt=OuterRef("recorded_at")
    )
    return confirmations.exclude(Exists(changes.filter(later_day | later_that_day)))


def with_freshness(queryset: MarketQuerySet, today: dt.date) -> MarketQuerySet:
    """Adds `freshness` (a State; empty for candidate buildings), `confirmed_<fact>` and
    `changed_<fact>` (dates or None): for lists, filters and `facts_of`."""
    queryset = queryset.annotate(**{f"confirmed_{fact}": _confirmed(fact) for fact in Fact.values})
    queryset = queryset.annotate(**{f"changed_{fact}": _changed(fact) for fact in Fact.values})
    never, stale, due = Q(), Q(), Q()
    for fact, days in DAYS.items():
        never |= Q(**{f"confirmed_{fact}__isnull": True})
        stale |= Q(**{f"confirmed_{fact}__lt": today - dt.timedelta(days=days)})
        soon = dt.timedelta(days=days - DUE_SOON_DAYS)
        due |= Q(**{f"confirmed_{fact}__lt": today - soon})
    freshness = Case(
        When(form=Form.CANDIDATE, then=Value("")),
        When(never, then=Value(State.NEVER.value)),
        When(stale, then=Value(State.STALE.value)),
        When(due, then=Value(State.DUE.value)),
        default=Value(State.FRESH.value),
        output_field=CharField(),
    )
    return queryset.annotate(freshness=freshness)


def with_waiting(queryset: MarketQuerySet) -> MarketQuerySet:
    """On top of `with_freshness`: `waiting_since`, the day from which the oldest fact is old.

    It lies ahead for a place whose facts all hold.
    """
    return queryset.annotate(
        waiting_since=Least(
            *(
                Coalesce(
                    Cast(F(f"confirmed_{fact}") + dt.timedelta(days=days + 1), DateField()),
                    F(f"changed_{fact}"),
                    TruncDate("created_at"),
                    output_field=DateField(),
                )
                for fact, days in DAYS.items()
            )
        )
    )


def facts_of(market: Any, today: dt.date) -> tuple[FactState, ...]:
    """Each fact of a place that came through `with_freshness`; no further query."""
    return tuple(_fact(market, fact, today) for fact in Fact.values)


def facts_of_one(market: Market, today: dt.date) -> tuple[FactState, ...]:
    """Each fact of a place that came from anywhere; one query."""
    return facts_of(with_freshness(Market.objects.filter(pk=market.pk), today).get(), today)


def _fact(market: Any, fact: str, today: dt.date) -> FactState:
    confirmed = getattr(market, f"confirmed_{fact}")
    changed = getattr(market, f"changed_{fact}") if confirmed is None else None
    state = state_of(fact, confirmed, today)
    since = None
    if state == State.STALE:
        since = confirmed + dt.timedelta(days=DAYS[fact] + 1)
    elif state == State.NEVER:
        since = changed or timezone.localdate(market.created_at)
    return FactState(fact, state, confirmed, changed, since)


def old_facts(facts: Iterable[FactState]) -> tuple[FactState, ...]:
    return tuple(fact for fact in facts if fact.old)


def _confirmed(fact: str) -> Subquery:
    said = counting(Confirmation.objects.filter(market=OuterRef("pk"), fact=fact))
    return Subquery(said.order_by("-confirmed_on").values("confirmed_on")[:1])


def _changed(fact: str) -> Subquery:
    changes = FactChange.objects.filter(market=OuterRef("pk"), fact=fact)
    return Subquery(changes.values(day=TruncDate("changed_at"))[:1])

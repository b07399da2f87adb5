"""That an office has confirmed public facts of a place on a day."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from directory import access, history
from directory.errors import EntryErrors, Refusals
from directory.freshness import counting
from directory.kinds import Action, Kind
from directory.models import Confirmation, Market, Office, Official
from directory.models.parts import Fact
from directory.publication import requests


@transaction.atomic
def confirm(
    market: Market,
    facts: Iterable[str],
    office: Office,
    on: dt.date | None = None,
    official: Official | None = None,
) -> list[Confirmation]:
    """Each fact confirmed `on` (today by default); said twice, it is recorded once.

    `official` None: by a command. Said again after the fact has changed that day, it counts anew.
    """
    refusals = Refusals()
    day = on or timezone.localdate()
    wanted = list(dict.fromkeys(facts))
    for fact in wanted:
        if fact not in Fact.values:
            refusals.add(
                "fact",
                _("没有“%(fact)s”这一项；可核实：%(facts)s")
                % {"fact": fact, "facts": "、".join(Fact.values)},
            )
    if not wanted:
        refusals.add("fact", _("没有指明核实了哪一项"))
    if day > timezone.localdate():
        refusals.add("confirmed_on", _("核实日期（%(day)s）不能在将来") % {"day": day})
    refusals.raise_if_any()
    history.attribute(official, "confirmation.confirm")
    rows = [_said(market, fact, office, day, official) for fact in wanted]
    requests.request()
    return rows


@transaction.atomic
def confirm_as(official: Official, market: Market, facts: Iterable[str]) -> list[Confirmation]:
    """By an official, for his office, today."""
    standing = Market.objects.select_for_update(no_key=True).get(pk=market.pk)
    access.require(official, Action.ADD, Kind.CONFIRMATION, standing.region_code)
    if standing.merged_into_id is not None:
        raise EntryErrors({"": [_("这个地点已并入另一处，请在那一处核实")]})
    return confirm(standing, facts, official.office, official=official)


@transaction.atomic
def take_back(official: Official, market: Market, facts: Iterable[str]) -> int:
    """Undoes what the same person has confirmed today; returns how many facts."""
    access.require(official, Action.ADD, Kind.CONFIRMATION, market.region_code)
    mine = Confirmation.objects.filter(
        market=market, fact__in=list(facts), confirmed_on=timezone.localdate(), official=official
    )
    history.attribute(official, "confirmation.take_back")
    count, _by_model = mine.delete()
    requests.request()
    return count


def _said(
    market: Market, fact: str, office: Office, day: dt.date, official: Official | None
) -> Confirmation:
    row, created = Confirmation.objects.get_or_create(
        market=market,
        fact=fact,
        confirmed_on=day,
        office=office,
        defaults={"official": official},
    )
    if not created and not counting(Confirmation.objects.filter(pk=row.pk)).exists():
        row.recorded_at, row.official = timezone.now(), official
        row.save(update_fields=["recorded_at", "official"])
    return row

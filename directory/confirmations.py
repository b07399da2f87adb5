"""That an office has confirmed public facts of a place on a day."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from directory.errors import Refusals
from directory.models import Confirmation, Market, Office
from directory.models.parts import Fact
from directory.publication import requests


@transaction.atomic
def confirm(
    market: Market, facts: Iterable[str], office: Office, on: dt.date | None = None
) -> list[Confirmation]:
    """Each fact confirmed `on` (today by default); said twice, it is recorded once."""
    refusals = Refusals()
    day = on or timezone.localdate()
    wanted = list(dict.fromkeys(facts))
    for fact in wanted:
        if fact not in Fact.values:
            refusals.add("fact", f"没有“{fact}”这一项；可核实：{'、'.join(Fact.values)}")
    if not wanted:
        refusals.add("fact", "没有指明核实了哪一项")
    if day > timezone.localdate():
        refusals.add("confirmed_on", f"核实日期（{day}）不能在将来")
    refusals.raise_if_any()
    rows = [
        Confirmation.objects.get_or_create(
            market=market, fact=fact, confirmed_on=day, office=office
        )[0]
        for fact in wanted
    ]
    requests.request()
    return rows

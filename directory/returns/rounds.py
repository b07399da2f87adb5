"""Opening a round: one return for each region of a chain, due level by level.

Yearly the lists are due in mid-December to the province and by the end of the year to the ministry
(人社部发〔2022〕38号); counties come before their city.
"""

import datetime as dt
import re

from django.db import transaction
from django.utils.translation import gettext as _

from directory import access
from directory.errors import EntryErrors
from directory.history import attribute
from directory.kinds import Action, Kind
from directory.models import Official, Return
from directory.models.returns import PERIOD_SQL
from geo.models import Level, Region

YEARLY = {Level.COUNTY: (12, 10), Level.CITY: (12, 15), Level.PROVINCE: (12, 31)}


def yearly_due(year: int) -> dict[str, dt.date]:
    """By level."""
    return {level.value: dt.date(year, *day) for level, day in YEARLY.items()}


def regions_of(code: str) -> list[Region]:
    """The live region itself and all that lie in it."""
    live = Region.objects.live().defer("geom").order_by("code")
    if code == "000000":
        return list(live)
    return [region for region in live if access.within(region.code, code)]


@transaction.atomic
def open_round(
    by: Official | None, region: str, period: str, due: dict[str, dt.date]
) -> list[Return]:
    """Returns of the region and of all below it; those that are there keep what they are.

    `due` by level; each level hands up to the next, so a lower one cannot be due later.
    """
    if by is not None:
        access.require(by, Action.ADD, Kind.RETURN, region)
    if not re.fullmatch(PERIOD_SQL[1:-1], period):
        raise EntryErrors({"period": [_("写成 2026、2026-H1、2026-Q3 或 2026-06")]})
    days = [due[level] for level in YEARLY if level in due]
    if days != sorted(days):
        raise EntryErrors({"due": [_("下级的截止日期不能晚于上级的")]})
    attribute(by, "return.open")
    made = []
    for each in regions_of(region):
        if each.level not in due:
            continue
        one, new = Return.objects.get_or_create(
            region_code=each.code,
            period=period,
            defaults={"level": each.level, "due_on": due[each.level]},
        )
        if new:
            made.append(one)
    if not made and not Return.objects.filter(region_code=region, period=period).exists():
        raise EntryErrors({"region": [_("现行区划里没有这个区域")]})
    return made

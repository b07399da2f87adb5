"""Acting at once to protect people: a suspension that one responsible person orders alone."""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from directory import access, history, status
from directory.errors import Refusals
from directory.kinds import Action, Kind
from directory.models import Market, Official, StatusPeriod

LEAST_LETTERS, MOST_LETTERS = 4, 200
# Not for what can wait for a second person, and not for good.
DAYS_AHEAD, LONGEST_DAYS = 7, 90


@transaction.atomic
def suspend_now(
    official: Official, market: Market, on: dt.date, until: dt.date | None, reason: str
) -> StatusPeriod:
    """Suspended from `on` (today or within a week) until before `until`, at most 90 days.

    Public with its `reason` as soon as it is published. Ending it early, or making it longer,
    takes two people as any other change of status does.
    """
    market = Market.objects.select_for_update(no_key=True).get(pk=market.pk)
    access.require(official, Action.DECIDE, Kind.STATUS, market.region_code)
    today = timezone.localdate()
    refusals = Refusals()
    if not today <= on <= today + dt.timedelta(days=DAYS_AHEAD):
        refusals.add(
            "on",
            _("立即暂停须从今天起 %(days)d 天内开始；其他日期请按两人办理提出申请")
            % {"days": DAYS_AHEAD},
        )
    if until is None or not on < until <= on + dt.timedelta(days=LONGEST_DAYS):
        refusals.add(
            "until",
            _("请填恢复日期：在开始之后，最多 %(days)d 天") % {"days": LONGEST_DAYS},
        )
    if len(reason.strip()) < LEAST_LETTERS:
        refusals.add("reason", _("请写明理由，至少 %(least)d 个字") % {"least": LEAST_LETTERS})
    if len(reason.strip()) > MOST_LETTERS:
        refusals.add("reason", _("最多 %(most)d 个字") % {"most": MOST_LETTERS})
    refusals.raise_if_any()
    history.attribute(official, "status.protect", reason.strip())
    return status.suspend(market, on, until, reason.strip())

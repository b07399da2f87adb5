"""Another due date for what is owed: set by the level above, with a reason that stays on record."""

import datetime as dt
from collections.abc import Sequence

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from directory import access, history
from directory.entry_words import region_names
from directory.errors import Refusals
from directory.history import attribute
from directory.kinds import Action
from directory.models import HistoryEntry, Official, Return
from directory.returns.lateness import NOT_HANDED_UP, outstanding
from directory.returns.standing import is_above

MOST_DAYS_AHEAD, MOST_REASON = 730, 200


def may_set(by: Official, one: Return) -> bool:
    """Whoever receives it says when; a province, which nobody here is above, for itself."""
    if one.state not in NOT_HANDED_UP:
        return False
    return is_above(by, one, Action.ADD) or (
        one.level == "province" and access.may_on(by, Action.ADD, one)
    )


def alike(by: Official, one: Return) -> list[Return]:
    """The others of its round and level that are still owed and whose date he may set."""
    same = Return.objects.filter(period=one.period, level=one.level).exclude(pk=one.pk)
    owed = access.visible(by, outstanding(same), Action.ADD).order_by("region_code")
    return [each for each in owed if may_set(by, each)]


@transaction.atomic
def set_due(
    by: Official, one: Return, due_on: dt.date, reason: str, *, all_alike: bool = False
) -> int:
    """Of how many returns the date is another one now; `all_alike` moves those of `alike` along.

    EntryErrors for a day that is past, far off, or out of order with the levels above and below.
    """
    if not may_set(by, one):
        raise PermissionDenied(_("截止日期由接收上报的上一级规定，已经上报的不再改"))
    wrong = Refusals()
    today = timezone.localdate()
    if not today <= due_on <= today + dt.timedelta(days=MOST_DAYS_AHEAD):
        wrong.add("due_on", _("截止日期须在今天以后、两年以内"))
    if not reason.strip():
        wrong.add("reason", _("写明改期的理由"))
    wanted = [one.pk, *(each.pk for each in alike(by, one))] if all_alike else [one.pk]
    held = list(Return.objects.select_for_update().filter(pk__in=wanted))
    for message in _out_of_order(held, due_on):
        wrong.add("due_on", message)
    wrong.raise_if_any()
    attribute(by, "return.due", reason.strip()[:MOST_REASON])
    owed = outstanding(Return.objects.filter(pk__in=wanted)).exclude(due_on=due_on)
    return owed.update(due_on=due_on)


def _out_of_order(moved: Sequence[Return], due_on: dt.date) -> list[str]:
    """Each level hands up to the next: a lower one is not due later, a higher one not earlier."""
    pks = {one.pk for one in moved}
    province = moved[0].region_code[:2]
    others = Return.objects.filter(period=moved[0].period, region_code__startswith=province)
    said = []
    for other in others.exclude(pk__in=pks):
        codes = {one.region_code for one in moved} - {other.region_code}
        below = any(access.within(other.region_code, code) for code in codes)
        above = any(access.within(code, other.region_code) for code in codes)
        about = {"region": _name(other), "due": other.due_on}
        if above and other.due_on < due_on:
            said.append(_("不能晚于上级%(region)s的截止日期 %(due)s") % about)
        elif below and other.due_on > due_on:
            said.append(_("不能早于下级%(region)s的截止日期 %(due)s") % about)
    return said[:3]


def _name(one: Return) -> str:
    return region_names([one.region_code]).get(one.region_code, one.region_code)


def changes(by: Official, one: Return) -> QuerySet[HistoryEntry]:
    """What the history has of its due date, the newest first, as far as he may read it."""
    entries = history.visible(by).filter(kind="return", object_pk=one.pk, before__has_key="due_on")
    return entries.order_by("-seq")

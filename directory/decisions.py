"""The decision to publish a place, not to, or to take it down: explicit, with a reason.

One responsible person decides (docs/decisions/two-people.md); whoever comes second is told.
"""

import datetime as dt
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from directory import access, history
from directory.errors import EntryErrors, Refusals, StaleVersion
from directory.kinds import Action, Kind
from directory.models import Market, Office, Official, PublicationDecision
from directory.models.market import Form
from directory.models.status import Status
from directory.publication import requests
from directory.wording import check_fields

PUBLISH = PublicationDecision.Decision.PUBLISH
LEAST_LETTERS = 4
MOST_AT_ONCE = 200


@transaction.atomic
def decide(
    market: Market,
    decision: str,
    office: Office,
    reason: str,
    at: dt.datetime | None = None,
    official: Official | None = None,
    seen: int | None = None,
) -> PublicationDecision:
    """Records a decision made `at` (aware; now by default) and asks for a publication.

    `official` None: by a command. `seen` is the key of the newest decision that he saw, 0 where
    there was none: `StaleVersion` where another has been made since.
    """
    standing = Market.objects.select_for_update(no_key=True).get(pk=market.pk)
    if official is not None:
        access.require(official, Action.DECIDE, Kind.DECISION, standing.region_code)
    newest = standing.decisions.select_related("official", "office").first()
    _check_seen(newest, seen)
    refusals = Refusals()
    row = PublicationDecision(
        market=market,
        decision=decision,
        office=office,
        official=official,
        reason=reason.strip(),
        decided_at=at or timezone.now(),
    )
    check_fields(row, refusals)
    if row.reason and len(row.reason) < LEAST_LETTERS:
        refusals.add("reason", _("理由至少 %(least)d 个字") % {"least": LEAST_LETTERS})
    if row.decided_at > timezone.now():
        refusals.add("decided_at", _("决定时间不能在将来"))
    if official is not None and newest is not None and newest.decision == decision:
        refusals.add("decision", _("现在已经是“%(now)s”") % {"now": newest.get_decision_display()})
    if decision == PUBLISH:
        _check_publishable(standing, official is not None and newest is None, refusals)
    refusals.raise_if_any()
    history.attribute(official, f"decision.{decision}", row.reason)
    row.save()
    requests.request()
    return row


@transaction.atomic
def decide_all(
    official: Official,
    seen: Mapping[Market, int],
    decision: str,
    reason: str,
) -> list[PublicationDecision]:
    """One decision with one reason for several places, each checked by itself: all or none.

    `seen`: the key of the newest decision of each as it was shown. `EntryErrors` names the place.
    """
    if not seen:
        raise EntryErrors({"": [_("没有选择地点")]})
    if len(seen) > MOST_AT_ONCE:
        raise EntryErrors({"": [_("一次最多 %(most)d 个地点") % {"most": MOST_AT_ONCE}]})
    refusals = Refusals()
    made = []
    # In the order of keys: two people with overlapping lists wait for each other in turn.
    for market in sorted(seen, key=lambda each: each.pk):
        try:
            made.append(
                decide(
                    market,
                    decision,
                    official.office,
                    reason,
                    official=official,
                    seen=seen[market],
                )
            )
        except EntryErrors as error:
            _name(refusals, market, error)
    refusals.raise_if_any()
    return made


def _name(refusals: Refusals, market: Market, error: EntryErrors) -> None:
    """What concerns one place says so; a bad reason is bad for all and said once."""
    for field, messages in error.errors.items():
        for message in messages:
            if field != "reason":
                refusals.add("", f"{market.name}：{message}")
            elif field not in refusals:
                refusals.add(field, message)


def _check_seen(newest: PublicationDecision | None, seen: int | None) -> None:
    current = newest.pk if newest else 0
    if seen is None or seen == current or newest is None:
        return
    raise StaleVersion(
        seen,
        current,
        _("在您打开之后，%(who)s已决定“%(decision)s”，理由：%(reason)s")
        % {
            "who": newest.official.name if newest.official else newest.office.name,
            "decision": newest.get_decision_display(),
            "reason": newest.reason,
        },
    )


def _check_publishable(market: Market, first: bool, refusals: Refusals) -> None:
    if market.form == Form.CANDIDATE:
        refusals.add("decision", _("备选场地不能公开"))
    if market.merged_into_id is not None:
        refusals.add("decision", _("已并入另一处的地点不再单独公开"))
    if first and _is_over(market):
        refusals.add("decision", _("已关闭或搬迁、又从未公开过的地点没有可公开的内容"))


def _is_over(market: Market) -> bool:
    """Closed for good or moved away by today."""
    over: Sequence[str] = (Status.CLOSED, Status.MOVED)
    return market.status_periods.filter(
        status__in=over, starts_on__lte=timezone.localdate()
    ).exists()

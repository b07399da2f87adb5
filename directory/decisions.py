"""The decision to publish a place, not to, or to take it down: explicit, with a reason."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from directory.errors import Refusals
from directory.models import Market, Office, PublicationDecision
from directory.models.market import Form
from directory.publication import requests
from directory.wording import check_fields


@transaction.atomic
def decide(
    market: Market, decision: str, office: Office, reason: str, at: dt.datetime | None = None
) -> PublicationDecision:
    """Records a decision made `at` (aware; now by default) and asks for a publication."""
    refusals = Refusals()
    row = PublicationDecision(
        market=market,
        decision=decision,
        office=office,
        reason=reason.strip(),
        decided_at=at or timezone.now(),
    )
    check_fields(row, refusals)
    if row.decided_at > timezone.now():
        refusals.add("decided_at", "决定时间不能在将来")
    if decision == PublicationDecision.Decision.PUBLISH and market.form == Form.CANDIDATE:
        refusals.add("decision", "备选场地不能公开")
    refusals.raise_if_any()
    row.save()
    requests.request()
    return row

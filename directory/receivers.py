"""What this app does when something happens elsewhere in it; loaded with the app."""

from typing import Any

from django.dispatch import receiver

from directory import report_proposals
from directory.models import Official, Proposal
from directory.proposals import decided


@receiver(decided, dispatch_uid="reports_follow_their_proposal")
def follow_the_proposal(proposal: Proposal, official: Official, **_signal: Any) -> None:
    report_proposals.decided(official, proposal)

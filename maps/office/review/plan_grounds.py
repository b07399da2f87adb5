"""What a reviewer is told of the plan from which a proposal was handed in."""

from typing import Any

from directory import access
from directory.kinds import Action
from directory.models import Official, Proposal
from planning.grounds import Grounds, basis, conclusion
from planning.models import Run


def grounds_of(official: Official, proposal: Proposal) -> dict[str, Any] | None:
    """`run`: the number of its page, for whoever may read it; `gone`: there is none any more.

    None for a proposal that stands on no plan.
    """
    given = Grounds.from_json(proposal.grounds)
    if proposal.source != Proposal.Source.PLAN or given is None:
        return None
    run = Run.objects.filter(pk=given.run, state=Run.State.READY).defer("answer").first()
    may = run is not None and access.may_on(official, Action.VIEW, run)
    return {
        "conclusion": conclusion(given),
        "basis": basis(given),
        "run": given.run if may else None,
        "gone": run is None,
    }

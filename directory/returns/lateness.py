"""Who is late: returns that are not handed up, with the days left or the days late."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from directory.models import Return
from directory.returns.standing import State

NOT_HANDED_UP = (State.OPEN, State.FROZEN, State.VALIDATED, State.SIGNED, State.SENT_BACK)


@dataclass(frozen=True, slots=True)
class Owed:
    """`left` is negative when it is late, None when it is no longer owed."""

    one: Return
    left: int | None

    @property
    def late(self) -> int:
        """Days late, 0 where it is not."""
        return -self.left if self.left is not None and self.left < 0 else 0


def owed(returns: Iterable[Return], today: dt.date) -> list[Owed]:
    """The latest first, then those due soonest, then what is done."""
    rows = [
        Owed(one, (one.due_on - today).days if one.state in NOT_HANDED_UP else None)
        for one in returns
    ]
    return sorted(rows, key=lambda row: (row.left is None, row.left or 0, row.one.region_code))


def outstanding(returns: QuerySet[Return]) -> QuerySet[Return]:
    return returns.filter(state__in=NOT_HANDED_UP)

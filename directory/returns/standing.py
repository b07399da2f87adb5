"""Where a return stands: locked for a step, and refused in words where the step is not its turn."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from directory import access
from directory.errors import EntryErrors, StaleVersion
from directory.kinds import Action, Kind
from directory.models import Official, Return, ReturnCopy

State = Return.State


def locked(
    by: Official,
    one: Return,
    version: int | None,
    states: Sequence[str],
    action: Action = Action.CHANGE,
) -> Return:
    """The row, locked until the transaction ends; PermissionDenied, StaleVersion, EntryErrors.

    `version` None: what is done is right whatever has changed since the page was opened.
    """
    access.require(by, action, Kind.RETURN, one.region_code)
    held = Return.objects.select_for_update().get(pk=one.pk)
    if version is not None and held.version != version:
        raise StaleVersion(version, held.version)
    if held.state not in states:
        label = State(held.state).label
        raise EntryErrors({"": [_("现在是“%(state)s”，不能这样办理") % {"state": label}]})
    return held


def is_above(by: Official, one: Return, action: Action) -> bool:
    """Whether he may do this from a level above the return's own."""
    regions = access.regions(by, action, Kind.RETURN)
    return any(each != one.region_code and access.within(one.region_code, each) for each in regions)


def current(one: Return) -> ReturnCopy | None:
    """The newest copy, which is the one that counts."""
    return one.copies.select_related("frozen_by").order_by("-number").first()


def frozen(one: Return) -> ReturnCopy:
    """The newest copy of a return that has been frozen."""
    copy = current(one)
    if copy is None:
        raise EntryErrors({"": [_("还没有冻结过")]})
    return copy

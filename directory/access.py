"""Who may do what to which object: roles from a table, regions from each person's assignments.

Every place that reads, lists, counts, exports, imports or opens an object asks here. The table is
`data/roles.csv`: a row for each kind of object and action, a column for each role.
"""

import csv
import functools
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from directory.kinds import Action, Kind, Role
from directory.models import Official
from geo.regions import prefix_of

M = TypeVar("M", bound=models.Model)
TABLE = Path(__file__).resolve().parent / "data" / "roles.csv"
Grants = Mapping[tuple[Kind, Action], frozenset[Role]]


@functools.cache
def grants() -> Grants:
    """Which roles may do each action to each kind; what is not in the table nobody may do.

    ValueError for a kind, an action, a role or a mark that does not exist.
    """
    found: dict[tuple[Kind, Action], frozenset[Role]] = {}
    with TABLE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            about = (Kind(row.pop("kind")), Action(row.pop("action")))
            if about in found or set(row.values()) - {"", "x"}:
                raise ValueError(f"{TABLE.name}: {about} is said twice or has a mark other than x")
            found[about] = frozenset(Role(name) for name, mark in row.items() if mark)
    return found


def within(code: str, region: str) -> bool:
    """Whether the region `code` is `region` or lies in it; six digits, any level, 000000 is all."""
    if not re.fullmatch("[0-9]{6}", code):
        return False
    return code.startswith(prefix_of(region))


def regions(official: Official | None, action: Action, kind: Kind) -> tuple[str, ...]:
    """The regions in which this may be done; empty for a person who is not signed in or disabled.

    Read afresh for each question, and on pages for each request: a role taken away counts at once.
    """
    if official is None or not official.is_active or official.pk is None:
        return ()
    roles = grants().get((kind, action), frozenset())
    return tuple(
        assignment.region_code for assignment in _assignments(official) if assignment.role in roles
    )


def may(official: Official | None, action: Action, kind: Kind, region_code: str) -> bool:
    return any(within(region_code, region) for region in regions(official, action, kind))


def may_anywhere(official: Official | None, action: Action, kind: Kind) -> bool:
    """Whether there is any region in which this may be done: for menus, never for objects."""
    return bool(regions(official, action, kind))


def anywhere(official: Official | None) -> Callable[[Action, Kind], bool]:
    """`may_anywhere` for many questions about one person at one moment: one query for all."""
    if official is None or not official.is_active or official.pk is None:
        return lambda _action, _kind: False
    held = {assignment.role for assignment in _assignments(official)}
    return lambda action, kind: not held.isdisjoint(grants().get((kind, action), ()))


def may_on(official: Official | None, action: Action, obj: models.Model) -> bool:
    """Whether this may be done to this very object, by the region it belongs to."""
    kind = kind_of(type(obj))
    if _is_common(type(obj)):
        return may_anywhere(official, action, kind)
    return may(official, action, kind, region_of(obj))


def require(official: Official | None, action: Action, kind: Kind, region_code: str) -> None:
    """PermissionDenied, in words, where `may` says no."""
    if not may(official, action, kind, region_code):
        raise PermissionDenied(_("没有权限：该事项属于 %(region)s") % {"region": region_code})


def visible(
    official: Official | None, queryset: QuerySet[M], action: Action = Action.VIEW
) -> QuerySet[M]:
    """Those of `queryset` to which this may be done; none where the person has no such role."""
    model: Any = queryset.model
    allowed = Q(pk__in=[])
    for region in regions(official, action, kind_of(model)):
        if not prefix_of(region) or _is_common(model):
            return queryset
        allowed |= Q(**{f"{model.access_region}__startswith": prefix_of(region)})
    return queryset.filter(allowed)


def kind_of(model: type[models.Model]) -> Kind:
    """AttributeError for a model that officials do not work on."""
    declared: Any = model
    return Kind(declared.access_kind)


def region_of(obj: models.Model) -> str:
    """The six-digit code that `access_region` leads to; empty where it leads nowhere."""
    declared: Any = obj
    value: Any = obj
    for step in declared.access_region.split("__"):
        value = getattr(value, step, None)
        if value is None:
            return ""
    return str(value)


def _is_common(model: Any) -> bool:
    """Whether objects of this model are the same for every region."""
    return not model.access_region


def _assignments(official: Official) -> "QuerySet[Any]":
    return official.roles.all()

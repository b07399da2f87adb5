"""The rule of each officials' page: what must be allowed to open it, and on which object.

A page without a rule cannot be reached: the site takes no view that does not carry one, and a test
walks every address. The rule asks whether it may be done in any region; `find` asks about the
very object.
"""

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import models
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from directory import access
from directory.kinds import Action, Kind
from directory.models import Official
from maps.office.signed_in import next_step, signed_in

View = Callable[..., HttpResponseBase]
M = TypeVar("M", bound=models.Model)


@dataclass(frozen=True, slots=True)
class Rule:
    """`kind` None: a page of one's own, open to everybody who has signed in."""

    kind: Kind | None
    action: Action


def rule(kind: Kind | None, action: Action = Action.VIEW) -> Callable[[View], View]:
    """Open to those who may do `action` to some `kind` somewhere; others are told so (403)."""

    def wrap(view: View) -> View:
        @functools.wraps(view)
        def ruled(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            official = signed_in(request)
            if official is None:
                return redirect_to_login(request.get_full_path(), reverse(next_step(request)))
            if kind is not None and not access.may_anywhere(official, action, kind):
                raise PermissionDenied(_("您的角色没有这项权限"))
            _refuse_nul(request)
            return view(request, *args, **kwargs)

        marked: Any = ruled
        marked.office_rule = Rule(kind, action)
        return ruled

    return wrap


def _refuse_nul(request: HttpRequest) -> None:
    """400: a character that the database cannot hold, and that no keyboard types."""
    for given in (request.GET, request.POST):
        if any("\0" in value for values in given.lists() for value in (values[0], *values[1])):
            raise BadRequest


def official_of(request: HttpRequest) -> Official:
    """Who has signed in; only for views behind a rule."""
    official = signed_in(request)
    if official is None:
        raise PermissionDenied
    return official


def find(
    request: HttpRequest, queryset: QuerySet[M], action: Action = Action.VIEW, **lookup: Any
) -> M:
    """The object to which this may be done. 404 for one of another region: not even that it is
    there is said. 403 for one that may be seen, to which this may not be done."""
    official = official_of(request)
    found = access.visible(official, queryset).filter(**lookup).first()
    if found is None:
        raise Http404(_("没有这一条，或者不属于您的区域"))
    if not access.may_on(official, action, found):
        raise PermissionDenied(_("您可以查看，但没有权限办理"))
    return found

"""Who is locked out after failed attempts, and letting him in again before the time is over."""

from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from directory import access, people
from directory.kinds import Action, Kind
from directory.models import Official
from maps.office.base import render
from maps.office.entrance.lockout import locked_now
from maps.office.rules import official_of, rule


@rule(Kind.OFFICIAL, Action.CHANGE)
@require_safe
def lockouts(request: HttpRequest) -> HttpResponse:
    context = {"title": _("登录锁定"), "locked": _lifted_by(official_of(request))}
    return render(request, "maps/office/people/lockouts.html", context)


@rule(Kind.OFFICIAL, Action.CHANGE)
@require_POST
def lift(request: HttpRequest) -> HttpResponse:
    """Forgets the failures of one account or one address, and notes in the history who did it."""
    by = official_of(request)
    kind, value = request.POST.get("kind", ""), request.POST.get("value", "")
    chosen = [each for each in _lifted_by(by) if (each["kind"], each["value"]) == (kind, value)]
    if not chosen:
        messages.error(request, _("没有这条锁定，可能已经过了时间"))
        return redirect("office:people_lockouts")
    concerned = Official.objects.filter(username=value).first() if kind == "account" else None
    people.note_lifted_lockout(by, concerned or by, f"{kind} {value}")
    field = "username" if kind == "account" else "ip_address"
    AxesProxyHandler.reset_attempts(**{field: value})
    messages.success(request, _("已解除锁定"))
    return redirect("office:people_lockouts")


def _lifted_by(by: Official) -> list[dict[str, Any]]:
    """Addresses, and accounts that this administrator looks after or that do not exist at all."""
    locked = locked_now()
    named = [each["value"] for each in locked if each["kind"] == "account"]
    known = Official.objects.filter(username__in=named).exclude(pk=by.pk)
    own = set(access.visible(by, known, Action.CHANGE).values_list("username", flat=True))
    others = set(Official.objects.filter(username__in=named).values_list("username", flat=True))
    return [
        each for each in locked if each["kind"] == "address" or each["value"] not in others - own
    ]

"""One's own account: password, telephone, recovery codes, sign-ins, and what one may do."""

from allauth.mfa.models import Authenticator
from axes.models import AccessLog
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from directory import people
from maps.office.base import render
from maps.office.people.words import roles_in_words
from maps.office.rules import official_of, rule

SIGN_INS_SHOWN = 20


@rule(None)
@require_safe
def me(request: HttpRequest) -> HttpResponse:
    official = official_of(request)
    context = {
        "title": _("我的账号"),
        "person": official,
        "roles": roles_in_words(official),
        "enrolled": Authenticator.objects.filter(user=official, type="totp").first(),
        "sign_ins": AccessLog.objects.filter(username=official.username)[:SIGN_INS_SHOWN],
    }
    return render(request, "maps/office/people/me.html", context)


@rule(None)
@require_POST
def end_others(request: HttpRequest) -> HttpResponse:
    """All sessions end but this one."""
    official = official_of(request)
    people.end_sessions(official, official)
    update_session_auth_hash(request, official)
    messages.success(request, _("别处的登录已全部退出"))
    return redirect("office:people_me")


@rule(None)
@require_safe
def password(request: HttpRequest) -> HttpResponse:
    """Where the menu at the name leads, under the name that unfold asks for."""
    return redirect("office_password")

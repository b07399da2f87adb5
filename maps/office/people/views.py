"""One official: who he is, what he may do, and what an administrator does to the account."""

from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from directory import access, people, role_rules
from directory.errors import EntryErrors
from directory.kinds import Action, Kind
from directory.models import Official
from maps.office.base import render
from maps.office.people.forms import MOST_REASON, GrantForm, PersonForm
from maps.office.people.words import roles_in_words
from maps.office.rules import find, official_of, rule

ACTS: dict[str, Callable[[Official, Official, str], Any]] = {
    "disable": people.disable,
    "enable": people.enable,
    "reset": people.reset_second_factor,
    "end": lambda by, official, reason: people.end_sessions(by, official),
}


@rule(Kind.OFFICIAL)
@require_safe
def page(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, _found(request, pk))


@rule(Kind.OFFICIAL, Action.ADD)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    by = official_of(request)
    form = PersonForm(by, request.POST or None, new=True)
    if request.method == "POST" and form.is_valid():
        try:
            made, start = people.create_official(by, **form.cleaned_data)
        except EntryErrors as error:
            form.refuse(error)
        else:
            return _page(request, made, start=start, status=201)
    return _form(request, form, _("新建工作人员"))


@rule(Kind.OFFICIAL, Action.CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    official = _found(request, pk, Action.CHANGE)
    by = official_of(request)
    initial = {"name": official.name, "office": official.office_id, "email": official.email}
    form = PersonForm(by, request.POST or None, new=False, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            people.change_official(by, official, **form.cleaned_data)
        except EntryErrors as error:
            form.refuse(error)
        else:
            messages.success(request, _("已保存"))
            return redirect("office:people_page", pk=pk)
    return _form(request, form, _("修改工作人员"), official)


@rule(Kind.OFFICIAL, Action.CHANGE)
@require_POST
def act(request: HttpRequest, pk: int) -> HttpResponse:
    """Disable, enable, forget the telephone, end sessions; a start password is shown once."""
    official = _found(request, pk, Action.CHANGE)
    by, asked = official_of(request), request.POST.get("act", "")
    reason = request.POST.get("reason", "").strip()[:MOST_REASON]
    try:
        if asked == "start":
            start = people.set_password(by, official, reason=reason)
            return _page(request, _found(request, pk), start=start)
        if asked not in ACTS:
            raise EntryErrors({"": [_("没有这种操作")]})
        ACTS[asked](by, official, reason)
    except EntryErrors as error:
        return _page(request, _found(request, pk), refused=str(error), status=422)
    messages.success(request, _("已办理"))
    return redirect("office:people_page", pk=pk)


@rule(Kind.OFFICIAL, Action.CHANGE)
@require_POST
def grant(request: HttpRequest, pk: int) -> HttpResponse:
    official = _found(request, pk, Action.CHANGE)
    form = GrantForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        try:
            role_rules.grant(
                official_of(request),
                official,
                given["role"],
                given["region_code"],
                given["department"],
            )
        except EntryErrors as error:
            form.refuse(error)
        else:
            messages.success(request, _("已授权"))
            return redirect("office:people_page", pk=pk)
    return _page(request, official, form=form, status=422)


@rule(Kind.OFFICIAL, Action.CHANGE)
@require_POST
def revoke(request: HttpRequest, pk: int, role: int) -> HttpResponse:
    official = _found(request, pk, Action.CHANGE)
    assignment = get_object_or_404(official.roles.select_related("official__office"), pk=role)
    reason = request.POST.get("reason", "").strip()[:MOST_REASON]
    try:
        role_rules.revoke(official_of(request), assignment, reason)
    except EntryErrors as error:
        return _page(request, official, refused=str(error), status=422)
    messages.success(request, _("已收回"))
    return redirect("office:people_page", pk=pk)


def _found(request: HttpRequest, pk: int, action: Action = Action.VIEW) -> Official:
    return find(request, Official.objects.select_related("office"), action, pk=pk)


def _page(
    request: HttpRequest,
    official: Official,
    *,
    form: GrantForm | None = None,
    status: int = 200,
    **shown: str,
) -> HttpResponse:
    by = official_of(request)
    context = {
        "title": official.name,
        "person": official,
        "roles": roles_in_words(official),
        "enrolled": Authenticator.objects.filter(user=official, type="totp").first(),
        "may_change": access.may_on(by, Action.CHANGE, official) and by.pk != official.pk,
        "form": form or GrantForm(),
        **shown,
    }
    return render(request, "maps/office/people/page.html", context, status=status)


def _form(
    request: HttpRequest, form: PersonForm, title: str, official: Official | None = None
) -> HttpResponse:
    context = {"title": title, "form": form, "person": official}
    status = 422 if form.errors else 200
    return render(request, "maps/office/people/form.html", context, status=status)

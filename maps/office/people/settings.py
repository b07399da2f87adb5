"""Offices, and the words of the ledger: trades, services, facilities."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from directory import access, offices
from directory.errors import EntryErrors
from directory.kinds import Action, Kind
from directory.models import Facility, Office, ServiceTag, Trade
from directory.vocabulary_changes import change_term
from maps.office.base import render
from maps.office.people.forms import OfficeForm, TermForm, initial_of
from maps.office.rules import find, official_of, rule

VOCABULARIES: dict[str, type[Any]] = {
    "trades": Trade,
    "services": ServiceTag,
    "facilities": Facility,
}


@rule(Kind.OFFICE)
@require_http_methods(["GET", "HEAD", "POST"])
def office(request: HttpRequest, pk: int) -> HttpResponse:
    """Read by all who may see it, changed by a system administrator of its region."""
    action = Action.CHANGE if request.method == "POST" else Action.VIEW
    found = find(request, Office.objects.all(), action, pk=pk)
    form = OfficeForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        try:
            offices.change_office(official_of(request), form.save(commit=False))
        except EntryErrors as error:
            form.refuse(error)
        else:
            messages.success(request, _("已保存，公开名录随后更新"))
            return redirect("office:people_offices")
    may_change = access.may_on(official_of(request), Action.CHANGE, found)
    return _form(request, form, found.name, may_change=may_change)


@rule(Kind.OFFICE, Action.ADD)
@require_http_methods(["GET", "HEAD", "POST"])
def new_office(request: HttpRequest) -> HttpResponse:
    form = OfficeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            offices.create_office(official_of(request), form.save(commit=False))
        except EntryErrors as error:
            form.refuse(error)
        else:
            messages.success(request, _("已保存"))
            return redirect("office:people_offices")
    return _form(request, form, _("新建机构"))


@rule(Kind.VOCABULARY)
@require_safe
def vocabulary(request: HttpRequest) -> HttpResponse:
    lists = [
        (model._meta.verbose_name, key, model._default_manager.all())
        for key, model in VOCABULARIES.items()
    ]
    may_change = access.may_anywhere(official_of(request), Action.CHANGE, Kind.VOCABULARY)
    context = {"title": _("词表"), "lists": lists, "may_change": may_change}
    return render(request, "maps/office/people/vocabulary.html", context)


@rule(Kind.VOCABULARY, Action.CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def term(request: HttpRequest, kind: str, code: str) -> HttpResponse:
    model = VOCABULARIES.get(kind)
    if model is None:
        raise Http404
    found = find(request, model._default_manager.all(), Action.CHANGE, code=code)
    form = TermForm(model, request.POST or None, initial=initial_of(found))
    if request.method == "POST" and form.is_valid():
        try:
            change_term(official_of(request), found, **form.cleaned_data)
        except EntryErrors as error:
            form.refuse(error)
        else:
            messages.success(request, _("已保存，公开名录随后更新"))
            return redirect("office:people_vocabulary")
    return _form(request, form, found.name)


def _form(request: HttpRequest, form: Any, title: str, may_change: bool = True) -> HttpResponse:
    context = {"title": title, "form": form, "may_change": may_change, "person": None}
    status = 422 if form.errors else 200
    return render(request, "maps/office/people/form.html", context, status=status)

"""The list of returns with who is late, a new round, one return, and what it is beside the last."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from directory import access
from directory.entry_words import region_names
from directory.errors import EntryErrors
from directory.kinds import Action, Kind
from directory.models import Official, Return, ReturnCopy
from directory.models.returns import MOST_TEXT
from directory.returns import acts, comparing, due, lateness
from directory.returns.rounds import open_round
from directory.returns.standing import State, current
from directory.returns.validating import ERROR, WARNING
from maps.office.base import render
from maps.office.returns.forms import RoundForm
from maps.office.rules import find, official_of, rule

PER_PAGE = 100
# Signs of a state for the eye; the words say the same.
BADGES = {State.ACCEPTED: "badge-ok", State.SENT_BACK: "badge-bad", State.HANDED_UP: "badge-ok"}
# The page that mends a finding.
_ON_STATUS = frozenset({"stale"})


@rule(Kind.RETURN)
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Who owes what, the latest first."""
    official = official_of(request)
    seen = access.visible(official, Return.objects.all())
    periods = list(seen.order_by("-period").values_list("period", flat=True).distinct())
    period = request.GET.get("period", "")
    if period not in periods:
        period = periods[0] if periods else ""
    rows = lateness.owed(seen.filter(period=period), timezone.localdate())
    page: Any = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    names = region_names(row.one.region_code for row in page)
    context = {
        "title": _("上报"),
        "page": page,
        "rows": [
            (
                row,
                names.get(row.one.region_code, row.one.region_code),
                BADGES.get(_state(row.one), ""),
            )
            for row in page
        ],
        "periods": periods,
        "period": period,
        "late": sum(1 for row in rows if row.late),
        "owing": sum(1 for row in rows if row.left is not None),
        "total": len(rows),
        "may_open": access.may_anywhere(official, Action.ADD, Kind.RETURN),
    }
    return render(request, "maps/office/returns/list.html", context)


@rule(Kind.RETURN, Action.ADD)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    official = official_of(request)
    form = RoundForm(request.POST if request.method == "POST" else None, official=official)
    if form.is_valid():
        said = form.cleaned_data
        try:
            made = open_round(official, said["region"], said["period"], form.due())
        except EntryErrors as error:
            for words in error.errors.values():
                form.add_error(None, words)
        else:
            messages.success(request, _("已布置 %(n)d 个区域上报") % {"n": len(made)})
            return redirect("office:returns_list")
    context = {"title": _("布置上报"), "form": form}
    return render(request, "maps/office/returns/new.html", context, 422 if form.is_bound else 200)


@rule(Kind.RETURN)
@require_safe
def page(request: HttpRequest, pk: int) -> HttpResponse:
    return shown(request, find(request, Return.objects.all(), pk=pk))


def shown(
    request: HttpRequest, one: Return, error: EntryErrors | None = None, status: int = 200
) -> HttpResponse:
    """The page of one return, as it stands or after a step was refused."""
    official = official_of(request)
    one.refresh_from_db()
    copy = current(one)
    found = list(copy.findings.all()) if copy else []
    region = region_of(one)
    context = {
        "title": _("%(region)s %(period)s 上报") % {"region": region, "period": one.period},
        "one": one,
        "region": region,
        "copy": copy,
        "older": list(one.copies.all()[1:]),
        "errors": [each for each in found if each.severity == ERROR],
        "warnings": [each for each in found if each.severity == WARNING],
        "files": list(one.files.select_related("added_by")),
        "left": lateness.owed([one], timezone.localdate())[0],
        "error": error,
        "most_text": MOST_TEXT,
        **_rights(official, one),
    }
    return render(request, "maps/office/returns/page.html", context, status)


def _rights(official: Official, one: Return) -> dict[str, bool]:
    changes = access.may_on(official, Action.CHANGE, one)
    approves = access.may_on(official, Action.APPROVE, one)
    before = one.state in (State.OPEN, State.FROZEN, State.VALIDATED, State.SENT_BACK)
    return {
        "may_freeze": changes and before,
        "may_validate": changes and one.state in (State.FROZEN, State.VALIDATED),
        "may_sign": approves and one.state == State.VALIDATED and one.frozen_by_id != official.pk,
        "own": approves and one.state == State.VALIDATED and one.frozen_by_id == official.pk,
        "may_hand_up": approves and one.state == State.SIGNED,
        "may_set_due": due.may_set(official, one),
        "may_decide": one.state == State.HANDED_UP and acts.may_decide(official, one),
    }


@rule(Kind.RETURN)
@require_safe
def compare(request: HttpRequest, pk: int) -> HttpResponse:
    one = find(request, Return.objects.all(), pk=pk)
    copy = _copy(one)
    region = region_of(one)
    context = {
        "title": _("%(region)s %(period)s 与上次比较") % {"region": region, "period": one.period},
        "one": one,
        "difference": comparing.compare(copy),
    }
    return render(request, "maps/office/returns/compare.html", context)


@rule(Kind.RETURN)
@require_safe
def rows(request: HttpRequest, pk: int) -> HttpResponse:
    """The frozen places, of the newest copy or of the one that is asked for."""
    one = find(request, Return.objects.all(), pk=pk)
    wanted = request.GET.get("copy", "")
    number = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 6 else None
    copy = _copy(one, number)
    page: Any = Paginator(copy.rows.all(), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "title": _("%(region)s %(period)s 冻结的地点")
        % {"region": region_of(one), "period": one.period},
        "one": one,
        "copy": copy,
        "page": page,
        "also": f"copy={copy.number}",
    }
    return render(request, "maps/office/returns/rows.html", context)


def _copy(one: Return, number: int | None = None) -> ReturnCopy:
    """The newest copy, or that number's; 404 where there is none."""
    copy = current(one) if number is None else one.copies.filter(number=number).first()
    if copy is None:
        raise Http404(_("还没有冻结过"))
    return copy


def region_of(one: Return) -> str:
    return region_names([one.region_code]).get(one.region_code, one.region_code)


def _state(one: Return) -> State:
    return State(one.state)

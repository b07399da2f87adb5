"""One report from the public beside the place it is about, and what an office does with it."""

import csv
import datetime as dt
from collections.abc import Callable
from io import StringIO
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from directory import access, report_counts, report_proposals, report_routing, reports
from directory.entry_words import hours_words, region_names
from directory.errors import EntryErrors, Refusals
from directory.kinds import Action, Kind
from directory.models import Office, Official, Proposal, Report
from directory.report_entries import normalised, wgs84_of
from geo.distance import geodesic_m
from maps.office.base import render
from maps.office.rules import find, official_of, rule

Act = Callable[[Official, Report], object]


@rule(Kind.REPORT)
@require_safe
def report(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, _found(request, pk))


@rule(Kind.REPORT, Action.CHANGE)
@require_POST
def take(request: HttpRequest, pk: int) -> HttpResponse:
    return _act(request, pk, reports.take, _("已接办"))


@rule(Kind.REPORT, Action.CHANGE)
@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    words, seen = request.POST.get("answer", ""), request.POST.get("seen", "")

    def act(official: Official, found: Report) -> object:
        plain = [text.replace("\r\n", "\n") for text in (words, seen)]
        return reports.answer(official, found, *plain)

    return _act(request, pk, act, _("已答复，来件人凭回执号可以看到"))


@rule(Kind.REPORT, Action.CHANGE)
@require_POST
def dismiss(request: HttpRequest, pk: int) -> HttpResponse:
    reason = request.POST.get("reason", "")

    def act(official: Official, found: Report) -> object:
        return reports.dismiss(official, found, reason)

    return _act(request, pk, act, _("已办结，来件人可以看到原因"))


@rule(Kind.REPORT, Action.CHANGE)
@require_POST
def reroute(request: HttpRequest, pk: int) -> HttpResponse:
    found = _found(request, pk, Action.CHANGE)
    try:
        office = Office.objects.filter(code=request.POST.get("office", "")).first()
        if office is None:
            raise EntryErrors({"office": [_("请选择转给哪个机构")]})
        reports.reroute(official_of(request), found, office, request.POST.get("reason", ""))
    except EntryErrors as error:
        return _page(request, _found(request, pk), error, 422)
    messages.success(request, _("已转给%(office)s") % {"office": office.name})
    return redirect("office:reports_list")


@rule(Kind.REPORT, Action.CHANGE)
@require_POST
def propose(request: HttpRequest, pk: int) -> HttpResponse:
    found = _found(request, pk, Action.CHANGE)
    try:
        proposal = report_proposals.to_proposal(
            official_of(request),
            found,
            on=_day(request.POST.get("on", "")),
            successor=request.POST.get("successor", "").strip()[:12],
            note=request.POST.get("note", ""),
        )
    except EntryErrors as error:
        return _page(request, _found(request, pk), error, 422)
    messages.success(request, _("已转为变更申请；通过后来件人自动得到答复"))
    return redirect(_next(proposal))


@rule(Kind.PERSONAL)
@require_POST
def contact(request: HttpRequest, pk: int) -> HttpResponse:
    found = _found(request, pk)
    try:
        details = reports.read_contact(official_of(request), found)
    except EntryErrors as error:
        return _page(request, found, error, 422)
    return _page(request, found, details=details)


@rule(Kind.REPORT)
@require_safe
def counts(request: HttpRequest) -> HttpResponse:
    official = official_of(request)
    lines = report_counts.lines(official)
    names = region_names({line.region_code for line in lines})
    context = {
        "title": _("来件统计"),
        "summary": report_counts.summary(official),
        "lines": [
            (line, names.get(line.region_code, line.region_code), Report.About(line.kind).label)
            for line in lines
        ],
    }
    return render(request, "maps/office/reports/counts.html", context)


@rule(Kind.REPORT)
@require_safe
def counts_csv(request: HttpRequest) -> HttpResponse:
    """For a spreadsheet: UTF-8 with its mark, numbers and labels of our own alone."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(
        [_("月份"), _("区划代码"), _("类型"), _("收到"), _("未办结"), _("已答复"), _("不予采纳"),
         _("办结用时中位数（小时）")]
    )  # fmt: skip
    for line in report_counts.lines(official_of(request)):
        hours = "" if line.median is None else f"{line.median.total_seconds() / 3600:.1f}"
        kind = Report.About(line.kind).label
        counted = [line.total, line.waiting, line.answered, line.dismissed]
        writer.writerow([f"{line.month:%Y-%m}", line.region_code, kind, *counted, hours])
    response = HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="reports.csv"'
    return response


def _found(request: HttpRequest, pk: int, action: Action = Action.VIEW) -> Report:
    rows = Report.objects.select_related("market", "office", "handled_by", "proposal", "repeat_of")
    return find(request, rows, action, pk=pk)


def _act(request: HttpRequest, pk: int, act: Act, done: str) -> HttpResponse:
    found = _found(request, pk, Action.CHANGE)
    try:
        act(official_of(request), found)
    except EntryErrors as error:
        return _page(request, _found(request, pk), error, 422)
    messages.success(request, done)
    return redirect("office:reports_report", pk=pk)


def _page(
    request: HttpRequest,
    found: Report,
    error: EntryErrors | None = None,
    status: int = 200,
    details: dict[str, str] | None = None,
) -> HttpResponse:
    official = official_of(request)
    may = found.repeat_of_id is None and access.may_on(official, Action.CHANGE, found)
    is_ours = official.office_id == found.office_id
    personal = access.may(official, Action.VIEW, Kind.PERSONAL, found.region_code)
    context = {
        "title": _("群众来件 %(number)d 号") % {"number": found.pk},
        "report": found,
        "error": error,
        "typed": request.POST,
        "details": details,
        "place": {"hours": hours_words(found.market.hours) if found.market.hours else ""},
        "suggestion": _suggestion(found),
        "repeats": found.repeats.order_by("pk"),
        "readings": found.readings.select_related("official"),
        "has_contact": hasattr(found, "contact"),
        "may_read": is_ours and personal,
        "may_handle": may,
        "may_propose": may and found.is_open and not found.is_complaint and not _in_train(found),
        "needs_day": found.kind in report_proposals.STATUS_KINDS,
        "moved": found.kind == Report.About.MOVED,
        "today": timezone.localdate().isoformat(),
        "targets": report_routing.targets(official, found) if may and found.is_open else [],
    }
    return render(request, "maps/office/reports/report.html", context, status)


def _suggestion(found: Report) -> dict[str, Any]:
    """The hours in the ledger's words where they can be read; the position and how far it is."""
    there = wgs84_of(found)
    read = normalised(found.suggested_hours)
    market = found.market
    return {
        "hours": hours_words(read) if read else "",
        "wgs84": there,
        "metres": round(geodesic_m(market.point.x, market.point.y, *there)) if there else None,
    }


def _in_train(found: Report) -> bool:
    proposal = found.proposal
    return proposal is not None and proposal.state != Proposal.State.WITHDRAWN


def _next(proposal: Proposal) -> str:
    """A draft is looked over in the form of the place; a change of status waits for review."""
    if proposal.kind == Proposal.About.PLACE and proposal.market is not None:
        form = reverse("office:places_edit", args=[proposal.market.public_id])
        return f"{form}?proposal={proposal.pk}"
    return reverse("office:review_proposal", args=[proposal.pk])


def _day(text: str) -> dt.date | None:
    """EntryErrors for a day that there is not; None where none is given."""
    if not text.strip():
        return None
    try:
        return dt.date.fromisoformat(text.strip())
    except ValueError:
        refusals = Refusals()
        refusals.add("on", _("日期写作 2026-12-01 这样"))
        refusals.raise_if_any()
    return None

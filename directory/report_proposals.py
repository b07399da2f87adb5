"""A correction from the public becomes a proposed change, and follows what becomes of that."""

import datetime as dt
from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from directory import history, proposals, reports
from directory.changes import CLOSE, MOVE, StatusChange
from directory.entries import PlaceInput
from directory.errors import EntryErrors
from directory.models import Official, Proposal, Report
from directory.report_entries import normalised
from directory.standing import entry_of

About = Report.About
STATUS_KINDS = (About.MOVED, About.CLOSED)
# Good enough for somebody who stood there; the official puts in what he has measured.
_ACCURACY_M = 50


@transaction.atomic
def to_proposal(
    official: Official,
    report: Report,
    *,
    on: dt.date | None = None,
    successor: str = "",
    note: str = "",
) -> Proposal:
    """A draft with the suggestion filled in; for a place moved or closed a change of status.

    `on`, `successor` (a public id) and the public `note` are for the latter, which is put forward
    at once. Nothing that the sender wrote in his own words goes into it.
    """
    report = reports.held(official, report)
    if report.is_complaint:
        raise EntryErrors({"": [_("投诉举报不能转为变更申请；请办理后答复")]})
    if report.proposal is not None and report.proposal.state != Proposal.State.WITHDRAWN:
        raise EntryErrors({"": [_("这一件已经转为变更申请，不必再转")]})
    if report.kind in STATUS_KINDS:
        proposal = _status(official, report, on, successor, note)
    else:
        proposal = proposals.save_draft(
            official,
            suggested(report),
            market=report.market,
            base_version=report.market.version,
            note=_("群众报错 %(number)d 号：%(kind)s")
            % {"number": report.pk, "kind": report.get_kind_display()},
            source=Proposal.Source.REPORT,
        )
    history.attribute(official, "report.propose")
    reports.attach(report, official, proposal)
    return proposal


def suggested(report: Report) -> PlaceInput:
    """The place as it stands, with what the sender suggests where that can be read."""
    entry = entry_of(report.market)
    hours = normalised(report.suggested_hours)
    if report.kind == About.WRONG_HOURS and hours is not None:
        return replace(entry, hours=hours)
    lon, lat = report.suggested_lon, report.suggested_lat
    if report.kind == About.WRONG_PIN and lon is not None and lat is not None:
        return replace(
            entry,
            lon=lon,
            lat=lat,
            datum=report.suggested_datum,
            accuracy_m=_ACCURACY_M,
        )
    return entry


def decided(official: Official, proposal: Proposal) -> None:
    """Approved: the reports are answered. Sent back or withdrawn: they are in hand again."""
    waiting = Report.objects.select_for_update(of=("self",), no_key=True).filter(
        proposal=proposal, repeat_of=None, state__in=reports.OPEN
    )
    for report in waiting.select_related("handled_by"):
        if proposal.state == Proposal.State.APPROVED:
            with override(report.language):
                words = _("谢谢您。您反映的情况已经核实，名录已经更正。")
            reports.finish(report, Report.State.ANSWERED, words, None)
        else:
            reports.attach(report, report.handled_by or official, proposal)


def _status(
    official: Official, report: Report, on: dt.date | None, successor: str, note: str
) -> Proposal:
    if on is None:
        raise EntryErrors({"on": [_("请填写从哪一天起")]})
    act = MOVE if report.kind == About.MOVED else CLOSE
    change = StatusChange(
        act=act, on=on, successor=successor.strip() or None if act == MOVE else None, note=note
    )
    proposal = proposals.propose_status(
        official,
        report.market,
        change,
        _("群众报错 %(number)d 号：%(kind)s")
        % {"number": report.pk, "kind": report.get_kind_display()},
    )
    proposal.source = Proposal.Source.REPORT
    proposal.save(update_fields=["source"])
    return proposal

"""Making a briefing (简报) in the background: a PDF and a workbook of the same figures."""

import datetime as dt
import tempfile
from pathlib import Path

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from directory import access, documents, file_jobs
from directory.errors import EntryErrors
from directory.imports import files
from directory.imports.watch import Watch
from directory.kinds import Action, Kind
from directory.models import BriefingJob, Official
from directory.monitoring import shown
from directory.monitoring.content import Content, gather
from geo.deferred import Deferred

briefing_book = Deferred("directory.monitoring.briefing_book")

STEPS = 3
# Style sheets of the document do not reach into a picture; it carries its own.
CHART_STYLE = (
    "<style>text{font-size:10.5px;fill:#374151}.c-y,.c-name{text-anchor:end}"
    ".c-x{text-anchor:middle}.c-grid{stroke:#d1d5db;stroke-width:.6;fill:none}"
    ".c-missing{fill:#e5e7eb}.c-point{fill:#7c8aa5}.c-first{fill:#1d4ed8}.c-second{fill:#b45309}"
    ".c-trend{fill:none;stroke:#1d4ed8;stroke-width:2}</style>"
)


@transaction.atomic
def ask(official: Official, region: str, start: dt.date, end: dt.date) -> BriefingJob:
    """A job that waits; who asks for it has it deferred."""
    access.require(official, Action.ADD, Kind.BRIEFING, region)
    if file_jobs.has_too_many(BriefingJob, official):
        most = file_jobs.MOST_WAITING
        raise EntryErrors({"": [_("您已有 %(most)d 份简报在等待") % {"most": most}]})
    return BriefingJob.objects.create(
        official=official, region_code=region, start=start, end=end, total=STEPS
    )


@transaction.atomic
def cancel(official: Official, job: BriefingJob) -> None:
    if job.official_id != official.pk:
        raise PermissionDenied(_("只有制作人自己可以停止"))
    file_jobs.cancel(job)


def run(pk: int) -> str:
    """The state it is left in; run again after a crash it begins anew."""
    return file_jobs.run(BriefingJob, pk, _make, _("生成多次中断，请缩短时段再试"))


def _make(job: BriefingJob, seen: Watch) -> str:
    seen.report(0, STEPS)
    if not access.may(job.official, Action.ADD, Kind.BRIEFING, job.region_code):
        return file_jobs.left(job, BriefingJob.State.FAILED, _("您的角色没有这项权限"))
    content = gather(job.region_code, job.start, job.end)
    seen.report(1, STEPS)
    with tempfile.TemporaryDirectory() as folder:
        pdf, book = Path(folder) / "briefing.pdf", Path(folder) / "briefing.xlsx"
        write_pdf(content, pdf)
        seen.report(2, STEPS)
        briefing_book.write(content, book)
        seen.report(STEPS, STEPS)
        stored = [files.keep(pdf, ".pdf"), files.keep(book, ".xlsx")]
    return file_jobs.finish(job, stored, pdf=stored[0], workbook=stored[1], done=STEPS)


def write_pdf(content: Content, path: Path) -> None:
    path.write_bytes(documents.pdf(_html(content)))


def _html(content: Content) -> str:
    sessions = [
        {
            "name": name,
            "pulse": found,
            "figures": shown.figures(found),
            "method": shown.method(found),
            "charts": {key: _styled(svg) for key, svg in shown.charts(found).items()},
            "regions": [(content.names.get(each.code, each.code), each) for each in found.regions],
        }
        for name, found in content.sessions
    ]
    context = {"content": content, "sessions": sessions, "made": timezone.localtime()}
    return render_to_string("directory/briefing.html", context)


def _styled(svg: str) -> str:
    return mark_safe(svg.replace(">", f">{CHART_STYLE}", 1))  # noqa: S308

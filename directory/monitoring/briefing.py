"""Making a briefing (简报) in the background: a PDF and a workbook of the same figures."""

import datetime as dt
import logging
import tempfile
from pathlib import Path

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from weasyprint import HTML

from directory import access
from directory.errors import EntryErrors
from directory.imports import files, watch
from directory.imports.watch import Stopped, Watch
from directory.kinds import Action, Kind
from directory.models import BriefingJob, Official
from directory.monitoring import briefing_book, shown
from directory.monitoring.content import Content, gather

log = logging.getLogger(__name__)
State = BriefingJob.State
MOST_ATTEMPTS, MOST_WAITING = 3, 5
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
    mine = BriefingJob.objects.filter(official=official, state__in=(State.WAITING, State.RUNNING))
    if mine.count() >= MOST_WAITING:
        raise EntryErrors({"": [_("您已有 %(most)d 份简报在等待") % {"most": MOST_WAITING}]})
    return BriefingJob.objects.create(
        official=official, region_code=region, start=start, end=end, total=STEPS
    )


@transaction.atomic
def cancel(official: Official, job: BriefingJob) -> None:
    if job.official_id != official.pk:
        raise PermissionDenied(_("只有制作人自己可以停止"))
    BriefingJob.objects.filter(pk=job.pk, state=State.RUNNING).update(stopping=True)
    BriefingJob.objects.filter(pk=job.pk, state=State.WAITING).update(
        state=State.CANCELLED, ended_at=timezone.now()
    )


def run(pk: int) -> str:
    """The state it is left in; run again after a crash it begins anew."""
    waiting = BriefingJob.objects.filter(pk=pk, state__in=(State.WAITING, State.RUNNING))
    if waiting.filter(stopping=True).update(state=State.CANCELLED, ended_at=timezone.now()):
        return State.CANCELLED
    if waiting.filter(attempts__gte=MOST_ATTEMPTS).update(
        state=State.FAILED, ended_at=timezone.now(), message=_("生成多次中断，请缩短时段再试")
    ):
        return State.FAILED
    if not waiting.update(state=State.RUNNING, attempts=F("attempts") + 1):
        return ""
    job = BriefingJob.objects.select_related("official").get(pk=pk)
    try:
        with translation.override("zh-hans"), watch.outside(job) as seen:
            return _make(job, seen)
    except Stopped:
        return _left(job, State.CANCELLED, _("已按要求停止"))
    except Exception:
        log.exception("briefing %s failed", pk)
        _left(job, State.FAILED, _("程序出错，没有生成文件；请联系系统管理员。"))
        raise


def _make(job: BriefingJob, seen: Watch) -> str:
    seen.report(0, STEPS)
    if not access.may(job.official, Action.ADD, Kind.BRIEFING, job.region_code):
        return _left(job, State.FAILED, _("您的角色没有这项权限"))
    content = gather(job.region_code, job.start, job.end)
    seen.report(1, STEPS)
    with tempfile.TemporaryDirectory() as folder:
        pdf, book = Path(folder) / "briefing.pdf", Path(folder) / "briefing.xlsx"
        write_pdf(content, pdf)
        seen.report(2, STEPS)
        briefing_book.write(content, book)
        seen.report(STEPS, STEPS)
        stored = [files.keep(pdf, ".pdf"), files.keep(book, ".xlsx")]
    done = BriefingJob.objects.filter(pk=job.pk, state=State.RUNNING, stopping=False).update(
        state=State.READY, pdf=stored[0], workbook=stored[1], done=STEPS, ended_at=timezone.now()
    )
    if not done:
        for each in stored:
            files.forget(each)
        raise Stopped
    return State.READY


def write_pdf(content: Content, path: Path) -> None:
    HTML(string=_html(content), url_fetcher=_nothing).write_pdf(path)


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


def _nothing(url: str, *args: object, **kwargs: object) -> dict[str, object]:
    """The document is whole in itself; nothing is fetched from anywhere."""
    raise ValueError(f"a briefing loads nothing: {url}")


def _left(job: BriefingJob, state: str, message: str) -> str:
    BriefingJob.objects.filter(pk=job.pk).update(
        state=state, message=message, ended_at=timezone.now(), stopping=False
    )
    return state


def forget_files(before: dt.datetime) -> int:
    """Deletes the files of briefings made before that; who had one made stays on record."""
    done = 0
    for job in BriefingJob.objects.filter(state=State.READY, ended_at__lt=before):
        for stored in (job.pdf, job.workbook):
            files.forget(stored)
        BriefingJob.objects.filter(pk=job.pk).update(state=State.EXPIRED, pdf="", workbook="")
        done += 1
    return done

"""Reports as files: asked for by whoever may read the run, made in the background, stopped."""

import tempfile
from pathlib import Path

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from directory import access, file_jobs
from directory.errors import EntryErrors
from directory.imports import files
from directory.imports.watch import Watch
from directory.kinds import Action, Kind
from directory.models import Official
from geo.deferred import Deferred
from planning.answer import Answer
from planning.models import ReportJob, Run

State, Format = ReportJob.State, ReportJob.Format
# Each is loaded for its first file: pandas, WeasyPrint and folium are nothing that a page needs.
content = Deferred("planning.reports.content")
_WRITERS = {
    Format.PDF: Deferred("planning.reports.pdf"),
    Format.XLSX: Deferred("planning.reports.book"),
    Format.GPKG: Deferred("planning.reports.geopackage"),
    Format.HTML: Deferred("planning.reports.webmap"),
}
READ, WRITTEN, OF = 1, 9, 10


def ask(official: Official, run: Run, format: str) -> tuple[ReportJob, bool]:
    """The job of this file, and whether it is new; who asks has a new one deferred.

    In the active language. `EntryErrors`, `PermissionDenied`.
    """
    access.require(official, Action.VIEW, Kind.PLAN, run.region_code)
    if format not in Format.values:
        raise EntryErrors({"format": [_("没有这种格式")]})
    if run.state != Run.State.READY:
        raise EntryErrors({"": [_("还没有算出结果，没有报告")]})
    language = translation.get_language() or settings.LANGUAGE_CODE
    there = current(run, language).get(format)
    if there is not None and there.state in (*file_jobs.UNDER_WAY, State.READY):
        return there, False
    if file_jobs.has_too_many(ReportJob, official):
        most = file_jobs.MOST_WAITING
        raise EntryErrors({"": [_("您已有 %(most)d 份报告在等待") % {"most": most}]})
    wanted = {"run": run, "format": format, "language": language}
    try:
        with transaction.atomic():
            made = ReportJob.objects.create(
                official=official, region_code=run.region_code, **wanted
            )
    except IntegrityError:
        # Somebody else was quicker.
        return ReportJob.objects.get(state__in=(*file_jobs.UNDER_WAY, State.READY), **wanted), False
    return made, True


def current(run: Run, language: str) -> dict[str, ReportJob]:
    """The newest job of each form of this run's report in a language."""
    jobs = ReportJob.objects.filter(run=run, language=language).order_by("created_at", "pk")
    return {each.format: each for each in jobs}


def cancel(official: Official, job: ReportJob) -> None:
    """By who asked for it, or who may plan there."""
    if job.official_id != official.pk:
        access.require(official, Action.ADD, Kind.PLAN, job.region_code)
    file_jobs.cancel(job)


def run(pk: int) -> str:
    """The state it is left in; run again after a crash it begins anew."""
    return file_jobs.run(ReportJob, pk, _make, _("生成多次中断，请再要求一次"))


def _make(job: ReportJob, seen: Watch) -> str:
    seen.report(0, OF)
    asked = Run.objects.select_related("scenario").get(pk=job.run_id)
    if not access.may(job.official, Action.VIEW, Kind.PLAN, job.region_code):
        return file_jobs.left(job, State.FAILED, _("您的角色没有这项权限"))
    with translation.override(job.language), tempfile.TemporaryDirectory() as folder:
        made = content.content(Answer.from_json(asked.answer or {}), asked.scenario.demo)
        seen.report(READ, OF)
        path = Path(folder) / f"report.{job.format}"
        _WRITERS[Format(job.format)].write(made, path)
        seen.report(WRITTEN, OF)
        stored, size = files.keep(path, f".{job.format}"), path.stat().st_size
    return file_jobs.finish(job, [stored], stored=stored, size=size, done=OF, total=OF)

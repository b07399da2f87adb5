"""The report of an answered run: each form asked for, followed while it is made, fetched."""

from typing import Any

from django.contrib import messages
from django.core.files.storage import storages
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from directory.errors import EntryErrors
from directory.file_jobs import UNDER_WAY
from directory.kinds import Kind
from maps.office.base import render
from maps.office.rules import find, official_of, rule
from planning import reports_asked, tasks
from planning.models import ReportJob, Run

JOBS = ReportJob.objects.select_related("run__scenario")
KINDS = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "gpkg": "application/geopackage+sqlite3",
    "html": "text/html; charset=utf-8",
}


@rule(Kind.PLAN)
@require_safe
def page(request: HttpRequest, pk: int) -> HttpResponse:
    run = find(request, Run.objects.select_related("scenario").defer("answer"), pk=pk)
    if run.state != Run.State.READY:
        raise Http404(_("还没有算出结果，没有报告"))
    context = {"title": _("报告：%(name)s") % {"name": run.scenario}, "run": run}
    return render(request, "maps/planner/reports.html", context | reports(run))


def reports(run: Run) -> dict[str, Any]:
    """Each form with its newest job, in the language of the page."""
    made = reports_asked.current(run, translation.get_language() or "")
    rows = [(value, label, made.get(value)) for value, label in ReportJob.Format.choices]
    waiting = any(job is not None and job.state in UNDER_WAY for _value, _label, job in rows)
    return {"reports": rows, "reports_waiting": waiting}


@rule(Kind.PLAN)
@require_POST
def new(request: HttpRequest, pk: int) -> HttpResponse:
    run = find(request, Run.objects.defer("answer"), pk=pk)
    try:
        with transaction.atomic():
            job, is_new = reports_asked.ask(
                official_of(request), run, request.POST.get("format", "")
            )
            if is_new:
                tasks.report_later(job)
    except EntryErrors as error:
        messages.error(request, str(error))
        return redirect("office:planner_run", pk=run.pk)
    return redirect("office:planner_reports", pk=run.pk)


@rule(Kind.PLAN)
@require_safe
def file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Always to be saved: the map's own scripts would not run under the site's policy."""
    job = find(request, JOBS, pk=pk)
    if job.state != ReportJob.State.READY or not job.stored:
        raise Http404(_("文件还没有生成，或已过期删除"))
    name = f"plan-{job.region_code}-{job.run_id}.{job.format}"
    stored = storages["imports"].open(job.stored)
    return FileResponse(
        stored, as_attachment=True, filename=name, content_type=KINDS[str(job.format)]
    )


@rule(Kind.PLAN)
@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    job = find(request, JOBS, pk=pk)
    reports_asked.cancel(official_of(request), job)
    return redirect("office:planner_reports", pk=job.run_id)

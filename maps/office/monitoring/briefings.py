"""Briefings (简报): asked for, followed, stopped, and fetched by whoever had them made."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.storage import storages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from directory import access
from directory.entry_words import region_names
from directory.errors import EntryErrors
from directory.kinds import Action, Kind
from directory.models import BriefingJob
from directory.monitoring import briefing, tasks
from maps.office.base import render
from maps.office.monitoring.dashboard import PeriodForm, usual
from maps.office.rules import find, official_of, rule

PER_PAGE = 50
State = BriefingJob.State


@rule(Kind.BRIEFING)
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    official = official_of(request)
    if not access.may_anywhere(official, Action.ADD, Kind.BRIEFING):
        return _page(request, None)
    form = PeriodForm(initial=usual(official, Kind.BRIEFING), official=official, kind=Kind.BRIEFING)
    return _page(request, form)


@rule(Kind.BRIEFING, Action.ADD)
@require_POST
def new(request: HttpRequest) -> HttpResponse:
    official = official_of(request)
    form = PeriodForm(request.POST, official=official, kind=Kind.BRIEFING)
    form.fields["session"].required = False
    if not form.is_valid():
        return _page(request, form, 422)
    chosen = form.cleaned_data
    try:
        job = briefing.ask(official, chosen["region"], chosen["start"], chosen["end"])
    except EntryErrors as error:
        for words in error.errors.values():
            form.add_error(None, words)
        return _page(request, form, 422)
    tasks.brief_later(job)
    messages.success(request, _("已开始生成，稍后在下面下载"))
    return redirect("office:monitoring_briefings")


@rule(Kind.BRIEFING)
@require_safe
def file(request: HttpRequest, pk: int) -> HttpResponseBase:
    job = find(request, BriefingJob.objects.all(), pk=pk)
    if job.official_id != official_of(request).pk:
        raise PermissionDenied(_("简报只有制作人自己可以下载"))
    as_book = request.GET.get("as") == "xlsx"
    stored = job.workbook if as_book else job.pdf
    if job.state != State.READY or not stored:
        raise Http404(_("文件还没有生成，或已过期删除"))
    name = f"briefing-{job.region_code}-{job.start:%Y%m%d}-{job.end:%Y%m%d}"
    name += ".xlsx" if as_book else ".pdf"
    return FileResponse(storages["imports"].open(stored), as_attachment=True, filename=name)


@rule(Kind.BRIEFING, Action.ADD)
@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    job = find(request, BriefingJob.objects.all(), Action.ADD, pk=pk)
    briefing.cancel(official_of(request), job)
    return redirect("office:monitoring_briefings")


def _page(request: HttpRequest, form: PeriodForm | None, status: int = 200) -> HttpResponse:
    official = official_of(request)
    jobs = access.visible(official, BriefingJob.objects.select_related("official"))
    page: Any = Paginator(jobs, PER_PAGE).get_page(request.GET.get("page"))
    regions = region_names(job.region_code for job in page)
    for job in page:
        job.region = regions.get(job.region_code, job.region_code)
    context = {
        "title": _("监测简报"),
        "form": form,
        "fields": [form[name] for name in ("region", "start", "end")] if form else [],
        "page": page,
        "own": official.pk,
        "waiting": any(
            job.official_id == official.pk and job.state in (State.WAITING, State.RUNNING)
            for job in page
        ),
    }
    return render(request, "maps/office/monitoring/briefings.html", context, status)

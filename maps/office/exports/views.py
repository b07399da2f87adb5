"""Exports: the form and who took out what; the file goes to its owner alone."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.files.storage import storages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from directory import access, exports_asked
from directory.entry_words import region_names
from directory.errors import EntryErrors
from directory.imports.vocabulary import template_for, templates
from directory.kinds import Action, Kind
from directory.models import ExportJob, Official
from directory.models.market import Form, Nature
from directory.models.status import Status
from maps.office.base import render
from maps.office.imports.forms import regions_for
from maps.office.rules import find, official_of, rule

PER_PAGE = 50
ALL = ("", gettext_lazy("全部"))
SUFFIX = {"xlsx": "xlsx", "csv": "csv", "geojson": "geojson"}
State = ExportJob.State


class ExportForm(forms.Form):
    format = forms.ChoiceField(label=gettext_lazy("格式"), choices=ExportJob.Format.choices)
    template = forms.ChoiceField(label=gettext_lazy("模板"))
    region = forms.ChoiceField(label=gettext_lazy("区域"), required=False)
    nature = forms.ChoiceField(
        label=gettext_lazy("运营性质"), required=False, choices=[ALL, *Nature.choices]
    )
    form = forms.ChoiceField(
        label=gettext_lazy("形态"), required=False, choices=[ALL, *Form.choices]
    )
    status = forms.ChoiceField(
        label=gettext_lazy("今日状态"), required=False, choices=[ALL, *Status.choices]
    )
    publication = forms.ChoiceField(
        label=gettext_lazy("公开情况"),
        required=False,
        choices=[ALL, ("publish", gettext_lazy("只要已公开的"))],
    )
    q = forms.CharField(label=gettext_lazy("名称、编号或地址含"), required=False, max_length=60)

    def __init__(self, *args: object, official: Official, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        regions, template = self.fields["region"], self.fields["template"]
        offered = regions_for(official, Action.ADD, Kind.EXPORT)
        regions.choices = [("", _("我能看到的全部")), *offered]  # type: ignore[attr-defined]
        layouts = [(code, each.name) for code, each in templates().items()]
        template.choices = layouts  # type: ignore[attr-defined]
        template.initial = template_for(official.office.region_code)


@rule(Kind.EXPORT)
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    official = official_of(request)
    return _page(
        request, ExportForm(request.GET if "nature" in request.GET else None, official=official)
    )


@rule(Kind.EXPORT, Action.ADD)
@require_POST
def new(request: HttpRequest) -> HttpResponse:
    official = official_of(request)
    form = ExportForm(request.POST, official=official)
    if not form.is_valid():
        return _page(request, form, 422)
    filters = dict(form.cleaned_data)
    template, format = filters.pop("template"), filters.pop("format")
    try:
        exports_asked.ask(official, template=template, format=format, filters=filters)
    except EntryErrors as error:
        for words in error.errors.values():
            form.add_error(None, words)
        return _page(request, form, 422)
    messages.success(request, _("已开始生成，稍后在下面下载"))
    return redirect("office:exports_list")


@rule(Kind.EXPORT)
@require_safe
def file(request: HttpRequest, pk: int) -> HttpResponseBase:
    job = exports_asked.own(official_of(request), find(request, ExportJob.objects.all(), pk=pk))
    if job.state != State.READY or not job.stored:
        raise Http404(_("文件还没有生成，或已过期删除"))
    name = f"ledger-{job.region_code}-{job.pk}.{SUFFIX[job.format]}"
    return FileResponse(storages["imports"].open(job.stored), as_attachment=True, filename=name)


@rule(Kind.EXPORT, Action.ADD)
@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    official = official_of(request)
    exports_asked.cancel(official, find(request, ExportJob.objects.all(), Action.ADD, pk=pk))
    return redirect("office:exports_list")


def _page(request: HttpRequest, form: ExportForm, status: int = 200) -> HttpResponse:
    official = official_of(request)
    jobs = access.visible(official, ExportJob.objects.select_related("official__office"))
    page: Any = Paginator(jobs, PER_PAGE).get_page(request.GET.get("page"))
    regions = region_names(job.region_code for job in page)
    for job in page:
        job.region = regions.get(job.region_code, job.region_code)
    waiting = any(
        job.official_id == official.pk and job.state in (State.WAITING, State.RUNNING)
        for job in page
    )
    context = {"title": _("导出"), "form": form, "page": page, "waiting": waiting}
    return render(request, "maps/office/exports/list.html", context | {"own": official.pk}, status)

"""The imports an official may see, a new one, and one as it stands."""

import tempfile
from pathlib import Path
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from directory import access
from directory.entry_words import label, region_names
from directory.errors import EntryErrors
from directory.imports import steps
from directory.imports.counting import BLOCKING
from directory.imports.rules import OPEN, RUNNING, State
from directory.imports.vocabulary import template_for, templates, vocabulary
from directory.kinds import Action, Kind
from directory.ledger import FIELDS, write_xlsx
from directory.models import ImportBatch, ImportRow
from maps.office.base import render
from maps.office.imports.forms import MappingForm, UploadForm
from maps.office.rules import find, official_of, rule

PER_PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Sort = ImportRow.Sort


@rule(Kind.IMPORT)
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    official = official_of(request)
    batches = access.visible(official, ImportBatch.objects.select_related("uploader", "office"))
    show = request.GET.get("show")
    if show == "mine":
        batches = batches.filter(uploader=official)
    elif show == "waiting":
        batches = batches.filter(state=State.SUBMITTED).exclude(uploader=official)
    page: Any = Paginator(batches, PER_PAGE).get_page(request.GET.get("page"))
    regions = region_names(each.region_code for each in page)
    for each in page:
        each.region = regions.get(each.region_code, each.region_code)
    context = {
        "title": _("导入"),
        "page": page,
        "show": show,
        "may_add": access.may_anywhere(official, Action.ADD, Kind.IMPORT),
        "template_code": template_for(official.office.region_code),
    }
    return render(request, "maps/office/imports/list.html", context)


@rule(Kind.IMPORT, Action.ADD)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    official = official_of(request)
    form = UploadForm(request.POST or None, request.FILES or None, official=official)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        choices = form.choices(data["region_code"])
        if data["mapping"]:
            choices["mapping"] = data["mapping"].fields
        try:
            taken = steps.upload(
                official, data["file"].name, data["file"].chunks(),
                region_code=data["region_code"], template=data["template"], choices=choices,
            )  # fmt: skip
            return redirect("office:imports_batch", pk=taken.pk)
        except EntryErrors as error:
            for messages in error.errors.values():
                form.add_error(None, messages)
    context = {"title": _("导入一个文件"), "form": form}
    return render(request, "maps/office/imports/new.html", context, 422 if form.errors else 200)


@rule(Kind.IMPORT, Action.ADD)
@require_safe
def empty_workbook(request: HttpRequest, code: int) -> HttpResponse:
    """The province's layout without a place in it."""
    template = templates().get(str(code))
    if template is None:
        raise Http404(_("没有这个模板"))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "empty.xlsx"
        write_xlsx(template, [], path, vocabulary(official_of(request).office.region_code))
        answer = HttpResponse(path.read_bytes(), content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="template-{code}.xlsx"'
    return answer


@rule(Kind.IMPORT)
@require_safe
def batch(request: HttpRequest, pk: int) -> HttpResponse:
    return batch_page(request, found(request, pk))


@rule(Kind.IMPORT)
@require_safe
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """For the script of the progress page."""
    standing = found(request, pk)
    said = {"state": standing.state, "percent": standing.percent, "done": standing.done}
    return JsonResponse({**said, "total": standing.total, "running": standing.state in RUNNING})


def found(request: HttpRequest, pk: int, action: Action = Action.VIEW) -> ImportBatch:
    batches = ImportBatch.objects.select_related("uploader", "office", "approver")
    return find(request, batches, action, pk=pk)


def batch_page(
    request: HttpRequest,
    batch: ImportBatch,
    error: EntryErrors | None = None,
    status: int = 200,
    form: MappingForm | None = None,
) -> HttpResponse:
    official = official_of(request)
    mine = access.may_on(official, Action.CHANGE, batch)
    own = mine and official.pk == batch.uploader_id
    context: dict[str, Any] = {
        "title": batch.name,
        "batch": batch,
        "error": error,
        "region": region_names([batch.region_code]).get(batch.region_code, batch.region_code),
        "running": batch.state in RUNNING,
        "may_change": mine,
        "may_choose": own and batch.state in OPEN and bool(batch.stored),
        "may_decide": own and batch.state in (State.PREVIEW, State.SENT_BACK),
        "may_take_back": own,
        "may_approve": batch.state == State.SUBMITTED
        and official.pk != batch.uploader_id
        and access.may_on(official, Action.APPROVE, batch),
        "may_cancel": mine and batch.state in (*OPEN, *RUNNING, State.SUBMITTED),
        "needs": [_need(each) for each in batch.counts.get("needs", ())],
    }
    if context["may_choose"]:
        context["form"] = form or MappingForm(batch=batch)
    if not context["running"] and batch.state != State.MAPPING:
        context |= _rows(request, batch)
    return render(request, "maps/office/imports/batch.html", context, status)


def _rows(request: HttpRequest, batch: ImportBatch) -> dict[str, Any]:
    """The rows of one sort, or those in the way, a page at a time."""
    show = request.GET.get("show", "")
    rows = batch.rows.select_related("market")
    if show == "blocking":
        rows = rows.filter(BLOCKING)
    elif show in Sort.values:
        rows = rows.filter(sort=show)
    page: Any = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    for row in page:
        row.said = [(label(part), before, after) for part, before, after in row.changes]
    tabs = [(sort, text, batch.counts.get(sort, 0)) for sort, text in Sort.choices]
    return {
        "page": page,
        "show": show,
        "tabs": [each for each in tabs if each[2]],
        "stale": steps.changed_since(batch).count() if batch.state == State.SUBMITTED else 0,
    }


def _need(need: str) -> str:
    if need == "datum":
        return _("文件里有经纬度，没有写坐标系：请在下面选择坐标系")
    if need == "columns":
        return _("有的列只能猜到是什么：请核对下面的列对应")
    field = FIELDS.get(need.removeprefix("missing:"))
    return _("缺少必需的列“%(column)s”：请指定是哪一列，或设一个缺省值") % {
        "column": field.label if field else need
    }

"""What a return is taken away as: the official workbook, the PDF, the files beside it."""

import tempfile
from pathlib import Path

from django.core.files.storage import storages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from directory.kinds import Kind
from directory.models import Return, ReturnCopy
from directory.returns import workbook as writing
from directory.returns.standing import current
from maps.office.returns import pdf as printing
from maps.office.rules import find, rule

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@rule(Kind.RETURN)
@require_safe
def workbook(request: HttpRequest, pk: int) -> HttpResponse:
    one, copy = _frozen(request, pk)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "return.xlsx"
        writing.write(copy, path)
        return _download(path.read_bytes(), XLSX, f"return-{one.region_code}-{one.period}.xlsx")


@rule(Kind.RETURN)
@require_safe
def pdf(request: HttpRequest, pk: int) -> HttpResponse:
    one, copy = _frozen(request, pk)
    name = f"return-{one.region_code}-{one.period}.pdf"
    return _download(printing.document(one, copy), "application/pdf", name)


@rule(Kind.RETURN)
@require_safe
def attached(request: HttpRequest, pk: int, file: int) -> HttpResponse:
    """As a download of no particular kind, so that no browser opens it in our origin."""
    one = find(request, Return.objects.all(), pk=pk)
    row = one.files.filter(pk=file).first()
    if row is None:
        raise Http404(_("没有这个附件"))
    # At most ten megabytes, so that no file stays open for a phone that reads slowly.
    with storages["imports"].open(row.stored) as stored:
        body = stored.read()
    kind = "application/octet-stream"
    disposition = content_disposition_header(True, row.name) or "attachment"
    return HttpResponse(body, content_type=kind, headers={"Content-Disposition": disposition})


def _frozen(request: HttpRequest, pk: int) -> tuple[Return, ReturnCopy]:
    one = find(request, Return.objects.select_related("signed_by__office"), pk=pk)
    copy = current(one)
    if copy is None:
        raise Http404(_("还没有冻结过"))
    return one, copy


def _download(body: bytes, kind: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(body, content_type=kind, headers=headers)

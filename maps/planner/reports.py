"""The report of a finished run, in the form that is asked for."""

import tempfile
from collections.abc import Callable
from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from directory.kinds import Kind
from maps.office.rules import find, rule
from planning.answer import Answer
from planning.models import Run
from planning.reports import book, geopackage, pdf, webmap
from planning.reports.content import Content, content

_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMS: dict[str, tuple[str, Callable[[Content, Path], None]]] = {
    "pdf": ("application/pdf", pdf.write),
    "xlsx": (_WORKBOOK, book.write),
    "gpkg": ("application/geopackage+sqlite3", geopackage.write),
    "html": ("text/html; charset=utf-8", webmap.write),
}


@rule(Kind.PLAN)
@require_safe
def report(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """Always to be saved: the map's own scripts would not run under the site's policy."""
    run = find(request, Run.objects.select_related("scenario"), pk=pk)
    if form not in FORMS or run.state != Run.State.READY or run.answer is None:
        raise Http404(_("文件还没有生成，或已过期删除"))
    kind, write = FORMS[form]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"report.{form}"
        write(content(Answer.from_json(run.answer), run.scenario.demo), path)
        answer = HttpResponse(path.read_bytes(), content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="plan-{run.region_code}-{run.pk}.{form}"'
    return answer

"""The pages of returns."""

from typing import Any

from django.http import HttpRequest
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory import access
from directory.kinds import Action, Kind
from directory.models import Return
from directory.returns.lateness import outstanding
from directory.returns.standing import State
from maps.office.navigation import Entry
from maps.office.returns import due, files, steps, sums, views
from maps.office.rules import official_of

urlpatterns = [
    path("returns/", views.listing, name="returns_list"),
    path("returns/new", views.new, name="returns_new"),
    path("returns/sums", sums.sums, name="returns_sums"),
    path("returns/counties", sums.counties, name="returns_counties"),
    path("returns/<int:pk>", views.page, name="returns_page"),
    path("returns/<int:pk>/due", due.due, name="returns_due"),
    path("returns/<int:pk>/compare", views.compare, name="returns_compare"),
    path("returns/<int:pk>/rows", views.rows, name="returns_rows"),
    path("returns/<int:pk>/prepare", steps.prepare, name="returns_prepare"),
    path("returns/<int:pk>/sign", steps.sign, name="returns_sign"),
    path("returns/<int:pk>/decide", steps.decide, name="returns_decide"),
    path("returns/<int:pk>/workbook", files.workbook, name="returns_workbook"),
    path("returns/<int:pk>/pdf", files.pdf, name="returns_pdf"),
    path("returns/<int:pk>/files/<int:file>", files.attached, name="returns_file"),
]
navigation = [
    Entry(gettext_lazy("上报"), "office:returns_list", "outbox", Kind.RETURN, position=45),
    Entry(gettext_lazy("汇总"), "office:returns_sums", "functions", Kind.RETURN, position=46),
    Entry(
        gettext_lazy("区县公益性市场"), "office:returns_counties", "map", Kind.MARKET, position=47
    ),
]


def cards(request: HttpRequest) -> list[dict[str, Any]]:
    """Returns that are late, and those that wait to be accepted."""
    official = official_of(request)
    late = outstanding(access.visible(official, Return.objects.all(), Action.CHANGE)).filter(
        due_on__lt=timezone.localdate()
    )
    waiting = access.visible(official, Return.objects.filter(state=State.HANDED_UP), Action.DECIDE)
    href = reverse("office:returns_list")
    counted = [(_("逾期未报"), late.count()), (_("等待接收的上报"), waiting.count())]
    return [{"title": title, "count": count, "href": href} for title, count in counted if count]

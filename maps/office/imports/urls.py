"""The pages of imports."""

from typing import Any

from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory import access
from directory.kinds import Action, Kind
from directory.models import ImportBatch
from maps.office.imports import rows, steps, views
from maps.office.navigation import Entry
from maps.office.rules import official_of

urlpatterns = [
    path("imports/", views.listing, name="imports_list"),
    path("imports/new", views.new, name="imports_new"),
    path("imports/template/<int:code>", views.empty_workbook, name="imports_template"),
    path("imports/<int:pk>", views.batch, name="imports_batch"),
    path("imports/<int:pk>/progress", views.progress, name="imports_progress"),
    path("imports/<int:pk>/choices", steps.choose, name="imports_choose"),
    path("imports/<int:pk>/step", steps.step, name="imports_step"),
    path("imports/<int:pk>/review", steps.review, name="imports_review"),
    path("imports/<int:pk>/all", rows.decide_all, name="imports_all"),
    path("imports/<int:pk>/rows/<int:row>", rows.row, name="imports_row"),
]
navigation = [
    Entry(gettext_lazy("导入"), "office:imports_list", "upload_file", Kind.IMPORT, position=60),
]


def cards(request: HttpRequest) -> list[dict[str, Any]]:
    """Imports that wait for this official's approval, and his own that wait for his decisions."""
    official = official_of(request)
    batches = ImportBatch.objects.all()
    waiting = access.visible(official, batches, Action.APPROVE).filter(state="submitted")
    mine = batches.filter(uploader=official, state__in=("mapping", "preview", "sent_back"))
    href = reverse("office:imports_list")
    counted = [
        (_("待我审核的导入"), waiting.exclude(uploader=official).count(), "?show=waiting"),
        (_("我没办完的导入"), mine.count(), "?show=mine"),
    ]
    return [
        {"title": title, "count": count, "href": href + query}
        for title, count, query in counted
        if count
    ]

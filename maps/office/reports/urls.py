"""What the public sends: worked on by the office that owns the place."""

from typing import Any

from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory.kinds import Kind
from directory.reports import overdue
from maps.office.navigation import Entry
from maps.office.reports import views
from maps.office.reports.listing import waiting_for
from maps.office.rules import official_of

urlpatterns = [
    path("reports/counts", views.counts, name="reports_counts"),
    path("reports/counts.csv", views.counts_csv, name="reports_counts_csv"),
    path("reports/<int:pk>", views.report, name="reports_report"),
    path("reports/<int:pk>/take", views.take, name="reports_take"),
    path("reports/<int:pk>/answer", views.answer, name="reports_answer"),
    path("reports/<int:pk>/dismiss", views.dismiss, name="reports_dismiss"),
    path("reports/<int:pk>/reroute", views.reroute, name="reports_reroute"),
    path("reports/<int:pk>/propose", views.propose, name="reports_propose"),
    path("reports/<int:pk>/contact", views.contact, name="reports_contact"),
]
navigation = [
    Entry(gettext_lazy("群众来件"), "office:reports_list", "campaign", Kind.REPORT, position=30),
    Entry(
        gettext_lazy("来件统计"),
        "office:reports_counts",
        "bar_chart",
        Kind.REPORT,
        group="records",
        position=60,
    ),
]


def cards(request: HttpRequest) -> list[dict[str, Any]]:
    """What waits for this official, and what has waited too long."""
    waiting = waiting_for(official_of(request))
    href = reverse("office:reports_list")
    found = [
        (_("未办结的群众来件"), waiting.count(), "?due=open"),
        (_("超过时限的群众来件"), overdue(waiting).count(), "?due=overdue"),
    ]
    return [
        {"title": title, "count": count, "href": href + query}
        for title, count, query in found
        if count
    ]

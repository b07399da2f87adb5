"""Counting at the markets, and what the counts say."""

from django.urls import path
from django.utils.translation import gettext_lazy

from directory.kinds import Action, Kind
from maps.office.monitoring import briefings, counting, dashboard
from maps.office.navigation import Entry

urlpatterns = [
    path("count/", counting.page, name="monitoring_count"),
    path("count/send", counting.send, name="monitoring_send"),
    path("count/sw.js", counting.worker, name="monitoring_worker"),
    path("count/<uuid:key>", counting.correct, name="monitoring_correct"),
    path("monitoring/", dashboard.dashboard, name="monitoring_dashboard"),
    path("monitoring/briefings", briefings.listing, name="monitoring_briefings"),
    path("monitoring/briefings/new", briefings.new, name="monitoring_new"),
    path("monitoring/briefings/<int:pk>/cancel", briefings.cancel, name="monitoring_cancel"),
    path("monitoring/briefings/<int:pk>/file", briefings.file, name="monitoring_file"),
]
navigation = [
    Entry(
        gettext_lazy("现场计数"),
        "office:monitoring_count",
        "pin",
        Kind.COUNT,
        Action.ADD,
        position=30,
    ),
    Entry(
        gettext_lazy("动态监测"),
        "office:monitoring_dashboard",
        "monitoring",
        Kind.COUNT,
        group="records",
        position=55,
    ),
    Entry(
        gettext_lazy("监测简报"),
        "office:monitoring_briefings",
        "summarize",
        Kind.BRIEFING,
        group="records",
        position=56,
    ),
]

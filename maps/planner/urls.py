"""The pages of the planner, in the officials' site."""

from django.urls import path
from django.utils.translation import gettext_lazy

from directory.kinds import Kind
from maps.office.navigation import Entry
from maps.planner import (
    batches,
    comparing,
    gaps,
    handing_in,
    reports,
    runs,
    scenarios,
    sharing,
    trying,
    views,
)

urlpatterns = [
    path("planner/", views.home, name="planner_home"),
    path("planner/gaps", gaps.page, name="planner_gaps"),
    path("planner/demand/new/<slug:origin>", views.new_demand, name="planner_demand_new"),
    path("planner/demand/<int:pk>", views.demand, name="planner_demand"),
    path(
        "planner/candidates/new/<slug:origin>", views.new_candidates, name="planner_candidates_new"
    ),
    path("planner/candidates/<int:pk>", views.candidates, name="planner_candidates"),
    path("planner/scenarios/new", scenarios.new, name="planner_scenario_new"),
    path("planner/runs/<int:pk>", runs.page, name="planner_run"),
    path("planner/runs/<int:pk>/again", runs.again, name="planner_run_again"),
    path("planner/runs/<int:pk>/stop", runs.stop, name="planner_run_stop"),
    path("planner/runs/<int:pk>/hand-in", handing_in.page, name="planner_hand_in"),
    path("planner/runs/<int:pk>/reports", reports.page, name="planner_reports"),
    path("planner/runs/<int:pk>/reports/new", reports.new, name="planner_report_new"),
    path("planner/reports/<int:pk>/file", reports.file, name="planner_report_file"),
    path("planner/reports/<int:pk>/cancel", reports.cancel, name="planner_report_cancel"),
    path("planner/runs/<int:pk>/try", trying.page, name="planner_try"),
    path("planner/runs/<int:pk>/share", sharing.share, name="planner_share"),
    path("planner/links/<int:pk>/revoke", sharing.revoke, name="planner_unshare"),
    path("planner/batches/<slug:batch>", batches.page, name="planner_batch"),
    path("planner/compare", comparing.page, name="planner_compare"),
]
navigation = [
    Entry(gettext_lazy("布点规划"), "office:planner_home", "add_location", Kind.PLAN, position=55),
]

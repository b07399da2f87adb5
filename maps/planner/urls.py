"""The pages of the planner, in the officials' site."""

from django.urls import path
from django.utils.translation import gettext_lazy

from directory.kinds import Kind
from maps.office.navigation import Entry
from maps.planner import gaps, views

urlpatterns = [
    path("planner/", views.home, name="planner_home"),
    path("planner/gaps", gaps.page, name="planner_gaps"),
    path("planner/demand/new/<slug:origin>", views.new_demand, name="planner_demand_new"),
    path("planner/demand/<int:pk>", views.demand, name="planner_demand"),
    path(
        "planner/candidates/new/<slug:origin>", views.new_candidates, name="planner_candidates_new"
    ),
    path("planner/candidates/<int:pk>", views.candidates, name="planner_candidates"),
]
navigation = [
    Entry(gettext_lazy("布点规划"), "office:planner_home", "add_location", Kind.PLAN, position=55),
]

"""Keeping the ledger true: calls to make, places entered twice."""

from typing import Any

from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory import access
from directory.kinds import Action, Kind
from maps.office.navigation import Entry
from maps.office.rules import official_of
from maps.office.upkeep import calls, duplicates

urlpatterns = [
    path("upkeep/", calls.calls, name="upkeep_calls"),
    path("upkeep/calls.csv", calls.calls_csv, name="upkeep_calls_csv"),
    path("upkeep/duplicates", duplicates.listing, name="upkeep_duplicates"),
    path("upkeep/duplicates/<slug:public_id>/<slug:other_id>", duplicates.pair, name="upkeep_pair"),
    path("upkeep/merged/<slug:public_id>/undo", duplicates.undo, name="upkeep_unmerge"),
    path("upkeep/<slug:public_id>/confirm", calls.confirm, name="upkeep_confirm"),
]
navigation = [
    Entry(
        gettext_lazy("核实电话清单"),
        "office:upkeep_calls",
        "call",
        Kind.CONFIRMATION,
        Action.VIEW,
        position=40,
    ),
    Entry(
        gettext_lazy("可能重复"),
        "office:upkeep_duplicates",
        "join_inner",
        Kind.DUPLICATE,
        Action.VIEW,
        position=45,
    ),
]


def cards(request: HttpRequest) -> list[dict[str, Any]]:
    """How many places wait for a call by this official's office."""
    if not access.may_anywhere(official_of(request), Action.ADD, Kind.CONFIRMATION):
        return []
    count = calls.due_today(request)
    href = reverse("office:upkeep_calls")
    return [{"title": _("待核实的地点"), "count": count, "href": href}] if count else []

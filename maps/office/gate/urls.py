"""The gate: what is public by whose decision, and the dated status of a place."""

from typing import Any

from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory.kinds import Action, Kind
from maps.office.gate import views, waiting
from maps.office.navigation import Entry
from maps.office.rules import official_of

urlpatterns = [
    path("gate/", waiting.waiting, name="gate_waiting"),
    path("gate/together", waiting.together, name="gate_together"),
    path("gate/<slug:public_id>", views.decide, name="gate_decide"),
    path("gate/<slug:public_id>/status", views.status, name="gate_status"),
]
navigation = [
    Entry(
        gettext_lazy("公开决定"),
        "office:gate_waiting",
        "public",
        Kind.DECISION,
        Action.VIEW,
        position=25,
    )
]


def cards(request: HttpRequest) -> list[dict[str, Any]]:
    """How many places wait for this official's decision."""
    count = waiting.waiting_for(official_of(request), Action.DECIDE).count()
    href = reverse("office:gate_waiting")
    return [{"title": _("待作公开决定"), "count": count, "href": href}] if count else []

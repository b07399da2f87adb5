"""Events: recruitment vans (流动招工大篷车) and special fairs (零工专场)."""

from typing import Any

from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory.kinds import Action, Kind
from maps.office.events import views
from maps.office.events.listing import waiting_for
from maps.office.navigation import Entry
from maps.office.rules import official_of

urlpatterns = [
    path("events/new", views.new, name="events_new"),
    path("events/<slug:public_id>", views.page, name="events_page"),
    path("events/<slug:public_id>/edit", views.edit, name="events_edit"),
    path("events/<slug:public_id>/publish", views.publish, name="events_publish"),
    path("events/<slug:public_id>/unpublish", views.unpublish, name="events_unpublish"),
]
navigation = [
    Entry(
        gettext_lazy("招工活动"), "office:events_list", "airport_shuttle", Kind.EVENT, position=40
    ),
    Entry(
        gettext_lazy("新建活动"),
        "office:events_new",
        "add_circle",
        Kind.EVENT,
        Action.ADD,
        position=41,
    ),
]


def cards(request: HttpRequest) -> list[dict[str, Any]]:
    """Events that wait for this official to make them public."""
    count = waiting_for(official_of(request)).count()
    href = reverse("office:events_list") + "?when=waiting"
    return [{"title": _("待决定公开的活动"), "count": count, "href": href}] if count else []

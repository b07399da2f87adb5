"""History: who changed what and why, and what was public on a given day."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from directory.kinds import Action, Kind
from maps.office.history import views
from maps.office.navigation import Entry

urlpatterns = [
    path("history/places/<slug:public_id>", views.place, name="history_place"),
    path("history/on", views.on, name="history_on"),
    path("history/on.csv", views.on_csv, name="history_on_csv"),
    path("history/on/<slug:public_id>", views.place_on, name="history_place_on"),
]
navigation = [
    Entry(
        _("某日公开内容"),
        "office:history_on",
        "history",
        Kind.HISTORY,
        Action.VIEW,
        group="records",
        position=60,
    )
]

"""Addresses of the places area, and its entry in the menu."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from directory.kinds import Action, Kind
from directory.models import Market
from maps.office.navigation import Entry
from maps.office.places import data, editing, page
from maps.office.places.listing import PlaceList
from maps.office.site import office

office.register(Market, PlaceList)

urlpatterns = [
    path("places/new", editing.new, name="places_new"),
    path("places/region", data.region, name="places_region"),
    path("places/hours", data.hours, name="places_hours"),
    path("places/base/<str:code>.json", data.base, name="places_base"),
    path("places/<slug:public_id>", page.place, name="places_page"),
    path("places/<slug:public_id>/edit", editing.edit, name="places_edit"),
]

navigation = [
    Entry(_("地点台账"), "office:places_list", "location_on", Kind.MARKET, position=10),
    Entry(_("新建地点"), "office:places_new", "add_location", Kind.MARKET, Action.ADD, position=15),
]

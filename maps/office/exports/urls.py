"""The pages of exports."""

from django.urls import path
from django.utils.translation import gettext_lazy

from directory.kinds import Kind
from maps.office.exports import views
from maps.office.navigation import Entry

urlpatterns = [
    path("exports/", views.listing, name="exports_list"),
    path("exports/new", views.new, name="exports_new"),
    path("exports/<int:pk>/file", views.file, name="exports_file"),
    path("exports/<int:pk>/cancel", views.cancel, name="exports_cancel"),
]
navigation = [
    Entry(gettext_lazy("导出"), "office:exports_list", "download", Kind.EXPORT, position=61),
]

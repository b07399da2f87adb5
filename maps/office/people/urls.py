"""Officials, offices and words of the ledger; everybody's own account."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from directory.kinds import Action, Kind
from directory.models import Office, Official
from maps.office.navigation import Entry
from maps.office.people import lockouts, own, settings, views
from maps.office.people.listing import OfficesList, OfficialList
from maps.office.site import office

office.register(Official, OfficialList)
office.register(Office, OfficesList)

urlpatterns = [
    path("me", own.me, name="people_me"),
    path("me/password", own.password, name="password_change"),
    path("me/end-others", own.end_others, name="people_end_others"),
    path("people/new", views.new, name="people_new"),
    path("people/<int:pk>", views.page, name="people_page"),
    path("people/<int:pk>/edit", views.edit, name="people_edit"),
    path("people/<int:pk>/act", views.act, name="people_act"),
    path("people/<int:pk>/grant", views.grant, name="people_grant"),
    path("people/<int:pk>/revoke/<int:role>", views.revoke, name="people_revoke"),
    path("lockouts", lockouts.lockouts, name="people_lockouts"),
    path("lockouts/lift", lockouts.lift, name="people_lift"),
    path("offices/new", settings.new_office, name="people_new_office"),
    path("offices/<int:pk>", settings.office, name="people_office"),
    path("vocabulary", settings.vocabulary, name="people_vocabulary"),
    path("vocabulary/<slug:kind>/<slug:code>", settings.term, name="people_term"),
]
navigation = [
    Entry(_("工作人员"), "office:people_list", "group", Kind.OFFICIAL, group="settings"),
    Entry(
        _("登录锁定"), "office:people_lockouts", "lock", Kind.OFFICIAL, Action.CHANGE, "settings"
    ),
    Entry(_("机构"), "office:people_offices", "apartment", Kind.OFFICE, group="settings"),
    Entry(_("词表"), "office:people_vocabulary", "label", Kind.VOCABULARY, group="settings"),
    Entry(_("我的账号"), "office:people_me", "person", None, group="settings", position=90),
]

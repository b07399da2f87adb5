"""The lists of officials and of offices, with their filters."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from directory import access
from directory.kinds import Action
from directory.models import Office, Official
from directory.models.people import ROLE_LABELS
from maps.office.base import OfficeList
from maps.office.rules import official_of


class RegionFilter(admin.SimpleListFilter):
    title, parameter_name = _("机构所在区划"), "region"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        seen = access.visible(official_of(request), Official.objects.all())
        codes = seen.order_by().values_list("office__region_code", flat=True).distinct()
        return [(code, code) for code in sorted(codes)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(office__region_code=self.value()) if self.value() else queryset


class RoleFilter(admin.SimpleListFilter):
    title, parameter_name = _("角色"), "role"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [*((role.value, label) for role, label in ROLE_LABELS.items()), ("none", _("没有"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() == "none":
            return queryset.filter(roles__isnull=True)
        return queryset.filter(roles__role=self.value()).distinct() if self.value() else queryset


class SecondFactorFilter(admin.SimpleListFilter):
    title, parameter_name = _("第二因素"), "second"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", _("已绑定")), ("no", _("未绑定"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() not in ("yes", "no"):
            return queryset
        return queryset.filter(has_second_factor=self.value() == "yes")


class AddableList(OfficeList):
    """A list with a button for those who may make another one of its kind."""

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        kind = access.kind_of(self.model)
        may_make = access.may_anywhere(official_of(request), Action.ADD, kind)
        return super().changelist_view(request, {"may_make": may_make, **(extra_context or {})})


class OfficialList(AddableList):
    url, url_name = "people/", "people_list"
    list_display = ["person", "office", "held", "state", "second_factor", "last_login"]
    list_filter = [RegionFilter, RoleFilter, "is_active", SecondFactorFilter]
    list_filter_submit = True
    list_select_related = ["office"]
    search_fields = ["username", "name", "office__name"]
    search_help_text = _("用户名、姓名或机构")
    list_before_template = "maps/office/people/_above_list.html"

    def get_queryset(self, request: HttpRequest) -> Any:
        enrolled = Authenticator.objects.filter(user=OuterRef("pk"), type="totp")
        people: QuerySet[Any] = super().get_queryset(request).prefetch_related("roles")
        return people.annotate(has_second_factor=Exists(enrolled))

    @admin.display(description=_("姓名或岗位"), ordering="username")
    def person(self, official: Official) -> SafeString:
        link = reverse("office:people_page", args=[official.pk])
        return format_html('<a href="{}">{}</a><br>{}', link, official.name, official.username)

    @admin.display(description=_("角色"))
    def held(self, official: Official) -> str:
        return "；".join(str(role) for role in official.roles.all()) or gettext("没有")

    @admin.display(description=_("状态"), ordering="is_active")
    def state(self, official: Official) -> str:
        return gettext("启用") if official.is_active else gettext("停用")

    @admin.display(description=_("第二因素"), boolean=True)
    def second_factor(self, official: Any) -> bool:
        return bool(official.has_second_factor)


class OfficesList(AddableList):
    url, url_name = "offices/", "people_offices"
    list_display = ["called", "code", "region_code", "phone", "complaint_phone"]
    list_filter = ["region_code"]
    list_filter_submit = True
    search_fields = ["name", "code", "region_code"]
    list_before_template = "maps/office/people/_above_offices.html"

    @admin.display(description=_("名称"), ordering="name")
    def called(self, office: Office) -> SafeString:
        link = reverse("office:people_office", args=[office.pk])
        return format_html('<a href="{}">{}</a>', link, office.name)

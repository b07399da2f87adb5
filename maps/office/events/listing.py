"""The list of recruitment vans and special fairs."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory import access
from directory.kinds import Action
from directory.models import Event, Official
from maps.office.base import OfficeList
from maps.office.rules import official_of
from maps.office.site import office


def waiting_for(official: Official) -> QuerySet[Event]:
    """Events still to come that this official may make public: entered by others."""
    decidable = access.visible(official, Event.objects.all(), Action.DECIDE)
    ahead = decidable.filter(published=False, ends_at__gt=timezone.now())
    return ahead.exclude(entered_by=official)


class WhenFilter(admin.SimpleListFilter):
    title = gettext_lazy("时间")
    parameter_name = "when"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("ahead", _("还没结束")), ("over", _("已经结束")), ("waiting", _("待我决定公开"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Event]) -> QuerySet[Event]:
        now = timezone.now()
        if self.value() == "ahead":
            return queryset.filter(ends_at__gt=now)
        if self.value() == "over":
            return queryset.filter(ends_at__lte=now)
        if self.value() == "waiting":
            return queryset.filter(pk__in=waiting_for(official_of(request)).values("pk"))
        return queryset


@admin.register(Event, site=office)
class EventList(OfficeList):
    url = "events/"
    url_name = "events_list"
    list_display = ("subject", "kind", "starts_at", "ends_at", "county", "office", "standing")
    list_filter = (WhenFilter, "kind", "published")
    search_fields = ("name", "address", "public_id")
    list_select_related = ("office",)
    ordering = ("-starts_at", "-pk")

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        return super().changelist_view(request, {"title": _("招工活动"), **(extra_context or {})})

    @admin.display(description=gettext_lazy("名称"), ordering="name")
    def subject(self, event: Event) -> SafeString:
        href = reverse("office:events_page", args=[event.public_id])
        return format_html('<a href="{}">{}</a>', href, event.name)

    @admin.display(description=gettext_lazy("区县代码"), ordering="region_code")
    def county(self, event: Event) -> str:
        return event.region_code

    @admin.display(description=gettext_lazy("公开"), ordering="published")
    def standing(self, event: Event) -> SafeString:
        badge, words = ("badge-ok", _("已公开")) if event.published else ("", _("未公开"))
        return format_html('<span class="badge {}">{}</span>', badge, words)

"""The list of what the public has sent: what waits, of which places, and how long already."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory import access
from directory.kinds import Action
from directory.models import Official, Report
from directory.reports import DUE_DAYS, OPEN, overdue
from maps.office.base import OfficeList
from maps.office.list_filters import PlaceFilter, RegionFilter
from maps.office.rules import official_of
from maps.office.site import office

State = Report.State
_BADGES = {State.NEW: "badge-bad", State.HANDLING: "badge-warn", State.ANSWERED: "badge-ok"}


def waiting_for(official: Official) -> QuerySet[Report]:
    """Open ones that this official may work on; repeats are part of the first."""
    return access.visible(
        official, Report.objects.filter(state__in=OPEN, repeat_of=None), Action.CHANGE
    )


class DueFilter(admin.SimpleListFilter):
    title = gettext_lazy("时限")
    parameter_name = "due"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("open", _("未办结")),
            ("overdue", _("超过 %(days)d 天未办结") % {"days": DUE_DAYS}),
            ("mine", _("我在办的")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Report]) -> QuerySet[Report]:
        if self.value() == "open":
            return queryset.filter(state__in=OPEN)
        if self.value() == "overdue":
            return overdue(queryset)
        if self.value() == "mine":
            return queryset.filter(handled_by=official_of(request), state__in=OPEN)
        return queryset


@admin.register(Report, site=office)
class ReportList(OfficeList):
    url = "reports/"
    url_name = "reports_list"
    list_display = ("subject", "about", "standing", "also", "desk", "arrived")
    list_filter = (DueFilter, "state", "kind", RegionFilter, PlaceFilter)
    search_fields = ("market__name", "market__public_id", "receipt")
    list_select_related = ("market", "office")
    ordering = ("-created_at", "-pk")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Report]:
        first: QuerySet[Report] = super().get_queryset(request).filter(repeat_of=None)
        return first.annotate(repeated=Count("repeats"))

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        return super().changelist_view(request, {"title": _("群众来件"), **(extra_context or {})})

    @admin.display(description=gettext_lazy("地点"))
    def subject(self, report: Report) -> SafeString:
        href = reverse("office:reports_report", args=[report.pk])
        return format_html('<a href="{}">{}</a>', href, report.market.name)

    @admin.display(description=gettext_lazy("类型"), ordering="kind")
    def about(self, report: Report) -> str:
        return report.get_kind_display()

    @admin.display(description=gettext_lazy("状态"), ordering="state")
    def standing(self, report: Report) -> SafeString:
        badge = _BADGES.get(State(report.state), "")
        return format_html('<span class="badge {}">{}</span>', badge, report.get_state_display())

    @admin.display(description=gettext_lazy("同样反映的"))
    def also(self, report: Any) -> str:
        return _("还有 %(count)d 人") % {"count": report.repeated} if report.repeated else ""

    @admin.display(description=gettext_lazy("办理机构"))
    def desk(self, report: Report) -> str:
        return report.office.name

    @admin.display(description=gettext_lazy("收到时间"), ordering="created_at")
    def arrived(self, report: Report) -> Any:
        return report.created_at

"""The list of proposals: which wait for me, which are mine, which are back with me."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory import access
from directory.kinds import Action
from directory.models import Official, Proposal
from maps.office.base import OfficeList
from maps.office.list_filters import PlaceFilter, RegionFilter
from maps.office.rules import official_of
from maps.office.site import office

State = Proposal.State
_BADGES = {
    State.SUBMITTED: "badge-warn",
    State.APPROVED: "badge-ok",
    State.SENT_BACK: "badge-bad",
}


def waiting_for(official: Official) -> QuerySet[Proposal]:
    """What this official may approve or send back: of his regions, by others."""
    approvable = access.visible(official, Proposal.objects.all(), Action.APPROVE)
    return approvable.filter(state=State.SUBMITTED).exclude(author=official)


def back_with(official: Official) -> QuerySet[Proposal]:
    """His own that have been sent back to him."""
    mine = access.visible(official, Proposal.objects.filter(author=official))
    return mine.filter(state=State.SENT_BACK)


def title_of(proposal: Proposal) -> str:
    """The place it is about; a new one by the name it is to have."""
    if proposal.market is not None:
        return proposal.market.name
    return _("新地点：%(name)s") % {"name": proposal.payload.get("name") or _("未命名")}


class WhoseFilter(admin.SimpleListFilter):
    title = gettext_lazy("与我有关")
    parameter_name = "whose"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("waiting", _("待我审核")), ("mine", _("我提出的")), ("back", _("退回给我的"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Proposal]) -> QuerySet[Proposal]:
        official = official_of(request)
        if self.value() == "waiting":
            return queryset.filter(pk__in=waiting_for(official).values("pk"))
        if self.value() == "mine":
            return queryset.filter(author=official)
        if self.value() == "back":
            return queryset.filter(pk__in=back_with(official).values("pk"))
        return queryset


@admin.register(Proposal, site=office)
class ProposalList(OfficeList):
    url = "review/"
    url_name = "review_list"
    list_display = ("subject", "about", "standing", "county", "source", "author_name", "changed")
    list_filter = (WhoseFilter, "state", "kind", RegionFilter, "source", PlaceFilter)
    search_fields = ("market__name", "market__public_id", "payload__name")
    list_select_related = ("market", "author", "office")
    ordering = ("-updated_at", "-pk")

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        return super().changelist_view(request, {"title": _("变更审核"), **(extra_context or {})})

    @admin.display(description=gettext_lazy("地点"))
    def subject(self, proposal: Proposal) -> SafeString:
        href = reverse("office:review_proposal", args=[proposal.pk])
        return format_html('<a href="{}">{}</a>', href, title_of(proposal))

    @admin.display(description=gettext_lazy("类型"), ordering="kind")
    def about(self, proposal: Proposal) -> str:
        return proposal.get_kind_display() if proposal.market_id else _("新地点")

    @admin.display(description=gettext_lazy("状态"), ordering="state")
    def standing(self, proposal: Proposal) -> SafeString:
        badge = _BADGES.get(State(proposal.state), "")
        return format_html('<span class="badge {}">{}</span>', badge, proposal.get_state_display())

    @admin.display(description=gettext_lazy("区县代码"), ordering="region_code")
    def county(self, proposal: Proposal) -> str:
        return proposal.region_code

    @admin.display(description=gettext_lazy("提出人"))
    def author_name(self, proposal: Proposal) -> str:
        return f"{proposal.author.name}（{proposal.office.name}）"

    @admin.display(description=gettext_lazy("最近改动"), ordering="updated_at")
    def changed(self, proposal: Proposal) -> Any:
        return proposal.updated_at

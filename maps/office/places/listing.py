"""The list of the ledger: every place that the official may see."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from directory import access
from directory.completeness import FACTS
from directory.freshness import State, with_freshness
from directory.models import Market, Proposal
from directory.models.status import Status
from directory.overview import (
    named_like,
    with_completeness,
    with_open_proposals,
    with_publication,
)
from geo.models import Region
from maps.office.base import OfficeList
from maps.office.places import filters
from maps.office.places.paging import KeysFirst
from maps.office.rules import official_of

MOST_LETTERS = 60
_TONES = {
    "publish": "ok",
    "withhold": "",
    "withdraw": "bad",
    "undecided": "warn",
    Status.OPEN: "ok",
    Status.SUSPENDED: "warn",
    Status.CLOSED: "bad",
    Status.MOVED: "bad",
    State.FRESH: "ok",
    State.DUE: "warn",
    State.STALE: "bad",
    State.NEVER: "bad",
}


class PlaceList(OfficeList):
    url, url_name = "places/", "places_list"
    list_display = [
        "place",
        "where",
        "kind",
        "published",
        "today",
        "fresh",
        "complete",
        "waiting",
    ]
    list_filter = [
        filters.RegionFilter,
        filters.NatureFilter,
        filters.FormFilter,
        filters.StatusFilter,
        filters.PublicationFilter,
        filters.FreshnessFilter,
        filters.CompletenessFilter,
        filters.WaitingFilter,
        filters.DemoFilter,
    ]
    list_filter_submit = True
    list_filter_sheet = True
    list_fullwidth = True
    search_fields = ["name"]
    search_help_text = _("名称、别名、拼音、编号、地址或办公电话")
    ordering = ["region_code", "public_id"]
    paginator = KeysFirst
    list_before_template = "maps/office/places/_list_style.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        official, today = official_of(request), timezone.localdate()
        places: Any = super().get_queryset(request)
        places = with_freshness(with_publication(places.status_on(today)), today)
        seen = access.visible(official, Proposal.objects.all())
        return with_open_proposals(with_completeness(places), seen)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        words = search_term.strip()[:MOST_LETTERS]
        found: Any = queryset
        return (named_like(found, words) if words else queryset), False

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        title = {"title": gettext("地点台账")}
        return super().changelist_view(request, title | (extra_context or {}))

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """The names of the counties of this page are read once for all its rows."""
        made = super().get_changelist_instance(request)
        codes = {row.region_code for row in made.result_list}
        names = dict(Region.objects.live().filter(code__in=codes).values_list("code", "name"))
        for row in made.result_list:
            row.region_name = names.get(row.region_code, row.region_code)
        return made

    @admin.display(description=_("名称"), ordering="name")
    def place(self, market: Market) -> SafeString:
        link = reverse("office:places_page", args=[market.public_id])
        demo = format_html(' <span class="badge">{}</span>', gettext("演示")) if market.demo else ""
        return format_html(
            '<a class="list-name" href="{}">{}</a>{}<br><span class="muted">{}</span>',
            link,
            market.name,
            demo,
            market.public_id,
        )

    @admin.display(description=_("区县、镇街"), ordering="region_code")
    def where(self, market: Any) -> str:
        return " ".join(filter(None, (market.region_name, market.town)))

    @admin.display(description=_("性质、形态"), ordering="nature")
    def kind(self, market: Market) -> SafeString:
        return format_html("{}<br>{}", market.get_nature_display(), market.get_form_display())

    @admin.display(description=_("公开情况"), ordering="publication")
    def published(self, market: Any) -> SafeString:
        return badge(market.publication, filters.PUBLICATION[market.publication])

    @admin.display(description=_("今日状态"), ordering="status")
    def today(self, market: Any) -> SafeString:
        return badge(market.status, Status(market.status).label)

    @admin.display(description=_("核实情况"), ordering="freshness")
    def fresh(self, market: Any) -> SafeString | str:
        # Nobody confirms a candidate building.
        return badge(market.freshness, State(market.freshness).label) if market.freshness else ""

    @admin.display(description=_("公开内容"), ordering="filled")
    def complete(self, market: Any) -> str:
        return f"{market.filled}/{len(FACTS)}"

    @admin.display(description=_("待办申请"), ordering="open_proposals")
    def waiting(self, market: Any) -> str:
        return str(market.open_proposals or "")


def badge(value: str, label: Any) -> SafeString:
    """A word on the colour of what it means; the word says it by itself."""
    tone = _TONES.get(value, "")
    return format_html('<span class="badge badge-{}">{}</span>', tone or "plain", label)

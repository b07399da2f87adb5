"""The officials' site: unfold's frame around our own pages, each behind its rule."""

from collections.abc import Sequence
from types import ModuleType
from typing import Any

from django.contrib.auth import logout as end_session
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.i18n import JavaScriptCatalog
from unfold.dataclasses import SearchResult
from unfold.sites import UnfoldAdminSite

from directory import access
from directory.kinds import Kind
from directory.models import Market
from maps.office.navigation import Entry, groups
from maps.office.rules import official_of, rule
from maps.office.signed_in import PASSWORD, SIGN_IN, signed_in

FOUND, MOST_LETTERS = 20, 60
HOME = Entry(_("今日事项"), "office:index", "today", None, position=0)


class OfficeSite(UnfoldAdminSite):
    """What the admin brings that we have no rule for is not routed at all."""

    # Set once, by maps.office.urls: the areas' pages stand in this site's frame themselves.
    areas: Sequence[ModuleType] = ()

    site_title = _("零工地图 · 台账")
    index_title = _("今日事项")
    enable_nav_sidebar = True

    def has_permission(self, request: HttpRequest) -> bool:
        return signed_in(request) is not None

    def get_urls(self) -> list[Any]:
        own: list[URLPattern | URLResolver] = [
            path("", rule(None)(self.index), name="index"),
            path("sign-out", rule(None)(self.logout), name="logout"),
            path("search", rule(Kind.MARKET)(self.search), name="search"),
            # Where the frame's own trail above each list leads back to.
            path("lists/<slug:app_label>", rule(None)(self.lists), name="app_list"),
            path("jsi18n", rule(None)(self.i18n_javascript), name="jsi18n"),
        ]
        for area in self.areas:
            own += area.urlpatterns
        for listed in self._registry.values():
            own += listed.get_urls()
        return own

    def _get_account_links(self, request: HttpRequest) -> list[dict[str, Any]]:
        """Unfold's menu of the account; its own link leads to a page that is not routed here."""
        return [
            {"title": entry.title, "link": reverse(entry.url_name)}
            for area in self.areas
            for entry in getattr(area, "account", ())
        ] or [{"title": _("修改密码"), "link": reverse(PASSWORD)}]

    def logout(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """To the way in again, by a form alone: no picture elsewhere signs anybody out."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        end_session(request)
        return redirect(SIGN_IN)

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return redirect(SIGN_IN)

    def lists(self, request: HttpRequest, app_label: str) -> HttpResponse:
        return redirect("office:index")

    def i18n_javascript(self, request: HttpRequest, extra_context: Any = None) -> Any:
        return JavaScriptCatalog.as_view(packages=["django.contrib.admin"])(request)

    def search(self, request: HttpRequest, extra_context: Any = None) -> TemplateResponse:
        """Places that the official may see, by name, id or address, as the menu's search shows."""
        words = request.GET.get("s", "").strip()[:MOST_LETTERS]
        named = Q(name__icontains=words) | Q(public_id=words.lower()) | Q(address__icontains=words)
        places = access.visible(official_of(request), Market.objects.filter(named))
        results = [
            SearchResult(
                title=place.name,
                description=place.address,
                link=reverse("office:places_page", args=[place.public_id]),
                icon="location_on",
            )
            for place in (places[:FOUND] if words else ())
        ]
        extended = "extended" in request.GET
        template = f"unfold/helpers/{'command' if extended else 'search'}_results.html"
        page = Paginator(results, FOUND)
        context = {"results": page.page(1), "page_obj": page, "execution_time": 0}
        return TemplateResponse(request, template, context, headers={"HX-Trigger": "search"})

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """None: the menu is our own, and the admin's pages of apps are not routed."""
        return []

    def get_sidebar_list(self, request: HttpRequest) -> list[dict[str, Any]]:
        entries = [HOME, *(entry for area in self.areas for entry in area.navigation)]
        return groups(request, entries)

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        """What waits for this official today: each area may say a count and where to go."""
        cards = [
            card
            for area in self.areas
            for card in getattr(area, "cards", lambda _request: [])(request)
        ]
        context = {**self.each_context(request), "title": self.index_title, "cards": cards}
        request.current_app = self.name
        return TemplateResponse(request, "maps/office/index.html", context)


office = OfficeSite(name="office")

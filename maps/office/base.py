"""What the officials' pages share: a list behind its rule, and a page in the office's frame."""

from typing import Any, TypeVar

from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render as render_template
from django.urls import path
from unfold.admin import ModelAdmin

from directory import access
from directory.kinds import Action
from maps.office.rules import official_of, rule
from maps.office.site import office

M = TypeVar("M", bound=models.Model)


def render(
    request: HttpRequest,
    template: str,
    context: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    """A page in the office's frame; the template extends `maps/office/page.html`."""
    return render_template(
        request, template, {**office.each_context(request), **(context or {})}, status=status
    )


class OfficeList(ModelAdmin):
    """A list with filters and search, of what the official may see; rows lead to our own pages.

    It has one address, `<url>`, named `office:<url_name>`. Nothing is added, changed or deleted
    through it, singly or in bulk; actions in bulk carry their own check of every object.
    """

    change_list_template = "maps/office/list.html"
    url = ""
    url_name = ""
    # The link of each row goes to `get_absolute_url`-like `row_link(obj)`.
    list_display_links = None
    actions: Any = []
    show_full_result_count = False
    list_per_page = 50
    list_max_show_all = 200

    def get_urls(self) -> list[Any]:
        view = rule(access.kind_of(self.model), Action.VIEW)(self.changelist_view)
        return [
            path(self.url, view, name=self.url_name),
            # The name by which the admin's own templates come back to this list.
            path(self.url, view, name=f"directory_{self.opts.model_name}_changelist"),
        ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return access.visible(official_of(request), super().get_queryset(request))

    def has_module_permission(self, request: HttpRequest) -> bool:
        return True

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        official = official_of(request)
        if obj is None:
            return access.may_anywhere(official, Action.VIEW, access.kind_of(self.model))
        return access.may_on(official, Action.VIEW, obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

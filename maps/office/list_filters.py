"""Filters that several lists of the office share: by county, and by the place they are about."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory import access
from directory.entry_words import region_names
from directory.models import Market
from maps.office.rules import official_of


class RegionFilter(admin.SimpleListFilter):
    """The counties among what the official may see of this list."""

    title = gettext_lazy("所属区县")
    parameter_name = "region"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        every = model_admin.model._default_manager.order_by()
        seen = access.visible(official_of(request), every)
        codes = sorted(set(seen.values_list("region_code", flat=True).distinct()))
        names = region_names(codes)
        return [(code, names.get(code, code)) for code in codes]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(region_code=self.value()) if self.value() else queryset


class PlaceFilter(admin.SimpleListFilter):
    """Set by the links of a place's page; not offered by itself."""

    title = gettext_lazy("地点")
    parameter_name = "place"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        wanted = request.GET.get("place", "")[:12]
        places = access.visible(official_of(request), Market.objects.all())
        place = places.filter(public_id=wanted).first() if wanted.isalnum() else None
        return [(wanted, place.name if place else _("没有这个地点"))] if wanted else []

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        wanted = self.value()
        return queryset.filter(market__public_id=wanted) if wanted else queryset

"""The filters of the list of places, each over what the database has worked out."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import DropdownFilter

from directory.completeness import FACTS
from directory.freshness import State
from directory.kinds import Action, Kind
from directory.models import PublicationDecision
from directory.models.market import Form, Nature
from directory.models.status import Status
from directory.overview import UNDECIDED
from maps.office.places.point import counties
from maps.office.rules import official_of

Decision = PublicationDecision.Decision
PUBLICATION = {
    Decision.PUBLISH.value: _("已公开"),
    Decision.WITHHOLD.value: _("不公开"),
    Decision.WITHDRAW.value: _("已撤下"),
    UNDECIDED: _("未决定"),
}
HALF = len(FACTS) // 2


class PlaceFilter(DropdownFilter):
    """Equal to the value chosen; a value that is none of those offered filters nothing."""

    field = ""
    options: Any = ()

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return list(self.options)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() not in [str(value) for value, _label in self.lookup_choices]:
            return queryset
        return self.chosen(queryset, str(self.value()))

    def chosen(self, queryset: QuerySet[Any], value: str) -> QuerySet[Any]:
        return queryset.filter(**{self.field or str(self.parameter_name): value})


class RegionFilter(PlaceFilter):
    title, parameter_name, field = _("区县"), "region", "region_code"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return counties(official_of(request), Action.VIEW, Kind.MARKET)


class NatureFilter(PlaceFilter):
    title, parameter_name, options = _("运营性质"), "nature", Nature.choices


class FormFilter(PlaceFilter):
    title, parameter_name, options = _("形态"), "form", Form.choices


class StatusFilter(PlaceFilter):
    title, parameter_name, options = _("今日状态"), "status", Status.choices


class PublicationFilter(PlaceFilter):
    title, parameter_name = _("公开情况"), "publication"
    options = tuple(PUBLICATION.items())


class FreshnessFilter(PlaceFilter):
    title, parameter_name, options = _("核实情况"), "freshness", State.choices


class CompletenessFilter(PlaceFilter):
    title, parameter_name = _("公开内容"), "filled"
    options = (("all", _("填齐了")), ("some", _("缺一些")), ("few", _("缺一半以上")))

    def chosen(self, queryset: QuerySet[Any], value: str) -> QuerySet[Any]:
        if value == "all":
            return queryset.filter(filled=len(FACTS))
        if value == "few":
            return queryset.filter(filled__lte=HALF)
        return queryset.filter(filled__gt=HALF, filled__lt=len(FACTS))


class WaitingFilter(PlaceFilter):
    title, parameter_name = _("待办申请"), "waiting"
    options = (("yes", _("有")), ("no", _("没有")))

    def chosen(self, queryset: QuerySet[Any], value: str) -> QuerySet[Any]:
        return (
            queryset.filter(open_proposals__gt=0)
            if value == "yes"
            else queryset.filter(open_proposals=0)
        )


class DemoFilter(PlaceFilter):
    title, parameter_name = _("演示数据"), "demo"
    options = (("yes", _("只看演示数据")), ("no", _("不看演示数据")))

    def chosen(self, queryset: QuerySet[Any], value: str) -> QuerySet[Any]:
        return queryset.filter(demo=value == "yes")

"""What the page of gaps is asked: region, standard, which places serve, demand, candidates."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from directory import access
from directory.kinds import Action, Kind
from directory.models import Official
from maps.office.imports.forms import regions_for
from planning.models import CandidateSet, DemandSet
from planning.standard import METRES, Standard

USUAL = {"mode": "ebike", "limit": "15", "serving": "public"}
MOST_MINUTES, LEAST_METRES, MOST_METRES = 240, 50, 100_000
MOST_SETS = 50


class GapForm(forms.Form):
    """By GET, so that an address can be sent on; `asked` fills in what it does not say."""

    region = forms.ChoiceField(label=_("区域"))
    mode = forms.ChoiceField(
        label=_("标准按"),
        choices=[
            ("walk", _("步行（分钟）")),
            ("ebike", _("电动车（分钟）")),
            (METRES, _("直线（米）")),
        ],
    )
    limit = forms.FloatField(label=_("不超过"), help_text=_("分钟数，或者米数"), min_value=1)
    serving = forms.ChoiceField(
        label=_("算作服务点的"),
        choices=[("public", _("公共的市场和驿站")), ("all", _("公共和经营性的市场和驿站"))],
    )
    demand = forms.ChoiceField(label=_("需求"), required=False)
    candidates = forms.ChoiceField(label=_("候选点"), required=False)

    def __init__(self, given: Any, *, official: Official) -> None:
        offered = regions_for(official, Action.VIEW, Kind.PLAN)
        self.demands = list(access.visible(official, DemandSet.objects.all())[:MOST_SETS])
        self.offers = list(access.visible(official, CandidateSet.objects.all())[:MOST_SETS])
        codes = [code for code, _name in offered]
        own = official.office.region_code
        start = USUAL | {"region": own if own in codes else codes[0] if codes else ""}
        if self.demands:
            start["demand"] = str(self.demands[0].pk)
        super().__init__({**start, **given.dict()})
        choices = {
            "region": offered,
            "demand": [("", _("不取")), *((str(each.pk), str(each)) for each in self.demands)],
            "candidates": [("", _("不取")), *((str(each.pk), str(each)) for each in self.offers)],
        }
        for name, each in choices.items():
            field: Any = self.fields[name]
            field.choices = each

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        mode, limit = cleaned.get("mode"), cleaned.get("limit")
        if mode == METRES and limit and not LEAST_METRES <= limit <= MOST_METRES:
            self.add_error("limit", _("米数须在 50 与 100000 之间"))
        elif mode and mode != METRES and limit and limit > MOST_MINUTES:
            self.add_error("limit", _("分钟数最多 240"))
        return cleaned

    @property
    def standard(self) -> Standard:
        return Standard(self.cleaned_data["mode"], self.cleaned_data["limit"])

    @property
    def demand_set(self) -> DemandSet | None:
        return next((e for e in self.demands if str(e.pk) == self.cleaned_data["demand"]), None)

    @property
    def candidate_set(self) -> CandidateSet | None:
        return next((e for e in self.offers if str(e.pk) == self.cleaned_data["candidates"]), None)

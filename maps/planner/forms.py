"""What a planner fills in: sets of demand and candidates, and the question of a scenario."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from directory import access
from directory.kinds import Action, Kind
from directory.models import Official
from geo.models import Datum
from maps.office.imports.forms import regions_for
from planning.candidates import KINDS
from planning.demand import Shares
from planning.models import DemandSet
from planning.question import MOST_ROOM

KIND_LABELS = {
    "candidate": _("备选场地"),
    "kerb": _("路边聚集点"),
    "public": _("公共零工市场和驿站"),
}


class SetForm(forms.Form):
    """What every set has: whose it is and what it is called."""

    region = forms.ChoiceField(label=_("区域"))
    name = forms.CharField(
        label=_("名称"), max_length=80, help_text=_("同名的会成为下一版，旧版保留")
    )

    def __init__(self, *args: Any, official: Official, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.official = official
        region: Any = self.fields["region"]
        region.choices = regions_for(official, Action.ADD, Kind.PLAN)


class SpotsForm(SetForm):
    """Head-counts of the ledger; nothing more to say."""


class PopulationForm(SetForm):
    working_age = forms.FloatField(label=_("劳动年龄比例"), min_value=0, max_value=1)
    casual = forms.FloatField(label=_("其中打零工的比例"), min_value=0, max_value=1)
    daily = forms.FloatField(label=_("其中当日出工的比例"), min_value=0, max_value=1)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = Shares().to_json() | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)


class FileForm(SetForm):
    datum = forms.ChoiceField(
        label=_("坐标系"),
        choices=[("", _("请选择")), *Datum.choices],
        help_text=_(
            "从高德、腾讯取的是 GCJ-02，百度的是 BD-09；GeoPackage 按其自带坐标系换算后再按此项"
        ),
    )


class DemandFileForm(FileForm):
    file = forms.FileField(
        label=_("文件"),
        help_text=_(
            "CSV、XLSX、GeoJSON 或 GeoPackage，20 MB 以内。第一行是表头："
            "经度、纬度、人数，可以有名称、坐标系；GeoJSON 和 GeoPackage 的位置取自几何"
        ),
    )


class CandidateFileForm(FileForm):
    file = forms.FileField(
        label=_("文件"),
        help_text=_(
            "CSV、XLSX、GeoJSON 或 GeoPackage，20 MB 以内。第一行是表头：经度、纬度，"
            "可以有名称、坐标系、容量（人）、费用（万元）、取舍（必选、不选或留空）；"
            "GeoJSON 和 GeoPackage 的位置取自几何"
        ),
    )


class CombineForm(SetForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sets = list(access.visible(self.official, DemandSet.objects.all())[:50])
        for each in self.sets:
            self.fields[f"factor_{each.pk}"] = forms.FloatField(
                label=_("%(name)s 的系数") % {"name": each},
                required=False,
                min_value=0,
                max_value=1000,
                help_text=_("留空或 0 为不取"),
            )

    @property
    def parts(self) -> list[tuple[DemandSet, float]]:
        factors = ((each, self.cleaned_data[f"factor_{each.pk}"]) for each in self.sets)
        return [(each, factor) for each, factor in factors if factor]


class CandidatesForm(SetForm):
    """Candidates that are not read from a file: what each of them holds and costs."""

    capacity = forms.FloatField(
        label=_("每处的容量（人）"), required=False, min_value=0, max_value=MOST_ROOM,
        help_text=_("留空为不知道；计容量时才用"),
    )  # fmt: skip
    cost = forms.FloatField(
        label=_("每处的费用（万元）"), min_value=0, max_value=10_000_000, initial=1,
        help_text=_("有预算时才用；各处不同的，用文件导入"),
    )  # fmt: skip


class PlacesForm(CandidatesForm):
    kinds = forms.MultipleChoiceField(
        label=_("取哪些地点"),
        choices=[(kind, KIND_LABELS[kind]) for kind in KINDS],
        widget=forms.CheckboxSelectMultiple,
        initial=["candidate", "kerb"],
    )


class GridForm(CandidatesForm):
    step_m = forms.FloatField(label=_("网格间距（米）"), min_value=100, initial=2000)


FORMS: dict[str, dict[str, type[SetForm]]] = {
    "demand": {
        "population": PopulationForm,
        "spots": SpotsForm,
        "arrivals": DemandFileForm,
        "imported": DemandFileForm,
        "unmet": SpotsForm,
        "combined": CombineForm,
    },
    "candidates": {
        "places": PlacesForm,
        "towns": CandidatesForm,
        "grid": GridForm,
        "imported": CandidateFileForm,
    },
}

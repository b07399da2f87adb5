"""What a scenario asks, as it is filled in: for one region, with its sets and existing places."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from directory import access
from directory.errors import EntryErrors
from directory.models import Official
from geo.regions import prefix_of
from planning.existing import FATES, standing
from planning.models import CandidateSet, DemandSet
from planning.question import MOST_ROOM, MOST_SITES, Question
from planning.question_words import MODES, OBJECTIVES

MOST_SETS, MOST_FATES = 100, 150
FATE_LABELS = {"fixed": _("不动"), "movable": _("可以搬"), "closed": _("关掉")}
# Fields in the groups that the page shows them in.
GROUPS = (
    (_("问题"), ("name", "demand", "candidates", "objective")),
    (_("标准"), ("mode", "standard", "p", "budget", "share")),
    (_("规则"), ("every_county", "apart_m", "room", "stand_room")),
    (_("假设和计算"), ("half_m", "steepness", "kmh", "detour", "seconds", "seed")),
)
_USUAL = Question()


def _short(value: Any) -> Any:
    """15 rather than 15.0."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


class ScenarioForm(forms.Form):
    name = forms.CharField(label=_("名称"), max_length=80)
    demand = forms.ModelChoiceField(DemandSet.objects.none(), label=_("需求"))
    candidates = forms.ModelChoiceField(CandidateSet.objects.none(), label=_("候选点"))
    objective = forms.ChoiceField(label=_("目标"), choices=list(OBJECTIVES.items()))
    mode = forms.ChoiceField(label=_("路程按"), choices=list(MODES.items()))
    standard = forms.FloatField(label=_("服务标准"), help_text=_("分钟数；按直线时是米数，如 3000"))
    p = forms.IntegerField(
        label=_("新点数目"), required=False, min_value=1, max_value=MOST_SITES,
        help_text=_("按比例覆盖时不用填；有预算时是最多几处"),
    )  # fmt: skip
    budget = forms.FloatField(
        label=_("预算（万元）"), required=False, help_text=_("只用于“覆盖最多的人”，按候选点的费用")
    )
    share = forms.FloatField(
        label=_("要覆盖的比例"), required=False, help_text=_("0.9 即九成，只用于按比例覆盖")
    )
    every_county = forms.BooleanField(label=_("每个区县至少一处公共的"), required=False)
    apart_m = forms.FloatField(
        label=_("离不动的现有地点至少（米）"), required=False, help_text=_("0 为不限")
    )
    room = forms.FloatField(
        label=_("候选点没写容量时按（人）"), required=False, help_text=_("留空为不限；计容量时才用")
    )
    stand_room = forms.FloatField(
        label=_("现有地点没写容量时按（人）"), required=False,
        help_text=_("留空为不知道，按不限算，结果里会写明；计容量时才用"),
    )  # fmt: skip
    half_m = forms.FloatField(
        label=_("多远只来一半人（米）"),
        required=False,
        help_text=_("到场比例 = 1 ÷ (1 + (距离 ÷ 此数) ^ 下一项)，是假设"),
    )
    steepness = forms.FloatField(label=_("随距离下降的快慢"), required=False)
    kmh = forms.FloatField(
        label=_("速度（公里/小时）"), required=False,
        help_text=_("留空：步行 4.5，电动车 15；改了就不按路网，按直线估算"),
    )  # fmt: skip
    detour = forms.FloatField(
        label=_("绕行系数"), required=False, help_text=_("路程与直线之比，留空为 1.3")
    )
    seconds = forms.FloatField(label=_("计算时间上限（秒）"), required=False)
    seed = forms.IntegerField(label=_("随机种子"), required=False, min_value=0, max_value=2**31 - 1)

    def __init__(self, *args: Any, official: Official, region: str, **kwargs: Any) -> None:
        begun = {**_USUAL.to_json(), "seed": 0, **(kwargs.get("initial") or {})}
        kwargs["initial"] = {name: _short(value) for name, value in begun.items()}
        super().__init__(*args, **kwargs)
        self.region = region
        for name, model in (("demand", DemandSet), ("candidates", CandidateSet)):
            field: Any = self.fields[name]
            own = model.objects.filter(region_code__startswith=prefix_of(region))
            newest = access.visible(official, own).order_by("-created_at")[:MOST_SETS]
            field.queryset = model.objects.filter(pk__in=[each.pk for each in newest])
            if newest:
                self.initial.setdefault(name, newest[0].pk)
        self.places = standing(region, timezone.localdate())
        for place in self.places[:MOST_FATES]:
            self.fields[f"fate_{place['id']}"] = forms.ChoiceField(
                label=place["name"],
                choices=[(fate, FATE_LABELS[fate]) for fate in FATES],
                required=False,
                initial="fixed",
            )
            self.fields[f"room_{place['id']}"] = forms.FloatField(
                label=format_lazy("{}，{}", place["name"], _("容量（人）")),
                required=False,
                min_value=0,
                max_value=MOST_ROOM,
            )

    def clean(self) -> dict[str, Any]:
        """The question is checked by itself, once; its words go to the fields."""
        cleaned = super().clean() or {}
        given = {
            name: cleaned.get(name)
            for name in _USUAL.to_json()
            if cleaned.get(name) not in (None, "")
        }
        given.setdefault("p", None)
        if not self.errors:
            try:
                cleaned["question"] = Question.from_json(given)
            except EntryErrors as error:
                for field, words in error.errors.items():
                    self.add_error(field, words)
        return cleaned

    @property
    def groups(self) -> list[tuple[Any, list[Any]]]:
        return [(title, [self[name] for name in names]) for title, names in GROUPS]

    @property
    def fates(self) -> list[tuple[Any, Any]]:
        """What becomes of each existing place, and how many it serves."""
        shown = self.places[:MOST_FATES]
        return [(self[f"fate_{place['id']}"], self[f"room_{place['id']}"]) for place in shown]

    @property
    def untold(self) -> int:
        """Existing places beyond those that the page lists; they stay."""
        return max(0, len(self.places) - MOST_FATES)

    @property
    def fate_of(self) -> dict[str, str]:
        return {
            name.removeprefix("fate_"): value
            for name, value in self.cleaned_data.items()
            if name.startswith("fate_") and value
        }

    @property
    def room_of(self) -> dict[str, float]:
        return {
            name.removeprefix("room_"): value
            for name, value in self.cleaned_data.items()
            if name.startswith("room_") and value is not None
        }

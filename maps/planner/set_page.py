"""What a page shows of a set besides its rows: what it was made with, in words, and its map."""

from typing import Any

from django.utils.translation import gettext as _

from geo.models import Datum
from maps.planner.drawn import MOST_POINTS, Layer, point, sizes
from maps.planner.forms import KIND_LABELS
from planning import answer_words
from planning.counties import finest
from planning.models import CandidateSet, DemandSet
from planning.outlines import outlines

_WISHES = {"": "candidate", "must": "new", "must_not": "paused"}


def parameters(made: DemandSet | CandidateSet) -> list[tuple[str, Any]]:
    """Each with its name; keys and codes that only a program needs are left out."""
    names = {
        "working_age": _("劳动年龄比例"),
        "casual": _("其中打零工的比例"),
        "daily": _("其中当日出工的比例"),
        "counted": _("按计数的地点"),
        "typed": _("按登记数字的地点"),
        "left_out": _("没有数字、没有列入的地点"),
        "days": _("天数"),
        "least": _("少于几次不列入"),
        "on": _("日期"),
        "step_m": _("网格间距（米）"),
        "capacity": _("每处的容量（人）"),
        "cost": _("每处的费用（万元）"),
        "kinds": _("取哪些地点"),
        "datum": _("坐标系"),
        "sha256": _("文件的 SHA-256"),
        "parts": _("由哪些合并"),
    }
    return [
        (names[name], _value(name, value))
        for name, value in made.parameters.items()
        if name in names
    ]


def _value(name: str, value: Any) -> Any:
    if name == "kinds":
        return "、".join(str(KIND_LABELS.get(each, each)) for each in value)
    if name == "parts":
        return "、".join(
            f"{each['name']} v{each['version']} × {each['factor']:g}" for each in value
        )
    if name == "datum":
        return Datum(value).label if value in Datum.values else value
    if name == "capacity":
        return answer_words.room(value)
    return f"{value:g}" if isinstance(value, float) else value


def outside(made: DemandSet | CandidateSet) -> int:
    """How many points lie in no county of the region: often a datum that was chosen wrongly."""
    rows = made.points if isinstance(made, DemandSet) else made.sites
    return int(rows.filter(region_code="").count())


def layers(made: DemandSet | CandidateSet) -> list[Layer]:
    """Counties, and the points: of demand the heaviest, larger ones below."""
    ground = outlines(each.code for each in finest(made.region_code))
    for each in ground:
        about = each["properties"]
        each["properties"] = {"kind": "has", "words": about["name"], "centre": about["centre"]}
    counties = Layer("counties", _("区县"), (("has", _("区县")),), ground)
    return [counties, _demand(made) if isinstance(made, DemandSet) else _candidates(made)]


def _demand(made: DemandSet) -> Layer:
    rows = list(made.points.order_by("-weight", "position")[:MOST_POINTS])
    radii = sizes([each.weight for each in rows])
    features = [
        point(
            each.point.x, each.point.y, "spot",
            _("%(name)s：%(people)s 人") % {"name": each.name, "people": f"{each.weight:,.0f}"},
            radius,
        )
        for each, radius in zip(rows, radii, strict=True)
    ]  # fmt: skip
    return Layer("demand", _("需求"), (("spot", _("越大人越多")),), features)


def _candidates(made: CandidateSet) -> Layer:
    features = [
        point(each.point.x, each.point.y, _WISHES[each.wish], each.name or f"#{each.position}", 6)
        for each in made.sites.order_by("position")[:MOST_POINTS]
    ]
    words = (("candidate", _("可选")), ("new", _("必选")), ("paused", _("不选")))
    used = {each["properties"]["kind"] for each in features}
    swatches = tuple(each for each in words if each[0] in used)
    return Layer("candidates", _("候选点"), swatches, features)

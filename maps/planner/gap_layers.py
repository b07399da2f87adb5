"""The layers of the planner's map as GeoJSON: each feature with its words, kind and size."""

import shapely
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maps.planner.drawn import MOST_POINTS, Layer, feature, heaviest, line, point, sizes
from planning.coverage import Coverage
from planning.gaps import Gaps
from planning.models import CandidateSet
from planning.outlines import outlines
from planning.reach import Reach, reach
from planning.standing_places import StandingPlace

# About a metre.
_GRID_DEG = 1e-5
ACCESS_CLASSES = (
    ("none", gettext_lazy("一处也到不了")),
    ("low", gettext_lazy("不到平均的一半")),
    ("usual", gettext_lazy("平均上下")),
    ("high", gettext_lazy("超过平均的两倍")),
)


def layers(found: Gaps, candidates: CandidateSet | None) -> tuple[list[Layer], Reach]:
    """From the ground up, and how the covered area was drawn."""
    covered = reach(found.serving, found.asked.standard)
    made = [_counties(found), _covered(covered)]
    if found.coverage is not None:
        made += [_demand(found.coverage), _access(found.coverage)]
    made += [_spots(found), _places(found), _pairs(found), _earlier(found)]
    if candidates is not None:
        made.append(_candidates(candidates))
    return made, covered


def _counties(found: Gaps) -> Layer:
    held = {each.code: each for each in found.counties}
    features = outlines(held)
    for each in features:
        county = held[each["id"]]
        words = county.name if county.has else _("%(name)s ✕") % {"name": county.name}
        each["properties"] = {
            "kind": "has" if county.has else "lacks",
            "words": words,
            "centre": each["properties"]["centre"],
        }
    swatches = (("has", _("有公益性市场")), ("lacks", _("没有公益性市场（名称后打叉）")))
    return Layer("counties", _("区县"), swatches, features)


def _covered(covered: Reach) -> Layer:
    features = []
    if not covered.area.is_empty:
        shape = shapely.set_precision(covered.area, _GRID_DEG)
        features = [feature(shapely.geometry.mapping(shape), "reach", "")]
    return Layer("reach", _("覆盖范围"), (("reach", _("标准以内")),), features)


def _demand(held: Coverage) -> Layer:
    radii = sizes(held.demand.weight)
    features = []
    for at in heaviest(held.demand.weight):
        lon, lat = held.demand.at[at]
        words = _("%(name)s：%(people).0f 人") % {
            "name": held.demand.names[at], "people": held.demand.weight[at],
        }  # fmt: skip
        kind = "covered" if held.covered[at] else "uncovered"
        features.append(point(lon, lat, kind, words, radii[at]))
    swatches = (("covered", _("标准以内")), ("uncovered", _("标准以外")))
    return Layer("demand", _("需求"), swatches, features)


def _access(held: Coverage) -> Layer:
    classes = held.classes()
    features = []
    for at in heaviest(held.demand.weight):
        lon, lat = held.demand.at[at]
        words = _("%(name)s：每千人 %(places).2f 处") % {
            "name": held.demand.names[at], "places": held.access[at],
        }  # fmt: skip
        features.append(point(lon, lat, f"access-{classes[at]}", words, 7))
    swatches = tuple((f"access-{kind}", str(words)) for kind, words in ACCESS_CLASSES)
    return Layer("access", _("可达性"), swatches, features, shown=False)


def _spots(found: Gaps) -> Layer:
    radii = sizes([each.seekers or 0 for each in found.spots])
    features = [
        point(each.lon, each.lat, "spot", _spot_words(each), radii[at])
        for at, each in enumerate(found.spots[:MOST_POINTS])
    ]
    swatches = (("spot", _("越大人越多")),)
    # Over the demand, much of which stands at these very places, they would hide it.
    alone = found.coverage is None
    return Layer("spots", _("聚集点（按人数）"), swatches, features, shown=alone)


def _spot_words(spot: StandingPlace) -> str:
    if spot.seekers is None:
        return _("%(name)s：没有人数") % {"name": spot.name}
    return _("%(name)s：%(people)d 人") % {"name": spot.name, "people": spot.seekers}


def _places(found: Gaps) -> Layer:
    features = [
        point(each.lon, each.lat, each.nature if each.is_open else "paused", each.name, 6)
        for each in found.places[:MOST_POINTS]
        if each.is_hall or not each.is_open
    ]
    features += [
        point(each.lon, each.lat, each.nature, _("%(name)s（区域外）") % {"name": each.name}, 6)
        for each in found.serving
        if each.outside
    ]
    swatches = (
        ("public", _("公共")),
        ("commercial", _("经营性")),
        ("paused", _("暂停、已关闭或已搬迁")),
    )
    return Layer("places", _("市场和驿站"), swatches, features)


def _pairs(found: Gaps) -> Layer:
    features = []
    for pair in found.far_pairs[:MOST_POINTS]:
        hall, kerb = (pair.hall.lon, pair.hall.lat), (pair.kerb.lon, pair.kerb.lat)
        words = f"{pair.hall.name} – {pair.kerb.name}：{pair.metres} m"
        features.append(line(hall, kerb, "pair", words))
    return Layer("pairs", _("离得远的室内与路边"), (("pair", _("超过 300 米")),), features)


def _earlier(found: Gaps) -> Layer:
    features = [
        point(
            each.hall.lon, each.hall.lat, "earlier",
            _("%(name)s：晚 %(minutes)d 分钟") % {"name": each.hall.name, "minutes": each.gap}, 11,
        )
        for each in found.earlier[:MOST_POINTS]
    ]  # fmt: skip
    swatches = (("earlier", _("开门比人群晚")),)
    return Layer("earlier", _("可先提前开门"), swatches, features)


def _candidates(made: CandidateSet) -> Layer:
    rows = made.sites.order_by("position").values_list("point", "name")
    features = [point(at.x, at.y, "candidate", name, 5) for at, name in rows[:MOST_POINTS]]
    return Layer("candidates", _("候选点"), (("candidate", str(made)),), features)

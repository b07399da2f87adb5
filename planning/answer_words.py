"""An answer in plain words, in the active language: how good it is, why none, what changes."""

import math

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from planning.answer import Answer, Proof, Reason, Site, Travel, WhatIf

PEOPLE = "people"


def status(proof: Proof) -> str:
    return {"optimal": _("已证明最优"), "feasible": _("可行，未证明最优")}.get(
        proof.status, _("没有可行的方案")
    )


def proof(answer: Answer) -> list[str]:
    """One sentence or more: what has been proven of this choice, and why no more."""
    return proven(answer.proof, answer.provenance.parameters["objective"])


def proven(found: Proof, objective: str) -> list[str]:
    """As `proof`, of a proof that is kept without its answer."""
    reasons = [reason(each) for each in found.reasons]
    if found.status == "infeasible":
        return [_("没有满足全部条件的方案。"), *reasons]
    return [_proven(found, objective == "uptake"), *reasons]


def unit(name: str) -> str:
    """Of an objective's figures, as `Proof.unit` has it."""
    words = {"people": _("人"), "sites": _("处"), "minutes": _("分钟"), "metres": _("米")}
    return words[name]


def proof_figures(found: Proof) -> list[tuple[str, str]]:
    """Objective, bound and gap where they are known, each with its name."""
    named = ((_("目标值"), found.objective), (_("界（不可能好过）"), found.bound))
    said = [
        (name, f"{value:,.1f} {unit(found.unit)}") for name, value in named if value is not None
    ]
    if found.gap is not None:
        said.append((_("差距"), f"{percent_up(found.gap)} %"))
    return said


def _proven(found: Proof, is_uptake: bool) -> str:
    if found.gap is None or found.bound is None or found.objective is None:
        return _("这是找到的最好方案，还不知道离最优差多少。")
    count, none_left = found.new_sites, found.gap == 0.0
    if found.unit == "sites":
        if none_left:
            return _("已证明：少于 %(count)d 处新点达不到要求。") % {"count": count}
        least = max(0, count - round(found.objective - found.bound))
        return _("现用 %(count)d 处新点；已证明至少要 %(least)d 处。") % {
            "count": count,
            "least": least,
        }
    facts = {"count": count, "percent": percent_up(found.gap)}
    if found.unit == PEOPLE:
        facts["people"] = f"{math.ceil(abs(found.bound - found.objective)):,}"
        if is_uptake and none_left:
            return _("已证明：没有别的 %(count)d 处能让更多人来。") % facts
        if is_uptake:
            return (
                _("没有别的 %(count)d 处能让来的人再多 %(percent)s %%（%(people)s 人）。") % facts
            )
        if none_left:
            return _("已证明：没有别的 %(count)d 处能覆盖更多人。") % facts
        return _("没有别的 %(count)d 处能再多覆盖 %(percent)s %%（%(people)s 人）。") % facts
    if none_left:
        return _("已证明：没有别的 %(count)d 处能让路程更短。") % facts
    return _("没有别的 %(count)d 处能让路程再缩短 %(percent)s %%。") % facts


def percent_up(share: float) -> str:
    """A share as percent, rounded up to a tenth: never less than what is left open."""
    return f"{math.ceil(round(share * 1000, 6)) / 10:g}"


def reason(given: Reason) -> str:
    about = dict(given.about)
    words = {
        "cancelled": _("计算被停止，这是当时找到的最好方案。"),
        "time": _("到了时间上限，这是找到的最好方案；再算一次可能不同。"),
        "gap": _("已达到所要求的精度，没有继续算。"),
        "left": _("能试的都试过了，剩下的太大，没有再细算；差距就是上面说的。"),
        "too_few": _("可选的候选点只有 %(there)s 处，要选 %(asked)s 处。"),
        "must_over": _("必选的候选点有 %(must)s 处，只让选 %(asked)s 处。"),
        "county_empty": _("要求每个区县至少一处，但这些区县没有可选的点：%(names)s。"),
        "counties_over": _("还有 %(counties)s 个区县没有公共市场，只让选 %(asked)s 处。"),
        "must_excluded": _("必选的候选点离现有地点不到 %(metres)s 米：%(names)s。"),
        "budget_must": _("必选的候选点要 %(cost)s 万元，预算只有 %(budget)s 万元。"),
        "budget_counties": _("每个区县至少一处要 %(cost)s 万元，预算只有 %(budget)s 万元。"),
        "share": _("所有候选点都用上也只能覆盖 %(most)s %%，要求 %(asked)s %%。"),
        "no_room": _("这些点的容量合计 %(room)s 人，需求有 %(people)s 人。"),
        "too_large": _("有 %(points)s 个需求点的人数超过能到的任何一处的容量。"),
        "no_fit": _("没有找到装得下的安排：一个需求点的人不分开，可能要多几处或大一些的点。"),
        "unreached": _("有 %(points)s 个需求点到不了任何一处，没有计入。"),
        "solver": _("求解程序的说明：%(words)s"),
    }
    return words[given.code] % about


def cost(value: float | None, travel: Travel) -> str:
    """Minutes or metres with their unit; an en dash where there is none."""
    if value is None:
        return "–"
    if travel.unit == "minutes":
        return _("%(count)s 分钟") % {"count": f"{value:.1f}"}
    return _("%(count)s 米") % {"count": f"{value:,.0f}"}


def room(capacity: float | None) -> str:
    """How many a site serves; where nobody has said, that."""
    return _("未知，按不限算") if capacity is None else f"{capacity:,.0f}"


def travelled(travel: Travel) -> str:
    """The way of travelling, and whether by road: said wherever its figures are."""
    if travel.mode == "circle":
        return _("直线距离（米）")
    name = {"walk": _("步行"), "ebike": _("电动车")}[travel.mode]
    facts = {"name": name, "kmh": f"{travel.kmh:g}", "detour": f"{travel.detour:g}"}
    if travel.method == "straight_line":
        return _("%(name)s %(kmh)s 公里/小时，直线 × %(detour)s 估算") % facts
    facts["roads"] = travel.roads
    if travel.method == "road":
        return _("%(name)s，按路网 %(roads)s") % facts
    return _("%(name)s，路网 %(roads)s 覆盖处按路，其余按直线 × %(detour)s 估算") % facts


def ways(answer: Answer) -> list[tuple[str, str, str]]:
    """(what, before, after): the mean and the longest way of those who have one."""
    travel = answer.provenance.travel
    people = [each for each in answer.lines if each.people > 0]
    rows = {_("平均路程"): _mean, _("最远的路程"): _longest}
    return [
        (
            name,
            cost(of([(each.before, each.people) for each in people]), travel),
            cost(of([(each.cost, each.people) for each in people]), travel),
        )
        for name, of in rows.items()
    ]


def _mean(given: list[tuple[float | None, float]]) -> float | None:
    known = [(way, people) for way, people in given if way is not None]
    total = sum(people for _way, people in known)
    return sum(way * people for way, people in known) / total if total else None


def _longest(given: list[tuple[float | None, float]]) -> float | None:
    return max((way for way, _people in given if way is not None), default=None)


def what_if(given: WhatIf, answer: Answer) -> str:
    """What was changed."""
    if given.change == "standard":
        size = cost(abs(float(given.by)), answer.provenance.travel)
        longer = float(given.by) > 0
        return (_("标准放宽 %(size)s") if longer else _("标准收紧 %(size)s")) % {"size": size}
    if given.change == "demand":
        more = float(given.by) > 1
        facts = {"percent": f"{abs(float(given.by) - 1) * 100:.0f}"}
        return (_("需求多 %(percent)s %%") if more else _("需求少 %(percent)s %%")) % facts
    if given.change == "shuffled":
        return _("各点需求随机增减 20 %%（第 %(draw)s 次）") % {"draw": f"{given.by:g}"}
    site = answer.site(str(given.by))
    return _("不能用 %(name)s") % {"name": site.name if site else given.by}


def staying(site: Site) -> str:
    """How often a new site is chosen again when something changes."""
    return ngettext(
        "%(tried)d 种变化里有 %(stays)d 种仍选它",
        "%(tried)d 种变化里有 %(stays)d 种仍选它",
        site.tried,
    ) % {"tried": site.tried, "stays": site.stays}


def levels() -> dict[str, str]:
    return {"covered": _("已覆盖"), "under": _("服务不足"), "uncovered": _("未覆盖")}

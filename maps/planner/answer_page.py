"""What a page shows of an answer: proof, figures, map, curve, tables and what it stands on."""

import datetime as dt
from typing import Any

from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from maps.planner.answer_layers import layers
from maps.planner.scenario_form import MODES, OBJECTIVES
from planning import answer_words
from planning.answer import Answer, Shares
from planning.curve_chart import curve_chart
from planning.question import Question

# More rows than that are for the workbook.
MOST_LINES = 200


def context(answer: Answer) -> dict[str, Any]:
    drawn = layers(answer)
    return {
        "answer": answer,
        "proof": answer_words.proof(answer),
        "status": answer_words.status(answer.proof),
        "objective": OBJECTIVES[answer.provenance.parameters["objective"]],
        "figures": figures(answer),
        "layers": drawn,
        "features": {each.key: each.features for each in drawn},
        "sites": sites(answer, ("new", "given_up")),
        "standing": sites(answer, ("existing",)),
        "chart": chart(answer),
        "what_ifs": what_ifs(answer),
        "lines": lines(answer),
        "lines_left": max(0, len(answer.lines) - MOST_LINES),
        "people_word": people_word(answer),
        "basis": basis(answer),
    }


def people_word(answer: Answer) -> str:
    is_uptake = answer.provenance.parameters["objective"] == "uptake"
    return _("预计到场人数") if is_uptake else _("覆盖人数")


def figures(answer: Answer) -> list[tuple[str, str, str]]:
    """(what, before, after) of the whole region."""
    words = answer_words.levels()
    return [
        (words[name], _people(answer.before, name), _people(answer.after, name)) for name in words
    ]


def _people(shares: Shares, name: str) -> str:
    people = getattr(shares, name)
    share = people / shares.people if shares.people else 0.0
    return _("%(people)s 人（%(share)s）") % {
        "people": f"{people:,.0f}",
        "share": f"{share:.1%}",
    }


def sites(answer: Answer, of_kinds: tuple[str, ...]) -> list[dict[str, Any]]:
    names = {each.code: each.name for each in answer.counties}
    kinds = {"new": _("新点"), "existing": _("现有"), "given_up": _("搬走")}
    return [
        {
            "site": each,
            "kind": kinds[each.kind],
            "county": names.get(each.county, each.county),
            "stays": answer_words.staying(each) if each.tried else "",
        }
        for each in answer.sites
        if each.kind in of_kinds
    ]


def chart(answer: Answer) -> str:
    if len(answer.curve) < 2:
        return ""
    words = (_("拐点：%(count)d 处") % {"count": answer.knee}, _("本方案"))
    made = curve_chart(
        _("新点数目与覆盖比例"), answer.curve, answer.knee, answer.proof.new_sites, words
    )
    shown: str = mark_safe(made)  # noqa: S308
    return shown


def what_ifs(answer: Answer) -> list[dict[str, Any]]:
    names = {each.key: each.name for each in answer.sites}
    return [
        {
            "what": answer_words.what_if(each, answer),
            "given": each,
            "lost": "、".join(names.get(key, key) for key in each.lost),
            "kept": len(each.kept),
            "added": len(each.added),
        }
        for each in answer.what_ifs
    ]


def lines(answer: Answer) -> list[dict[str, Any]]:
    """The demand points with most people first."""
    names = {each.key: each.name for each in answer.sites}
    levels, travel = answer_words.levels(), answer.provenance.travel
    rows = sorted(answer.lines, key=lambda each: -each.people)[:MOST_LINES]
    return [
        {
            "line": each,
            "site": names.get(each.site, "–"),
            "cost": answer_words.cost(each.cost, travel),
            "before": answer_words.cost(each.before, travel),
            "level": levels[each.level],
        }
        for each in rows
    ]


def basis(answer: Answer) -> list[tuple[str, str]]:
    """What it stands on, each with its name."""
    about = answer.provenance
    asked = Question.from_json(about.parameters)
    said = [
        (_("区域"), f"{about.region_name}（{about.region}）"),
        (_("目标"), str(OBJECTIVES[asked.objective])),
        (_("服务标准"), f"{MODES[asked.mode]} {asked.standard:g}"),
        (_("路程算法"), answer_words.travelled(about.travel)),
        (_("需求"), _set(about.demand)),
        (_("候选点"), _set(about.candidates)),
        (_("现有地点"), _("%(day)s 的台账") % {"day": about.existing_on}),
        (_("当时的名录"), _publication(about.publication, about.published_at)),
        *_rules(asked),
        (_("求解程序"), about.solver),
        (_("计算时间"), _moment(about.computed_at)),
        (_("随机种子"), str(about.seed)),
    ]
    return said


def _set(facts: Any) -> str:
    said: str = _("%(name)s v%(version)s，%(points)s 个点，%(provenance)s") % facts
    return said + (_("（推算）") if facts.get("modelled") else "")


def _publication(number: str, moment: str) -> str:
    if not number:
        return _("还没有发布过")
    return _("第 %(number)s 期，%(moment)s") % {"number": number, "moment": _moment(moment)}


def _moment(text: str) -> str:
    return f"{dt.datetime.fromisoformat(text):%Y-%m-%d %H:%M}" if text else ""


def _rules(asked: Question) -> list[tuple[str, str]]:
    rules = []
    if asked.objective == "lscp":
        rules.append((_("要覆盖的比例"), f"{asked.share:.0%}"))
    elif asked.p is not None:
        rules.append((_("新点数目"), str(asked.p)))
    if asked.budget is not None:
        rules.append((_("预算（万元）"), f"{asked.budget:g}"))
    if asked.every_county:
        rules.append((_("规则"), _("每个区县至少一处公共的")))
    if asked.apart_m:
        rules.append((_("离不动的现有地点至少（米）"), f"{asked.apart_m:g}"))
    if asked.capacitated:
        room = _("不限") if asked.room is None else f"{asked.room:g}"
        rules.append((_("候选点没写容量时按（人）"), room))
    if asked.objective == "uptake":
        facts = {"half": f"{asked.half_m:g}", "steepness": f"{asked.steepness:g}"}
        rules.append(
            (_("到场比例"), _("1 ÷ (1 + (距离 ÷ %(half)s 米)^%(steepness)s)，是假设") % facts)
        )
    return rules

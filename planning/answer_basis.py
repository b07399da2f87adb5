"""What an answer stands on, in words: publication, sets, parameters, travel, solver, seed."""

import datetime as dt
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from planning import answer_words
from planning.answer import Answer, Provenance
from planning.question import Question
from planning.question_words import MODES, OBJECTIVES


def basis(answer: Answer) -> list[tuple[str, str]]:
    """What it stands on, each with its name."""
    return told(answer.provenance, unknown_rooms(answer))


def told(about: Provenance, rooms: tuple[int, int]) -> list[tuple[str, str]]:
    """As `basis`, of what is kept without its answer; `rooms` as `unknown_rooms` has it."""
    asked = Question.from_json(about.parameters)
    return [
        (_("区域"), f"{about.region_name}（{about.region}）"),
        (_("目标"), str(OBJECTIVES[asked.objective])),
        (_("服务标准"), f"{MODES[asked.mode]} {asked.standard:g}"),
        (_("路程算法"), answer_words.travelled(about.travel)),
        (_("需求"), _set(about.demand)),
        (_("候选点"), _set(about.candidates)),
        (_("现有地点"), _("%(day)s 的台账") % {"day": about.existing_on}),
        (_("当时的名录"), _publication(about.publication, about.published_at)),
        *_rules(asked),
        *_rooms(asked, *rooms),
        (_("求解程序"), about.solver),
        (_("计算时间"), _moment(about.computed_at)),
        (_("随机种子"), str(about.seed)),
    ]


def _set(facts: Any) -> str:
    said: str = _("%(name)s v%(version)s，%(points)s 个点，%(provenance)s") % facts
    return said + (_("（推算）") if facts.get("modelled") else "")


def _publication(number: str, moment: str) -> str:
    if not number:
        return _("还没有发布过")
    return _("第 %(number)s 期，%(moment)s") % {"number": number, "moment": _moment(moment)}


def _moment(text: str) -> str:
    """On the clocks of China, whatever zone it was kept in."""
    if not text:
        return ""
    return f"{timezone.localtime(dt.datetime.fromisoformat(text)):%Y-%m-%d %H:%M}"


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
        stand = _("不知道，按不限算") if asked.stand_room is None else f"{asked.stand_room:g}"
        rules.append((_("现有地点没写容量时按（人）"), stand))
    if asked.objective == "uptake":
        facts = {"half": f"{asked.half_m:g}", "steepness": f"{asked.steepness:g}"}
        rules.append(
            (_("到场比例"), _("1 ÷ (1 + (距离 ÷ %(half)s 米)^%(steepness)s)，是假设") % facts)
        )
    return rules


def unknown_rooms(answer: Answer) -> tuple[int, int]:
    """How many places are taken for unlimited because nobody knows, and of how many."""
    used = [each for each in answer.sites if each.kind != "given_up"]
    return sum(each.capacity is None for each in used), len(used)


def _rooms(asked: Question, unknown: int, used: int) -> list[tuple[str, str]]:
    if not asked.capacitated or not unknown:
        return []
    facts = {"unknown": unknown, "all": used}
    return [(_("容量未知"), _("%(all)d 处里 %(unknown)d 处，按不限算") % facts)]

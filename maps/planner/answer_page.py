"""What a page shows of an answer: proof, figures, map, curve, tables and what it stands on."""

from typing import Any

from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from maps.planner.answer_layers import layers
from planning import answer_words
from planning.answer import Answer, Shares
from planning.answer_basis import basis
from planning.curve_chart import curve_chart
from planning.question import CAPACITATED
from planning.question_words import OBJECTIVES

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
        "counts_room": counts_room(answer),
        "basis": basis(answer),
    }


def counts_room(answer: Answer) -> bool:
    return answer.provenance.parameters["objective"] in CAPACITATED


def people_word(answer: Answer) -> str:
    is_uptake = answer.provenance.parameters["objective"] == "uptake"
    return _("预计到场人数") if is_uptake else _("覆盖人数")


def figures(answer: Answer) -> list[tuple[str, str, str]]:
    """(what, before, after) of the whole region."""
    words = answer_words.levels()
    return [
        *((words[name], _people(answer.before, name), _people(answer.after, name))
          for name in words),
        *answer_words.ways(answer),
    ]  # fmt: skip


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
            "room": answer_words.room(each.capacity),
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

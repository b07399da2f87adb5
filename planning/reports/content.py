"""What every report of an answer says: the same rows, whatever file they go into."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from planning import answer_words
from planning.answer import Answer, Line, Shares, Site
from planning.answer_basis import basis
from planning.question import CAPACITATED
from planning.question_words import OBJECTIVES
from planning.reports.actions import Step, steps


@dataclass(frozen=True, slots=True)
class Table:
    """`rows` of words and numbers, one cell for each of `heads`."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]


@dataclass(frozen=True, slots=True)
class Content:
    """`cautions`: what has to be said before anything else, such as that figures are made up."""

    answer: Answer
    title: str
    cautions: tuple[str, ...]
    conclusion: tuple[str, ...]
    figures: Table
    steps: tuple[Step, ...]
    sites: Table
    curve: Table
    counties: Table
    what_ifs: Table
    basis: Table


def content(answer: Answer, demo: bool = False) -> Content:
    """In the active language. `demo`: existing places are demonstration data, whatever the sets."""
    about = answer.provenance
    status = answer_words.status(answer.proof)
    objective = str(OBJECTIVES[about.parameters["objective"]])
    return Content(
        answer=answer,
        title=_("%(region)s零工市场布点报告：%(name)s")
        % {"region": about.region_name, "name": about.scenario},
        cautions=_cautions(answer, demo),
        conclusion=(
            _("%(objective)s：%(status)s。") % {"objective": objective, "status": status},
            *answer_words.proof(answer),
        ),
        figures=_figures(answer),
        steps=steps(answer),
        sites=_sites(answer),
        curve=_curve(answer),
        counties=_counties(answer),
        what_ifs=_what_ifs(answer),
        basis=Table(_("依据"), (_("项目"), _("内容")), tuple(basis(answer))),
    )


def actions(made: Content) -> Table:
    """With empty cells for whoever sees to it."""
    heads = (
        _("序号"), _("做什么"), _("哪里"), _("区县"), _("经度, 纬度（WGS-84）"), _("为什么"),
        _("责任单位"), _("完成日期"), _("完成情况"),
    )  # fmt: skip
    rows = tuple(
        (e.number, e.deed, e.place, e.county, e.position, e.why, "", "", "") for e in made.steps
    )
    return Table(_("行动清单"), heads, rows)


def demand_points(answer: Answer, most: int) -> tuple[Table, int]:
    """Those with most people first, and how many are left out."""
    names = {each.key: each.name for each in answer.sites}
    counties = {each.code: each.name for each in answer.counties}
    levels, unit = answer_words.levels(), _unit(answer)
    heads = (
        _("名称"), _("区县"), _("人数"), _("服务程度"), _("去哪里"),
        _("现在（%(unit)s）") % {"unit": unit}, _("建成后（%(unit)s）") % {"unit": unit},
        _("按路网"), _("经度"), _("纬度"),
    )  # fmt: skip
    chosen = sorted(answer.lines, key=lambda each: -each.people)[:most]

    def row(each: Line) -> tuple[Any, ...]:
        return (
            each.name, counties.get(each.county, each.county), round(each.people, 1),
            levels[each.level], names.get(each.site, ""), _rounded(each.before),
            _rounded(each.cost), _("是") if each.by_road else _("否"),
            round(each.lon, 6), round(each.lat, 6),
        )  # fmt: skip

    table = Table(_("需求点"), heads, tuple(row(each) for each in chosen))
    return table, len(answer.lines) - len(chosen)


def _cautions(answer: Answer, demo: bool) -> tuple[str, ...]:
    about, said = answer.provenance, []
    if about.demo or demo:
        said.append(_("演示数据：地点和人数是编的。"))
    if about.modelled:
        said.append(_("需求是按人口推算的，不是点数来的。"))
    if about.travel.method != "road":
        travelled = answer_words.travelled(about.travel)
        said.append(_("路程是估算的：%(travelled)s。") % {"travelled": travelled})
    return tuple(said)


def _figures(answer: Answer) -> Table:
    words = answer_words.levels()

    def both(name: str) -> tuple[str, str]:
        return _share(answer.before, name), _share(answer.after, name)

    rows = (*((words[name], *both(name)) for name in words), *answer_words.ways(answer))
    return Table(_("服务程度"), (_("服务程度"), _("现在"), _("建成后")), rows)


def _share(shares: Shares, name: str) -> str:
    people = getattr(shares, name)
    return _("%(people)s 人（%(share)s）") % {
        "people": f"{people:,.0f}",
        "share": f"{people / shares.people if shares.people else 0.0:.1%}",
    }


def _sites(answer: Answer) -> Table:
    counties = {each.code: each.name for each in answer.counties}
    kinds = {"new": _("新点"), "existing": _("现有"), "given_up": _("搬走")}
    heads = (
        _("次序"), _("类型"), _("名称"), _("区县"), _("增加的人"), _("累计"), _("去那里的人"),
        _("容量"), _("费用（万元）"), _("条件变化时"), _("经度"), _("纬度"),
    )  # fmt: skip
    counts_room = answer.provenance.parameters["objective"] in CAPACITATED
    rows = tuple(
        (
            each.order or "", kinds[each.kind], each.name, counties.get(each.county, each.county),
            round(each.adds, 1) if each.order else "", round(each.total, 1) if each.order else "",
            round(each.people, 1), _room(each, counts_room),
            each.cost if each.order else "", answer_words.staying(each) if each.tried else "",
            round(each.lon, 6), round(each.lat, 6),
        )
        for each in answer.sites
    )  # fmt: skip
    return Table(_("地点"), heads, rows)


def _room(site: Site, counts: bool) -> float | str:
    """Nothing is said of it where it plays no part."""
    if site.capacity is None:
        return answer_words.room(None) if counts else ""
    return site.capacity


def _curve(answer: Answer) -> Table:
    heads = (_("新点数目"), _("覆盖的人"), _("比例"), _("证明"))
    rows = tuple(
        (
            f"{each.sites}{_('（拐点）') if each.sites == answer.knee else ''}",
            round(each.covered, 1),
            f"{each.share:.1%}",
            _("已证明最优") if each.proven else "–",
        )
        for each in answer.curve
    )
    return Table(_("建几处合适"), heads, rows)


def _counties(answer: Answer) -> Table:
    heads = (
        _("区县"), _("人数"), _("已覆盖（现在）"), _("已覆盖（建成后）"), _("服务不足"),
        _("未覆盖"), _("地点（现在）"), _("地点（建成后）"),
    )  # fmt: skip
    rows = tuple(
        (
            each.name, round(each.people, 1), f"{each.before.share:.1%}",
            f"{each.after.share:.1%}", round(each.after.under, 1),
            round(each.after.uncovered, 1), each.sites_before, each.sites_after,
        )
        for each in answer.counties
    )  # fmt: skip
    return Table(_("各区县"), heads, rows)


def _what_ifs(answer: Answer) -> Table:
    names = {each.key: each.name for each in answer.sites}
    heads = (_("变化"), _("覆盖比例"), _("仍选的新点"), _("不再选的"))
    rows = tuple(
        (
            answer_words.what_if(each, answer),
            f"{each.share:.1%}" if each.status != "infeasible" else _("没有可行的方案"),
            len(each.kept),
            "、".join(names.get(key, key) for key in each.lost),
        )
        for each in answer.what_ifs
    )
    return Table(_("条件变化时"), heads, rows)


def _unit(answer: Answer) -> str:
    return _("分钟") if answer.provenance.travel.unit == "minutes" else _("米")


def _rounded(value: float | None) -> float | str:
    return "" if value is None else round(value, 1)

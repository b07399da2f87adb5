"""The action list: what an office does, where and why, in the order in which to do it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from planning import answer_words
from planning.answer import Answer, CountyRow, Line, Site

# So many names of points stand for the rest.
NAMED = 3


@dataclass(frozen=True, slots=True)
class Step:
    """`at`: longitude and latitude, WGS-84; None where the step has no single place."""

    number: int
    deed: str
    place: str
    county: str
    why: str
    at: tuple[float, float] | None = None

    @property
    def position(self) -> str:
        return "" if self.at is None else f"{self.at[0]:.5f}, {self.at[1]:.5f}"


def steps(answer: Answer) -> tuple[Step, ...]:
    """Sites by what they add, moves, counties that stay behind, what to count, when to ask anew."""
    counties = {each.code: each.name for each in answer.counties}
    said: list[tuple[str, str, str, str, tuple[float, float] | None]] = []
    if answer.proof.status == "infeasible":
        why = " ".join(answer_words.proof(answer))
        said.append((_("改条件后再算"), answer.provenance.scenario, "", why, None))
    if answer.provenance.modelled:
        why = _("需求是按人口推算的；先到人最多的几处清点：%(names)s") % {
            "names": _names(answer.lines)
        }
        said.append((_("清点人数"), answer.provenance.region_name, "", why, None))
    for site in sorted(answer.new_sites, key=lambda each: each.order):
        county = counties.get(site.county, site.county)
        said.append((_("设点"), site.name, county, _why(site), (site.lon, site.lat)))
    for site in answer.sites:
        if site.kind == "given_up":
            county = counties.get(site.county, site.county)
            why = _("由新点代替；先公布新点和日期，旧点贴告示")
            said.append((_("搬走"), site.name, county, why, (site.lon, site.lat)))
    for row in sorted(answer.counties, key=lambda each: -each.after.uncovered):
        if row.after.uncovered > 0:
            why = _left(row, answer)
            said.append((_("列入下一步"), row.name, row.name, why, None))
    why = _("建成以后，或台账、人数变动较大时，用同样的参数再算一次，与本报告比较")
    said.append((_("复算"), answer.provenance.region_name, "", why, None))
    return tuple(Step(at, *each) for at, each in enumerate(said, 1))


def _why(site: Site) -> str:
    parts = [
        _("增加 %(adds)s 人，累计 %(total)s 人")
        % {"adds": f"{site.adds:,.0f}", "total": f"{site.total:,.0f}"},
        _("费用 %(cost)s 万元") % {"cost": f"{site.cost:g}"},
    ]
    if site.capacity is not None:
        parts.append(_("容量 %(room)s 人") % {"room": f"{site.capacity:g}"})
    if site.tried:
        parts.append(answer_words.staying(site))
        if not site.robust:
            parts.append(_("条件一变多半另选，定之前再核实"))
    return "；".join(parts)


def _left(row: CountyRow, answer: Answer) -> str:
    own = [e for e in answer.lines if e.county == row.code and e.level == "uncovered"]
    return _("仍有 %(people)s 人未覆盖（%(share)s），人最多的是：%(names)s") % {
        "people": f"{row.after.uncovered:,.0f}",
        "share": f"{row.after.uncovered / row.after.people:.1%}",
        "names": _names(own),
    }


def _names(lines: "list[Line] | tuple[Line, ...]") -> str:
    most = sorted(lines, key=lambda each: -each.people)[:NAMED]
    return "、".join(
        _("%(name)s（%(people)s 人）") % {"name": e.name or "–", "people": f"{e.people:,.0f}"}
        for e in most
    )

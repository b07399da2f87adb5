"""What a handed-in site stands on: kept with its proposal as plain values, told in words to whoever
judges it. Nothing of it is read from the scenario, which may be gone by then."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from django.utils import timezone
from django.utils.translation import gettext as _

from planning import answer_basis, answer_words
from planning.answer import Answer, Proof, Provenance, Shares, Site
from planning.models import Run
from planning.question_words import OBJECTIVES

# Grows when what is kept changes, so that older ones are known as such.
FORMAT = 1


@dataclass(frozen=True, slots=True)
class Grounds:
    """`run`, `scenario`, `candidates`: keys of rows that may no longer be there.

    `region`: whose plan it is. `before`, `after`: people as without and with all sites of the
    answer. `rooms`: places of it taken for unlimited, and all. `on`: the day it was handed in.
    """

    run: int
    scenario: int
    candidates: int
    region: str
    site: Site
    proof: Proof
    provenance: Provenance
    before: Shares
    after: Shares
    rooms: tuple[int, int]
    on: str

    @classmethod
    def of(cls, run: Run, answer: Answer, site: Site) -> Self:
        return cls(
            run=run.pk,
            scenario=run.scenario_id,
            candidates=run.scenario.candidates_id,
            region=run.region_code,
            site=site,
            proof=answer.proof,
            provenance=answer.provenance,
            before=answer.before,
            after=answer.after,
            rooms=answer_basis.unknown_rooms(answer),
            on=timezone.localdate().isoformat(),
        )

    def to_json(self) -> dict[str, Any]:
        return {
            "format": FORMAT,
            **{name: getattr(self, name) for name in _PLAIN},
            **{name: getattr(self, name).to_json() for name in _RECORDS},
            "rooms": list(self.rooms),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any] | None) -> Self | None:
        """None for what is none, or of another format."""
        if not data or data.get("format") != FORMAT:
            return None
        records = {name: kind.from_json(data[name]) for name, kind in _RECORDS.items()}
        plain = {name: data[name] for name in _PLAIN}
        unknown, used = data["rooms"]
        return cls(**plain, **records, rooms=(unknown, used))

    def is_about(self, candidates: int, site: Site) -> bool:
        """Whether that is the same site: of the same set, or of another one at the same point."""
        same = self.candidates == candidates and self.site.key == site.key
        return same or (self.site.lon, self.site.lat) == (site.lon, site.lat)


_PLAIN = ("run", "scenario", "candidates", "region", "on")
_RECORDS: dict[str, Any] = {
    "site": Site,
    "proof": Proof,
    "provenance": Provenance,
    "before": Shares,
    "after": Shares,
}


def conclusion(given: Grounds) -> list[str]:
    """Sentences that can be said to whoever asks why just here."""
    about, site = given.provenance, given.site
    objective = about.parameters["objective"]
    facts = {
        "scenario": about.scenario,
        "objective": OBJECTIVES[objective],
        "count": given.proof.new_sites,
        "order": site.order,
    }
    said = [
        _("方案“%(scenario)s”（%(objective)s）选出 %(count)d 处新点，这是第 %(order)d 处。")
        % facts,
        (
            _("按建设次序，它使来的人多 %(adds)s；方案全部建成后，离它最近的有 %(people)s 人。")
            if objective == "uptake"
            else _("按建设次序，它使 %(adds)s 人新到标准以内；全部建成后，%(people)s 人去这里。")
        )
        % {"adds": f"{site.adds:,.0f}", "people": f"{site.people:,.0f}"},
        _("全区域在标准以内的人：现在 %(before)s，建成后 %(after)s。")
        % {"before": f"{given.before.share:.1%}", "after": f"{given.after.share:.1%}"},
        *answer_words.proven(given.proof, objective),
    ]
    if site.tried:
        said.append(_("条件变化时：%(words)s。") % {"words": answer_words.staying(site)})
    if about.modelled:
        said.append(_("需求是按人口推算的，不是点数来的。"))
    return said


def basis(given: Grounds) -> list[tuple[str, str]]:
    """What it stands on, each with its name: as under the answer, and its figures and keys."""
    proof = given.proof
    return [
        (_("证明"), answer_words.status(proof)),
        *answer_words.proof_figures(proof),
        *answer_basis.told(given.provenance, given.rooms),
        (_("方案和计算的编号"), f"{given.scenario} / {given.run}"),
        (_("报送日期"), given.on),
    ]

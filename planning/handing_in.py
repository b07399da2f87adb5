"""Handing chosen sites in: each becomes a proposal of a new place, judged as any other.

A site enters the ledger as 备选场地 (`Form.CANDIDATE`), which no reader of the directory ever sees
(docs/decisions/handing-in.md). What nobody knows of it yet stays empty.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import connection, transaction
from django.utils.translation import gettext as _

from directory import access, proposals
from directory.entries import PlaceInput
from directory.entry_words import label
from directory.errors import EntryErrors, Refusals
from directory.kinds import Action, Kind, Role
from directory.models import Office, Official, Proposal, RoleAssignment
from directory.models.market import Form, Nature
from geo.models import Datum
from planning.answer import Answer, Site
from planning.grounds import Grounds
from planning.handed_in import HandedIn, handed_in
from planning.models import CandidateSet, Run

MOST_AT_ONCE, MOST_NOTE = 50, 300
LEAST_ACCURACY_M, MOST_ACCURACY_M = 1, 20_000
# Any number that nothing else locks by.
_ONE_AT_A_TIME = 65_2023


@dataclass(frozen=True, slots=True)
class Chosen:
    """A site by its key, with the name and the address it is put forward under."""

    key: str
    name: str
    address: str


@transaction.atomic
def hand_in(
    official: Official, run: Run, chosen: Sequence[Chosen], *, accuracy_m: int | None, note: str
) -> list[Proposal]:
    """One waiting proposal a site, all or none. Empty where all are put forward already.

    `accuracy_m`: metres that the positions may be wrong. `EntryErrors` by the sites' keys, under ""
    and by `accuracy_m` and `note`; `PermissionDenied` for whoever may not read the plan.
    """
    access.require(official, Action.VIEW, Kind.PLAN, run.region_code)
    if run.state != Run.State.READY:
        raise EntryErrors({"": [_("还没有算出结果，不能报送")]})
    _check(chosen, accuracy_m, note)
    with connection.cursor() as cursor:
        # Two who hand in the same site at once would both find it free.
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ONE_AT_A_TIME])
    answer = Answer.from_json(run.answer or {})
    rows = {each.site.key: each for each in handed_in(run, answer, official)}
    if chosen and all(_is_under_way(rows.get(each.key)) for each in chosen):
        return []
    refusals, made = Refusals(), []
    for each in chosen:
        row = rows.get(each.key)
        if row is None or not row.may:
            refusals.add(each.key, row.why_not if row else _("结果里没有这个新点"))
            continue
        try:
            made.append(_proposed(official, run, answer, row, each, accuracy_m or 0, note))
        except EntryErrors as error:
            for field, messages in error.errors.items():
                for message in messages:
                    refusals.add(each.key, f"{_field(field)}：{message}" if field else message)
    refusals.raise_if_any()
    return made


def usual_accuracy(candidates: CandidateSet) -> int | None:
    """Metres that a site of the set may be wrong, where that follows from how the set was made."""
    step = candidates.parameters.get("step_m")
    if candidates.origin != CandidateSet.Origin.GRID or not step:
        return None
    # A crossing stands for its cell: the corners of that are farthest.
    return math.ceil(float(step) / math.sqrt(2))


def _check(chosen: Sequence[Chosen], accuracy_m: int | None, note: str) -> None:
    refusals = Refusals()
    if not chosen:
        refusals.add("", _("请勾选要报送的站点"))
    if len(chosen) > MOST_AT_ONCE:
        refusals.add("", _("一次最多报送 %(most)d 处") % {"most": MOST_AT_ONCE})
    if len({each.key for each in chosen}) < len(chosen):
        refusals.add("", _("同一处勾选了两次"))
    if accuracy_m is None or not LEAST_ACCURACY_M <= accuracy_m <= MOST_ACCURACY_M:
        facts = {"least": LEAST_ACCURACY_M, "most": f"{MOST_ACCURACY_M:,}"}
        refusals.add("accuracy_m", _("请填写 %(least)s 到 %(most)s 之间的整数") % facts)
    if len(note.strip()) > MOST_NOTE:
        refusals.add("note", _("最多 %(most)d 个字") % {"most": MOST_NOTE})
    refusals.raise_if_any()


def _is_under_way(row: HandedIn | None) -> bool:
    return row is not None and row.fate in ("draft", "waiting", "accepted")


def _proposed(
    official: Official,
    run: Run,
    answer: Answer,
    row: HandedIn,
    chosen: Chosen,
    accuracy_m: int,
    note: str,
) -> Proposal:
    site = row.site
    is_demo = run.scenario.demo or answer.provenance.demo
    data = planned(site, chosen, office=_office(site.county), accuracy_m=accuracy_m, demo=is_demo)
    facts: Mapping[str, object] = {"scenario": run.scenario.name, "order": site.order}
    words = _("布点方案“%(scenario)s”第 %(order)d 处新点") % facts
    if said := note.strip():
        words = _("%(words)s：%(said)s") % {"words": words, "said": said}
    if row.fate == "refused" and row.proposal is not None:
        proposals.supersede(official, row.proposal)
    return proposals.propose_place(
        official,
        data,
        words,
        source=Proposal.Source.PLAN,
        grounds=Grounds.of(run, answer, site).to_json(),
    )


def planned(site: Site, chosen: Chosen, *, office: str, accuracy_m: int, demo: bool) -> PlaceInput:
    """The site as a place of the ledger; hours, contact and whatever nobody knows are empty."""
    return PlaceInput(
        name=chosen.name.strip(),
        nature=Nature.PUBLIC,
        form=Form.CANDIDATE,
        office=office,
        region_code=site.county,
        address=chosen.address.strip(),
        lon=site.lon,
        lat=site.lat,
        datum=Datum.WGS84,
        accuracy_m=accuracy_m,
        demo=demo,
    )


def _office(county: str) -> str:
    """The code of the office that would own it: where the county's lead sits, else the county's
    first, else the city's or the province's. `EntryErrors` where there is none at all."""
    leads = RoleAssignment.objects.filter(
        role=Role.DISTRICT_LEAD, region_code=county, official__is_active=True
    )
    led = Office.objects.filter(region_code=county, officials__roles__in=leads).order_by("code")
    if office := led.first():
        return office.code
    for region in (county, f"{county[:4]}00", f"{county[:2]}0000"):
        if office := Office.objects.filter(region_code=region).order_by("code").first():
            return office.code
    raise EntryErrors({"office": [_("这个区县和它的上级都还没有登记机构")]})


def _field(field: str) -> str:
    stem = field.split(".", 1)[0]
    return label("position" if stem in ("lon", "lat", "datum") else stem)

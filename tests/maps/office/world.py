"""One object of every kind in one county, each with a word that others must never read.

Beside them stand things of the neighbouring county that are tied to them, as work across a border
leaves them: its officials see their own side, and nothing of the other.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any, ClassVar

from django.utils import timezone

from directory.models import (
    BriefingJob,
    Count,
    Event,
    ExportJob,
    ImportBatch,
    ImportRow,
    Market,
    Office,
    Official,
    Proposal,
    Report,
    Return,
    ReturnFile,
    RoleAssignment,
)
from planning.models import CandidateSet, DemandSet, ReportJob, Run, ShareLink
from tests.factories.counts import make_count
from tests.factories.history import settle
from tests.factories.ledger import (
    COUNTY,
    LON,
    make_confirmation,
    make_event,
    make_market,
    make_office,
    make_trade,
)
from tests.factories.people import CITY, make_official
from tests.factories.planning import make_candidates, make_demand, make_run, make_scenario
from tests.factories.reports import make_report
from tests.maps.office import addresses
from tests.maps.office.examples import (
    DRAFT,
    SEARCHED,
    SECRET,
    SENDER,
    make_briefing,
    make_export,
    make_import,
    make_neighbours,
    make_plan_report,
    make_proposals,
    make_return,
)
from tests.maps.office.routes import Route

__all__ = ["DRAFT", "PHONE", "SEARCHED", "SECRET", "SECRETS", "SENDER", "World", "make_world"]

PHONE = "13906329876"
SECRETS = (SECRET, DRAFT, SENDER, PHONE)


@dataclass
class World:
    """`arguments` gives for each page the example object's place in its address."""

    market: Market
    other: Market
    event: Event
    report: Report
    proposal: Proposal
    draft: Proposal
    batch: ImportBatch
    row: ImportRow
    export: ExportJob
    count: Count
    briefing: BriefingJob
    office: Office
    person: Official
    role: RoleAssignment
    demand: DemandSet
    candidates: CandidateSet
    run: Run
    link: ShareLink
    owed: Return
    attached: ReturnFile
    plan_report: ReportJob

    # URL name → its arguments; a callable takes the world.
    ARGUMENTS: ClassVar[dict[str, Any]] = addresses.ARGUMENTS
    # Pages whose object is the same for every region.
    COMMON: ClassVar[frozenset[str]] = addresses.COMMON
    # Pages of what belongs to one person: to everybody else they are shut.
    PERSONAL: ClassVar[frozenset[str]] = addresses.PERSONAL

    def arguments(self, route: Route) -> dict[str, Any]:
        wanted = self.ARGUMENTS.get(route.name)
        return wanted(self) if wanted else {}

    def form(self) -> dict[str, str]:
        """What a page might take for a filled-in form: words that it would accept."""
        ids = {"office": self.office.code, "successor": self.other.public_id}
        return ids | {
            "reason": "没有理由的理由",
            "note": "没有说明的说明",
            "answer": "没有答复的答复",
            "version": "1",
            "seen": "0",
            "decision": "publish",
            "act": "suspend",
            "fact": "hours",
            "on": timezone.localdate().isoformat(),
            "role": "city",
            "region_code": CITY,
        }


def make_world() -> World:
    office = make_office(name="薛城区中心", region_code=COUNTY)
    person = make_official("district_clerk", COUNTY, office, name=f"{SECRET}经办")
    make_trade("mason")
    market = make_market(
        name=f"{SECRET}市场", address=f"{SECRET}路 1 号", office=office, town=f"{SECRET}镇"
    )
    other = make_market(lon=LON + 0.0001, name=f"{SECRET}大市场", office=office)
    make_confirmation(market, "hours", dt.date(2020, 1, 1))
    proposal, draft = make_proposals(person, market)
    batch, row = make_import(person, market)
    make_neighbours(market)
    owed, attached = make_return(person)
    planned = make_run(make_scenario(name=f"{SECRET}方案", batch="county-1"))
    report = make_report(market, text=f"{SECRET}收钱", name=SENDER, phone=PHONE)
    world = World(
        market=market,
        other=other,
        event=make_event(name=f"{SECRET}大篷车", office=office, market=market),
        report=report,
        proposal=proposal,
        draft=draft,
        batch=batch,
        row=row,
        export=make_export(person),
        count=make_count(market),
        briefing=make_briefing(person),
        office=office,
        person=person,
        role=RoleAssignment.objects.get(official=person),
        demand=make_demand(name=f"{SECRET}需求"),
        candidates=make_candidates(name=f"{SECRET}空房"),
        run=planned,
        link=ShareLink.objects.create(run=planned, token="x" * 43, created_by=person),
        owed=owed,
        attached=attached,
        plan_report=make_plan_report(person, planned),
    )
    settle()
    return world

"""One object of every kind in one county, each with a word that others must never read.

Beside them stand things of the neighbouring county that are tied to them, as work across a border
leaves them: its officials see their own side, and nothing of the other.
"""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from django.utils import timezone

from directory.changes import MOVE, SUSPEND, MergeChange, StatusChange
from directory.models import (
    BriefingJob,
    Count,
    Event,
    ExportJob,
    HallKerbLink,
    ImportBatch,
    ImportMapping,
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
from directory.returns import freezing, measures
from directory.standing import entry_of
from planning.models import CandidateSet, DemandSet, Run, ShareLink
from tests.factories.counts import make_count
from tests.factories.history import settle
from tests.factories.ledger import (
    COUNTY,
    LON,
    make_confirmation,
    make_event,
    make_market,
    make_office,
    make_period,
    make_trade,
)
from tests.factories.people import CITY, OTHER_COUNTY, make_official
from tests.factories.planning import make_candidates, make_demand, make_run, make_scenario
from tests.factories.reports import make_report
from tests.maps.office.routes import Route

# Of the county; of what is not put forward yet; of a sender of a report.
SECRET, DRAFT, SENDER = "只有本区知道", "还没有提交的字", "来件人不愿透露"
# What one searches for without having the secret itself: a page may repeat it.
SEARCHED = SECRET[:4]
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

    # URL name → its arguments; a callable takes the world.
    ARGUMENTS: ClassVar[dict[str, Any]] = {
        "office:app_list": lambda world: {"app_label": "directory"},
        "office:places_base": lambda world: {"code": COUNTY},
        "office:people_term": lambda world: {"kind": "trades", "code": "mason"},
        "office:imports_template": lambda world: {"code": 370000},
        "office:monitoring_correct": lambda world: {"key": world.count.key},
        "office:monitoring_cancel": lambda world: {"pk": world.briefing.pk},
        "office:monitoring_file": lambda world: {"pk": world.briefing.pk},
        "office:imports_row": lambda world: {"pk": world.batch.pk, "row": world.row.pk},
        "office:people_revoke": lambda world: {"pk": world.person.pk, "role": world.role.pk},
        "office:people_office": lambda world: {"pk": world.office.pk},
        "office:planner_demand_new": lambda world: {"origin": "population"},
        "office:planner_candidates_new": lambda world: {"origin": "grid"},
        "office:planner_demand": lambda world: {"pk": world.demand.pk},
        "office:planner_candidates": lambda world: {"pk": world.candidates.pk},
        "office:planner_run": lambda world: {"pk": world.run.pk},
        "office:planner_run_again": lambda world: {"pk": world.run.pk},
        "office:planner_run_stop": lambda world: {"pk": world.run.pk},
        "office:planner_report": lambda world: {"pk": world.run.pk, "form": "xlsx"},
        "office:planner_batch": lambda world: {"batch": "county-1"},
        "office:planner_share": lambda world: {"pk": world.run.pk},
        "office:planner_unshare": lambda world: {"pk": world.link.pk},
        "office:planner_try": lambda world: {"pk": world.run.pk},
        "office:returns_file": lambda world: {"pk": world.owed.pk, "file": world.attached.pk},
        "office:upkeep_pair": lambda world: {
            "public_id": world.market.public_id,
            "other_id": world.other.public_id,
        },
    }
    # Pages whose object is the same for every region.
    COMMON: ClassVar[frozenset[str]] = frozenset(
        {
            "office:app_list",
            "office:places_base",
            "office:people_term",
            "office:imports_template",
            "office:planner_demand_new",
            "office:planner_candidates_new",
        }
    )
    # Pages of what belongs to one person: to everybody else they are shut.
    PERSONAL: ClassVar[frozenset[str]] = frozenset(
        {
            "office:exports_file",
            "office:exports_cancel",
            "office:monitoring_file",
            "office:monitoring_cancel",
        }
    )

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


# A page about a place, a report and so on takes that of the world under its usual name.
_USUAL = {
    "public_id": {
        "places": "market",
        "gate": "market",
        "history": "market",
        "upkeep": "market",
        "events": "event",
    },
    "pk": {
        "review": "proposal",
        "reports": "report",
        "imports": "batch",
        "exports": "export",
        "people": "person",
        "returns": "owed",
    },
}


def _usual(names: dict[str, str]) -> None:
    """Fills in `World.ARGUMENTS` for the addresses that take the world's object of an area."""
    for name, key in names.items():
        area = name.removeprefix("office:").split("_")[0]
        attribute = _USUAL[key][area]
        World.ARGUMENTS[name] = lambda world, key=key, attribute=attribute: {
            key: getattr(getattr(world, attribute), key)
        }


_usual(
    {
        "office:places_page": "public_id",
        "office:places_edit": "public_id",
        "office:gate_decide": "public_id",
        "office:gate_status": "public_id",
        "office:history_place": "public_id",
        "office:history_place_on": "public_id",
        "office:upkeep_confirm": "public_id",
        "office:upkeep_unmerge": "public_id",
        "office:events_page": "public_id",
        "office:events_edit": "public_id",
        "office:events_publish": "public_id",
        "office:events_unpublish": "public_id",
        "office:review_proposal": "pk",
        "office:review_approve": "pk",
        "office:review_send_back": "pk",
        "office:review_submit": "pk",
        "office:review_withdraw": "pk",
        "office:review_rebase": "pk",
        "office:reports_report": "pk",
        "office:reports_take": "pk",
        "office:reports_answer": "pk",
        "office:reports_dismiss": "pk",
        "office:reports_reroute": "pk",
        "office:reports_propose": "pk",
        "office:reports_contact": "pk",
        "office:imports_batch": "pk",
        "office:imports_progress": "pk",
        "office:imports_choose": "pk",
        "office:imports_step": "pk",
        "office:imports_review": "pk",
        "office:imports_all": "pk",
        "office:exports_file": "pk",
        "office:exports_cancel": "pk",
        "office:returns_page": "pk",
        "office:returns_due": "pk",
        "office:returns_compare": "pk",
        "office:returns_rows": "pk",
        "office:returns_prepare": "pk",
        "office:returns_sign": "pk",
        "office:returns_decide": "pk",
        "office:returns_workbook": "pk",
        "office:returns_pdf": "pk",
        "office:people_page": "pk",
        "office:people_edit": "pk",
        "office:people_act": "pk",
        "office:people_grant": "pk",
    }
)


def make_world() -> World:
    office = make_office(name="薛城区中心", region_code=COUNTY)
    person = make_official("district_clerk", COUNTY, office, name=f"{SECRET}经办")
    make_trade("mason")
    market = make_market(
        name=f"{SECRET}市场", address=f"{SECRET}路 1 号", office=office, town=f"{SECRET}镇"
    )
    other = make_market(lon=LON + 0.0001, name=f"{SECRET}大市场", office=office)
    make_confirmation(market, "hours", dt.date(2020, 1, 1))
    proposal, draft = _proposals(person, market)
    batch, row = _import(person, market)
    _neighbours(market)
    owed, attached = _return(person)
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
        export=_export(person),
        count=make_count(market),
        briefing=_briefing(person),
        office=office,
        person=person,
        role=RoleAssignment.objects.get(official=person),
        demand=make_demand(name=f"{SECRET}需求"),
        candidates=make_candidates(name=f"{SECRET}空房"),
        run=planned,
        link=ShareLink.objects.create(run=planned, token="x" * 43, created_by=person),
        owed=owed,
        attached=attached,
    )
    settle()
    return world


def _proposals(author: Official, market: Market) -> tuple[Proposal, Proposal]:
    """One waiting, one draft, a change of status and a new place."""
    entry = entry_of(market)
    common = {"office": author.office, "author": author, "region_code": COUNTY}
    waiting = {"state": "submitted", "submitted_at": timezone.now()}
    suspended = StatusChange(act=SUSPEND, on=timezone.localdate(), note=f"{SECRET}修路")
    new = replace(entry, public_id=None, name=f"{SECRET}新市场")

    def make(kind: str, payload: Any, **values: Any) -> Proposal:
        return Proposal.objects.create(kind=kind, payload=payload.to_json(), **common | values)

    changed = replace(entry, name=f"{SECRET}改名市场")
    standing = {"market": market, "base_version": market.version}
    make("status", suspended, **standing | waiting)
    make("place", new, note=f"{SECRET}新建", **waiting)
    return (
        make("place", changed, **standing | waiting),
        make("place", replace(entry, name=f"{DRAFT}市场"), note=DRAFT, **standing),
    )


def _import(uploader: Official, market: Market) -> tuple[ImportBatch, ImportRow]:
    batch = ImportBatch.objects.create(
        name=f"{SECRET}.xlsx",
        sha256="0" * 64,
        size=1,
        office=uploader.office,
        region_code=COUNTY,
        uploader=uploader,
        state="preview",
        template="370000",
        counts={"changed": 1},
    )
    ImportMapping.objects.create(
        office=uploader.office, template="370000", name=f"{SECRET}列对应", fields={}
    )
    row = ImportRow.objects.create(
        batch=batch,
        position=1,
        row=4,
        name=f"{SECRET}行",
        sort="changed",
        market=market,
        base_version=market.version,
        entry=entry_of(market).to_json(),
        changes=[["name", market.name, f"{SECRET}行"]],
    )
    return batch, row


def _return(clerk: Official) -> tuple[Return, ReturnFile]:
    """Frozen once, with a file of measures."""
    owed = Return.objects.create(
        region_code=COUNTY,
        level="county",
        period="2026",
        due_on=dt.date(2026, 12, 10),
        measures=f"{SECRET}的措施",
    )
    freezing.freeze(clerk, owed, owed.version)
    owed.refresh_from_db()
    body = f"%PDF-{SECRET}".encode()
    attached = measures.attach(clerk, owed, owed.version, f"{SECRET}.pdf", [body])
    return owed, attached


def _export(official: Official) -> ExportJob:
    return ExportJob.objects.create(
        official=official,
        region_code=COUNTY,
        template="370000",
        format="csv",
        filters={"q": SECRET},
        state="waiting",
    )


def _briefing(official: Official) -> BriefingJob:
    day = timezone.localdate()
    return BriefingJob.objects.create(official=official, region_code=COUNTY, start=day, end=day)


def _neighbours(market: Market) -> None:
    """What the next county has to do with the place: near, alike, merged with it, moved there."""
    office = make_office(region_code=OTHER_COUNTY)
    values = {"region_code": OTHER_COUNTY, "office": office}
    beside = make_market(lon=LON + 0.0002, name=f"{SEARCHED}市场", **values)
    kerb = make_market(lon=LON + 0.0003, name="邻区路边", form="kerb", **values)
    HallKerbLink.objects.create(hall=market, kerb=kerb)
    former = make_market(lon=LON + 0.01, name="邻区旧址", **values)
    make_period(former, "moved", dt.date(2026, 1, 1), successor=market)
    make_market(lon=LON + 0.02, name="邻区并走的", merged_into=market, **values)
    city = make_official("city", CITY)
    common = {
        "office": city.office,
        "author": city,
        "market": beside,
        "region_code": OTHER_COUNTY,
        "base_version": beside.version,
        "state": "submitted",
        "submitted_at": timezone.now(),
    }
    moved = StatusChange(act=MOVE, on=timezone.localdate(), successor=market.public_id)
    merged = MergeChange(gone=beside.public_id, survivor=market.public_id)
    for kind, change in (("status", moved), ("merge", merged)):
        Proposal.objects.create(kind=kind, payload=change.to_json(), **common)

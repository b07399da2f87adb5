"""The examples of the world: work under way in one county, and its neighbour's part in it."""

import datetime as dt
from dataclasses import replace
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.utils import timezone

from directory.changes import MOVE, SUSPEND, MergeChange, StatusChange
from directory.models import (
    BriefingJob,
    ExportJob,
    HallKerbLink,
    ImportBatch,
    ImportMapping,
    ImportRow,
    Market,
    Official,
    Proposal,
    Return,
    ReturnFile,
)
from directory.returns import freezing, measures
from directory.standing import entry_of
from planning.models import ReportJob, Run
from tests.factories.ledger import COUNTY, LON, make_market, make_office, make_period
from tests.factories.people import CITY, OTHER_COUNTY, make_official

# Of the county; of what is not put forward yet; of a sender of a report.
SECRET, DRAFT, SENDER = "只有本区知道", "还没有提交的字", "来件人不愿透露"
# What one searches for without having the secret itself: a page may repeat it.
SEARCHED = SECRET[:4]


def make_proposals(author: Official, market: Market) -> tuple[Proposal, Proposal]:
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


def make_import(uploader: Official, market: Market) -> tuple[ImportBatch, ImportRow]:
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


def make_return(clerk: Official) -> tuple[Return, ReturnFile]:
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


def make_export(official: Official) -> ExportJob:
    return ExportJob.objects.create(
        official=official,
        region_code=COUNTY,
        template="370000",
        format="csv",
        filters={"q": SECRET},
        state="waiting",
    )


def make_briefing(official: Official) -> BriefingJob:
    day = timezone.localdate()
    return BriefingJob.objects.create(official=official, region_code=COUNTY, start=day, end=day)


def make_neighbours(market: Market) -> None:
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


def make_plan_report(official: Official, run: Run) -> ReportJob:
    """Made and kept: a page that tells too much would give it to everybody."""
    stored = storages["imports"].save("report", ContentFile(SECRET.encode()))
    return ReportJob.objects.create(
        official=official,
        region_code=COUNTY,
        run=run,
        format="pdf",
        state="ready",
        stored=stored,
        size=len(SECRET),
    )

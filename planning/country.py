"""Siting of a whole region, county by county: one run each, over any number of workers."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from directory.entry_words import region_names
from planning import answer_words, runs, scenarios, tasks
from planning.answer import Reason
from planning.counties import finest
from planning.models import CandidateSet, CandidateSite, DemandPoint, DemandSet, Run
from planning.question import Question

State = Run.State
UNDER_WAY = (State.WAITING, State.RUNNING)


@dataclass(frozen=True, slots=True)
class Asked:
    """`without`: the names of counties that have no demand point or no candidate."""

    batch: str
    counties: int
    without: tuple[str, ...]

    @property
    def left_out(self) -> int:
        return len(self.without)


@dataclass(frozen=True, slots=True)
class County:
    """`status` of the answer, empty where there is none; shares of demand that is covered; `why`
    there is no choice, in words."""

    run: int
    code: str
    name: str
    state: str
    status: str = ""
    new_sites: int = 0
    people: float = 0.0
    before: float = 0.0
    after: float = 0.0
    why: str = ""

    @property
    def label(self) -> str:
        return str(State(self.state).label)


@transaction.atomic
def ask(region: str, demand: DemandSet, candidates: CandidateSet, question: Question) -> Asked:
    """A scenario and a waiting run for each county of the region; queued when committed."""
    batch = f"{region}-{timezone.localtime():%Y%m%d-%H%M%S}"
    has_demand = _counted(DemandPoint.objects.filter(set=demand))
    has_sites = _counted(CandidateSite.objects.filter(set=candidates))
    counties = list(finest(region))
    able = [each for each in counties if has_demand[each.code] and has_sites[each.code]]
    codes = {each.code for each in able}
    without = tuple(each.name for each in counties if each.code not in codes)
    for county in able:
        scenario = scenarios.ask(
            None, region=county.code, name=f"{batch} {county.name}"[:80], demand=demand,
            candidates=candidates, question=question, batch=batch,
        )  # fmt: skip
        tasks.run_later(runs.ask(None, scenario))
    return Asked(batch, len(able), without)


def _counted(rows: Any) -> Counter[str]:
    found = rows.order_by().values_list("region_code").annotate(count=Count("pk"))
    return Counter(dict(found))


def progress(batch: str) -> tuple[int, int]:
    """How many of its runs have ended, and how many there are."""
    mine = Run.objects.filter(scenario__batch=batch)
    return mine.exclude(state__in=UNDER_WAY).count(), mine.count()


def results(batch: str) -> list[County]:
    """By code; without reading the answers whole."""
    rows = list(
        Run.objects.filter(scenario__batch=batch)
        .order_by("region_code")
        .values_list(
            "pk", "region_code", "state", "answer__proof", "answer__before", "answer__after"
        )
    )
    names = region_names(row[1] for row in rows)
    return [_county(row, names) for row in rows]


def _county(row: tuple[Any, ...], names: dict[str, str]) -> County:
    pk, code, state, proof, before, after = row
    name = names.get(code, code)
    if proof is None:
        return County(pk, code, name, state)
    people = sum(after.values())
    was, now = (each["covered"] / people if people else 0.0 for each in (before, after))
    reasons = [answer_words.reason(Reason.from_json(each)) for each in proof["reasons"]]
    why = " ".join(reasons) if proof["status"] == "infeasible" else ""
    return County(pk, code, name, state, proof["status"], proof["new_sites"], people, was, now, why)


def batches(scenarios_seen: Any) -> list[str]:
    """Of the scenarios that may be seen, the newest first."""
    found = scenarios_seen.exclude(batch="").order_by().values_list("batch", flat=True).distinct()
    return sorted(found, key=lambda each: each.split("-", 1)[1], reverse=True)[:20]

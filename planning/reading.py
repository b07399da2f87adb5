"""From a scenario in the database to its arrays."""

import numpy as np
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from directory.access import within
from directory.errors import EntryErrors
from geo.regions import prefix_of
from geo.roads_in_use import roads
from planning.counties import finest
from planning.models import CandidateSet, CandidateSite, DemandPoint, DemandSet, Scenario
from planning.problem import MOST_CELLS, Column, Problem, problem
from planning.question import Question


def read(scenario: Scenario) -> Problem:
    """`EntryErrors` where there is too much of it."""
    question = Question.from_json(scenario.question)
    columns = (*_existing(scenario, question), *_candidates(scenario, question))
    rows = points_of(scenario.demand, scenario.region_code).order_by("position")
    points = list(rows.values_list("name", "point", "weight", "region_code"))
    require_size(len(points), len(columns))
    return problem(
        question,
        np.array([(each[1].x, each[1].y) for each in points], float).reshape(-1, 2),
        np.array([each[2] for each in points], float),
        tuple(each[0] for each in points),
        tuple(each[3] for each in points),
        columns,
        {each.code: each.name for each in finest(scenario.region_code)},
        roads(),
    )


def points_of(demand: DemandSet, region: str) -> QuerySet[DemandPoint]:
    """All points of a set of this region; of a larger region's set those that lie in this one."""
    points = DemandPoint.objects.filter(set_id=demand.pk)
    if within(demand.region_code, region):
        return points
    return points.filter(region_code__startswith=prefix_of(region))


def sites_of(candidates: CandidateSet, region: str) -> QuerySet[CandidateSite]:
    """As `points_of`."""
    sites = CandidateSite.objects.filter(set_id=candidates.pk)
    if within(candidates.region_code, region):
        return sites
    return sites.filter(region_code__startswith=prefix_of(region))


def require_size(points: int, columns: int) -> None:
    if points * columns <= MOST_CELLS:
        return
    facts = {"points": points, "sites": columns, "most": MOST_CELLS // 10_000}
    raise EntryErrors(
        {
            "candidates": [
                _("%(points)d 个需求点 × %(sites)d 个地点超过 %(most)d 万，请减少") % facts
            ]
        }
    )


def _existing(scenario: Scenario, question: Question) -> list[Column]:
    """Scenarios of before capacities were asked have none."""
    rooms = [each.get("capacity") for each in scenario.existing]
    return [
        Column(
            key=f"e{each['id']}", kind=each["fate"], name=each["name"], lon=each["lon"],
            lat=each["lat"], county=each["county"], public=each["public"],
            capacity=question.stand_room if room is None else room,
        )
        for each, room in zip(scenario.existing, rooms, strict=True)
    ]  # fmt: skip


def _candidates(scenario: Scenario, question: Question) -> list[Column]:
    sites = sites_of(scenario.candidates, scenario.region_code).order_by("position")
    return [
        Column(
            key=f"c{each.position}",
            kind="candidate",
            name=each.name or f"#{each.position}",
            lon=each.point.x,
            lat=each.point.y,
            county=each.region_code,
            capacity=question.room if each.capacity is None else each.capacity,
            cost=each.cost,
            must=each.wish == CandidateSite.Wish.MUST,
            must_not=each.wish == CandidateSite.Wish.MUST_NOT,
        )
        for each in sites
    ]

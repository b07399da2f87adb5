"""A small town to plan in: demand on a street, candidates beside it."""

from typing import Any

from directory.models import Official
from planning.models import CandidateSet, DemandSet
from planning.points import Demanded, Offered
from planning.sets import write_candidates, write_demand
from tests.factories.ledger import COUNTY, LAT, LON

# About 91 m along the street at this latitude.
STEP = 0.001


def make_demand(
    by: Official | None = None, weights: tuple[float, ...] = (10, 20, 30, 40), **values: Any
) -> DemandSet:
    points = [
        Demanded(LON + 10 * STEP * at, LAT, w, f"路口 {at}", COUNTY) for at, w in enumerate(weights)
    ]
    usual = {"region": COUNTY, "name": "街上的人", "origin": "imported", "provenance": "测试"}
    return write_demand(by, points=points, **usual | values)


def make_candidates(by: Official | None = None, count: int = 4, **values: Any) -> CandidateSet:
    sites = [
        Offered(LON + 10 * STEP * at, LAT + STEP, f"空房 {at}", region_code=COUNTY)
        for at in range(count)
    ]
    usual = {"region": COUNTY, "name": "空房", "origin": "imported", "provenance": "测试"}
    return write_candidates(by, sites=sites, **usual | values)

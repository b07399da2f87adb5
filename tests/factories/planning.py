"""A small town to plan in: demand on a street, candidates beside it."""

from typing import Any

from directory.models import Official
from planning import country, scenarios
from planning.models import CandidateSet, DemandSet, Run, Scenario
from planning.points import Demanded, Offered
from planning.question import Question
from planning.sets import write_candidates, write_demand
from tests.factories.answers import make_answer
from tests.factories.ledger import COUNTY, LAT, LON
from tests.factories.people import CITY, OTHER_COUNTY

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


def make_scenario(
    by: Official | None = None, fates: Any = None, rooms: Any = None, **values: Any
) -> Scenario:
    """Two new sites among four on the street, within ten minutes on foot."""
    sets = {
        "demand": values.pop("demand", None) or make_demand(),
        "candidates": values.pop("candidates", None) or make_candidates(),
    }
    about = {"region": COUNTY, "name": "两处新点"} | {
        name: values.pop(name) for name in ("region", "name", "batch") if name in values
    }
    usual = {"objective": "mclp", "standard": 10.0, "p": 2, "seconds": 20.0}
    question = Question(**usual | values)
    return scenarios.ask(by, question=question, fates=fates, rooms=rooms, **about, **sets)


def make_run(scenario: Scenario | None = None, **values: Any) -> Run:
    """Answered, as `make_answer` has it: its sites are candidates of `make_candidates`."""
    asked = scenario or make_scenario()
    usual = {"region_code": asked.region_code, "state": "ready", "answer": make_answer().to_json()}
    return Run.objects.create(scenario=asked, **usual | values)


def ask_two_counties() -> country.Asked:
    """Two counties of a city have demand and candidates, the others have none."""
    about = {"region": CITY, "name": "全市", "origin": "imported", "provenance": "测试"}
    places = [(COUNTY, LON, LAT), (OTHER_COUNTY, LON + 0.3, LAT)]
    points = [
        Demanded(x, y, 10.0 * (1 + at), region_code=code) for at, (code, x, y) in enumerate(places)
    ]
    demand = write_demand(None, points=points, **about)
    sites = write_candidates(
        None, sites=[Offered(x, y, region_code=code) for code, x, y in places], **about
    )
    question = Question(mode="walk", standard=20.0, p=1, seconds=10.0)
    return country.ask(CITY, demand, sites, question)

"""An answer as a run would leave it: a made-up town, two new sites beside one that stands."""

from dataclasses import replace
from typing import Any

from planning.answer import (
    Answer,
    CountyRow,
    CurvePoint,
    Line,
    Proof,
    Provenance,
    Shares,
    Site,
    Travel,
    WhatIf,
)
from tests.factories.ledger import COUNTY, LAT, LON

BEFORE, AFTER = Shares(20.0, 10.0, 70.0), Shares(90.0, 10.0, 0.0)


def make_answer(**values: Any) -> Answer:
    """90 of 100 people within 15 minutes on foot of three sites, one of which stands already."""
    usual = Answer(
        proof=Proof("feasible", 90.0, 90.33, 0.33 / 90, "people", True, 2, 1.25, ()),
        before=BEFORE,
        after=AFTER,
        sites=(
            _site("c1", "new", "旧厂房", 1, 50.0, 70.0, stays=6, robust=True, capacity=80.0),
            _site("c3", "new", "空仓库", 2, 20.0, 90.0, stays=3),
            _site("eabcdefgh", "existing", "薛城零工市场", 0, 20.0, 20.0, tried=0),
        ),
        curve=(
            CurvePoint(0, 20.0, 20.0, 0.2, True),
            CurvePoint(1, 70.0, 70.0, 0.7, True),
            CurvePoint(2, 90.0, 90.0, 0.9, False),
            CurvePoint(3, 95.0, 95.0, 0.95, True),
        ),
        knee=1,
        counties=(CountyRow(COUNTY, "薛城区", 100.0, BEFORE, AFTER, 1, 3),),
        lines=(
            _line("东关路口", 50.0, "c1", 6.2, 41.0, "covered"),
            _line("西关路口", 20.0, "c3", 9.0, 38.5, "covered"),
            _line("站前", 20.0, "eabcdefgh", 3.0, 3.0, "covered"),
            _line("城北", 10.0, "c3", 22.0, 28.0, "under"),
        ),
        what_ifs=(
            WhatIf("standard", -5.0, "optimal", 80.0, 0.8, ("c1",), ("c3",), ("c2",)),
            WhatIf("standard", 5.0, "optimal", 100.0, 1.0, ("c1", "c3"), (), ()),
            WhatIf("demand", 0.8, "optimal", 72.0, 0.9, ("c1", "c3"), (), ()),
            WhatIf("demand", 1.2, "optimal", 108.0, 0.9, ("c1", "c3"), (), ()),
            WhatIf("shuffled", 1, "optimal", 91.0, 0.9, ("c1", "c3"), (), ()),
            WhatIf("without", "c1", "feasible", 75.0, 0.75, ("c3",), ("c1",), ("c0",)),
        ),
        left_out=0,
        provenance=Provenance(
            scenario="两处新点",
            region=COUNTY,
            region_name="薛城区",
            publication="12",
            published_at="2026-11-20T08:00:00+08:00",
            existing_on="2026-11-27",
            demand=_facts("街上的人", modelled=True),
            candidates=_facts("空房"),
            parameters={"objective": "mclp", "mode": "walk", "standard": 15.0, "p": 2},
            travel=Travel("minutes", "walk", "straight_line", "", 4.5, 1.3),
            solver="geo.siting 1",
            computed_at="2026-11-27T09:00:00+08:00",
            seed=0,
        ),
    )
    return replace(usual, **values)


def _site(
    key: str, kind: Any, name: str, order: int, adds: float, total: float, **more: Any
) -> Site:
    at = {"c1": 1, "c3": 3}.get(key, 0)
    usual: dict[str, Any] = {
        "capacity": None, "cost": 1.0, "stays": 0, "tried": 6, "robust": False
    }  # fmt: skip
    place = {"lon": LON + 0.01 * at, "lat": LAT + 0.001, "county": COUNTY, "people": adds}
    return Site(key=key, kind=kind, name=name, order=order, adds=adds, total=total,
                **place, **usual | more)  # fmt: skip


def _line(
    name: str, people: float, site: str, cost: float | None, before: float | None, level: Any
) -> Line:
    return Line(name, LON, LAT, people, COUNTY, site, cost, before, level, by_road=False)


def _facts(name: str, modelled: bool = False) -> dict[str, Any]:
    return {
        "name": name, "version": 1, "origin": "imported", "provenance": "测试",
        "parameters": {}, "modelled": modelled, "demo": False, "points": 4,
    }  # fmt: skip

"""Small problems to site in: a made-up town of two counties, drawn from a seed."""

from typing import Any

import numpy as np

from planning.problem import Column, Problem, problem
from planning.question import Question
from tests.factories.ledger import LAT, LON

EAST, WEST = "370402", "370403"


def make_problem(
    seed: int = 0, points: int = 12, sites: int = 7, existing: tuple[str, ...] = (), **asked: Any
) -> Problem:
    """`existing`: the fate of each place that stands; `asked`: what `Question` takes."""
    dice = np.random.default_rng(seed)
    positions = np.column_stack(
        (LON + dice.uniform(0, 0.06, points), LAT + dice.uniform(0, 0.06, points))
    )
    at = np.column_stack((LON + dice.uniform(0, 0.06, 20), LAT + dice.uniform(0, 0.06, 20)))
    stand = [
        Column(f"e{k}", fate, f"市场 {k}", *at[k], county_at(at[k][0]))  # type: ignore[arg-type]
        for k, fate in enumerate(existing)
    ]
    more = np.column_stack((LON + dice.uniform(0, 0.06, sites), LAT + dice.uniform(0, 0.06, sites)))
    offered = [
        Column(
            f"c{k}", "candidate", f"空房 {k}", *more[k], county_at(more[k][0]),
            capacity=float(dice.integers(30, 120)), cost=float(dice.integers(1, 9)),
        )
        for k in range(sites)
    ]  # fmt: skip
    usual = {"objective": "mclp", "mode": "walk", "standard": 20.0, "p": 3, "seconds": 30.0}
    return problem(
        Question(**usual | asked),
        positions,
        dice.integers(1, 40, points).astype(float),
        tuple(f"路口 {k}" for k in range(points)),
        tuple(county_at(lon) for lon in positions[:, 0]),
        (*stand, *offered),
        {EAST: "市中区", WEST: "薛城区"},
    )


def county_at(lon: float) -> str:
    return EAST if lon > LON + 0.03 else WEST

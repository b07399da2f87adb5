"""Demand held against a standard: who is covered, how far the others have it, and accessibility."""

from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from directory.errors import EntryErrors
from geo.accessibility import e2sfca, thirds
from geo.cost_matrix import Network
from planning.models import DemandPoint, DemandSet
from planning.standard import Costs, Standard, costs

Floats = NDArray[np.float64]
# A page waits for the answer: so many pairs take about a second by the straight line.
MOST_PAIRS = 20_000_000


@dataclass(frozen=True, slots=True)
class Demand:
    """(n) columns of the points of a set that lie in a region; `at` (n, 2) longitude, latitude."""

    at: Floats
    weight: Floats
    names: tuple[str, ...]
    counties: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Share:
    """Workers of a county: all, and those within the standard."""

    county: str
    total: float
    covered: float

    @property
    def percent(self) -> float:
        return 100 * self.covered / self.total if self.total else 0.0


@dataclass(frozen=True, slots=True)
class Coverage:
    """By demand point: `nearest` cost, infinity where there is no place; `which` place, or −1.

    `access`: places that a thousand workers can count on (E2SFCA, each place counting as one,
    catchment = the standard, bands by thirds). `mean` is that of the whole demand.
    """

    demand: Demand
    nearest: Floats
    which: NDArray[np.int64]
    covered: NDArray[np.bool_]
    access: Floats
    costs: Costs

    @property
    def total(self) -> float:
        return float(self.demand.weight.sum())

    @property
    def covered_total(self) -> float:
        return float(self.demand.weight[self.covered].sum())

    @property
    def mean(self) -> float:
        return float(self.access @ self.demand.weight) / self.total if self.total else 0.0

    def classes(self) -> list[str]:
        """none, low (under half of the mean), usual, high (over twice the mean)."""
        mean = self.mean
        return [
            "none" if not value else "low" if value < mean / 2
            else "high" if value > 2 * mean else "usual"
            for value in self.access
        ]  # fmt: skip

    def shares(self) -> list[Share]:
        """By county code, the least covered first; "" for points of no county of the region."""
        found: dict[str, list[float]] = {}
        rows = zip(self.demand.counties, self.demand.weight, self.covered, strict=True)
        for county, weight, covered in rows:
            sums = found.setdefault(county, [0.0, 0.0])
            sums[0] += float(weight)
            sums[1] += float(weight) if covered else 0.0
        shares = [Share(county, *sums) for county, sums in found.items()]
        return sorted(shares, key=lambda each: (each.percent, -each.total, each.county))

    def worst(self, most: int) -> list[int]:
        """Positions of the uncovered points with most workers; equal ones the farther first."""
        out = np.flatnonzero(~self.covered)
        order = np.lexsort((-self.nearest[out], -self.demand.weight[out]))
        return [int(at) for at in out[order[:most]]]


def demand_in(made: DemandSet, region_stem: str) -> Demand:
    """The points of the set in the region whose codes begin so; all, where that is the set's."""
    points = DemandPoint.objects.filter(set=made).order_by("position")
    if not made.region_code.startswith(region_stem):
        points = points.filter(region_code__startswith=region_stem)
    rows = list(points.values_list("point", "weight", "name", "region_code"))
    return Demand(
        np.array([(point.x, point.y) for point, *_rest in rows], float).reshape(-1, 2),
        np.array([row[1] for row in rows], float),
        tuple(row[2] for row in rows),
        tuple(row[3] for row in rows),
    )


def coverage(demand: Demand, sites: Floats, standard: Standard, roads: Network | None) -> Coverage:
    """`sites` (m, 2). `EntryErrors` where the question is too large for a page."""
    n, m = len(demand.at), len(sites)
    if n * m > MOST_PAIRS:
        raise EntryErrors({"region": [_("需求点和服务点太多，请选小一些的区域或需求")]})
    found = costs(demand.at, sites, standard, roads)
    value = found.value
    which = value.argmin(axis=1) if m else np.full(n, -1)
    nearest = value[np.arange(n), which].astype(float) if m else np.full(n, np.inf)
    which = np.where(np.isfinite(nearest), which, -1)
    access = e2sfca(value, demand.weight, np.ones(m), thirds(standard.limit)).access
    within = nearest <= standard.limit
    return Coverage(demand, nearest, which, within, 1000 * access, found)

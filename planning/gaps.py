"""What a planner looks at before choosing: places against demand in a region, layer by layer."""

import datetime as dt
from dataclasses import dataclass

from directory.returns.tracker import County, counties
from geo.cost_matrix import Network
from geo.regions import prefix_of
from planning.coverage import Coverage, coverage, demand_in
from planning.earlier import Earlier, Pair, earlier, pairs
from planning.models import DemandSet
from planning.standard import Standard
from planning.standing_places import StandingPlace, positions, standing_places
from planning.unmet import Cell, cells

# A market 300 m from the crowd stood empty (docs/planner.md).
FAR_M = 300


@dataclass(frozen=True, slots=True)
class Asked:
    """`all_halls`: commercial halls and stations count as serving too, not public ones alone."""

    region: str
    standard: Standard
    demand: DemandSet | None
    all_halls: bool = False


@dataclass(frozen=True, slots=True)
class Gaps:
    """`serving`: the open places that count; `coverage` None without a demand set, or none of it
    in the region. `doors_unknown`: halls whose hours nobody knows."""

    asked: Asked
    places: tuple[StandingPlace, ...]
    serving: tuple[StandingPlace, ...]
    coverage: Coverage | None
    counties: tuple[County, ...]
    pairs: tuple[Pair, ...]
    earlier: tuple[Earlier, ...]
    doors_unknown: int
    unmet: tuple[Cell, ...]

    @property
    def spots(self) -> list[StandingPlace]:
        """Gathering spots that stand, the most heads first, uncounted ones last."""
        kerbs = [each for each in self.places if each.is_kerb and each.is_open]
        return sorted(kerbs, key=lambda each: (-(each.seekers or 0), each.public_id))

    @property
    def lacking(self) -> list[County]:
        return [each for each in self.counties if not each.has]

    @property
    def far_pairs(self) -> list[Pair]:
        return [each for each in self.pairs if each.metres > FAR_M]

    @property
    def demo(self) -> bool:
        made = self.asked.demand
        return any(each.demo for each in self.places) or bool(made and made.demo)


def gaps(asked: Asked, today: dt.date, roads: Network | None) -> Gaps:
    """`EntryErrors` where the region and the demand are too large to be answered at once."""
    places = standing_places(asked.region, today)
    serving = [
        each
        for each in places
        if each.is_open and (each.is_hall if asked.all_halls else each.is_public_benefit)
    ]
    held = None
    if asked.demand is not None:
        demand = demand_in(asked.demand, prefix_of(asked.region))
        if len(demand.at):
            held = coverage(demand, positions(serving), asked.standard, roads)
    ranked, unknown = earlier(places, today)
    return Gaps(
        asked,
        tuple(each for each in places if not each.outside),
        tuple(serving),
        held,
        tuple(counties(asked.region, today)),
        tuple(pairs(places)),
        tuple(ranked),
        unknown,
        tuple(cells(asked.region, today)),
    )

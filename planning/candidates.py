"""Where candidate sites come from: places of the ledger, towns, a grid over a region."""

import math
from dataclasses import dataclass

from django.contrib.gis.geos import Point
from django.utils import timezone
from django.utils.translation import gettext as _

from directory.errors import EntryErrors
from directory.models import Market, Official
from directory.models.market import Form, Nature
from geo.models import Town
from geo.regions import prefix_of
from planning.counties import finest
from planning.models import CandidateSet
from planning.points import Offered
from planning.sets import MOST_SITES, write_candidates

Origin = CandidateSet.Origin
KINDS = ("candidate", "kerb", "public")
# Metres along a meridian per degree, WGS-84 at 35° north; the grid's step is said as about.
_M_A_DEGREE = 110_940.0


@dataclass(frozen=True, slots=True)
class Each:
    """What every site of a set holds (None: nobody knows) and costs, in 万元."""

    capacity: float | None = None
    cost: float = 1.0

    def parameters(self) -> dict[str, float | None]:
        return {"capacity": self.capacity, "cost": self.cost}

    def offered(self, at: Point, name: str, region_code: str) -> Offered:
        return Offered(at.x, at.y, name, self.capacity, self.cost, region_code=region_code)


_USUAL = Each()


def from_places(
    by: Official | None,
    region: str,
    name: str,
    kinds: tuple[str, ...],
    each: Each = _USUAL,
    demo: bool = False,
) -> CandidateSet:
    """Idle buildings (`candidate`), gathering spots (`kerb`), public halls and stations."""
    places = (
        Market.objects.standing()
        .open_on(timezone.localdate())
        .filter(region_code__startswith=prefix_of(region))
    )
    chosen = [place for place in places if _kind(place) in kinds]
    return write_candidates(
        by,
        region=region,
        name=name,
        origin=Origin.PLACES,
        provenance=_("台账里的备选场地、聚集点或公共市场，按今日状态"),
        parameters={"kinds": list(kinds), "on": timezone.localdate().isoformat()}
        | each.parameters(),
        sites=[each.offered(place.point, place.name, place.region_code) for place in chosen],
        demo=demo or any(place.demo for place in chosen),
    )


def _kind(place: Market) -> str:
    if place.form in (Form.CANDIDATE, Form.KERB):
        return str(place.form)
    return "public" if place.nature == Nature.PUBLIC else ""


def from_towns(
    by: Official | None, region: str, name: str, each: Each = _USUAL, demo: bool = False
) -> CandidateSet:
    towns = Town.objects.filter(county_code__startswith=prefix_of(region), point__isnull=False)
    return write_candidates(
        by,
        region=region,
        name=name,
        origin=Origin.TOWNS,
        provenance=_("镇街驻地，位置精度见镇街资料"),
        parameters=each.parameters(),
        sites=[
            each.offered(town.point, town.name, town.county_code)
            for town in towns
            if town.point is not None
        ],
        demo=demo,
    )


def grid(
    by: Official | None, region: str, name: str, step_m: float, each: Each = _USUAL
) -> CandidateSet:
    """The crossings of a grid of about `step_m` metres that lie inside the region's counties."""
    if not 100 <= step_m <= 50_000:
        raise EntryErrors({"step_m": [_("网格间距须在 100 米与 50 公里之间")]})
    counties = list(finest(region))
    if not counties:
        raise EntryErrors({"region": [_("没有这个区域")]})
    sites: list[Offered] = []
    for county in counties:
        west, south, east, north = county.geom.extent
        inside = county.geom.prepared
        high = step_m / _M_A_DEGREE
        wide = high / math.cos(math.radians((south + north) / 2))
        columns, rows = (
            range(int(west // wide), int(east // wide) + 2),
            range(int(south // high), int(north // high) + 2),
        )
        for y in rows:
            sites += [
                each.offered(at, f"{county.name} {x},{y}", county.code)
                for x in columns
                if inside.contains(at := Point(x * wide, y * high, srid=4326))
            ]
            if len(sites) > MOST_SITES:
                raise EntryErrors({"step_m": [_("网格太密，请加大间距")]})
    return write_candidates(
        by,
        region=region,
        name=name,
        origin=Origin.GRID,
        provenance=_("区域内约 %(step)g 米见方的网格") % {"step": step_m},
        parameters={"step_m": step_m} | each.parameters(),
        sites=sites,
    )

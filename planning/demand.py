"""Where demand comes from: counts at gathering spots, population, other sets."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from directory.errors import EntryErrors
from directory.models import Market, Official
from directory.models.market import Form
from directory.returns.figures import figures
from geo.models import Region, Town
from geo.regions import prefix_of
from planning import unmet
from planning.counties import finest
from planning.models import DemandPoint, DemandSet
from planning.points import Demanded
from planning.sets import write_demand

POPULATION = Path(__file__).resolve().parents[1] / "fixtures" / "zaozhuang" / "population.json"
Origin = DemandSet.Origin


@dataclass(frozen=True, slots=True)
class Shares:
    """Workers that look for work on a day, out of a county's population.

    `working_age` of the residents, `casual` of those work from day to day, `daily` of those are
    out on one morning. Assumptions, to be changed by whoever knows better; shown with each result.
    """

    working_age: float = 0.6
    casual: float = 0.03
    daily: float = 0.5

    def __post_init__(self) -> None:
        for name in ("working_age", "casual", "daily"):
            if not 0 <= getattr(self, name) <= 1:
                raise EntryErrors({name: [_("比例须在 0 与 1 之间")]})

    @property
    def product(self) -> float:
        return self.working_age * self.casual * self.daily

    def to_json(self) -> dict[str, float]:
        return {
            "working_age": self.working_age, "casual": self.casual, "daily": self.daily,
        }  # fmt: skip


def from_spots(by: Official | None, region: str, name: str) -> DemandSet:
    """Where workers stand now: the mean of the year's counts there, else what was typed last.

    `EntryErrors` where nothing is known: a head-count is never guessed.
    """
    today = timezone.localdate()
    spots = list(
        Market.objects.standing()
        .open_on(today)
        .exclude(form=Form.CANDIDATE)
        .filter(region_code__startswith=prefix_of(region))
        .order_by("region_code", "public_id")
    )
    known = figures([each.pk for each in spots], today)
    seekers = {pk: held["seekers"] for pk, held in known.items() if "seekers" in held}
    with_people = [each for each in spots if each.pk in seekers and seekers[each.pk]["value"]]
    if not with_people:
        raise EntryErrors({"": [_("该区域没有一处计过数或登记过求职人数")]})
    counted = sum(bool(seekers[each.pk]["derived"]) for each in with_people)
    typed, left_out = len(with_people) - counted, len(spots) - len(seekers)
    return write_demand(
        by,
        region=region,
        name=name,
        origin=Origin.SPOTS,
        provenance=_(
            "%(counted)d 处按一年内计数的日均求职人数，%(typed)d 处没有计数、按台账最近登记的人数；"
            "%(left)d 处没有人数，未计入"
        )
        % {"counted": counted, "typed": typed, "left": left_out},
        parameters={
            "counted": counted, "typed": typed, "left_out": left_out, "on": today.isoformat(),
        },
        points=[
            Demanded(
                each.point.x,
                each.point.y,
                float(seekers[each.pk]["value"]),
                each.name,
                each.region_code,
            )
            for each in with_people
        ],
        demo=any(each.demo for each in with_people),
    )  # fmt: skip


def from_unmet(by: Official | None, region: str, name: str) -> DemandSet:
    """Searches a day that found nothing open nearby, at the middles of the cells of their grid.

    `EntryErrors` where there are none, or too few in each to be shown.
    """
    today = timezone.localdate()
    found, days = unmet.cells(region, today), unmet.days_shown(today)
    if not found:
        raise EntryErrors({"": [_("该区域没有够数的“找不到的搜索”")]})
    return write_demand(
        by,
        region=region,
        name=name,
        origin=Origin.UNMET,
        provenance=_(
            "%(days)d 天里附近找不到开门地点的搜索，日均次数，不是人数；约 2 公里的格子，"
            "每格每月每个钟点不足 %(least)d 次的不计"
        )
        % {"days": days, "least": unmet.LEAST},
        parameters={"days": days, "least": unmet.LEAST, "on": today.isoformat()},
        points=[
            Demanded(*cell.at, cell.searches / days, f"{cell.column},{cell.row}", cell.region_code)
            for cell in found
        ],
    )


def from_population(
    by: Official | None, region: str, name: str, shares: Shares, demo: bool = False
) -> DemandSet:
    """Each county's modelled workers, spread evenly over its towns whose position is known."""
    known = population()
    counties = [each for each in finest(region) if each.code in known["counties"]]
    if not counties:
        raise EntryErrors({"": [_("该区域没有人口数据")]})
    points = [
        point
        for county in counties
        for point in _of_county(county, known["counties"][county.code] * shares.product)
    ]
    return write_demand(
        by,
        region=region,
        name=name,
        origin=Origin.POPULATION,
        provenance=_("推算：%(source)s × 劳动年龄比例 × 零工比例 × 当日出工比例，按镇街平均分配")
        % {"source": known["source"]},
        parameters={**shares.to_json(), "counties": [each.code for each in counties]},
        points=points,
        modelled=True,
        demo=demo,
    )


def _of_county(county: Region, workers: float) -> list[Demanded]:
    towns = list(Town.objects.filter(county_code=county.code, point__isnull=False))
    if not towns:
        return [Demanded(county.centre.x, county.centre.y, workers, county.name, county.code)]
    each = workers / len(towns)
    return [
        Demanded(town.point.x, town.point.y, each, town.name, county.code)
        for town in towns
        if town.point is not None
    ]


def combine(
    by: Official | None, region: str, name: str, parts: Sequence[tuple[DemandSet, float]]
) -> DemandSet:
    """All points of the sets, each set's weights times its factor."""
    if not parts or any(not 0 < factor <= 1000 for _set, factor in parts):
        raise EntryErrors({"": [_("至少选一个需求，系数须大于 0、不超过 1000")]})
    points: list[Demanded] = []
    for demand, factor in parts:
        rows = DemandPoint.objects.filter(set=demand).order_by("position")
        points += [
            Demanded(row.point.x, row.point.y, row.weight * factor, row.name, row.region_code)
            for row in rows.iterator(5000)
        ]
    said = "；".join(f"{demand} × {factor:g}" for demand, factor in parts)
    return write_demand(
        by,
        region=region,
        name=name,
        origin=Origin.COMBINED,
        provenance=said[:500],
        parameters={
            "parts": [
                {"name": demand.name, "version": demand.version, "pk": demand.pk, "factor": factor}
                for demand, factor in parts
            ]
        },
        points=points,
        modelled=any(demand.modelled for demand, _factor in parts),
        demo=any(demand.demo for demand, _factor in parts),
    )


@cache
def population() -> Mapping[str, Any]:
    found: dict[str, Any] = json.loads(POPULATION.read_text(encoding="utf-8"))
    return found

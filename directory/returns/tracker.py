"""Whether every county has a public-benefit market (公益性零工市场) that operates."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from django.db.models import Q

from directory.models import Market
from directory.models.market import Form, Nature
from directory.models.status import Status
from geo.models import Level, Region
from geo.regions import prefix_of


@dataclass(frozen=True, slots=True)
class County:
    """`running`: public-benefit places open today; `other`: every other operating place."""

    code: str
    name: str
    running: int
    other: int

    @property
    def has(self) -> bool:
        return self.running > 0


def counties(region_code: str, today: dt.date) -> list[County]:
    """Every live county in the region, by code; two queries."""
    live = Region.objects.live().defer("geom").at_level(Level.COUNTY).order_by("code")
    stem = prefix_of(region_code)
    regions = list(live.filter(code__startswith=stem))
    places = (
        Market.objects.standing()
        .filter(region_code__startswith=stem)
        .exclude(form=Form.CANDIDATE)
        .status_on(today)
        .filter(Q(status=Status.OPEN))
        .values_list("region_code", "nature", "form")
    )
    running: Counter[str] = Counter()
    other: Counter[str] = Counter()
    for code, nature, form in places:
        is_market = nature == Nature.PUBLIC and form != Form.KERB
        (running if is_market else other)[code] += 1
    return [County(r.code, r.name, running[r.code], other[r.code]) for r in regions]

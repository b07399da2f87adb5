"""The places that a planner sees: those of the region's ledger, and public ones just beyond it."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.contrib.gis.geos import Polygon
from django.db.models import Q
from numpy.typing import NDArray

from directory.models import Market
from directory.models.market import Form, Nature
from directory.models.status import Status
from directory.returns.figures import figures
from geo.regions import prefix_of

HALLS = (Form.HALL, Form.STATION)
# Who lives at a border does not stop at it.
BEYOND_DEG = 0.1
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class StandingPlace:
    """`seekers`: of a usual day, by counts or as typed, with its day; None: nobody knows.

    `outside`: published, in another region. `status`: of today.
    """

    pk: int
    public_id: str
    name: str
    nature: str
    form: str
    status: str
    lon: float
    lat: float
    region_code: str
    seekers: int | None
    seekers_on: str
    seekers_counted: bool
    demo: bool
    outside: bool = False

    @property
    def is_open(self) -> bool:
        return self.status == Status.OPEN

    @property
    def is_kerb(self) -> bool:
        return self.form == Form.KERB

    @property
    def is_hall(self) -> bool:
        return self.form in HALLS

    @property
    def is_public_benefit(self) -> bool:
        return self.nature == Nature.PUBLIC and self.is_hall


def standing_places(region: str, today: dt.date) -> list[StandingPlace]:
    """All forms and states; those outside are open halls and stations, and come last."""
    stem = prefix_of(region)
    rows = Market.objects.standing().status_on(today)
    own = list(rows.filter(region_code__startswith=stem).order_by("region_code", "public_id"))
    known = figures([each.pk for each in own], today)
    found = [_place(each, known.get(each.pk, {}).get("seekers")) for each in own]
    if stem and found:
        outside = (
            rows.decided_public()
            .exclude(region_code__startswith=stem)
            .filter(Q(status=Status.OPEN), form__in=HALLS, point__within=_around(found))
        )
        found += [_place(each, None, outside=True) for each in outside.order_by("public_id")]
    return found


def positions(places: list[StandingPlace]) -> Floats:
    """(n, 2) longitude, latitude."""
    return np.array([(each.lon, each.lat) for each in places], float).reshape(-1, 2)


def _around(places: list[StandingPlace]) -> Polygon:
    lons, lats = [each.lon for each in places], [each.lat for each in places]
    box = (min(lons) - BEYOND_DEG, min(lats) - BEYOND_DEG)
    area = Polygon.from_bbox((*box, max(lons) + BEYOND_DEG, max(lats) + BEYOND_DEG))
    area.srid = 4326
    return area


def _place(row: Any, seekers: dict[str, Any] | None, outside: bool = False) -> StandingPlace:
    return StandingPlace(
        pk=row.pk,
        public_id=row.public_id,
        name=row.name,
        nature=row.nature,
        form=row.form,
        status=row.status,
        lon=row.point.x,
        lat=row.point.y,
        region_code=row.region_code,
        seekers=None if seekers is None else int(seekers["value"]),
        seekers_on=(seekers or {}).get("on") or "",
        seekers_counted=bool(seekers and seekers["derived"]),
        demo=row.demo,
        outside=outside,
    )

"""The places that stand in a region on a day, as a scenario keeps them."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, Literal

from django.utils.translation import gettext as _

from directory.errors import EntryErrors
from directory.models import Market
from directory.models.market import Form
from geo.regions import prefix_of
from planning.question import MOST_ROOM

Fate = Literal["fixed", "movable", "closed"]
FATES: tuple[Fate, ...] = ("fixed", "movable", "closed")
MOST = 1000


def standing(region: str, day: dt.date) -> list[dict[str, Any]]:
    """Halls and stations that are open that day; where a crowd stands on a kerb is demand.

    `EntryErrors` where there are more of them than a scenario takes.
    """
    places = list(
        Market.objects.standing()
        .open_on(day)
        .filter(form__in=(Form.HALL, Form.STATION), region_code__startswith=prefix_of(region))
        .order_by("region_code", "name", "public_id")[: MOST + 1]
    )
    if len(places) > MOST:
        raise EntryErrors(
            {"region": [_("现有地点超过 %(most)d 处，请选小一些的区域") % {"most": MOST}]}
        )
    return [
        {
            "id": each.public_id,
            "name": each.name,
            "lon": each.point.x,
            "lat": each.point.y,
            "county": each.region_code,
            "public": each.nature == "public",
            "demo": each.demo,
            "fate": "fixed",
            # The ledger does not know how many a hall can serve; who asks the scenario may.
            "capacity": None,
        }
        for each in places
    ]


def with_fates(
    places: list[dict[str, Any]], fates: Mapping[str, str], rooms: Mapping[str, float]
) -> list[dict[str, Any]]:
    """The same places, each with its fate and its capacity by id; fixed and not known (None) where
    none is given. `EntryErrors`."""
    unknown = set(fates.values()) - set(FATES)
    if unknown:
        raise EntryErrors({"existing": [_("没有这种安排：%(words)s") % {"words": min(unknown)}]})
    if any(not 0 <= room <= MOST_ROOM for room in rooms.values()):
        most = {"most": f"{MOST_ROOM:,}"}
        raise EntryErrors({"existing": [_("容量须在 0 与 %(most)s 之间") % most]})
    return [
        {**each, "fate": fates.get(each["id"], "fixed"), "capacity": rooms.get(each["id"])}
        for each in places
    ]

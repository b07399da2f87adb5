"""Searches that found nothing open nearby, on the map of gaps and in the table under it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from maps.planner.drawn import Layer, feature
from planning.unmet import Cell

MOST_CELLS, MOST_ROWS = 2000, 20


def layer(cells: Sequence[Cell]) -> Layer:
    features = [
        feature({"type": "Polygon", "coordinates": [cell.ring]}, "unmet", _words(cell))
        for cell in cells[:MOST_CELLS]
    ]
    return Layer(
        "unmet", _("找不到的搜索"), (("unmet", _("满 5 次的格子")),), features, shown=False
    )


def rows(cells: Sequence[Cell], names: Mapping[str, str]) -> list[dict[str, Any]]:
    return [
        {
            "county": names.get(cell.region_code, cell.region_code),
            "lon": cell.at[0],
            "lat": cell.at[1],
            "searches": cell.searches,
            "busiest": cell.busiest,
        }
        for cell in cells[:MOST_ROWS]
    ]


def _words(cell: Cell) -> str:
    facts = {"searches": cell.searches, "hour": cell.busiest}
    return _("%(searches)d 次，%(hour)d 点最多") % facts

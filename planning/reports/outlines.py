"""Outlines of an answer's counties, simplified together: a ground to draw on, no boundary."""

from typing import Any

import shapely

from geo.models import Region
from geo.outline import Outline, simplified
from planning.answer import Answer


def county_outlines(answer: Answer) -> list[dict[str, Any]]:
    """GeoJSON features with `name` and `centre`; none for counties without a live region."""
    codes = [each.code for each in answer.counties]
    drawn = [
        Outline(
            r.code, r.name, r.level, (r.centre.x, r.centre.y), shapely.from_wkb(bytes(r.geom.wkb))
        )
        for r in Region.objects.live().filter(code__in=codes)
    ]
    features: list[dict[str, Any]] = simplified(drawn)["features"]
    return features


def positions(answer: Answer) -> list[tuple[float, float]]:
    """Longitude and latitude of everything that is drawn."""
    demand = [(each.lon, each.lat) for each in answer.lines]
    return demand + [(each.lon, each.lat) for each in answer.sites]

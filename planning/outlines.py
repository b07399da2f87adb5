"""Outlines of counties, simplified together: a ground to draw on, no boundary."""

from collections.abc import Iterable
from typing import Any

import shapely

from geo.models import Region
from geo.outline import Outline, simplified

Feature = dict[str, Any]


def outlines(codes: Iterable[str]) -> list[Feature]:
    """The live regions of these codes, simplified together; `centre` is where a name may stand."""
    drawn = [
        Outline(
            r.code, r.name, r.level, (r.centre.x, r.centre.y), shapely.from_wkb(bytes(r.geom.wkb))
        )
        for r in Region.objects.live().filter(code__in=list(codes))
    ]
    features: list[Feature] = simplified(drawn)["features"]
    return features

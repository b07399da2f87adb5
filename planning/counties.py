"""Which county each of very many positions lies in, and which counties a region has."""

from collections.abc import Sequence

from django.db import connection
from django.db.models import QuerySet

from geo.models import Level, Region
from geo.regions import prefix_of

_OF = """
SELECT given.at, region.code
FROM unnest(%s::int[], %s::float8[], %s::float8[]) AS given(at, lon, lat)
JOIN geo_region region ON region.id = ANY(%s)
    AND ST_Intersects(region.geom, ST_SetSRID(ST_MakePoint(given.lon, given.lat), 4326))
ORDER BY region.code DESC
"""


def finest(code: str) -> QuerySet[Region]:
    """The live counties of the region; a city that has none counts as one."""
    live = Region.objects.live().filter(code__startswith=prefix_of(code))
    parents = live.exclude(parent_code="").values("parent_code")
    return live.exclude(code__in=parents).exclude(level=Level.PROVINCE).order_by("code")


def counties_of(lons: Sequence[float], lats: Sequence[float], region: str) -> list[str]:
    """The county of each position, empty where it lies in none of the region's."""
    found = [""] * len(lons)
    ids = list(finest(region).values_list("pk", flat=True))
    if not found or not ids:
        return found
    with connection.cursor() as cursor:
        cursor.execute(_OF, [list(range(len(found))), list(lons), list(lats), ids])
        for at, code in cursor.fetchall():
            found[at] = code
    return found

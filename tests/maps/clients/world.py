"""A publication that takes several pages to read, for programs that know OGC API – Features.

The twelve places of `tests.publications`, a row of others through the country, two at the edges of
the world, and the events and areas that come with them.
"""

from tests.publications import PLACES, place

MANY = 240
EAST, WEST = "edgee", "edgew"
# Two degrees on either side of the antimeridian.
EDGES = (place(EAST, name="日界线以西", lon=178.0, lat=-17.0),
         place(WEST, name="日界线以东", lon=-178.0, lat=-17.5))  # fmt: skip
NATURES = ("public", "commercial", "spontaneous")


def _one(n: int) -> object:
    return place(
        f"m{n:04}",
        name=f"第{n}零工市场",
        nature=NATURES[n % 3],
        lon=round(100 + (n * 37 % 211) / 10, 4),
        lat=round(22 + (n * 53 % 197) / 10, 4),
        free=(True, False, None)[n % 3],
        accuracy_m=n,
    )


EVERY = (*PLACES, *EDGES, *(_one(n) for n in range(MANY)))
BY_ID = {each.id: each for each in EVERY}

"""What every side is asked, and whether what they say is the same. Pure."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from math import asinh, floor, pi, radians, tan
from urllib.parse import urlsplit

KINDS = ("nearest", "filtered", "bbox", "tile", "directory")
# PostGIS ranks geographies by the sphere, we by the ellipsoid: at most 0.56 % apart.
TOLERANCE = 0.006
LOOPBACK = ("127.0.0.1", "localhost", "::1")


class Refused(ValueError):
    """An address that is not on this machine."""


@dataclass(frozen=True, slots=True)
class Question:
    """WGS-84 degrees; `box` is west, south, east, north; `at` is local, to the minute.

    `n`: its number among the questions.
    """

    lon: float
    lat: float
    trade: str
    at: str
    box: tuple[float, float, float, float]
    tile: tuple[int, int]
    n: int = 0


def must_be_loopback(address: str) -> str:
    """The address, if it is on this machine; Refused if not."""
    if urlsplit(address).hostname not in LOOPBACK:
        raise Refused(f"{address}: only addresses of this machine are loaded, {LOOPBACK}")
    return address


def tile_of(lon: float, lat: float, zoom: int = 10) -> tuple[int, int]:
    side = 1 << zoom
    y = (1 - asinh(tan(radians(lat))) / pi) / 2
    return floor((lon + 180) / 360 * side), floor(y * side)


def make(
    places: Sequence[tuple[float, float]],
    trades: Sequence[str],
    day: str,
    seed: int,
    count: int,
    half: float,
) -> list[Question]:
    """`count` questions, each some kilometres from a random place; boxes are 2 `half` degrees."""
    dice = random.Random(seed)
    made = []
    for n in range(count):
        lon, lat = places[dice.randrange(len(places))]
        lon, lat = round(lon + dice.gauss(0, 0.05), 6), round(lat + dice.gauss(0, 0.05), 6)
        at = f"{day}T{dice.randrange(4, 20):02d}:{dice.randrange(60):02d}"
        box = (
            round(lon - half, 6),
            round(lat - half, 6),
            round(lon + half, 6),
            round(lat + half, 6),
        )
        made.append(Question(lon, lat, dice.choice(list(trades)), at, box, tile_of(lon, lat), n))
    return made


def alike(ours: Sequence[tuple[str, float]], theirs: Sequence[tuple[str, float]]) -> bool:
    """Whether two answers of (id, metres) hold the same places, but for equals at the edge.

    Where they differ, what differs must lie within `TOLERANCE` of the farthest in the answer.
    """
    if len(ours) != len(theirs):
        return False
    if not ours:
        return True
    edge = max(metres for _, metres in (*ours, *theirs)) * (1 - TOLERANCE)
    mine, other = dict(ours), dict(theirs)
    different = {*mine} ^ {*other}
    return all((mine.get(id) or other.get(id) or 0.0) >= edge for id in different)

"""Nearest ten: the publication in this process against one PostGIS query for the same answer.

    python bench/read_path.py [--asks N] [--rounds N]

Reads the standing publication and the database it was built from. Both sides are asked the same
points in turn, a round each, so that a busy machine slows both; what is compared is the ratio.
"""

import argparse
import os
import random
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django

django.setup()

from django.contrib.gis.geos import Point  # noqa: E402
from django.utils import timezone  # noqa: E402

from directory.finder import Ask, nearest  # noqa: E402
from directory.models import Market  # noqa: E402
from directory.publication import Snapshot, current  # noqa: E402

LIMIT = 10
Place = tuple[float, float]
Side = Callable[[Place], list[str]]


def from_publication(snapshot: Snapshot) -> Side:
    now = timezone.make_naive(timezone.now())

    def ask(place: Place) -> list[str]:
        hits = nearest(snapshot, Ask(*place, at=now, limit=LIMIT))
        return [hit.place.id for hit in hits]

    return ask


def from_postgis(place: Place) -> list[str]:
    """What GeoDjango offers: a few more in index order, then the geodesic of what it returned."""
    markets = Market.objects.published().exclude(
        status_periods__status__in=("closed", "moved"),
        status_periods__starts_on__lte=timezone.localdate(),
    )
    found = list(markets.nearest(Point(*place, srid=4326))[: LIMIT + 2])
    found.sort(key=lambda market: vars(market)["distance_m"])
    return [market.public_id for market in found[:LIMIT]]


def seconds(side: Side, places: list[Place]) -> float:
    began = time.perf_counter()
    for place in places:
        side(place)
    return (time.perf_counter() - began) / len(places)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--asks", type=int, default=20, help="questions in a round")
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()

    snapshot = current()
    dice = random.Random(1)
    rows = [dice.randrange(snapshot.count) for _ in range(given.asks)]
    places = [
        (float(snapshot.lon[r]) + dice.gauss(0, 0.05), float(snapshot.lat[r]) + dice.gauss(0, 0.05))
        for r in rows
    ]
    ours = from_publication(snapshot)
    alike = sum(set(ours(place)) == set(from_postgis(place)) for place in places)
    pairs = [(seconds(ours, places), seconds(from_postgis, places)) for _ in range(given.rounds)]
    ratios = [theirs / own for own, theirs in pairs]
    print(f"{snapshot.count} places, publication {snapshot.number}, nearest {LIMIT}")
    print(f"same places in {alike} of {len(places)} questions")
    print(f"publication {1e3 * statistics.median(own for own, _ in pairs):8.2f} ms")
    print(f"PostGIS     {1e3 * statistics.median(theirs for _, theirs in pairs):8.2f} ms")
    spread = f"{min(ratios):.1f}–{max(ratios):.1f}"
    print(f"ratio       {statistics.median(ratios):8.1f}  (rounds {spread})")


if __name__ == "__main__":
    main()

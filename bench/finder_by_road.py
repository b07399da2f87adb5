"""The finder with and without a road network: processor time of one question.

    python bench/finder_by_road.py FILE.osm.pbf [--rounds N] [--grid N]

Builds a network from the extract with 200 made places in it, and another that is a grid of N × N
crossings 100 m apart with 3 000 places, as large as a province's; asks the finder and the nearest
ten from 100 positions, by each mode, and prints milliseconds. Needs no database.
"""

import argparse
import datetime as dt
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import django
import numpy as np
import shapely

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from directory import finder  # noqa: E402
from directory.finder import Ask  # noqa: E402
from directory.journey import Journey  # noqa: E402
from directory.publication import Snapshot  # noqa: E402
from geo.roads import store  # noqa: E402
from geo.roads.building import build  # noqa: E402
from geo.roads.graph import Graph  # noqa: E402
from geo.roads.network import Roads, Side  # noqa: E402
from geo.travel import MODES  # noqa: E402
from tests.publications import place, sample  # noqa: E402

AT = dt.datetime(2026, 11, 24, 5)
HOURS = ("Mo-Su 04:30-09:00", "24/7", "Mo-Su 05:00-08:00", "", "Mo-Fr 14:00-19:00")
QUESTIONS = 100
CORNER, STEP = (117.0, 34.5), (100 / 91_300, 100 / 110_950)
Box = tuple[float, float, float, float]


def published(folder: Path, box: Box, count: int) -> Snapshot:
    spots = np.random.default_rng(1).uniform(box[:2], box[2:], (count, 2)).round(6).tolist()
    return sample(
        folder,
        [
            place(f"p{n:05d}", lon=lon, lat=lat, hours=HOURS[n % len(HOURS)])
            for n, (lon, lat) in enumerate(spots)
        ],
    )


def grid(size: int) -> Roads:
    """Streets as on a chessboard, each way a little longer than straight."""
    number = np.arange(size * size).reshape(size, size)
    tail = np.concatenate([number[:, :-1].ravel(), number[:-1].ravel()])
    head = np.concatenate([number[:, 1:].ravel(), number[1:].ravel()])
    tail, head = np.concatenate([tail, head]), np.concatenate([head, tail])
    order = np.lexsort((head, tail))
    tail, head = tail[order], head[order]
    start = np.zeros(size * size + 1, np.int32)
    np.cumsum(np.bincount(tail, minlength=size * size), out=start[1:])
    lon = CORNER[0] + np.tile(np.arange(size), size) * STEP[0]
    lat = CORNER[1] + np.repeat(np.arange(size), size) * STEP[1]
    metres = 100 + np.random.default_rng(2).uniform(0, 30, len(tail))
    graph = Graph(lon, lat, start, head.astype(np.int32), metres)
    region = shapely.box(lon[0], lat[0], lon[-1], lat[-1])
    return Roads("grid", region, {mode: Side(graph, region) for mode in MODES})


def milliseconds(rounds: int, work: Callable[[float, float], object], box: Box) -> float:
    asked = np.random.default_rng(3).uniform(box[:2], box[2:], (QUESTIONS, 2)).tolist()
    took = []
    for _ in range(rounds + 1):
        began = time.process_time()
        for lon, lat in asked:
            work(lon, lat)
        took.append((time.process_time() - began) / QUESTIONS * 1000)
    return statistics.median(took[1:])


def measure(name: str, snapshot: Snapshot, roads: Roads, box: Box, rounds: int) -> None:
    roads.warm()
    for mode in MODES:
        for said, network in (("without roads", None), ("by road", roads)):

            def ten(lon: float, lat: float, mode: str = mode, by: Roads | None = network) -> None:
                journey = Journey(snapshot, Ask(lon, lat, AT, mode, limit=10), by)
                journey.figures(finder.nearest_rows(journey))

            def page(lon: float, lat: float, mode: str = mode, by: Roads | None = network) -> None:
                finder.answer(snapshot, Ask(lon, lat, AT, mode), roads=by)

            figures = [milliseconds(rounds, work, box) for work in (ten, page)]
            print(f"{name}, {mode}, {said}: nearest {figures[0]:.2f} ms, page {figures[1]:.2f} ms")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--grid", type=int, default=1000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        about = build(asked.file, folder / "roads", dt.datetime.now(dt.UTC), lambda *_: None)
        roads = store.load(folder / "roads", about.name)
        west, south, east, north = shapely.bounds(roads.region).tolist()
        box = west, south, east, north
        measure("extract", published(folder / "a", box, 200), roads, box, asked.rounds)
        side = asked.grid * STEP[0], asked.grid * STEP[1]
        whole = *CORNER, CORNER[0] + side[0], CORNER[1] + side[1]
        snapshot = published(folder / "b", whole, 3000)
        measure("grid", snapshot, grid(asked.grid), whole, asked.rounds)


if __name__ == "__main__":
    main()

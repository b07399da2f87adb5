"""python bench/growth.py [--places N ...]: what ten and a hundred times as many places cost.

In process, in turn on the same positions, without HTTP: the ten nearest, the ten nearest of a
trade that are open, and the same at a moment when nobody is. A size that no publication was made
for is written straight from the records of the largest one there is, moved about and renumbered.
Figures go into bench/results.json and docs/performance.md.
"""

import argparse
import dataclasses
import datetime as dt
import gc
import json
import os
import random
import sys
import time
from collections.abc import Callable, Sequence
from itertools import cycle
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import django

from bench.speed import stage

os.environ.update(stage.environment(10_000, 8160))
django.setup()

from bench.speed.__main__ import RESULTS, write  # noqa: E402
from directory import finder, nearby  # noqa: E402
from directory.finder import Ask  # noqa: E402
from directory.journey import Journey  # noqa: E402
from directory.publication.contents import Contents  # noqa: E402
from directory.publication.snapshot import Snapshot  # noqa: E402
from directory.publication.writer import write as write_folder  # noqa: E402
from directory.records import PlaceRecord  # noqa: E402

ROUNDS, EACH = 5, 200
SPREAD_DEGREES = 0.2


def grown(places: Sequence[PlaceRecord], wanted: int) -> list[PlaceRecord]:
    """`wanted` places: those there are, again and again, some kilometres away each time."""
    dice = random.Random(11)
    return [
        dataclasses.replace(
            place,
            id=f"g{number}",
            lon=place.lon + dice.gauss(0, SPREAD_DEGREES),
            lat=place.lat + dice.gauss(0, SPREAD_DEGREES),
            links=(),
            statuses=(),
        )
        for number, place in zip(range(wanted), cycle(places), strict=False)
    ]


def make(source: Snapshot, places: int) -> float:
    """Seconds by the clock; the records lie in memory before it starts."""
    records = grown([source.place_at(row) for row in range(source.count)], places)
    began = time.perf_counter()
    contents = Contents(
        number=1, built_at=source.built_at, places=iter(records),
        trades=tuple(source.trades.values()), services=tuple(source.services.values()),
        facilities=tuple(source.facilities.values()), areas=tuple(source.areas.values()),
        events=(), calendar=source.calendar, outlines={},
    )  # fmt: skip
    write_folder(contents, stage.HOME / str(places) / "publication-cache" / "grown")
    return time.perf_counter() - began


def resident_mb() -> float:
    """Of this process now; a peak would hide what is opened after a large publication was made."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def opened(places: int, day: dt.date) -> tuple[Snapshot, dict[str, float]]:
    folder = stage.publication(places)
    if folder is None:
        raise SystemExit(f"{places}: no publication; make bench ARGS='--places {places}' makes one")
    began, before = time.process_time(), resident_mb()
    snapshot = Snapshot.open(folder)
    snapshot.warm(day)
    size = sum(file.stat().st_size for file in folder.iterdir() if file.is_file())
    return snapshot, {
        "places": snapshot.count,
        "open_s": time.process_time() - began,
        "memory_mb": round(resident_mb() - before, 1),
        "disk_mb": size / 1e6,
    }


def nobody(snapshot: Snapshot, day: dt.date) -> list[tuple[dt.datetime, str | None]]:
    """Moments before dawn at which surely nothing is open, of a trade or at all."""
    midnight = dt.datetime.combine(day, dt.time())
    moments = [midnight + dt.timedelta(minutes=20 * step) for step in range(18)]
    lon, lat = float(snapshot.lon[0]), float(snapshot.lat[0])
    return [
        (moment, trade)
        for moment in moments
        for trade in (None, *snapshot.trades)
        if not nearby.open_at(snapshot, lon, lat, 1, moment, trade)
    ]


def kinds(snapshot: Snapshot, day: dt.date) -> dict[str, Callable[[random.Random], None]]:
    trades, nights = list(snapshot.trades), nobody(snapshot, day)

    def position(dice: random.Random) -> tuple[float, float]:
        row = dice.randrange(snapshot.count)
        return (
            float(snapshot.lon[row]) + dice.gauss(0, 0.05),
            float(snapshot.lat[row]) + dice.gauss(0, 0.05),
        )

    def nearest(dice: random.Random) -> None:
        lon, lat = position(dice)
        moment = dt.datetime.combine(day, dt.time(8))
        finder.nearest_rows(Journey(snapshot, Ask(lon, lat, moment, limit=10)))

    def filtered(dice: random.Random) -> None:
        moment = dt.datetime.combine(day, dt.time(dice.randrange(4, 20), dice.randrange(60)))
        nearby.open_at(snapshot, *position(dice), 10, moment, dice.choice(trades))

    def dawn(dice: random.Random) -> None:
        nearby.open_at(snapshot, *position(dice), 10, *dice.choice(nights))

    found = {"nearest": nearest, "filtered": filtered}
    return found if not nights else found | {"nobody open": dawn}


def measured(
    snapshots: dict[int, Snapshot], day: dt.date
) -> dict[int, dict[str, dict[str, float]]]:
    """Microseconds by size and kind: the median of rounds, and the slowest question of all."""
    asked = {places: kinds(snapshot, day) for places, snapshot in snapshots.items()}
    names = set.intersection(*(set(each) for each in asked.values()))
    took = {places: {name: [] for name in names} for places in asked}
    worst = {places: dict.fromkeys(names, 0.0) for places in asked}
    for turn in range(ROUNDS + 1):
        for name in sorted(names):
            for places in asked:
                dice, each = random.Random(turn), []
                for _ in range(EACH):
                    began = time.perf_counter()
                    asked[places][name](dice)
                    each.append(time.perf_counter() - began)
                if turn:
                    took[places][name].append(median(each) * 1e6)
                    worst[places][name] = max(worst[places][name], max(each) * 1e6)
    return {
        places: {n: {"us": median(took[places][n]), "worst_us": worst[places][n]} for n in names}
        for places in asked
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--places", type=int, nargs="*", default=[10_000, 100_000, 1_000_000])
    given = parser.parse_args()
    day = dt.date.today() + dt.timedelta(days=1)
    sizes, built = sorted(given.places), {}
    for places in sizes:
        if stage.publication(places) is None:
            there = [each for each in sizes if stage.publication(each)]
            built[places] = make(opened(there[-1], day)[0], places)
            gc.collect()
    snapshots, said = {}, {}
    for places in sizes:
        snapshots[places], said[places] = opened(places, day)
        if places in built:
            said[places]["build_s"] = built[places]
    for places, figures in measured(snapshots, day).items():
        said[places]["kinds"] = figures
        print(places, json.dumps(said[places]))
    results = json.loads(RESULTS.read_text())
    write(results | {"growth": {str(places): each for places, each in said.items()}})


if __name__ == "__main__":
    main()

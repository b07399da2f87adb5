"""python bench/finder_page.py [--places N] [--rounds N] [--seconds N]

Pages of the finder a second at 64 connections, and their 99th percentile: from a new position each
time, and the kept page of a region; asked plainly and as a browser asks. The service alone, as it
is deployed. Writes its part of bench/results.json and docs/performance.md.
"""

import argparse
import json
import random
import sys
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.speed import load, sides, stage
from bench.speed.__main__ import RESULTS, write
from bench.speed.asking import ENCODINGS

PORT, CONNECTIONS = 8180, 64
# More than can be asked in a round, so that no position comes twice in it.
POSITIONS = 40_000


def pages(places: int, dice: random.Random) -> dict[str, list[str]]:
    at = list(stage.positions(places).values())
    new = []
    for _ in range(POSITIONS):
        lon, lat = dice.choice(at)
        new.append(f"/?lon={lon + dice.gauss(0, 0.03):.5f}&lat={lat + dice.gauss(0, 0.03):.5f}")
    return {"new positions": new, "a kept page": ["/?region=370405"]}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--places", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=5)
    given = parser.parse_args()
    stage.prepare(given.places, PORT)
    side, folder = sides.ours(given.places, PORT), stage.HOME / str(given.places)
    side.start(stage.HOME / f"{PORT}.log")
    asked = pages(given.places, random.Random(9))
    seen: dict[str, list[dict[str, float]]] = {}
    try:
        for turn in range(given.rounds + 1):
            for kind, paths in asked.items():
                for how, accept in ENCODINGS.items():
                    seconds = given.seconds if turn else 1
                    got = load.http(
                        side.address, paths, seconds, CONNECTIONS, folder, accept=accept
                    )
                    if turn:
                        seen.setdefault(f"{kind}, {how}", []).append(got)
    finally:
        side.end()
    said = {
        name: {key: median(each[key] for each in rounds) for key in rounds[0]}
        for name, rounds in seen.items()
    }
    print(json.dumps(said, indent=1))
    results = json.loads(RESULTS.read_text())
    write(results | {"finder": {"places": len(stage.positions(given.places)), "pages": said}})


if __name__ == "__main__":
    main()

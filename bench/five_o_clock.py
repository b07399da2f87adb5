"""python bench/five_o_clock.py [--places N] [--seconds N] [--most N]

05:00 on a wet Monday: how many requests a second one machine holds, and what becomes of ten times
as many. Starts the service as it is deployed, finds what it holds with a closed loop, then sends
requests on a schedule, whether answered or not (an open loop), at half of that, up to ten times,
and back, from two hundred addresses of this machine.

Writes its part of bench/results.json and docs/performance.md. Ends 1 where an answer was
anything but 200, 304, 429 or 503, where a refusal named no Retry-After, where a connection was
lost, or where the service did not come back by itself.
"""

import argparse
import asyncio
import json
import random
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.speed import sides, stage
from bench.speed.__main__ import RESULTS, write
from bench.speed.crowd import Crowd, Step, holds, send, wrong

PORT = 8170
STEPS = (0.5, 1, 2, 5, 10, 5, 1, 0.5)


async def ramp(paths: list[str], seconds: float, most: float) -> tuple[float, list[Step]]:
    crowd = Crowd(PORT, paths, random.Random(5))
    await holds(crowd, 2)
    held = await holds(crowd, max(4, seconds))
    steps = []
    for times in STEPS:
        step = Step(times)
        await send(crowd, step, min(held * times, most), seconds)
        steps.append(step)
        print(json.dumps(step.summary(seconds)), flush=True)
    await crowd.go_home()
    return held, steps


def asked_at_five(places: int, dice: random.Random) -> list[str]:
    """Half ask from where they stand, a fifth of those by the API; the rest open what is kept."""
    at = list(stage.positions(places).values())
    paths = []
    for _ in range(4000):
        lon, lat = dice.choice(at)
        lon, lat = (
            round(lon + dice.uniform(-0.05, 0.05), 5),
            round(lat + dice.uniform(-0.05, 0.05), 5),
        )
        roll = dice.random()
        if roll < 0.4:
            paths.append(f"/?lon={lon}&lat={lat}")
        elif roll < 0.5:
            paths.append(f"/api/nearest?lon={lon}&lat={lat}&limit=3")
        else:
            paths.append(dice.choice(["/", "/?trade=bricklayer", "/about", "/?trade=porter"]))
    return paths


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--places", type=int, default=10_000)
    parser.add_argument("--seconds", type=float, default=8)
    parser.add_argument("--most", type=float, default=4000, help="requests a second, never more")
    given = parser.parse_args()
    stage.prepare(given.places, PORT)
    side = sides.ours(given.places, PORT)
    paths = asked_at_five(given.places, random.Random(5))
    side.start(stage.HOME / f"{PORT}.log")
    try:
        held, steps = asyncio.run(ramp(paths, given.seconds, given.most))
    finally:
        side.end()
    results = json.loads(RESULTS.read_text())
    results["five_o_clock"] = {
        "places": len(stage.positions(given.places)), "seconds": given.seconds,
        "holds": round(held), "steps": [step.summary(given.seconds) for step in steps],
    }  # fmt: skip
    write(results)
    for words in wrong(steps):
        print(words)
    return int(bool(wrong(steps)))


if __name__ == "__main__":
    sys.exit(main())

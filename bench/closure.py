"""python bench/closure.py [--times N]: with the places of `make bench`.

How long a closure in the ledger takes to be what the service says: from its commit until every one
of twenty requests, each on a connection of its own, to both web processes has it. The service and
its worker run as deployed; the closure is called off again, which is measured as well. Writes its
part of bench/results.json and docs/performance.md.
"""

import argparse
import datetime as dt
import json
import os
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import django

from bench.speed import sides, stage

PLACES, PORT, REQUESTS, WITHIN_S = 100_000, 8190, 20, 120.0
os.environ.update(stage.environment(PLACES, PORT))
django.setup()

from bench.speed.__main__ import RESULTS, write  # noqa: E402
from directory import status  # noqa: E402
from directory.models import Market  # noqa: E402

CLOSED = b'"status":"closed"'


def wait_until(address: str, is_closed: bool) -> float:
    """When all requests say so, by `time.monotonic`."""
    until = time.monotonic() + WITHIN_S
    while time.monotonic() < until:
        if all(_says(address) is is_closed for _ in range(REQUESTS)):
            return time.monotonic()
        time.sleep(0.02)
    raise RuntimeError(f"{address} has not changed in {WITHIN_S:g} s")


def _says(address: str) -> bool:
    with urllib.request.urlopen(address, timeout=10) as answer:
        return CLOSED in answer.read()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=5)
    given = parser.parse_args()
    stage.prepare(PLACES, PORT)
    ids = list(stage.positions(PLACES))
    side = sides.ours(PLACES, PORT)
    side.start(stage.HOME / f"{PORT}.log")
    with (stage.HOME / f"{PORT}-worker.log").open("wb") as log:
        worker = subprocess.Popen(
            [sys.executable, "manage.py", "work"], cwd=stage.ROOT, env=side.env, stdout=log,
            stderr=log,
        )  # fmt: skip
    seen: dict[str, list[float]] = {"closed": [], "called off": []}
    try:
        today, chosen = dt.date.today(), iter(ids[:: max(1, len(ids) // 50)])
        # The first build of a worker reads what it will keep; it is not counted.
        for turn in range(given.times + 1):
            place = next(
                market for each in chosen
                if not (market := Market.objects.get(public_id=each)).status_periods.exists()
            )  # fmt: skip
            address = f"{side.address}/api/collections/markets/items/{place.public_id}"
            for name, change in (("closed", status.close), ("called off", status.reopen)):
                change(place, today)
                began = time.monotonic()
                took = wait_until(address, name == "closed") - began
                if turn:
                    seen[name].append(round(took, 2))
                print(f"{place.public_id} {name}: {took:.2f} s", flush=True)
    finally:
        worker.terminate()
        worker.wait(30)
        side.end()
    results = json.loads(RESULTS.read_text())
    results["closure"] = {"places": len(ids), "seconds": seen}
    write(results)
    print({name: median(each) for name, each in seen.items()})


if __name__ == "__main__":
    main()

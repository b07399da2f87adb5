"""python bench/start.py [--places N ...]: how soon a web process answers.

Of publications that make bench and growth.py have made: seconds from the command until the ten
nearest places are answered, and from the death of the only worker until another answers. As
deployed (`config.web`, which loads the program before granian forks), and by granian alone, whose
workers load it themselves; in turn, in one run. No database is asked. Figures go into
bench/results.json and docs/performance.md.
"""

import argparse
import http.client
import json
import os
import select
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench.speed import stage  # noqa: E402
from bench.speed.__main__ import RESULTS, write  # noqa: E402
from bench.speed.side import children, granian  # noqa: E402

ROUNDS, PORT, WITHIN_S = 5, 8191, 60
# Granian takes a worker that dies within six seconds for one that always will.
SETTLED_S = 6.0
WAYS = {"as deployed": "config.web", "granian alone": "granian"}


@contextmanager
def home(folder: Path) -> Iterator[Path]:
    """A folder for files in which the publication is the one to serve."""
    with tempfile.TemporaryDirectory() as made:
        described = json.loads((folder / "manifest.json").read_text())
        cache = Path(made) / "publication-cache"
        cache.mkdir()
        name = f"{described['number']}-{described['content_sha256'][:8]}"
        (cache / name).symlink_to(folder)
        (Path(made) / "static").symlink_to(stage.HOME / "100000" / "static")
        yield Path(made)


def answered(since: float) -> float:
    """Seconds from `since` until an answer."""
    while (passed := time.monotonic() - since) < WITHIN_S:
        connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=5)
        try:
            connection.request("GET", "/api/nearest?lon=117.5&lat=34.8")
            answer = connection.getresponse()
            answer.read()
            if answer.status == http.client.OK:
                return time.monotonic() - since
        except (OSError, http.client.HTTPException):
            pass
        finally:
            connection.close()
        time.sleep(0.01)
    raise SystemExit(f"no answer within {passed:.0f} s")


def died(worker: int) -> float:
    """Ends the process outright; the moment at which it was gone."""
    descriptor = os.pidfd_open(worker)
    try:
        os.kill(worker, signal.SIGKILL)
        select.select([descriptor], [], [])
        return time.monotonic()
    finally:
        os.close(descriptor)


def once(module: str, var: Path, places: int) -> tuple[float, float]:
    """Seconds from the command, and from a worker's death, until there is an answer."""
    how = ("--interface", "wsgi", "--blocking-threads", "64", "--respawn-failed-workers")
    target = "config.wsgi:application"
    command = granian(sys.executable, target, PORT, *how, module=module, workers=1)
    env = stage.environment(places, PORT) | {
        "VAR_DIR": str(var), "PUBLICATION_POLL_SECONDS": "0", "LOG_LEVEL": "CRITICAL",
    }  # fmt: skip
    began = time.monotonic()
    quiet = subprocess.DEVNULL
    server = subprocess.Popen(command, cwd=ROOT, env=env, stdout=quiet, stderr=quiet)
    try:
        start = answered(began)
        time.sleep(SETTLED_S)
        (worker,) = children(server.pid)
        return start, answered(died(worker))
    finally:
        server.terminate()
        server.wait(20)


def measured(places: int) -> dict[str, dict[str, float]]:
    folder = stage.publication(places)
    if folder is None:
        raise SystemExit(f"{places}: no publication; make bench and bench/growth.py make one")
    took: dict[str, list[tuple[float, float]]] = {way: [] for way in WAYS}
    with home(folder) as var:
        # The first one reads every byte, once: a copy that was fetched has been read by then.
        once(WAYS["as deployed"], var, places)
        for _ in range(ROUNDS):
            for way, module in WAYS.items():
                took[way].append(once(module, var, places))
    return {
        way: {
            "start_s": median(start for start, _again in each),
            "again_s": median(again for _start, again in each),
            "again_worst_s": max(again for _start, again in each),
        }
        for way, each in took.items()
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--places", type=int, nargs="*", default=[10_000, 100_000, 1_000_000])
    given = parser.parse_args()
    said = {str(places): measured(places) for places in given.places}
    for places, ways in said.items():
        for way, figures in ways.items():
            print(places, way, json.dumps(figures))
    write(json.loads(RESULTS.read_text()) | {"start": said})


if __name__ == "__main__":
    main()

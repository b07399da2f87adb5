"""python bench/planning.py [--counties N]: a planner's wait, and a country sited by its workers.

In a copy of the ledger that make bench makes for 10⁴ places. Trying by hand: sites of an answered
run with 5 000 demand points and 1 000 candidates are moved over the page's own address, one after
another, as the map does while somebody drags. A country: made demand in N counties, `site_country`
with one and with two workers. Prints figures, and drops the copy.
"""

import argparse
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import django  # noqa: E402

from bench.speed import stage  # noqa: E402

PLACES, PORT, COPY = 10_000, 8195, "bench_planning"
ENV = stage.environment(PLACES, PORT)
os.environ.update(
    ENV
    | {"ALLOWED_HOSTS": "*", "DATABASE_URL": ENV["DATABASE_URL"].replace(f"bench_{PLACES}", COPY)}
)
django.setup()

from django.db import connections  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402

from planning import runs, scenarios  # noqa: E402
from planning.counties import finest  # noqa: E402
from planning.points import Demanded, Offered  # noqa: E402
from planning.question import Question  # noqa: E402
from planning.sets import write_candidates, write_demand  # noqa: E402
from tests.factories.people import make_official, sign_in  # noqa: E402

CITY, LON, LAT = "370400", 117.3, 34.9
POINTS, SITES, MOVES = 5_000, 1_000, 60
EACH_POINTS, EACH_SITES = 40, 12
ABOUT = {"origin": "imported", "provenance": "bench", "name": "bench"}


def scattered(dice: Any, count: int, lon: float, lat: float, degrees: float) -> list[list[float]]:
    return (np.array([lon, lat]) + dice.normal(0, degrees, (count, 2))).tolist()


def by_hand() -> None:
    dice = np.random.default_rng(7)
    demand = write_demand(
        None, region=CITY, **ABOUT,
        points=[
            Demanded(lon, lat, float(dice.integers(1, 80)), region_code="370403")
            for lon, lat in scattered(dice, POINTS, LON, LAT, 0.15)
        ],
    )  # fmt: skip
    sites = write_candidates(
        None, region=CITY, **ABOUT,
        sites=[
            Offered(lon, lat, region_code="370403")
            for lon, lat in scattered(dice, SITES, LON, LAT, 0.15)
        ],
    )  # fmt: skip
    official = make_official("planner", CITY, username="bench-planner")
    asked = scenarios.ask(
        official, region=CITY, name="bench", demand=demand, candidates=sites,
        question=Question(objective="mclp", mode="ebike", standard=10.0, p=20, seconds=30.0),
    )  # fmt: skip
    run = runs.ask(official, asked)
    began = time.perf_counter()
    runs.run(run.pk)
    run.refresh_from_db()
    answered = time.perf_counter() - began
    client = sign_in(Client(), official)
    address = reverse("office:planner_try", args=[run.pk])
    keys = [each["key"] for each in (run.answer or {})["sites"]][:20]
    took = []
    for move in range(MOVES + 1):
        lon, lat = scattered(dice, 1, LON, LAT, 0.1)[0]
        query = {"site": keys[move % len(keys) :], "at": f"{lon:.5f},{lat:.5f}", "part": "figures"}
        began = time.perf_counter()
        answer = client.get(address, query)
        took.append((time.perf_counter() - began) * 1000)
        assert answer.status_code == 200, answer.content.decode()[:500]
    first, *moves = took
    print(f"{POINTS} × {SITES}: answered in {answered:.1f} s ({run.state})")
    print(
        f"{len(moves)} moves: median {median(moves):.0f} ms,"
        f" 95 % {np.quantile(moves, 0.95):.0f} ms, slowest {max(moves):.0f} ms;"
        f" the first, which reads the arrays, {first:.0f} ms"
    )


def country(counties: int) -> None:
    dice = np.random.default_rng(8)
    chosen = list(finest("000000").filter(centre__isnull=False)[:counties])
    points, sites = [], []
    for region in chosen:
        for lon, lat in scattered(dice, EACH_POINTS, region.centre.x, region.centre.y, 0.08):
            people = float(dice.integers(5, 200))
            points.append(Demanded(lon, lat, people, region_code=region.code))
        for lon, lat in scattered(dice, EACH_SITES, region.centre.x, region.centre.y, 0.06):
            sites.append(Offered(lon, lat, region_code=region.code))
    demand = write_demand(None, region="000000", points=points, **ABOUT)
    offered = write_candidates(None, region="000000", sites=sites, **ABOUT)
    for workers in (1, 2):
        with working(workers):
            said = subprocess.run(
                [sys.executable, "manage.py", "site_country", str(demand.pk), str(offered.pk)],
                cwd=ROOT, check=True, capture_output=True, text=True,
            ).stdout  # fmt: skip
        (rate,) = re.findall(r"(\d+) counties in ([\d.]+) s", said)
        proofs = {word: said.count(f"\t{word}\t") for word in ("optimal", "feasible", "infeasible")}
        each = float(rate[0]) / float(rate[1])
        print(
            f"{workers} workers: {rate[0]} counties in {rate[1]} s,"
            f" {each / workers:.1f} a second and worker; {proofs}"
        )


@contextmanager
def working(count: int) -> Iterator[None]:
    quiet = subprocess.DEVNULL
    # `manage.py work` but for the files of a publication, which it would make meanwhile.
    command = [sys.executable, "manage.py", "procrastinate", "worker", "--concurrency", "2"]
    started = [
        subprocess.Popen(command, cwd=ROOT, stdout=quiet, stderr=quiet) for _ in range(count)
    ]
    try:
        # Not measured: a worker's own start.
        time.sleep(8)
        yield
    finally:
        for each in started:
            each.terminate()
        for each in started:
            each.wait(90)


@contextmanager
def copy() -> Iterator[None]:
    """A ledger of its own for what is made here."""
    stage.psql(f"DROP DATABASE IF EXISTS {COPY} WITH (FORCE)")
    stage.psql(f"CREATE DATABASE {COPY} TEMPLATE bench_{PLACES}")
    try:
        yield
    finally:
        connections.close_all()
        stage.psql(f"DROP DATABASE IF EXISTS {COPY} WITH (FORCE)")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--counties", type=int, default=300)
    given = parser.parse_args()
    stage.prepare(PLACES, PORT)
    with copy():
        by_hand()
        country(given.counties)


if __name__ == "__main__":
    main()

"""python -m bench.speed [--only KIND ...] [--places N] [--rounds N] [--seconds N] [--check N]

Prepares what is missing, checks that all sides answer alike, measures in turn, and writes
bench/results.json, docs/performance.md and its drawing. Kinds that are left out keep the figures
of the run before. Ends 1 where answers differ; that kind is not measured.
"""

import argparse
import json
import os
import signal
import sys
import time
from typing import Any

from bench.peers.sql import of_column
from bench.speed import figures, load, sides, stage
from bench.speed.questions import KINDS, Question, alike
from geo.distance import geodesic_m

RESULTS = stage.ROOT / "bench" / "results.json"
PORT = 8160
RECORDS_CHECKED = 20


def check(running: list[sides.Side], kind: str, asked: list[Question], places: int) -> str | None:
    """None where all sides say the same to every question; else the first difference."""
    at, gone = stage.positions(places), stage.gone(places)
    for q in asked:
        answers = []
        for side in running:
            try:
                ids, _size = sides.ask(side, kind, q)
            except OSError as error:
                return f"{side.name}: {error}"
            kept = [id for id in ids if id not in gone] if kind in ("bbox", "tile") else ids
            metres = [
                float(geodesic_m(q.lon, q.lat, *at[id])) if kind in ("nearest", "filtered") else 0.0
                for id in kept if id in at
            ]  # fmt: skip
            if len(metres) != len(kept):
                return f"{side.name} answers with an id that is not published: {q}"
            answers.append(list(zip(kept, metres, strict=True)))
        for side, other in zip(running[1:], answers[1:], strict=True):
            same = alike(answers[0], other) if kind in ("nearest", "filtered") else (
                len(answers[0]) == len(other)
                if kind == "directory" else {*answers[0]} == {*other}
            )  # fmt: skip
            if not same:
                return f"{side.name} {len(other)} places, ours {len(answers[0])}: {q}"
    return None


def same_records(running: list[sides.Side], kind: str, asked: list[Question]) -> str | None:
    """None where all sides say the same of every place that they all name."""
    for q in asked:
        first, *others = (
            dict(zip(sides.ask(side, kind, q)[0], sides.records(side, kind, q), strict=True))
            for side in running
        )
        for side, other in zip(running[1:], others, strict=True):
            for id in first.keys() & other.keys():
                if first[id] != other[id]:
                    return f"{side.name} says other things of {id}"
    return None


def measure(
    running: list[sides.Side], kind: str, asked: list[Question], given: argparse.Namespace
) -> dict[str, Any]:
    connections = 2 if kind == "directory" else 16
    enough = {"directory": 6, "bbox": 10}.get(kind, load.ENOUGH)
    folder = stage.HOME / str(given.places)
    database = stage.environment(given.places, PORT)["DATABASE_URL"].replace(
        "postgis", "postgresql", 1
    )
    rates: dict[str, list[float]] = {side.name: [] for side in running} | {figures.PGBENCH: []}
    errors = {side.name: 0.0 for side in running}
    for turn in range(given.rounds + 1):
        seconds = given.seconds if turn else 1
        for side in running:
            paths = [sides.path_of(side.name, kind, q) for q in asked]
            got = load.http(
                side.address, paths, seconds, connections, folder, enough if turn else 1
            )
            side.settle()
            if turn:
                rates[side.name].append(got["rate"])
                errors[side.name] += got["errors"]
        tps = load.sql(database, of_column(kind), len(asked), seconds, connections, folder)
        if turn:
            rates[figures.PGBENCH].append(tps)
    sizes = {side.name: sides.ask(side, kind, asked[0])[1] for side in running}
    return {"rates": rates, "errors": errors, "bytes": sizes}


def write(results: dict[str, Any]) -> None:
    RESULTS.write_text(json.dumps(results, ensure_ascii=False, indent=1) + "\n")
    (stage.ROOT / "docs" / "performance.md").write_text(figures.document(results))
    (stage.ROOT / "docs/images/performance.svg").write_text(figures.drawing(results["kinds"]))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", nargs="*", choices=KINDS, default=KINDS)
    parser.add_argument("--places", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=3)
    parser.add_argument("--check", type=int, default=200)
    given = parser.parse_args()
    # Ended from outside, it takes its servers with it.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    stage.prepare(given.places, PORT)
    asked = [
        Question(**each) for each in json.loads(stage.questions_path(given.places).read_text())
    ]
    before = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    results: dict[str, Any] = before | {
        "places": len(stage.positions(given.places)), "rounds": given.rounds,
        "seconds": given.seconds, "cores": os.cpu_count(), "load": os.getloadavg()[0],
        "kinds": before.get("kinds", {}), "memory_mb": {},
    }  # fmt: skip
    differ = False
    running = sides.all_sides(given.places, PORT)
    try:
        for side in running:
            side.start(stage.HOME / f"{side.port}.log")
        for kind in given.only or KINDS:
            began = time.monotonic()
            few = 1 if kind == "directory" else given.check
            wrong = check(running, kind, asked[:few], given.places)
            if wrong is None and kind in ("nearest", "directory"):
                wrong = same_records(running, kind, asked[: min(few, RECORDS_CHECKED)])
            said = wrong or f"the same in {few} question{'s' * (few > 1)}"
            results["kinds"][kind] = {"checked": said}
            if wrong is None:
                results["kinds"][kind] |= measure(running, kind, asked, given)
            differ |= wrong is not None
            print(f"{kind}: {said} ({time.monotonic() - began:.0f} s)", flush=True)
            results["memory_mb"] = {side.name: side.pss_mb() for side in running}
            write(results)
    finally:
        for side in running:
            side.end()
    for kind, against, wanted, got in figures.bars(results["kinds"]):
        print(f"{kind} against {against}: {got or 'not measured'}, wanted {wanted:g}")
    return int(differ)


if __name__ == "__main__":
    sys.exit(main())

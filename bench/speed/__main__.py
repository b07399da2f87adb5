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
from bench.speed import asking, checks, figures, limit, load, sides, stage
from bench.speed.questions import KINDS, Question
from bench.speed.side import Side

RESULTS = stage.ROOT / "bench" / "results.json"
PORT = 8160


def keep_answers(mine: Side, kind: str, asked: list[Question], places: int) -> None:
    """Our own answers as files for the limit: of the whole directory one, of others all."""
    some = asked[:1] if kind == "directory" else asked
    plain = [asking.sent(mine, kind, q, None) for q in some]
    packed = [asking.sent(mine, kind, q, "gzip") for q in some]
    # What is too short to be packed is sent to everybody as it is.
    bodies = [body if coding == "gzip" else None for body, coding, _type in packed]
    limit.keep(stage.HOME / str(places), kind, [body for body, *_ in plain], bodies)


def measure(
    running: list[Side], kind: str, asked: list[Question], given: argparse.Namespace
) -> dict[str, Any]:
    """Rates, errors and bytes: plain, and under `browser` as a browser asks."""
    able = [side for side in running if asking.offers(side, kind, asked[0])]
    plain, browser = (_rounds(able, kind, asked, how, given) for how in asking.ENCODINGS)
    return {**plain, "browser": browser}


def _rounds(
    able: list[Side], kind: str, asked: list[Question], how: str, given: argparse.Namespace
) -> dict[str, Any]:
    """All sides in turn, one round to warm up that does not count. pgbench has no encoding, and
    is asked all the same: ratios are of rounds run side by side."""
    connections = 2 if kind == "directory" else 16
    enough = {"directory": 6, "bbox": 10}.get(kind, load.ENOUGH)
    folder = stage.HOME / str(given.places)
    database = stage.environment(given.places, PORT)["DATABASE_URL"].replace(
        "postgis", "postgresql", 1
    )
    rates: dict[str, list[float]] = {side.name: [] for side in able} | {figures.PGBENCH: []}
    errors = {side.name: 0.0 for side in able}
    for turn in range(given.rounds + 1):
        seconds = given.seconds if turn else 1
        for side in able:
            paths = [str(asking.path_of(side.name, kind, q)) for q in asked]
            got = load.http(
                side.address, paths, seconds, connections, folder,
                enough if turn else 1, asking.ENCODINGS[how],
            )  # fmt: skip
            side.settle()
            if turn:
                rates[side.name].append(got["rate"])
                errors[side.name] += got["errors"]
        tps = load.sql(database, of_column(kind), len(asked), seconds, connections, folder)
        if turn:
            rates[figures.PGBENCH].append(tps)
    sizes = {side.name: asking.ask(side, kind, asked[0], how)[1] for side in able}
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
    listed = json.loads(stage.questions_path(given.places).read_text())
    asked = [Question(**each | {"n": n}) for n, each in enumerate(listed)]
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
            keep_answers(running[0], kind, asked, given.places)
            wrong = checks.difference(running, kind, asked[:few], given.places)
            said = wrong or f"the same in {few} question{'s' * (few > 1)}"
            results["kinds"][kind] = {"checked": said}
            if not wrong:
                results["kinds"][kind] |= measure(running, kind, asked, given)
            differ |= bool(wrong)
            print(f"{kind}: {said} ({time.monotonic() - began:.0f} s)", flush=True)
            results["memory_mb"] = {side.name: side.pss_mb() for side in running}
            write(results)
    finally:
        for side in running:
            side.end()
    for kind, against, wanted, *got in figures.bars(results["kinds"]):
        plain, browser = (str(each or "not measured") for each in got)
        print(f"{kind} against {against}: {plain}, as a browser asks {browser}, wanted {wanted:g}")
    return int(differ)


if __name__ == "__main__":
    sys.exit(main())

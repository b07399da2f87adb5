"""The sides: how each is started, where each question is put, what ids each answers with."""

import json
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import mapbox_vector_tile

from bench.peers.columns import PROPERTIES
from bench.speed import figures, stage
from bench.speed.questions import Question, must_be_loopback

PROCESSES = 2
# A whole directory takes a peer many seconds, and sixteen may be waiting for one.
SETTLED_WITHIN_S = 120


@dataclass
class Side:
    name: str
    port: int
    command: list[str]
    env: dict[str, str]
    process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return must_be_loopback(f"http://127.0.0.1:{self.port}")

    def start(self, log: Path) -> None:
        with log.open("wb") as file:
            self.process = subprocess.Popen(
                self.command, cwd=stage.ROOT, env=self.env, stdout=file, stderr=file
            )
        until = time.monotonic() + 60
        while time.monotonic() < until:
            try:
                with urllib.request.urlopen(self.address + "/healthz", timeout=2):
                    return
            except urllib.error.HTTPError:
                return
            except OSError:
                time.sleep(0.2)
        raise RuntimeError(f"{self.name} does not answer: see {log}")

    def end(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(15)
            except subprocess.TimeoutExpired:
                self.process.kill()

    def settle(self) -> None:
        """Wait until it has nothing left to do: wrk hangs up on what it still waits for, and the
        server goes on with it."""
        until, still, before = time.monotonic() + SETTLED_WITHIN_S, 0, -1
        while still < 3 and time.monotonic() < until:
            now = self._ticks()
            still = still + 1 if now - before <= 1 else 0
            before = now
            time.sleep(0.2)

    def _ticks(self) -> int:
        """Hundredths of a second of processor time."""
        total = 0
        for pid in self.pids():
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            total += int(fields[11]) + int(fields[12])
        return total

    def pids(self) -> list[int]:
        if self.process is None:
            return []
        task = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [self.process.pid, *map(int, task.read_text().split())]

    def pss_mb(self) -> int:
        """Of the server's processes together: memory shared by several is counted once."""
        total = 0
        for pid in self.pids():
            for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    total += int(line.split()[1])
        return total // 1024


def granian(python: str, target: str, port: int, *how: str) -> list[str]:
    return [
        python, "-m", "granian", *how, target, "--host", "127.0.0.1",
        "--port", str(port), "--no-access-log", "--workers", str(PROCESSES),
    ]  # fmt: skip


def ours(places: int, port: int) -> Side:
    """The service as scripts/serve.py starts it."""
    how = ("--interface", "rsgi", "--loop", "uvloop", "--no-ws")
    command = granian(sys.executable, "config.rsgi:application", port, *how)
    return Side(figures.OURS, port, command, stage.environment(places, port))


def all_sides(places: int, first_port: int) -> list[Side]:
    mine = ours(places, first_port)
    socket = parse_qs(urlsplit(mine.env["DATABASE_URL"]).query)["host"][0]
    theirs = {
        "BENCH_DATABASE": f"bench_{places}", "BENCH_SOCKET": socket, "PATH": mine.env["PATH"],
    }  # fmt: skip
    documented = theirs | {"DJANGO_SETTINGS_MODULE": "bench.peers.settings"}
    tuned = theirs | {"DJANGO_SETTINGS_MODULE": "bench.peers.tuned"}
    python = str(stage.peers_environment())
    peers = "bench.peers.wsgi:application"
    # They do best with one thread.
    how = ("--interface", "wsgi", "--blocking-threads", "1")
    return [
        mine,
        *(
            Side(name, port, granian(python, peers, port, *how), env)
            for name, port, env in (
                (figures.DRF, first_port + 1, documented),
                (figures.TUNED, first_port + 3, tuned),
                (figures.SQL, first_port + 2, tuned),
            )
        ),
    ]


def path_of(side: str, kind: str, q: Question) -> str:
    box = ",".join(map(str, q.box))
    west, south, east, north = q.box
    x, y = q.tile
    items = "/api/collections/markets/items"
    drf = {
        "nearest": f"/drf/nearest?point={q.lon},{q.lat}&page_size=10",
        "filtered": f"/drf/filtered?point={q.lon},{q.lat}&page_size=10&trade={q.trade}&at={q.at}",
        "bbox": f"/drf/bbox?in_bbox={box}&page_size=10000",
        "tile": f"/drf/tile?tile=10/{x}/{y}",
        "directory": "/drf/directory?page_size=10000",
    }
    return {
        figures.OURS: {
            "nearest": f"/api/nearest?lon={q.lon}&lat={q.lat}&limit=10",
            "filtered": f"{items}?near={q.lon},{q.lat}&trade={q.trade}&open_at={q.at}&limit=10",
            "bbox": f"{items}?bbox={box}&limit=10000",
            "tile": f"/tiles/markets/10/{x}/{y}.mvt",
            "directory": f"{items}?limit=10000",
        },
        figures.DRF: drf,
        figures.TUNED: drf,
        figures.SQL: {
            "nearest": f"/sql/nearest?lon={q.lon}&lat={q.lat}",
            "filtered": f"/sql/filtered?lon={q.lon}&lat={q.lat}&trade={q.trade}&at={q.at}",
            "bbox": f"/sql/bbox?west={west}&south={south}&east={east}&north={north}",
            "tile": f"/sql/tile?x={x}&y={y}",
            "directory": "/sql/directory",
        },
    }[side][kind]  # fmt: skip


def ask(side: Side, kind: str, q: Question) -> tuple[list[str], int]:
    """The ids in the side's order, and the bytes of the body; raises OSError for a refusal."""
    body, said = _asked(side, kind, q)
    return _ids(body, said), len(body)


def records(side: Side, kind: str, q: Question) -> list[dict[str, object]]:
    """What the side says of each place: the properties that are not empty, in its order."""
    body, _said = _asked(side, kind, q)
    return [
        {
            name: value
            for name in PROPERTIES
            if (value := f["properties"].get(name)) not in (None, "", [], False)
        }
        for f in json.loads(body)["features"]
    ]


def _asked(side: Side, kind: str, q: Question) -> tuple[bytes, str]:
    address = side.address + path_of(side.name, kind, q)
    with urllib.request.urlopen(address, timeout=60) as answer:
        return answer.read(), answer.headers.get("Content-Type", "")


def _ids(body: bytes, kind: str) -> list[str]:
    if "json" not in kind:
        layers = mapbox_vector_tile.decode(body).values() if body else ()
        return [
            str(f["properties"].get("id", f.get("id"))) for each in layers for f in each["features"]
        ]
    features: Sequence[dict[str, str]] = json.loads(body).get("features") or ()
    return [str(feature["id"]) for feature in features]

"""One server that is asked: how it is started, when it is at rest, what memory it takes."""

import signal
import subprocess
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from bench.speed import stage
from bench.speed.questions import must_be_loopback

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
        return [self.process.pid, *children(self.process.pid)]

    def pss_mb(self) -> int:
        """Of the server's processes together: memory shared by several is counted once."""
        total = 0
        for pid in self.pids():
            for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    total += int(line.split()[1])
        return total // 1024


def children(pid: int) -> list[int]:
    return [*map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split())]


# The peers under WSGI do best with one.
ONE_THREAD = ("--interface", "wsgi", "--blocking-threads", "1")


def granian(
    python: str,
    target: str,
    port: int,
    *how: str,
    module: str = "granian",
    workers: int = PROCESSES,
) -> list[str]:
    return [
        python, "-m", module, *how, target, "--host", "127.0.0.1",
        "--port", str(port), "--no-access-log", "--workers", str(workers),
    ]  # fmt: skip

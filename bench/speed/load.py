"""Bounded load on one address of this machine: wrk for HTTP, pgbench for SQL."""

import json
import os
import re
import subprocess
from collections.abc import Sequence
from pathlib import Path

from bench.speed.questions import must_be_loopback

_SCRIPT = """
local paths, at = {}, 0
function init()
  for line in io.lines(os.getenv("BENCH_PATHS")) do paths[#paths + 1] = line end
  at = math.random(#paths)
end
function request()
  at = at % #paths + 1
  return wrk.format("GET", paths[at])
end
function done(summary, latency)
  local e = summary.errors
  io.write(string.format('\\nRESULT {"requests":%d,"us":%d,"bytes":%d,"p99":%d,"errors":%d}\\n',
    summary.requests, summary.duration, summary.bytes, latency:percentile(99),
    e.connect + e.read + e.write + e.status + e.timeout))
end
"""


# Fewer answers than this in a round are no rate: the round is run again, several times as long.
ENOUGH = 20
LONGER = (1, 4, 16, 48)


class TooFew(RuntimeError):
    """A server answered too seldom for its rate to mean anything."""


def http(
    address: str,
    paths: Sequence[str],
    seconds: float,
    connections: int,
    folder: Path,
    enough: int = ENOUGH,
    accept: str | None = None,
) -> dict[str, float]:
    """rate, bytes of one answer with its head, p99 in ms, errors; or TooFew.

    `good_rate`: without refusals and what was lost.

    `accept`: the Accept-Encoding of every request, None for none.
    """
    for longer in LONGER:
        got = _asked(address, paths, seconds * longer, connections, folder, accept)
        if got["requests"] >= enough:
            return {
                "rate": got["requests"] / (got["us"] / 1e6),
                "good_rate": max(0.0, got["requests"] - got["errors"]) / (got["us"] / 1e6),
                "bytes": got["bytes"] / got["requests"],
                "p99_ms": got["p99"] / 1e3,
                "errors": got["errors"],
            }
    raise TooFew(f"{address}{paths[0]}: {got['requests']} answers in {seconds * LONGER[-1]:.0f} s")


def _asked(
    address: str,
    paths: Sequence[str],
    seconds: float,
    connections: int,
    folder: Path,
    accept: str | None,
) -> dict[str, float]:
    """What wrk counted: requests, us, bytes, p99 (microseconds), errors."""
    must_be_loopback(address)
    script, listed = folder / "ask.lua", folder / "paths.txt"
    script.write_text(_SCRIPT)
    listed.write_text("\n".join(paths) + "\n")
    headers = [] if accept is None else ["-H", f"Accept-Encoding: {accept}"]
    said = subprocess.run(
        ["wrk", "-t1", f"-c{connections}", f"-d{seconds:.0f}s", "--timeout", "30s",
         *headers, "-s", str(script), address],
        env={**os.environ, "BENCH_PATHS": str(listed)}, capture_output=True, text=True,
        timeout=seconds + 90, check=True,
    ).stdout  # fmt: skip
    got: dict[str, float] = json.loads(said.rpartition("RESULT ")[2])
    return got


def sql(
    database: str, statement: str, questions: int, seconds: float, connections: int, folder: Path
) -> float:
    """Transactions a second of a prepared statement about random rows of bench_question."""
    script = folder / "ask.sql"
    script.write_text(f"\\set n random(1, {questions})\n{statement};\n")
    said = subprocess.run(
        ["pgbench", "-n", "-M", "prepared", f"-c{connections}", "-j1", f"-T{seconds:.0f}",
         "-f", str(script), database],
        capture_output=True, text=True, timeout=seconds + 90, check=True,
    ).stdout  # fmt: skip
    found = re.search(r"tps = ([0-9.]+)", said)
    if found is None:
        raise RuntimeError(f"pgbench said no rate: {said}")
    return float(found[1])

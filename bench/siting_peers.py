"""geo.siting beside spopt (HiGHS, CBC), HiGHS on its own model and FasterPAM, in one run.

Every side gets the same matrix in memory and is timed to its answer, building of models included.
Where others work on the machine, wall time says little: the ratios are of processor seconds, of all
threads and of the solvers that a side starts.
"""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from bench.speed.stage import ROOT, peers_environment
from geo import siting
from tests.geo.siting.made import network

OURS, HIGHS, FIELD, PAM = "ours", "HiGHS, own model", ("spopt HiGHS", "spopt CBC"), "kmedoids"
P_MEDIANS = ((100, 5), (100, 33), (200, 10), (200, 67), (300, 30), (300, 100), (400, 40))
COVERS = ((100, 5), (200, 10), (400, 20))
CENTERS = ((100, 10), (200, 20))
# HiGHS on its own model has n × n columns.
OWN_MOST = 200
REPEATS = 5
Cost = Any


@dataclass(frozen=True, slots=True)
class Problem:
    kind: str
    cost: Cost
    p: int
    radius: float


@dataclass(frozen=True, slots=True)
class Said:
    """`objective` is None where a side has none; `proven`: whether it calls it the best."""

    objective: float | None
    proven: bool
    used: float


def problems(wanted: str) -> Iterator[Problem]:
    """`wanted`: part of a kind's name, or empty."""
    sizes = {"PMedian": P_MEDIANS, "MCLP": COVERS, "LSCP": COVERS, "PCenter": CENTERS}
    for kind, each in sizes.items():
        for n, p in each if wanted in kind else ():
            cost, _p = network(n, p, n + p)
            # Of a covering some third of what p sites could reach, so that there is a choice.
            yield Problem(kind, cost, p, float(np.quantile(cost, 0.3 / p)))


def ours(problem: Problem) -> Said:
    """The middle of some runs, as one is over before a clock has ticked twice."""
    cost, p, covers = problem.cost, problem.p, problem.cost <= problem.radius
    ask: dict[str, Callable[[], siting.Solution]] = {
        "PMedian": lambda: siting.p_median(cost, p, time_limit=300),
        "MCLP": lambda: siting.mclp(covers, p, time_limit=300),
        "LSCP": lambda: siting.lscp(covers, time_limit=300),
        "PCenter": lambda: siting.p_center(cost, p, time_limit=300),
    }
    used = []
    for _ in range(REPEATS):
        began = time.process_time()
        said = ask[problem.kind]()
        used.append(time.process_time() - began)
    return Said(said.objective, said.status == "optimal", sorted(used)[REPEATS // 2])


def theirs(problem: Problem, side: str, limit: float) -> Said:
    """An answer that is worse than another's, or None, where a side came to its limit."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "problem.npz"
        np.savez(path, cost=problem.cost, p=problem.p, radius=problem.radius, kind=problem.kind)
        script = ROOT / "bench" / "peers" / "siting_field.py"
        run = subprocess.run(
            [peers_environment("siting"), "-W", "ignore", script, path, side, str(limit)],
            check=False, capture_output=True, text=True,
        )  # fmt: skip
    if run.returncode:
        # spopt raises where its time is over before it has any choice.
        print(f"{side}: {run.stderr.strip().splitlines()[-1]}", file=sys.stderr)
        return Said(None, False, float("nan"))
    said = json.loads(run.stdout.splitlines()[-1])
    return Said(said["objective"], said["said"] == "Optimal", said["used"])


def sides(problem: Problem, own: Callable[[Cost, int, float], Said], limit: float):
    """(side, what it said) in turn."""
    yield OURS, ours(problem)
    for side in FIELD:
        yield side, theirs(problem, side, limit)
    if problem.kind == "PMedian":
        if len(problem.cost) <= OWN_MOST:
            yield HIGHS, own(problem.cost, problem.p, limit)
        yield PAM, theirs(problem, PAM, limit)


def table(own: Callable[[Cost, int, float], Said], wanted: str, limit: float) -> Iterator[str]:
    """Lines of Markdown, one a problem. Raises where a proven answer is not ours."""
    names = [*FIELD, HIGHS, PAM]
    yield f"| | nodes | p | objective | ours, s | {', s (×) | '.join(names)}, s (×) |"
    yield f"|---|{'---|' * (4 + len(names))}"
    for problem in problems(wanted):
        said = dict(sides(problem, own, limit))
        mine = said[OURS]
        assert mine.objective is not None
        assert mine.proven, problem
        cells = [cell(mine, said.get(name), name == PAM) for name in names]
        yield (
            f"| {problem.kind} | {len(problem.cost)} | {problem.p} | {mine.objective:g} |"
            f" {mine.used:.4f} | {' | '.join(cells)} |"
        )


def cell(mine: Said, other: Said | None, is_heuristic: bool) -> str:
    """Seconds and ratio; what another's answer lacks of ours, which is proven."""
    if other is None:
        return "–"
    if other.objective is None:
        return "no answer"
    text = f"{other.used:.3g} ({other.used / max(mine.used, 1e-4):.3g}×)"
    assert mine.objective is not None
    off = abs(other.objective - mine.objective) / max(abs(mine.objective), 1e-12)
    if off < 1e-6:
        return text
    if is_heuristic:
        return f"{text}, {off:.1%} off"
    return f"{text}, {other.objective:g}" + (', called "Optimal"' if other.proven else "")

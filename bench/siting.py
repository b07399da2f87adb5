"""python -m bench.siting [--orlib FOLDER] [--likes [SEED]] [--peers [KIND]] [--large]
                          [--capacitated]

geo.siting on networks of the kind of OR-Library's, or on its files where a folder of them is given,
and with --likes on made ones of the sizes of its twenty largest (pmed21 to pmed40);
with --peers beside the field's packages in the same run, of all kinds or of one (PMedian,
MCLP, LSCP, PCenter); with --large on the sizes of a country; with --capacitated on sites that hold
only so much, beside HiGHS on its own model. Prints tables; nothing is written.
"""

import argparse
import os
import time
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import shortest_path
from scipy.spatial import cKDTree

from bench import siting_peers
from bench.siting_peers import Said
from geo import siting
from geo.siting.clock import Clock
from geo.siting.compact import compact
from geo.siting.programs import Program, solve
from tests.geo.siting.made import full_house, network

Problem = tuple[str, np.ndarray, int]  # name, cost, p
SIZES = ((100, 5), (100, 10), (100, 33), (200, 10), (200, 67), (300, 30), (300, 100), (400, 40))

LARGEST = (
    (500, 5), (500, 10), (500, 50), (500, 100), (500, 167), (600, 5), (600, 10), (600, 60),
    (600, 120), (600, 200), (700, 5), (700, 10), (700, 70), (700, 140), (800, 5), (800, 10),
    (800, 80), (900, 5), (900, 10), (900, 90),
)  # fmt: skip

# p, seed, how much of the room is taken; None: as the field's problems are made.
FULL: tuple[tuple[int, int, float | None], ...] = (
    (20, 1, None), (40, 1, None), (50, 1, None), (67, 1, None), (80, 1, None), (10, 1, 0.9),
    (20, 1, 0.9), (40, 1, 0.9), (10, 2, 0.9), (20, 2, 0.9), (40, 2, 0.9), (10, 1, 0.95),
    (20, 1, 0.95), (40, 1, 0.95),
)  # fmt: skip


def made(sizes: Iterable[tuple[int, int]], seed: int | None = None) -> Iterator[Problem]:
    for n, p in sizes:
        dice = n + p if seed is None else seed
        yield f"made {n}/{p}, seed {dice}", network(n, p, dice)[0], p


def from_files(folder: Path) -> list[Problem]:
    """pmed1, pmed2, …: edges, of repeated ones the last counts, then all shortest ways."""
    found = []
    for number in range(1, 41):
        path = folder / f"pmed{number}.txt"
        if not path.exists():
            continue
        n, _edges, p, *rest = map(int, path.read_text().split())
        edges = np.zeros((n, n))
        for a, b, length in zip(rest[::3], rest[1::3], rest[2::3], strict=True):
            edges[a - 1, b - 1] = edges[b - 1, a - 1] = length
        found.append((path.stem, shortest_path(sparse.csr_array(edges), directed=False), p))
    return found


def by_highs(cost: np.ndarray, p: int, limit: float) -> Said:
    """HiGHS on the whole textbook model (x[i, j] <= y[j])."""
    began = time.process_time()
    n, m = cost.shape
    each = np.arange(n * m)
    row, site = np.divmod(each, m)
    one = np.ones(n * m)
    matrix = sparse.block_array(
        [
            [sparse.csr_array((one, (row, each)), shape=(n, n * m)), None],
            [sparse.eye_array(n * m), sparse.csr_array((-one, (each, site)), shape=(n * m, m))],
            [None, sparse.csr_array(np.ones((1, m)))],
        ]
    )
    program = Program(
        np.concatenate([cost.ravel(), np.zeros(m)]), matrix,
        np.concatenate([np.ones(n), np.full(n * m, -np.inf), [p]]),
        np.concatenate([np.ones(n), np.zeros(n * m), [p]]),
        np.concatenate([np.zeros(n * m, bool), np.ones(m, bool)]),
        np.zeros(n * m + m), np.ones(n * m + m),
    )  # fmt: skip
    answer = solve(program, Clock(limit, None))
    return Said(answer.objective, answer.verdict == "optimal", time.process_time() - began)


def small(problems: Iterable[Problem]) -> None:
    print("| | nodes | p | objective | status | s | processor s |")
    print("|---|---|---|---|---|---|---|")
    total = used = 0.0
    for name, cost, p in problems:
        began = time.process_time()
        said = siting.p_median(cost, p, time_limit=120)
        spent = time.process_time() - began
        total, used = total + said.seconds, used + spent
        print(
            f"| {name} | {len(cost)} | {p} | {said.objective:g} | {said.status} |"
            f" {said.seconds:.3f} | {spent:.3f} |", flush=True,
        )  # fmt: skip
    load = os.getloadavg()[0]
    print(f"{total:.1f} s in all, {used:.1f} of processors; load {load:.1f}")


def large() -> None:
    dice = np.random.default_rng(1)
    for n, m, p, gap in ((5_000, 1_000, 50, 0.005), (20_000, 2_000, 100, 0.01)):
        points, sites = dice.random((n, 2)), dice.random((m, 2))
        cost = np.hypot(points[:, :1] - sites[:, 0], points[:, 1:] - sites[:, 1])
        weights = dice.integers(1, 100, n)
        said = siting.p_median(cost, p, weights=weights, gap=gap, time_limit=120)
        print(f"p-median {n} × {m}, p {p}: gap {said.gap:.3%} in {said.seconds:.1f} s", flush=True)
    points, sites = dice.random((100_000, 2)), dice.random((5_000, 2))
    near = cKDTree(points).sparse_distance_matrix(cKDTree(sites), 0.03, output_type="coo_matrix")
    covers = sparse.csr_array(near) > 0
    weights = dice.integers(1, 100, 100_000)
    said = siting.mclp(covers, 100, weights=weights, gap=0.01, time_limit=120)
    print(f"covering 100000 × 5000, p 100: gap {said.gap:.3%} in {said.seconds:.1f} s")


def capacitated(limit: float) -> None:
    """Each for `limit` seconds: ours, and HiGHS on the textbook model."""
    print("| 200 × 200, p, seed, filled | ours | bound | gap | s | HiGHS | bound | gap | s |")
    print("|---|---|---|---|---|---|---|---|---|", flush=True)
    for p, seed, filled in FULL:
        cost, demand, room = full_house(200, p, seed, filled)
        said = siting.capacitated_p_median(cost, p, demand=demand, capacity=room, time_limit=limit)
        n, state = len(cost), np.zeros(len(cost), np.int64)
        everything = np.arange(n)
        whole = compact(
            cost, everything, everything, demand, room, np.full(n, np.inf), state, p
        ).program
        clock = Clock(limit, None)
        other = solve(whole, clock)
        gap = (other.objective - other.bound) / other.objective if len(other.values) else np.inf
        print(
            f"| {p}, {seed}, {filled or 'the field’s'} | {said.objective:.1f} | {said.bound:.1f} |"
            f" {said.gap:.2%} | {said.seconds:.1f} | {other.objective:.1f} | {other.bound:.1f} |"
            f" {gap:.2%} | {clock.seconds:.1f} |", flush=True,
        )  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--orlib", type=Path)
    parser.add_argument("--likes", nargs="?", const=1, type=int, metavar="SEED")
    parser.add_argument("--large", action="store_true")
    parser.add_argument("--capacitated", action="store_true")
    parser.add_argument("--peers", nargs="?", const="", metavar="KIND")
    parser.add_argument(
        "--limit",
        type=float,
        default=600.0,
        help="seconds for each of the peers, or for each that is capacitated",
    )
    given = parser.parse_args()
    siting.p_median(np.eye(3), 1)  # compiled before anything is timed
    if given.peers is not None:
        for line in siting_peers.table(by_highs, given.peers, given.limit):
            print(line, flush=True)
        return
    if given.capacitated:
        capacitated(given.limit)
        return
    problems = from_files(given.orlib) if given.orlib else made(SIZES)
    small(problems if given.likes is None else chain(problems, made(LARGEST, given.likes)))
    if given.large:
        large()


if __name__ == "__main__":
    main()

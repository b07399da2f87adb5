"""Ways between places: our network by scipy's Dijkstra, and pandana where it is installed.

    python bench/travel.py FILE.osm.pbf [--rounds N]

Builds a network in a temporary folder and prints, for walk and e-bike, the seconds of a matrix of
100 × 1 000, of a 15-minute isochrone, of the ways to three places, and how far pandana's distances
are from ours. Needs no database.
"""

import argparse
import datetime as dt
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import numpy as np

from geo.cost_matrix import cost_matrix
from geo.roads import store
from geo.roads.building import build
from geo.roads.isochrone import isochrone
from geo.travel import MODES


def seconds(rounds: int, work: Callable[[], object]) -> float:
    work()
    took = []
    for _ in range(rounds):
        began = time.perf_counter()
        work()
        took.append(time.perf_counter() - began)
    return statistics.median(took)


def pandana(side, starts, goals, rounds: int) -> str:
    """Contraction hierarchies of the same edges, in the same direction, in one run with ours."""
    if find_spec("pandana") is None:
        return "pandana is not installed"
    peer, pd = import_module("pandana"), import_module("pandas")

    graph = side.graph
    tail = np.repeat(np.arange(len(graph.lon)), np.diff(graph.start))
    began = time.perf_counter()
    network = peer.Network(
        *(pd.Series(part) for part in (graph.lon, graph.lat, tail, graph.head)),
        pd.DataFrame({"metres": graph.metres}),
        twoway=False,
    )
    made = time.perf_counter() - began
    pairs = np.repeat(starts, len(goals)), np.tile(goals, len(starts))
    took = seconds(rounds, lambda: network.shortest_path_lengths(*pairs))
    theirs = np.array(network.shortest_path_lengths(*pairs)).reshape(len(starts), -1)
    apart = np.abs(theirs - side.metres(starts, goals, np.inf)).max()
    return f"pandana: contracted in {made:.2f} s, matrix {took:.3f} s, at most {apart:.2f} m apart"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        began = time.perf_counter()
        about = build(asked.file, folder, dt.datetime.now(dt.UTC), lambda stage, done: None)
        print(f"built in {time.perf_counter() - began:.2f} s: {about.nodes}, edges {about.edges}")
        roads = store.load(folder, about.name)
        for code, mode in MODES.items():
            graph = roads.sides[code].graph
            chosen = np.random.default_rng(1).integers(0, len(graph.lon), 1100)
            places = np.column_stack((graph.lon, graph.lat))[chosen]
            ways = partial(cost_matrix, mode=mode, roads=roads)
            matrix = seconds(asked.rounds, partial(ways, places[:100], places[100:]))
            area = seconds(asked.rounds, partial(isochrone, roads, *places[0], mode, 15))
            three = seconds(asked.rounds, partial(ways, places[:1], places[1:4], within=60))
            print(f"{code}: matrix {matrix:.3f} s, isochrone {area:.3f} s, three {three:.4f} s")
            print(f"{code}: {pandana(roads.sides[code], chosen[:100], chosen[100:], asked.rounds)}")


if __name__ == "__main__":
    main()

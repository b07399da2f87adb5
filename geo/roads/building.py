"""From an extract to a stored network in use: read, one graph a mode, region, swap."""

import datetime as dt
import hashlib
from pathlib import Path

from geo.roads import store
from geo.roads.coverage import coverage
from geo.roads.graph import build as graph_of
from geo.roads.profiles import PROFILES
from geo.roads.reading import Progress, read


def build(extract: Path, folder: Path, now: dt.datetime, progress: Progress) -> store.About:
    """Whatever ends this before it returns leaves the network in use as it was.

    `progress(stage, done)` is called between steps and may raise to cancel.
    """
    with store.turn(folder), extract.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        segments = read(extract, progress)
        graphs = {}
        for mode in PROFILES:
            progress(mode, len(segments.tail))
            graphs[mode] = graph_of(segments, mode)
        progress("region", len(graphs["walk"].lon))
        region = coverage(graphs["walk"].lon, graphs["walk"].lat)
        about = store.About(
            name=f"{now:%Y%m%dT%H%M%S}-{digest[:8]}",
            source=extract.name,
            source_sha256=digest,
            built_at=now.isoformat(),
            nodes={mode: len(graph.lon) for mode, graph in graphs.items()},
            edges={mode: len(graph.head) for mode, graph in graphs.items()},
        )
        progress("swap", sum(about.nodes.values()))
        store.keep(folder, about, graphs, region)
    return about

"""Ways of an OpenStreetMap extract (.osm.pbf, .osm) as arrays of segments, read by pyosmium."""

from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import numpy as np
import osmium
from numpy.typing import NDArray

from geo.roads.profiles import PROFILES

Progress = Callable[[str, int], None]
# How many ways are read between two words about it.
EVERY = 10_000


class NoRoads(ValueError):
    """A file that is no extract, or has no way that one could take."""


@dataclass(frozen=True, slots=True)
class Segments:
    """Pieces of ways between two neighbouring nodes.

    `node` (k): ids of OpenStreetMap, ascending; `lon`, `lat` (k): degrees, WGS-84.
    `tail`, `head` (s): positions in `node`. `passable` by mode (s, 2): forwards, backwards.
    """

    node: NDArray[np.int64]
    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    tail: NDArray[np.int64]
    head: NDArray[np.int64]
    passable: dict[str, NDArray[np.bool_]]


def read(path: Path, progress: Progress = lambda stage, done: None) -> Segments:
    """Every way that some profile may take; where an extract cuts nodes off, the way ends."""
    tails, heads, rights = array("q"), array("q"), array("b")
    lon, lat = array("d"), array("d")
    ids = array("q")
    try:
        ways = (
            osmium.FileProcessor(str(path))
            .with_locations()
            .with_filter(osmium.filter.EntityFilter(osmium.osm.WAY))
            .with_filter(osmium.filter.KeyFilter("highway"))
        )
        for number, way in enumerate(cast("Iterator[osmium.osm.Way]", iter(ways))):
            if number % EVERY == 0:
                progress("read", number)
            tags = {tag.k: tag.v for tag in way.tags}
            right = 0
            for shift, profile in enumerate(PROFILES.values()):
                forward, backward = profile(tags)
                right |= (forward | backward << 1) << 2 * shift
            if not right:
                continue
            before = None
            for node in way.nodes:
                if not node.location.valid():
                    before = None
                    continue
                ids.append(node.ref)
                lon.append(node.lon)
                lat.append(node.lat)
                if before is not None and before != node.ref:
                    tails.append(before)
                    heads.append(node.ref)
                    rights.append(right)
                before = node.ref
    except RuntimeError as error:
        raise NoRoads(f"{path.name}: {error}") from error
    if not len(tails):
        raise NoRoads(f"{path.name}: no way that one could take")
    known, first = np.unique(np.frombuffer(ids, np.int64), return_index=True)
    bits = np.frombuffer(rights, np.int8)
    return Segments(
        node=known,
        lon=np.frombuffer(lon)[first],
        lat=np.frombuffer(lat)[first],
        tail=np.searchsorted(known, np.frombuffer(tails, np.int64)),
        head=np.searchsorted(known, np.frombuffer(heads, np.int64)),
        passable={
            mode: np.column_stack((bits >> 2 * shift & 1, bits >> 2 * shift + 1 & 1)).astype(bool)
            for shift, mode in enumerate(PROFILES)
        },
    )

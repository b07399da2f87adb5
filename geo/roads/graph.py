"""The graph of one mode: nodes with positions, and directed edges in compressed rows.

Long segments are cut into pieces of at most `PIECE_M`, so that a position beside a country road
finds a node near by. Kept is the largest part in which every node reaches every other: what hangs
off it (a park behind a fence, a ramp cut by the extract's edge) would only catch positions that
then reach nothing.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from geo.deferred import Deferred
from geo.distance import geodesic_m
from geo.roads.reading import Segments

if TYPE_CHECKING:
    from scipy.sparse import csr_array

sparse = Deferred("scipy.sparse")
csgraph = Deferred("scipy.sparse.csgraph")

PIECE_M = 100.0
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Graph:
    """`lon`, `lat` (n) degrees; edges of node i: `head[start[i]:start[i + 1]]`, `metres` each."""

    lon: Floats
    lat: Floats
    start: NDArray[np.int32]
    head: NDArray[np.int32]
    metres: Floats

    @property
    def edges(self) -> "csr_array":
        """As scipy takes it, without a copy."""
        count = len(self.lon)
        return sparse.csr_array((self.metres, self.head, self.start), shape=(count, count))


def build(segments: Segments, mode: str) -> Graph:
    """The largest strongly connected part of what `mode` may take; of parallels the shortest."""
    passable = segments.passable[mode]
    used = passable.any(axis=1)
    tail, head, passable = segments.tail[used], segments.head[used], passable[used]
    lon, lat = segments.lon, segments.lat
    metres = geodesic_m(lon[tail], lat[tail], lon[head], lat[head])
    lon, lat, tail, head, metres, origin = _pieces(lon, lat, tail, head, metres)
    forward, backward = passable[origin, 0], passable[origin, 1]
    return _largest(
        lon,
        lat,
        np.concatenate((tail[forward], head[backward])),
        np.concatenate((head[forward], tail[backward])),
        np.concatenate((metres[forward], metres[backward])),
    )


def _pieces(
    lon: Floats, lat: Floats, tail: NDArray[np.int64], head: NDArray[np.int64], metres: Floats
) -> tuple[Floats, Floats, NDArray[np.int64], NDArray[np.int64], Floats, NDArray[np.int64]]:
    """Segments cut to `PIECE_M`, with the new nodes; last, which segment each piece is of."""
    count = np.maximum(1, np.ceil(metres / PIECE_M)).astype(np.int64)
    origin = np.repeat(np.arange(len(tail)), count)
    place = np.arange(len(origin)) - np.repeat(np.cumsum(count) - count, count)
    last = place == count[origin] - 1
    inner = np.flatnonzero(~last)
    new = np.full(len(origin), -1, np.int64)
    new[inner] = len(lon) + np.arange(len(inner))
    share = (place[inner] + 1) / count[origin[inner]]
    a, b = tail[origin[inner]], head[origin[inner]]
    ends = np.where(last, head[origin], new)
    begins = np.where(place == 0, tail[origin], np.concatenate(([-1], new[:-1])))
    return (
        np.concatenate((lon, lon[a] + share * (lon[b] - lon[a]))),
        np.concatenate((lat, lat[a] + share * (lat[b] - lat[a]))),
        begins,
        ends,
        (metres / count)[origin],
        origin,
    )


def _largest(
    lon: Floats, lat: Floats, tail: NDArray[np.int64], head: NDArray[np.int64], metres: Floats
) -> Graph:
    size = len(lon)
    ones = sparse.csr_array((np.ones(len(tail), np.int8), (tail, head)), shape=(size, size))
    _, part = csgraph.connected_components(ones, directed=True, connection="strong")
    kept = part == np.bincount(part).argmax()
    number = np.cumsum(kept) - 1
    inside = kept[tail] & kept[head]
    tail, head, metres = number[tail[inside]], number[head[inside]], metres[inside]
    # Scipy would add parallel edges up.
    order = np.lexsort((metres, head, tail))
    tail, head, metres = tail[order], head[order], metres[order]
    first = np.ones(len(tail), np.bool_)
    first[1:] = (np.diff(tail) != 0) | (np.diff(head) != 0)
    starts = np.zeros(int(kept.sum()) + 1, np.int32)
    np.cumsum(np.bincount(tail[first], minlength=len(starts) - 1), out=starts[1:])
    # Two nodes at one position are a step apart, not none: nothing is no edge to scipy.
    return Graph(
        lon[kept], lat[kept], starts, head[first].astype(np.int32), np.maximum(metres[first], 0.01)
    )

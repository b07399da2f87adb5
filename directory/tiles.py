"""Vector tiles of a publication: its places, or at low zoom what stands for several of them.

One layer, `markets`. From FULL_ZOOM on every place is a point of its own. Below, places that
share a cell of a grid of 32 × 32 in the tile are one point at their middle, which says how many
it stands for (`count`) and from which zoom it comes apart (`expansion`). A place alone in its
cell is itself. No buffer: a place is in one tile of each zoom, so that the counts of all tiles of
a zoom add up to the number of places.
"""

import datetime as dt
from typing import Any

import numpy as np

from directory.publication import Snapshot
from directory.publication.layout import Ints, Longs
from directory.tiling import Tiling, Words, tiling_of
from geo import mercator, mvt

LAYER = "markets"
FULL_ZOOM = 10
# 16 pixels of a tile drawn 512 wide: symbols do not yet cover one another.
CELL_BITS = 5
FACTS = ("nature", "form", "trades", "hours")
KEYS = ("id", "name", *FACTS, "count", "expansion")
_ID, _NAME, _COUNT, _EXPANSION = 0, 1, len(KEYS) - 2, len(KEYS) - 1
_ONE = mvt.whole(1)
_SCALE = mvt.EXTENT.bit_length() - 1


def tile(snapshot: Snapshot, z: int, x: int, y: int, day: dt.date) -> bytes:
    """The tile as MVT 2.1, not compressed; empty where no place stands there on `day`.

    Places that are closed or moved for good by then are left out, as on the site's own map.
    Raises ValueError where there is no such tile.
    """
    tiling = tiling_of(snapshot)
    begin, end = np.searchsorted(tiling.keys, mercator.range_of(z, x, y))
    places = np.arange(begin, end)
    places = places[tiling.gone[begin:end] > day.toordinal()]
    if not len(places):
        return b""
    if z >= FULL_ZOOM:
        return _layer(tiling, z, places, _NO_CLUSTERS)
    cells = tiling.keys[places] >> 2 * (mercator.BITS - z - CELL_BITS)
    firsts = np.flatnonzero(np.concatenate(([True], cells[1:] != cells[:-1])))
    counts = np.diff(np.append(firsts, len(places)))
    alone = places[firsts[counts == 1]]
    return _layer(tiling, z, alone, _clusters(tiling, z, places, firsts, counts))


class _Clusters:
    """Cells of several places: middles in the world square, counts, zooms of coming apart."""

    def __init__(self, columns: Longs, rows: Longs, counts: Longs, expansion: Longs) -> None:
        self.columns, self.rows, self.counts, self.expansion = columns, rows, counts, expansion


_NONE = np.empty(0, np.int64)
_NO_CLUSTERS = _Clusters(_NONE, _NONE, _NONE, _NONE)


def _clusters(tiling: Tiling, z: int, places: Longs, firsts: Longs, counts: Longs) -> _Clusters:
    several = counts > 1
    if not several.any():
        return _NO_CLUSTERS
    sums = [
        np.add.reduceat(values[places].astype(np.int64), firsts)
        for values in (tiling.columns, tiling.rows)
    ]
    first = tiling.keys[places[firsts]][several]
    last = tiling.keys[places[firsts + counts - 1]][several]
    # Keys ascend, so whatever the first and the last share all of them share.
    expansion = np.full(len(first), FULL_ZOOM)
    for zoom in range(FULL_ZOOM - 1, z, -1):
        shift = 2 * (mercator.BITS - zoom - CELL_BITS)
        expansion[first >> shift != last >> shift] = zoom
    count = counts[several]
    return _Clusters(sums[0][several] // count, sums[1][several] // count, count, expansion)


def _layer(tiling: Tiling, z: int, alone: Longs, clusters: _Clusters) -> bytes:
    """Values in order: a one, id and name of each place, the other facts, counts and zooms."""
    values = [_ONE, tiling.names(alone)]
    used = 1 + 2 * len(alone)
    tags: list[Longs | int] = [_ID, np.arange(1, used, 2), _NAME, np.arange(2, used, 2)]
    for key, fact in enumerate(FACTS, start=2):
        places, listed = _few(getattr(tiling, fact), alone, used)
        tags += [key, places]
        values += listed
        used += len(listed)
    features = mvt.points(
        [*tags, _COUNT, 0], *_within(z, tiling.columns[alone], tiling.rows[alone])
    )
    if several := len(clusters.counts):
        numbers, ranks = np.unique(
            np.concatenate((clusters.counts, clusters.expansion)), return_inverse=True
        )
        ranks += used
        values += [mvt.whole(number) for number in numbers.tolist()]
        features += mvt.points(
            [_COUNT, ranks[:several], _EXPANSION, ranks[several:]],
            *_within(z, clusters.columns, clusters.rows),
        )
    return mvt.layer(LAYER, KEYS, features, b"".join(values))


def _few(words: Words, places: Longs, used: int) -> tuple[Longs, list[bytes]]:
    """Where each place's value stands among the layer's, and the values that are new."""
    codes = words.codes[places]
    # A set of Python's own: np.unique takes ten times as long for the thirty places of a tile.
    listed = sorted(set(codes.tolist()) - {mvt.NOTHING})
    ranks = np.searchsorted(np.array(listed, np.int32), codes) + used
    if codes.min(initial=0) < 0:
        ranks[codes < 0] = mvt.NOTHING
    return ranks, [words.values[code] for code in listed]


def _within(z: int, columns: Ints | Longs, rows: Ints | Longs) -> tuple[Any, Any]:
    """Position in the tile. Beyond zoom 19 the square is coarser than the tile: 1.9 cm."""
    shift = mercator.BITS - z - _SCALE
    inside = mvt.EXTENT - 1
    if shift >= 0:
        return columns >> shift & inside, rows >> shift & inside
    return columns << -shift & inside, rows << -shift & inside

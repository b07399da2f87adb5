"""The places of a publication in the order of web-map tiles, with what a tile says of each ready.

A tile's places, and those of each cell of the grid that thins it, are a run of neighbours here.
"""

import weakref
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from directory.publication import Snapshot
from directory.publication.layout import Ints, Longs
from geo import mercator, mvt


@dataclass(frozen=True, slots=True)
class Words:
    """A fact of few values: `codes` per place, -1 unknown; `values` as a tile's layer has them."""

    codes: Ints
    values: Sequence[bytes]


@dataclass(frozen=True, slots=True)
class Tiling:
    """One entry per place, ascending by `keys` (see geo.mercator).

    keys, columns, rows : the place in the world square
    gone : first day (ordinal) of being closed or moved for good
    starts, named : id and name of each as two values of a layer, one after another
    """

    keys: Longs
    columns: Ints
    rows: Ints
    gone: Ints
    starts: Longs
    named: bytes
    nature: Words
    form: Words
    trades: Words
    hours: Words

    def names(self, places: Longs) -> bytes:
        """Ids and names of ascending places, as values of a layer."""
        if not len(places):
            return b""
        first, last = int(places[0]), int(places[-1]) + 1
        if last - first == len(places):
            return self.named[self.starts[first] : self.starts[last]]
        edges = zip(self.starts[places].tolist(), self.starts[places + 1].tolist(), strict=True)
        return b"".join([self.named[begin:end] for begin, end in edges])


_known: "weakref.WeakKeyDictionary[Snapshot, Tiling]" = weakref.WeakKeyDictionary()


def tiling_of(snapshot: Snapshot) -> Tiling:
    """Made once for each publication and process: 0.2 s at 10⁵ places, 3 s at 10⁶."""
    found = _known.get(snapshot)
    if found is None:
        found = _known[snapshot] = _arrange(snapshot)
    return found


def _arrange(snapshot: Snapshot) -> Tiling:
    columns, rows = mercator.square(snapshot.lon, snapshot.lat)
    keys = mercator.keys_of(columns, rows)
    order = np.argsort(keys, kind="stable")
    ids = [snapshot.id_at(row) for row in order.tolist()]
    name = snapshot.columns.category("name")
    names = [mvt.text(label) for label in name.labels]
    parts = [
        mvt.text(id) + names[code] for id, code in zip(ids, name.codes[order].tolist(), strict=True)
    ]
    starts = np.zeros(snapshot.count + 1, np.int64)
    np.cumsum([len(part) for part in parts], out=starts[1:])

    def words(fact: str) -> Words:
        category = snapshot.columns.category(fact)
        return Words(category.codes[order], [mvt.text(label) for label in category.labels])

    return Tiling(
        keys=keys[order],
        columns=columns[order].astype(np.int32),
        rows=rows[order].astype(np.int32),
        gone=snapshot.gone[order],
        starts=starts,
        named=b"".join(parts),
        nature=words("nature"),
        form=words("form"),
        hours=words("hours"),
        trades=_trades(snapshot, order),
    )


def _trades(snapshot: Snapshot, order: Longs) -> Words:
    """Codes joined by commas, in the order of the vocabulary; unknown where none is recorded."""
    codes = list(snapshot.trades)
    # One bit a trade, 62 trades a column.
    listed = np.zeros((snapshot.count, len(codes) // 62 + 1), np.int64)
    for number, code in enumerate(codes):
        listed[snapshot.trade_rows(code), number // 62] |= 1 << number % 62
    kinds, ranks = np.unique(listed[order], axis=0, return_inverse=True)
    joined = [
        ",".join(code for number, code in enumerate(codes) if kind[number // 62] >> number % 62 & 1)
        for kind in kinds.tolist()
    ]
    none = bool(joined) and not joined[0]
    values = [mvt.text(each) for each in joined[none:]]
    return Words((ranks.reshape(-1) - none).astype(np.int32), values)

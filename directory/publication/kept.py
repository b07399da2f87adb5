"""Rows of the standing publication that a new one takes over as they are, and the fresh between.

Everything here counts in *places*: first the rows of the standing publication (none in a full
build), then the fresh places in the order they came. An `Order` says which of them the new
publication has, row by row; arrays and blobs are laid by it, whatever they hold.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from directory.publication.files import Blob, load_array
from directory.publication.layout import Ints, Longs
from directory.publication.snapshot import Snapshot

Ids = NDArray[np.bytes_]


class Kept:
    """The rows of `standing` whose ids are not `touched`; none where there is no `standing`."""

    def __init__(self, standing: Snapshot | None, touched: Iterable[str] = ()) -> None:
        self.standing = standing
        self.count = 0 if standing is None else standing.count
        rows = np.arange(self.count)
        if standing is not None:
            found = [row for id in touched if (row := standing.row(id)) is not None]
            rows = np.delete(rows, found)
        self.rows: Longs = rows

    def array(self, name: str, kind: Any) -> NDArray[Any]:
        """An array of the standing publication, one value a row; empty where there is none."""
        if self.standing is None:
            return np.empty(0, kind)
        return load_array(self.standing.folder, name)

    def blob(self, name: str) -> Blob | None:
        return None if self.standing is None else Blob(self.standing.folder, name)

    def ids(self) -> Ids:
        """S12, by row."""
        if self.standing is None:
            return np.empty(0, "S12")
        by_row = np.empty(self.count, "S12")
        by_row[self.standing.id_rows] = self.standing.ids
        return by_row


@dataclass(frozen=True, slots=True)
class Order:
    """`places`: the place of each row; `rank`: the row of each place, -1 for one dropped."""

    places: Longs
    rank: Ints
    kept: int

    @classmethod
    def of(cls, kept: Kept, ids: Ids, cells: Longs) -> "Order":
        """By cell, then id. `ids` and `cells` are those of the fresh places."""
        fresh = np.lexsort((ids, cells))
        at = _position(kept.array("cell", np.int64), kept.ids(), kept.rows, cells, ids, fresh)
        places = np.insert(kept.rows, at, kept.count + fresh)
        rank = np.full(kept.count + len(ids), -1, np.int32)
        rank[places] = np.arange(len(places), dtype=np.int32)
        return cls(places, rank, kept.count)

    def laid(self, old: NDArray[Any], fresh: Any) -> NDArray[Any]:
        """One value a row, from one value a place."""
        values: NDArray[Any] = np.concatenate((old, np.asarray(fresh, old.dtype)))[self.places]
        return values

    def index_of_ids(self, kept: Kept, ids: Ids) -> tuple[Ids, Ints]:
        """Ids ascending and the row of each; ValueError where two are the same."""
        old: Ids = kept.array("ids", "S12")
        rows = self.rank[: kept.count][kept.array("id_rows", np.int32)]
        old, rows = old[rows >= 0], rows[rows >= 0]
        by_id = np.argsort(ids, kind="stable")
        at = np.searchsorted(old, ids[by_id])
        merged: Ids = np.insert(old, at, ids[by_id])
        if len(merged) and (merged[1:] == merged[:-1]).any():
            raise ValueError("two places have the same id")
        return merged, np.insert(rows, at, self.rank[kept.count :][by_id])


def _position(
    old_cells: Longs, old_ids: Ids, rows: Longs, cells: Longs, ids: Ids, fresh: Longs
) -> Longs:
    """Before which of the kept `rows` each fresh place belongs, in the order of `fresh`."""
    if not len(rows):
        return np.zeros(len(fresh), np.int64)
    standing, named = old_cells[rows], old_ids[rows]
    low = np.searchsorted(standing, cells[fresh], side="left")
    high = np.searchsorted(standing, cells[fresh], side="right")
    within = [
        int(np.searchsorted(named[a:b], id))
        for a, b, id in zip(low.tolist(), high.tolist(), ids[fresh].tolist(), strict=True)
    ]
    return low + np.array(within, np.int64)


def lay_blob(
    folder: Path, name: str, old: Blob | None, starts: Any, data: Any, parts: Longs
) -> None:
    """Write a blob of `parts`: those of `old` first in the count, then those of `data`.

    What lies one after another in a source is written in one piece.
    """
    old_starts = np.zeros(1, np.int64) if old is None else old.starts
    starts = np.asarray(starts, np.int64)
    count = len(old_starts) - 1
    lengths = np.concatenate((np.diff(old_starts), np.diff(starts)))[parts]
    np.save(folder / f"{name}.npy", np.concatenate(([0], np.cumsum(lengths))).astype(np.int64))
    sources = [memoryview(b"" if old is None else old.data), memoryview(data)]
    with (folder / f"{name}.bin").open("wb", buffering=1 << 20) as file:
        if len(parts):
            apart = (np.diff(parts) != 1) | (parts[1:] == count)
            edges = np.concatenate(([0], np.flatnonzero(apart) + 1, [len(parts)]))
            first, last = parts[edges[:-1]], parts[edges[1:] - 1]
            fresh = (first >= count).astype(np.int64)
            both = np.concatenate((old_starts, starts))
            # A part's start, and its end one further on: `starts` has one more than parts.
            begin, end = both[first + fresh], both[last + fresh + 1]
            for source, a, b in zip(fresh.tolist(), begin.tolist(), end.tolist(), strict=True):
                file.write(sources[source][a:b])
    for source in sources:
        source.release()

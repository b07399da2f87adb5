"""Writing columns: texts into codes and sorted labels, codes of a vocabulary into posting lists."""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import accumulate
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from directory.publication.columns import (
    NOT_RECORDED,
    Labels,
    column_file,
    labels_file,
    rows_file,
    starts_file,
)
from directory.publication.kept import Kept, Order, lay_blob
from directory.publication.layout import Ints


class Texts:
    """A text a place, in the order places come; an empty one is not recorded."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._codes, self._labels = array("i"), dict[str, int]()

    def add(self, text: str) -> None:
        labels = self._labels
        self._codes.append(labels.setdefault(text, len(labels)) if text else NOT_RECORDED)

    def write(self, folder: Path, kept: Kept, order: Order) -> None:
        """Numbered by their texts, so that equal contents give equal files.

        The texts of the kept rows are never read from end to end: new ones find their place
        among them by halves, and those that no row has any more are left out.
        """
        blob = kept.blob(labels_file(self._name))
        known = Labels(blob) if blob is not None else ()
        count, anew, at = len(known), list[str](), list[int]()
        meant = np.full(len(self._labels) + 1, NOT_RECORDED, np.int32)
        for text in sorted(self._labels):
            position = bisect_left(known, text)
            if position < count and known[position] == text:
                meant[self._labels[text]] = position
            else:
                meant[self._labels[text]] = count + len(anew)
                anew.append(text)
                at.append(position)
        old = kept.array(column_file(self._name), np.int32)
        codes = order.laid(old, meant[np.array(self._codes, np.int32)])
        # The last entry, which -1 leads to, stands for what is not recorded.
        used = np.zeros(count + len(anew) + 1, np.bool_)
        used[codes] = True
        fresh = np.arange(count, count + len(anew))
        ranked = np.insert(np.arange(count), np.array(at, np.int64), fresh)
        ranked = ranked[used[ranked]]
        renumber = np.full(len(used), NOT_RECORDED, np.int32)
        renumber[ranked] = np.arange(len(ranked))
        np.save(folder / f"{column_file(self._name)}.npy", renumber[codes])
        packed = [text.encode() for text in anew]
        starts = list(accumulate(map(len, packed), initial=0))
        lay_blob(folder, labels_file(self._name), blob, starts, b"".join(packed), ranked)


class Listed:
    """Codes of a vocabulary that places list, as rows by code."""

    def __init__(self, name: str, codes: Sequence[str]) -> None:
        self._name = name
        self._index = {code: index for index, code in enumerate(codes)}
        self._codes, self._places = array("i"), array("i")

    def add(self, place: int, id: str, codes: Iterable[str]) -> None:
        """Raises ValueError for a code that is not in the vocabulary."""
        for code in codes:
            index = self._index.get(code)
            if index is None:
                raise ValueError(f"{id}: {code!r} of {self._name} is not in the vocabulary")
            self._codes.append(index)
            self._places.append(place)

    def arrays(self, kept: Kept, order: Order) -> dict[str, NDArray[Any]]:
        """The vocabulary is that of the kept rows, too."""
        old_rows = kept.array(rows_file(self._name), np.int32)
        old_starts = kept.array(starts_file(self._name), np.int64)
        old_codes = np.repeat(np.arange(max(0, len(old_starts) - 1)), np.diff(old_starts))
        places = np.array(self._places, np.int64) + kept.count
        codes = np.concatenate((old_codes, np.array(self._codes, np.int64)))
        rows = order.rank[np.concatenate((old_rows, places)).astype(np.int64)]
        # Those of the kept rows ascend already, so that sorting them again is one pass.
        keys = np.sort((codes << 32 | rows)[rows >= 0], kind="stable")
        starts = np.searchsorted(keys, np.arange(len(self._index) + 1) << 32)
        listed: Ints = (keys & 0xFFFFFFFF).astype(np.int32)
        return {rows_file(self._name): listed, starts_file(self._name): starts.astype(np.int64)}

"""Writing columns: texts into codes and sorted labels, codes of a vocabulary into posting lists."""

from array import array
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from directory.publication.columns import (
    NOT_RECORDED,
    column_file,
    labels_file,
    rows_file,
    starts_file,
)
from directory.publication.files import write_blob
from directory.publication.layout import Ints


class Texts:
    """A text a place, in the order places come; an empty one is not recorded."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._codes, self._labels = array("i"), dict[str, int]()

    def add(self, text: str) -> None:
        labels = self._labels
        self._codes.append(labels.setdefault(text, len(labels)) if text else NOT_RECORDED)

    def write(self, folder: Path, order: NDArray[np.intp]) -> None:
        """Numbered by their texts, so that equal contents give equal files."""
        ranked = sorted(self._labels)
        renumber = np.full(len(ranked) + 1, NOT_RECORDED, np.int32)
        renumber[[self._labels[label] for label in ranked]] = np.arange(len(ranked))
        codes: Ints = np.array(self._codes, np.int32)[order]
        np.save(folder / f"{column_file(self._name)}.npy", renumber[codes])
        write_blob(folder, labels_file(self._name), (label.encode() for label in ranked))


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

    def arrays(self, rank: Ints) -> dict[str, NDArray[Any]]:
        """`rank`: the row of each place."""
        codes, places = np.array(self._codes, np.int32), np.array(self._places, np.int32)
        rows = rank[places] if len(places) else places
        by_code = np.lexsort((rows, codes))
        starts = np.searchsorted(codes[by_code], np.arange(len(self._index) + 1))
        return {
            rows_file(self._name): rows[by_code],
            starts_file(self._name): starts.astype(np.int64),
        }

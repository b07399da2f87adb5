"""Rows by identifier."""

from dataclasses import dataclass

import numpy as np

from directory.publication.layout import Ints


@dataclass(frozen=True, slots=True)
class Numbered:
    """`ids` ascending, as bytes of ASCII; `rows`: where each of them stands."""

    ids: np.ndarray
    rows: Ints

    def row(self, id: str) -> int | None:
        try:
            key = np.bytes_(id.encode("ascii"))
        except UnicodeEncodeError:
            return None
        at = int(np.searchsorted(self.ids, key))
        found = at < len(self.ids) and self.ids[at] == key and len(id) <= self.ids.itemsize
        return int(self.rows[at]) if found else None

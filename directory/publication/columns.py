"""Facts of all places at once: an array a column, one value a row, mapped and never copied.

nature, form, scope, region, town, town_area, name, address, office, operator, hours
               codes into sorted labels, which lie in a file of their own, read one by one
free, demo     1, 0, -1 where nobody knows
accuracy_m, confirmed_on, changed, first    numbers; see `Columns.number`
trades, services, facilities                rows by code of the vocabulary
"""

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from directory.publication.files import Blob, load_array
from directory.publication.layout import Ints, Mask

CATEGORIES = (
    "nature", "form", "scope", "region", "town", "town_area",
    "name", "address", "office", "operator", "hours",
)  # fmt: skip
FLAGS = ("free", "demo")
NUMBERS = ("accuracy_m", "confirmed_on")
# These two hang on the publications before, and so are no part of the content hash.
PAST_NUMBERS = ("changed", "first")
LISTS = ("trades", "services", "facilities")
NOT_RECORDED = -1
MASKS_KEPT = 64

Flags = NDArray[np.int8]


def column_file(name: str) -> str:
    return f"column-{name}"


def labels_file(name: str) -> str:
    return f"labels-{name}"


def rows_file(name: str) -> str:
    """The trades' rows are older than columns, and named as they were."""
    return "trade_rows" if name == "trades" else f"{name}_rows"


def starts_file(name: str) -> str:
    return "trade_starts" if name == "trades" else f"{name}_starts"


class Labels(Sequence[str]):
    """Distinct texts in ascending order of code points, read from the file when asked for."""

    def __init__(self, blob: Blob) -> None:
        self._blob = blob

    def __len__(self) -> int:
        return len(self._blob)

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> list[str]: ...
    def __getitem__(self, index: int | slice) -> str | list[str]:
        if isinstance(index, slice):
            return [self[each] for each in range(*index.indices(len(self)))]
        at = index + len(self) if index < 0 else index
        if not 0 <= at < len(self):
            raise IndexError(f"{index} of {len(self)} labels")
        return self._blob[at].decode()


@dataclass(frozen=True, slots=True)
class Category:
    """`codes`: int32 per row, an index into `labels`, -1 where nothing is recorded.

    Labels ascend, so the order of codes is the order of texts.
    """

    codes: Ints
    labels: Sequence[str]

    def code(self, label: str) -> int | None:
        """The code of a text; None where no place has it. By halves: few labels are read."""
        at = bisect_left(self.labels, label)
        return at if at < len(self.labels) and self.labels[at] == label else None


class Columns:
    """The columns of one publication. A name that is none of them raises KeyError."""

    def __init__(self, folder: Path, vocabularies: Mapping[str, Sequence[str]]) -> None:
        """`vocabularies`: the codes of each list field, in the order of the posting lists."""
        self._categories = {
            name: Category(
                load_array(folder, column_file(name)), Labels(Blob(folder, labels_file(name)))
            )
            for name in CATEGORIES
        }
        self._flags: dict[str, Flags] = {
            name: load_array(folder, column_file(name)) for name in FLAGS
        }
        self._numbers: dict[str, Ints] = {
            name: load_array(folder, column_file(name)) for name in (*NUMBERS, *PAST_NUMBERS)
        }
        self._lists = {name: Postings(folder, name, vocabularies[name]) for name in LISTS}
        self._count = len(self._numbers["changed"])
        self.has = _masks(self._lists, self._count)

    def category(self, name: str) -> Category:
        return self._categories[name]

    def flag(self, name: str) -> Flags:
        """1 true, 0 false, -1 unknown."""
        return self._flags[name]

    def number(self, name: str) -> Ints:
        """`accuracy_m` in metres; `confirmed_on`, the ordinal of the day on which any fact was
        last confirmed, -1 for never; `changed` and `first`, the numbers of the publications in
        which the place last changed and first appeared."""
        return self._numbers[name]

    def rows(self, name: str, code: str) -> Ints:
        """Rows that list this code of `trades`, `services` or `facilities`, ascending."""
        return self._lists[name].rows(code)


def _masks(lists: "Mapping[str, Postings]", count: int) -> Callable[[str, str], Mask]:
    """A cache that does not hold the columns themselves, whose files are to close with them."""

    @lru_cache(MASKS_KEPT)
    def has(name: str, code: str) -> Mask:
        """Read-only mask of the rows that list this code; none for a code of no vocabulary."""
        mask = np.zeros(count, np.bool_)
        mask[lists[name].rows(code)] = True
        mask.flags.writeable = False
        return mask

    return has


class Postings:
    """Rows by code: one array of rows, the codes of a vocabulary one after another."""

    def __init__(self, folder: Path, name: str, codes: Sequence[str]) -> None:
        self.all_rows: Ints = load_array(folder, rows_file(name))
        self.starts: NDArray[Any] = load_array(folder, starts_file(name))
        self._index = {code: index for index, code in enumerate(codes)}

    def rows(self, code: str) -> Ints:
        index = self._index.get(code)
        if index is None:
            return np.empty(0, np.int32)
        rows: Ints = self.all_rows[int(self.starts[index]) : int(self.starts[index + 1])]
        return rows

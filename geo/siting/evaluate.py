"""What a given choice of sites does: who serves whom, and where a curve of choices bends."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from geo.siting.rows import Entries
from geo.siting.solution import Integers


def assign(found: Entries, opened: NDArray[np.bool_], *, larger: bool = False) -> Integers:
    """(n,) the open site of least value in each row (of the largest, where `larger`), -1 for none.

    Among equals the site of the lowest number. Values of 0 or less serve nobody where larger is
    better.
    """
    useful = opened[found.site]
    if larger:
        useful &= found.value > 0
    row, site = found.row[useful], found.site[useful]
    value = -found.value[useful] if larger else found.value[useful]
    order = np.lexsort((site, value, row))
    row, site = row[order], site[order]
    first = np.ones(len(row), bool)
    first[1:] = row[1:] != row[:-1]
    served = np.full(found.n, -1, np.int64)
    served[row[first]] = site[first]
    return served


def knee(values: Sequence[float]) -> int:
    """The position on a concave rising curve farthest above the chord of its ends (Kneedle)."""
    curve = np.asarray(values, float)
    if len(curve) < 3 or curve[-1] == curve[0]:
        return len(curve) - 1
    x = np.linspace(0.0, 1.0, len(curve))
    return int(((curve - curve[0]) / (curve[-1] - curve[0]) - x).argmax())

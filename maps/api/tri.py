"""Masks with three values: true, false, and unknown where neither is set (SQL's logic of NULL)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Tri:
    """Both masks have one value a row, and never both hold."""

    true: Mask
    false: Mask

    def __and__(self, other: "Tri") -> "Tri":
        return Tri(self.true & other.true, self.false | other.false)

    def __or__(self, other: "Tri") -> "Tri":
        return Tri(self.true | other.true, self.false & other.false)

    def __invert__(self) -> "Tri":
        return Tri(self.false, self.true)


def known(mask: Mask, where: Mask | None = None) -> Tri:
    """True where `mask`, false elsewhere; unknown outside `where`."""
    if where is None:
        return Tri(mask, ~mask)
    return Tri(mask & where, ~mask & where)


def everywhere(value: bool, count: int) -> Tri:
    return Tri(np.full(count, value), np.full(count, not value))


def unknown(count: int) -> Tri:
    return Tri(np.zeros(count, np.bool_), np.zeros(count, np.bool_))

"""Which places are looked for, as arrays that a search can go through."""

from dataclasses import dataclass, field

import numpy as np

from directory.publication.layout import Ints, Mask

# More points than there can be.
NO_END = np.iinfo(np.int64).max


def _no_mask() -> Mask:
    return np.empty(0, np.bool_)


def _no_pattern() -> Ints:
    return np.empty(0, np.int32)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Those `listed`, by row, of whose hours `states[pattern]` is true; what is empty asks nothing.

    `pattern` is −1 where nobody knows the hours: the last of `states`.
    """

    listed: Mask = field(default_factory=_no_mask)
    states: Mask = field(default_factory=_no_mask)
    pattern: Ints = field(default_factory=_no_pattern)


EVERY = Wanted()


class TooRare(LookupError):
    """What is wanted is so rare around the position that looking on is no way of finding it."""

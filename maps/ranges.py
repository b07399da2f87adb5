"""One part of a file, as the Range header of HTTP asks for it (RFC 9110, 14). No Django here."""

import re
from dataclasses import dataclass

_ONE = re.compile(r"[ \t]*bytes[ \t]*=[ \t]*([0-9]{0,19})-([0-9]{0,19})[ \t]*", re.IGNORECASE)


class Unsatisfiable(Exception):
    """No byte of the file lies in the part asked for."""


@dataclass(frozen=True, slots=True)
class Part:
    """Bytes first … last, both included, of a file of `size`."""

    first: int
    last: int
    size: int

    @property
    def length(self) -> int:
        return self.last - self.first + 1

    def __str__(self) -> str:
        """As Content-Range has it."""
        return f"bytes {self.first}-{self.last}/{self.size}"


def part(header: str, size: int) -> Part | None:
    """The part asked for; None: send the whole.

    That holds for several parts at once, for other units and for what makes no sense, as the
    standard allows or demands. Raises Unsatisfiable.
    """
    found = _ONE.fullmatch(header)
    if found is None or found[1] == found[2] == "":
        return None
    if found[1] == "":
        length = min(int(found[2]), size)
        if length == 0:
            raise Unsatisfiable
        return Part(size - length, size - 1, size)
    first = int(found[1])
    last = int(found[2]) if found[2] else size - 1
    if found[2] and last < first:
        return None
    if first >= size:
        raise Unsatisfiable
    return Part(first, min(last, size - 1), size)

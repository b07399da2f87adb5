"""Finding the heading rows of a table: below titles, one to four deep, with merged groups."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from directory.ledger.cells import Cells, Merge, Value
from directory.ledger.mapping import Headings, Path
from directory.ledger.texts import clean

LOOKED_THROUGH = 40
_DEEPEST, _FEWEST, _LONGEST = 4, 3, 120


@dataclass(frozen=True, slots=True)
class Header:
    """`first` and `last` are its rows; `paths` are the headings by column, top group first."""

    first: int
    last: int
    paths: Mapping[int, Path]


class Merges:
    """The merged ranges of one sheet, asked row by row from the top down."""

    def __init__(self, merges: Sequence[Merge], columns: int) -> None:
        self._waiting = sorted(
            (each for each in merges if each.left <= columns), key=lambda each: each.top
        )
        self._tops = [each.top for each in self._waiting]
        self._from = 0
        self._active: list[Merge] = []

    def at(self, row: int) -> list[Merge]:
        """Those that cover `row`; rows have to be asked in order."""
        if self._active or self._from < len(self._waiting):
            to = bisect_right(self._tops, row, self._from)
            self._active = [
                each
                for each in (*self._active, *self._waiting[self._from : to])
                if each.bottom >= row
            ]
            self._from = to
        return self._active


def find_header(
    rows: Mapping[int, Cells], merges: Sequence[Merge], columns: int, headings: Headings
) -> Header | None:
    """The header among the first rows of a table, or None where fewer than three are known."""
    numbers = sorted(rows)
    if not numbers:
        return None
    spread = {
        row: _spread(row, rows, merges, columns)
        for row in range(numbers[0], min(numbers[-1], LOOKED_THROUGH) + 1)
    }
    known = {row: len(_known(texts, headings)) for row, texts in spread.items()}
    # The first of those that know as much: lists of several pages repeat their header.
    best = max(known, key=lambda row: (known[row], -row))
    if known[best] < _FEWEST:
        return None
    first, last = _block(best, spread, rows, merges, headings)
    paths = _paths(range(first, last + 1), spread, columns)
    return Header(first, last, _without_repeats(paths, merges, last))


def _spread(
    row: int, rows: Mapping[int, Cells], merges: Sequence[Merge], columns: int
) -> dict[int, str]:
    """The texts of a row, with each merged heading at every column it covers."""
    texts = {at: _text(value) for at, value in rows.get(row, {}).items()}
    for merge in merges:
        if merge.top <= row <= merge.bottom and merge.left <= columns:
            text = _text(rows.get(merge.top, {}).get(merge.left, ""))
            for at in range(merge.left, min(merge.right, columns) + 1):
                texts[at] = text
    return {at: text for at, text in texts.items() if text}


def _text(value: Value) -> str:
    return clean(value)[:_LONGEST] if isinstance(value, str) else ""


def _known(texts: Mapping[int, str], headings: Headings) -> set[str]:
    found = (headings.field_of((text,)) for text in set(texts.values()))
    return {field for field in found if field}


def _block(
    best: int,
    spread: Mapping[int, dict[int, str]],
    rows: Mapping[int, Cells],
    merges: Sequence[Merge],
    headings: Headings,
) -> tuple[int, int]:
    """The rows above and below the best one that are headings too."""
    first = last = best
    while last + 1 in spread and last - first + 1 < _DEEPEST:
        reaches_down = any(each.top <= last < each.bottom for each in merges)
        if not reaches_down and not _continues(spread[last], spread[last + 1], headings):
            break
        if _has_values(rows.get(last + 1, {})):
            break
        last += 1
    while first - 1 in spread and last - first + 1 < _DEEPEST:
        above = spread[first - 1]
        # A title is one text over all; what names several groups belongs to the header.
        if len(set(above.values())) < 2 or _has_values(rows.get(first - 1, {})):
            break
        if not _groups(above, spread[first]):
            break
        first -= 1
    return first, last


def _continues(above: Mapping[int, str], below: Mapping[int, str], headings: Headings) -> bool:
    """Whether at least half of what is new in the lower row are headings not yet met."""
    fresh = set(below.values()) - set(above.values())
    found = _known(dict(enumerate(fresh)), headings) - _known(above, headings)
    return bool(found) and 2 * len(found) >= len(fresh)


def _has_values(cells: Cells) -> bool:
    return any(not isinstance(value, str) for value in cells.values())


def _groups(above: Mapping[int, str], below: Mapping[int, str]) -> bool:
    """Whether the upper row covers at least half of the columns of the lower one."""
    return 2 * len(above.keys() & below.keys()) >= len(below)


def _paths(block: range, spread: Mapping[int, dict[int, str]], columns: int) -> dict[int, Path]:
    paths: dict[int, Path] = {}
    for column in range(1, columns + 1):
        path: list[str] = []
        for row in block:
            text = spread[row].get(column, "")
            if text and (not path or path[-1] != text):
                path.append(text)
        if path:
            paths[column] = tuple(path)
    return paths


def _without_repeats(
    paths: Mapping[int, Path], merges: Sequence[Merge], last: int
) -> dict[int, Path]:
    """Of a heading merged over several columns in the lowest row, the first column only."""
    covered = {
        at
        for merge in merges
        if merge.top <= last <= merge.bottom
        for at in range(merge.left + 1, min(merge.right, max(paths, default=0)) + 1)
    }
    return {at: path for at, path in paths.items() if at not in covered}

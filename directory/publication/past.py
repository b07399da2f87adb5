"""What publications before this one said differently: the change log, and who was there when.

Lies beside the content and outside its hash: two publications of one content differ in it.
"""

import datetime as dt
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import numpy as np

from directory.publication.files import Blob, load_array, load_json
from directory.publication.layout import Ints, Longs

ChangeKind = Literal["added", "changed", "removed"]

LOG = "log"
LOG_CHANGES = "log_changes"
APPEARED = "appeared"
PAST_IDS = "past_ids"
PAST_SPANS = "past_spans"
POSITION = "position"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field of the public record, `position` ([lon, lat], WGS-84) among them; JSON values.

    None where there was, or is, nothing.
    """

    field: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Change:
    """`name` and `region` (county code) as they are now, or last were.

    `fields`: what differs, by name; for a place removed all that was public before, for one added
    nothing: its record is there to be read.
    """

    number: int
    at: dt.datetime
    id: str
    kind: ChangeKind
    name: str
    region: str
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class PublicationEntry:
    """How publication `number` differed from the one before. `detailed` False: only the counts.

    The first of a log has nothing to be compared with: all its places count as added.
    """

    number: int
    at: dt.datetime
    added: int
    changed: int
    removed: int
    detailed: bool


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """From publication `since` to `number`: rows of places, ascending, and the ids that went.

    A place that was changed and changed back is among `changed`; one that went and came back, too.
    """

    since: int
    number: int
    added: Longs
    changed: Longs
    removed: tuple[str, ...]


def _packed(details: Blob, parts: Mapping[int, int], number: int) -> bytes | None:
    part = parts.get(number)
    return None if part is None else details[part]


def _reader(
    details: Blob, parts: Mapping[int, int], entries: Sequence[PublicationEntry]
) -> Callable[[int], tuple[Change, ...]]:
    """A cache that does not hold the log itself, whose files are to close with it."""

    @lru_cache(maxsize=16)
    def of(number: int) -> tuple[Change, ...]:
        """The changes that publication `number` brought; none where they are not kept."""
        packed = _packed(details, parts, number)
        if packed is None:
            return ()
        at = next(each.at for each in entries if each.number == number)
        return tuple(
            Change(number, at, id, kind, name, region, tuple(FieldChange(*f) for f in fields))
            for id, kind, name, region, fields in json.loads(packed)
        )

    return of


class Past:
    """The log of one publication. `begins` is the first number that it can compare with."""

    def __init__(
        self, folder: Path, number: int, changed: Ints, row: Callable[[str], int | None]
    ) -> None:
        self._number, self._changed, self._row = number, changed, row
        data = load_json(folder, LOG)
        self.begins: int = data["begins"]
        self.entries = tuple(_entry(each) for each in data["entries"])
        self._parts = {number: part for part, number in enumerate(data["detailed"])}
        self.details = Blob(folder, LOG_CHANGES)
        self.appeared: Ints = load_array(folder, APPEARED)
        # Ids and [from, until) of the spans of publications in which a place was there and is over.
        self.ids, self.spans = load_array(folder, PAST_IDS), load_array(folder, PAST_SPANS)
        self.of = _reader(self.details, self._parts, self.entries)

    def packed(self, number: int) -> bytes | None:
        """The details of one publication as they are written down."""
        return _packed(self.details, self._parts, number)

    def since(self, since: int) -> ChangeSet | None:
        """What differs from `since` on; from 0, everything is added. None: nobody remembers."""
        if since == 0:
            return ChangeSet(0, self._number, np.arange(len(self._changed)), _NONE, ())
        if not self.begins <= since <= self._number:
            return None
        rows = np.flatnonzero(self._changed > since)
        was_there = self.appeared[rows] <= since
        then = (self.spans[:, 0] <= since) & (since < self.spans[:, 1])
        left = sorted({id.decode() for id in self.ids[then].tolist()})
        returned = {id: row for id in left if (row := self._row(id)) is not None}
        was_there |= np.isin(rows, np.fromiter(returned.values(), np.int64, len(returned)))
        gone = tuple(id for id in left if id not in returned)
        return ChangeSet(since, self._number, rows[~was_there], rows[was_there], gone)


_NONE = np.empty(0, np.int64)


def _entry(data: dict[str, Any]) -> PublicationEntry:
    return PublicationEntry(**data | {"at": dt.datetime.fromisoformat(data["at"])})

"""Which publications there have been, and the files of those that are kept. No Django here.

One JSON document in the storage, so that a file can be served, and a missing one explained,
without the database.
"""

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from directory.opendata.described import BEIJING
from directory.opendata.files import Made

FORMAT = 1


class Unreadable(Exception):
    """A document that is no index, or one of a format that this release does not know."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A publication; `files` is empty where none were made, or they have been thinned out."""

    number: int
    built_at: dt.datetime
    checksum: str
    places: int
    files: tuple[Made, ...] = ()

    @property
    def month(self) -> str:
        """'2026-11', in China."""
        return f"{self.built_at.astimezone(BEIJING):%Y-%m}"

    def file(self, name: str) -> Made | None:
        return next((each for each in self.files if each.name == name), None)


@dataclass(frozen=True, slots=True)
class Index:
    """Newest first."""

    entries: tuple[Entry, ...] = ()
    _numbers: dict[int, Entry] = field(default_factory=dict, compare=False, repr=False)

    def __post_init__(self) -> None:
        self._numbers.update({entry.number: entry for entry in self.entries})

    def get(self, number: int) -> Entry | None:
        return self._numbers.get(number)

    @property
    def kept(self) -> tuple[Entry, ...]:
        """Those whose files are there, newest first."""
        return tuple(entry for entry in self.entries if entry.files)

    @property
    def latest(self) -> Entry | None:
        return next(iter(self.kept), None)

    def nearest(self, number: int) -> tuple[Entry | None, Entry | None]:
        """The kept ones next before and next after."""
        before = (entry for entry in self.kept if entry.number < number)
        after = (entry for entry in reversed(self.kept) if entry.number > number)
        return next(before, None), next(after, None)

    def thinned(self, newest: int) -> "Index":
        """Without the files of all but the `newest` kept ones and the last of every month."""
        left: set[int] = set()
        months: set[str] = set()
        for entry in self.kept:
            if len(left) < newest or entry.month not in months:
                left.add(entry.number)
            months.add(entry.month)
        return Index(
            tuple(
                entry
                if entry.number in left
                else Entry(entry.number, entry.built_at, entry.checksum, entry.places)
                for entry in self.entries
            )
        )


def dump(index: Index) -> bytes:
    said = {
        "format": FORMAT,
        "publications": [
            {
                "number": entry.number,
                "published": entry.built_at.isoformat(),
                "checksum": entry.checksum,
                "places": entry.places,
                **({"files": list(map(_file, entry.files))} if entry.files else {}),
            }
            for entry in index.entries
        ],
    }
    return json.dumps(said, separators=(",", ":")).encode()


def _file(made: Made) -> dict[str, str | int]:
    return {"name": made.name, "bytes": made.bytes, "sha256": made.sha256}


def load(body: bytes) -> Index:
    """Raises Unreadable."""
    try:
        said = json.loads(body)
        if said["format"] != FORMAT:
            raise Unreadable(f"format {said['format']}, this release knows {FORMAT}")
        return Index(tuple(_entries(said["publications"])))
    except (ValueError, KeyError, TypeError) as error:
        raise Unreadable(repr(error)) from error


def _entries(said: Iterable[dict[str, Any]]) -> Iterable[Entry]:
    for each in said:
        yield Entry(
            each["number"],
            dt.datetime.fromisoformat(each["published"]),
            each["checksum"],
            each["places"],
            tuple(Made(f["name"], f["bytes"], f["sha256"]) for f in each.get("files", ())),
        )

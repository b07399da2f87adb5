"""A collection as columns: what filters, sorting and boxes are asked of, whatever it is made from.

Rows are positions in the collection's own order and mean nothing outside one publication.
"""

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from directory.publication import Snapshot

Rows = NDArray[np.int64]
Floats = NDArray[np.float64]
Seconds = NDArray[np.int64]
# One after another they are an answer; what lies in the publication is not copied.
Pieces = Sequence[bytes | memoryview]
Kind = Literal["text", "boolean", "number", "date", "timestamp", "list"]

# Seconds since 1970 (UTC) of an interval without a beginning or an end.
BEFORE_ALL, AFTER_ALL = -(2**62), 2**62
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Queryable:
    """A property that can be asked for. `choices`: all values there are, where they are few."""

    name: str
    kind: Kind
    title: str
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Text:
    """`codes` index into `labels`, which ascend; -1 where nothing is recorded."""

    codes: NDArray[np.int32]
    labels: Sequence[str]


@dataclass(frozen=True, slots=True)
class Boolean:
    """1, 0, -1 unknown."""

    values: NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class Number:
    """Also days (proleptic ordinals) and timestamps (seconds since 1970)."""

    values: NDArray[Any]
    known: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Listed:
    """Several codes a row; `masks[code]` says which rows list it. Codes not there: none does."""

    codes: tuple[str, ...]
    masks: Mapping[str, NDArray[np.bool_]]


Column = Text | Boolean | Number | Listed


@dataclass(frozen=True, slots=True)
class Features:
    """Features of a page, each as UTF-8 GeoJSON with WGS-84 coordinates."""

    parts: tuple[bytes, ...] = field(default=())


class Layer(ABC):
    """One collection of one publication."""

    id: str
    count: int
    # NaN where a feature has no geometry; the representative point where it is no point.
    lon: Floats
    lat: Floats
    queryables: Mapping[str, Queryable]

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot

    @abstractmethod
    def column(self, name: str) -> Column:
        """The values of a queryable; KeyError for a name that is none."""

    @abstractmethod
    def pieces(self, rows: Rows) -> Pieces:
        """What one after another are the features of these rows in this order, with commas."""

    @abstractmethod
    def row(self, id: str) -> int | None:
        """The row of a feature."""

    @abstractmethod
    def in_box(self, box: Box) -> Rows:
        """Rows, ascending, that meet (west, south, east, north), or have no geometry."""

    @abstractmethod
    def in_interval(self, start: int, end: int) -> NDArray[np.bool_]:
        """Mask of what is there at some time in [start, end], seconds since 1970, or always."""

    @abstractmethod
    def geometries(self, rows: Rows) -> NDArray[Any]:
        """shapely geometries of these rows, WGS-84; None where there is none."""

    @abstractmethod
    def extent(self) -> tuple[Box | None, tuple[dt.datetime | None, dt.datetime | None] | None]:
        """Box around everything and interval of time; None for what there is nothing of."""

    def joined(self, rows: Rows) -> bytes:
        return b"".join(self.pieces(rows))

    def features(self, rows: Rows) -> list[bytes]:
        return [self.joined(rows[at : at + 1]) for at in range(len(rows))]

    def in_region(self, code: str) -> NDArray[np.bool_] | None:
        """Mask of what lies in a province, city, county or town; None: regions are unknown here."""
        return None

    def with_trade(self, code: str) -> NDArray[np.bool_] | None:
        """Mask of what concerns a trade; None where trades are unknown here."""
        return None

    def open_at(self, moment: dt.datetime) -> NDArray[np.bool_] | None:
        """Mask of what is surely open at a naive local minute; None where nothing opens here."""
        return None

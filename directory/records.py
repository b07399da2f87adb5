"""What a publication says: frozen records, written by the builder, read by pages, API and phones.

No Django here. Coordinates are WGS-84 degrees; times are naive local time (Asia/Shanghai);
codes point into the vocabularies of the same publication. `to_json` and `from_json` are inverse.
"""

import dataclasses
import datetime as dt
import functools
import operator
import types
import typing
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, Self, TypeVar

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

_R = TypeVar("_R")
Convert = Callable[[Any], Any]

Nature = Literal["public", "commercial", "spontaneous"]
Form = Literal["hall", "station", "kerb"]
StatusName = Literal["open", "suspended", "closed", "moved"]


class Record:
    """Something that a publication writes down by itself, and reads back equal."""

    __slots__ = ()

    def to_json(self) -> dict[str, Any]:
        """A JSON object; empty values are left out."""
        return _record_json(typing.cast("DataclassInstance", self))

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        return _record(cls, data)


@dataclass(frozen=True, slots=True)
class TradeAt:
    code: str
    main: bool = False
    corner: str = ""


@dataclass(frozen=True, slots=True)
class ZoneRecord:
    """`hours` empty: nobody knows them."""

    name: str
    hours: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class PeakRecord:
    """'HH:MM' local; `be_there_by` None where no advice is recorded."""

    starts: str
    ends: str
    be_there_by: str | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class ContactRecord:
    label: str
    phone: str


@dataclass(frozen=True, slots=True)
class ConfirmedRecord:
    """`fact` is one of directory.models.parts.Fact; `by` the office's name."""

    fact: str
    on: dt.date
    by: str


@dataclass(frozen=True, slots=True)
class StatusRecord:
    """In force from `start` until before `end` (None: until further notice)."""

    status: StatusName
    start: dt.date
    end: dt.date | None = None
    successor: str | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class LinkRecord:
    """The other place of a hall–kerb pair; `metres` is the geodesic between the two points."""

    id: str
    name: str
    form: Form
    metres: int


@dataclass(frozen=True, slots=True)
class PlaceRecord(Record):
    """A published place. `hours` is normalised opening_hours syntax, empty where unknown."""

    id: str
    name: str
    nature: Nature
    form: Form
    region: str
    region_names: tuple[str, ...]
    address: str
    lon: float
    lat: float
    accuracy_m: int
    office: str
    aliases: tuple[str, ...] = ()
    scope: str = ""
    operator: str = ""
    town: str = ""
    directions: str = ""
    van_bay: str = ""
    hours: str = ""
    hours_note: str = ""
    free: bool | None = None
    hotline: str = ""
    complaint_line: str = ""
    peaks: tuple[PeakRecord, ...] = ()
    trades: tuple[TradeAt, ...] = ()
    zones: tuple[ZoneRecord, ...] = ()
    services: tuple[str, ...] = ()
    facilities: tuple[str, ...] = ()
    contacts: tuple[ContactRecord, ...] = ()
    confirmed: tuple[ConfirmedRecord, ...] = ()
    statuses: tuple[StatusRecord, ...] = ()
    links: tuple[LinkRecord, ...] = ()
    predecessors: tuple[str, ...] = ()
    demo: bool = False

    def status_on(self, day: dt.date) -> StatusRecord | None:
        """What is recorded for `day`; None where nothing is (the day counts as open)."""
        for status in self.statuses:
            if status.start <= day and (status.end is None or day < status.end):
                return status
        return None


@dataclass(frozen=True, slots=True)
class EventRecord(Record):
    """`starts`, `ends` are naive local; `market` is a place id where it is held at one."""

    id: str
    kind: Literal["van", "fair"]
    name: str
    region: str
    address: str
    lon: float
    lat: float
    starts: dt.datetime
    ends: dt.datetime
    office: str
    market: str | None = None
    trades: tuple[str, ...] = ()
    phone: str = ""
    note: str = ""
    demo: bool = False


@dataclass(frozen=True, slots=True)
class TradeRecord(Record):
    code: str
    name: str
    name_en: str
    synonyms: tuple[str, ...]
    pinyin: str
    initials: str
    icon: str


@dataclass(frozen=True, slots=True)
class TagRecord(Record):
    """A service or a facility."""

    code: str
    name: str
    name_en: str


@dataclass(frozen=True, slots=True)
class AreaRecord(Record):
    """A province, city, county or town that can be searched from.

    `code` is six digits, or `<county>-<slug>` for a town; `lon`, `lat` None where no source gives
    a position. `accuracy_m` says how far the position may be from where people gather.
    """

    code: str
    name: str
    level: Literal["province", "city", "county", "town"]
    parent: str
    pinyin: str
    initials: str
    lon: float | None = None
    lat: float | None = None
    accuracy_m: int | None = None
    source: str = ""


def _record_json(record: "DataclassInstance") -> dict[str, Any]:
    """The fields that differ from their defaults."""
    found: dict[str, Any] = {}
    fields, values = _FIELDS.get(type(record)) or _fields(type(record))
    for (name, default, to_json), value in zip(fields, values(record), strict=True):
        if value != default:
            found[name] = value if to_json is None or value is None else to_json(value)
    return found


# What turns each field into JSON and back; worked out once a class, as a page reads dozens of
# records and a publication writes up to a million. All values of a record are read at once.
_FIELDS: dict[type, tuple[list[tuple[str, Any, Convert | None]], Convert]] = {}
_LOADERS: dict[type, dict[str, Convert]] = {}


def _fields(
    kind: "type[DataclassInstance]",
) -> tuple[list[tuple[str, Any, Convert | None]], Convert]:
    hints = typing.get_type_hints(kind)
    fields = [(f.name, f.default, _dumper(hints[f.name])) for f in dataclasses.fields(kind)]
    names = [name for name, _default, _to_json in fields]
    # With one name alone it would give the bare value.
    values = operator.attrgetter(*names) if len(names) > 1 else (
        lambda record: (getattr(record, names[0]),)
    )  # fmt: skip
    _FIELDS[kind] = fields, values
    return _FIELDS[kind]


def _dumper(kind: Any) -> Convert | None:
    """None for what JSON has itself."""
    origin = typing.get_origin(kind)
    if origin is tuple:
        item = _dumper(typing.get_args(kind)[0])
        return list if item is None else lambda value: [item(each) for each in value]
    if origin in (typing.Union, types.UnionType):
        return _dumper(next(k for k in typing.get_args(kind) if k is not type(None)))
    if kind in (dt.datetime, dt.date, dt.time):
        return typing.cast(Convert, kind.isoformat)
    return _record_json if dataclasses.is_dataclass(kind) else None


def _record(kind: type[_R], data: dict[str, Any]) -> _R:
    loaders = _LOADERS.get(kind) or _loaders(kind)
    return kind(**{name: loaders[name](value) for name, value in data.items()})


def _loaders(kind: type) -> dict[str, Convert]:
    hints = typing.get_type_hints(kind)
    _LOADERS[kind] = {name: _loader(hint) for name, hint in hints.items()}
    return _LOADERS[kind]


def _loader(kind: Any) -> Convert:
    origin = typing.get_origin(kind)
    if origin is tuple:
        item = _loader(typing.get_args(kind)[0])
        return lambda value: tuple(map(item, value))
    if origin in (typing.Union, types.UnionType):
        inner = _loader(next(k for k in typing.get_args(kind) if k is not type(None)))
        return lambda value: None if value is None else inner(value)
    if kind in (dt.datetime, dt.date, dt.time):
        return typing.cast(Convert, kind.fromisoformat)
    if dataclasses.is_dataclass(kind):
        return functools.partial(_record, typing.cast(type, kind))
    return lambda value: value

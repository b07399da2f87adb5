"""What an office enters about a place or an event: frozen, unchecked, as it was typed.

Coordinates are in the datum that the entry names. Codes are those of the vocabularies.
"""

import datetime as dt
from dataclasses import dataclass

from directory.records import Record


@dataclass(frozen=True, slots=True)
class TradeInput:
    code: str
    is_main: bool = False
    corner: str = ""


@dataclass(frozen=True, slots=True)
class ZoneInput:
    name: str
    hours: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class PeakInput:
    starts: dt.time
    ends: dt.time
    be_there_by: dt.time | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class ContactInput:
    label: str
    phone: str


@dataclass(frozen=True, slots=True)
class FigureInput:
    """A count of people: `kind` is "seekers" or "hires"; `counted_on` None where not known."""

    kind: str
    value: int
    counted_on: dt.date | None = None
    method: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceInput(Record):
    """`public_id` None asks for a new place; one that the ledger knows changes that place.

    `hours` may be written in Chinese or full width; empty says that nobody knows them.
    `free_of_charge` None: not known. `figures` are added to those on record, never taken away.
    """

    public_id: str | None = None
    name: str
    nature: str
    form: str
    office: str
    region_code: str
    address: str
    lon: float
    lat: float
    datum: str
    accuracy_m: int
    aliases: tuple[str, ...] = ()
    scope: str = ""
    operator: str = ""
    town: str = ""
    directions: str = ""
    van_bay: str = ""
    hours: str = ""
    hours_note: str = ""
    free_of_charge: bool | None = None
    hotline: str = ""
    complaint_line: str = ""
    trades: tuple[TradeInput, ...] = ()
    zones: tuple[ZoneInput, ...] = ()
    peaks: tuple[PeakInput, ...] = ()
    contacts: tuple[ContactInput, ...] = ()
    services: tuple[str, ...] = ()
    facilities: tuple[str, ...] = ()
    figures: tuple[FigureInput, ...] = ()
    demo: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class EventInput:
    """`starts_at`, `ends_at` are aware; `market` is the public id of the place it is held at."""

    public_id: str | None = None
    kind: str
    name: str
    office: str
    region_code: str
    address: str
    lon: float
    lat: float
    datum: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    market: str | None = None
    trades: tuple[str, ...] = ()
    phone: str = ""
    note: str = ""
    published: bool = False
    demo: bool = False

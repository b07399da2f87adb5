"""What goes into one publication, before it is a folder of files. Pure; nothing here is stored."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from directory.hours import Calendar
from directory.records import AreaRecord, EventRecord, PlaceRecord, TagRecord, TradeRecord


@dataclass(frozen=True, slots=True)
class Contents:
    """Everything the writer needs.

    `places` is read once and may be a generator, so that a country of 10⁶ places never has to
    stand in memory. `built_at` is aware. `outlines` holds, by city code, the GeoJSON bytes of
    its counties, simplified, WGS-84. `merged` leads from ids that were merged away to survivors.
    `pulse`: JSON of the released months of counts by region, `pulse_stamp` says of which release.
    `touched`: all ids that may differ from the standing publication; `places` are then those of
    them that are public. None: `places` are all there are.
    """

    number: int
    built_at: dt.datetime
    places: Iterable[PlaceRecord]
    events: tuple[EventRecord, ...] = ()
    trades: tuple[TradeRecord, ...] = ()
    services: tuple[TagRecord, ...] = ()
    facilities: tuple[TagRecord, ...] = ()
    areas: tuple[AreaRecord, ...] = ()
    calendar: Calendar = field(default_factory=Calendar)
    outlines: Mapping[str, bytes] = field(default_factory=dict)
    merged: Mapping[str, str] = field(default_factory=dict)
    pulse: Mapping[str, bytes] = field(default_factory=dict)
    pulse_stamp: str = ""
    touched: frozenset[str] | None = None

"""One publication, open for reading: places, vocabularies, areas, events. No database."""

import datetime as dt
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from directory.hours import Span
from directory.publication import layout, manifest
from directory.publication.box import Box, FeaturePage, rows_in
from directory.publication.columns import Columns
from directory.publication.features import FEATURE_HEAD, place_of
from directory.publication.files import Blob, load_array, load_json
from directory.publication.layout import Floats, Longs
from directory.publication.naming import NameMatch, Names, TradeWords
from directory.publication.numbered import Numbered
from directory.publication.opening import by_code, calendar_of, code_range, search
from directory.publication.past import Change, ChangeSet, Past, PublicationEntry
from directory.publication.patterns import Timetable
from directory.publication.status import without_pauses
from directory.publication.wanted import TooRare, Wanted
from directory.records import AreaRecord, EventRecord, PlaceRecord, TagRecord, TradeRecord
from geo.distance import geodesic_m

if TYPE_CHECKING:
    from directory.publication.around import Few, Points

PLACES_KEPT = 8192
# A trade with fewer places than this, or rarer than one in sixteen, has a tree of its own.
RARE_COUNT = 20_000
RARE_SHARE = 1 / 16
# Among how many neighbours of any trade a common one is looked for.
COMMON_SEARCHED = 8192


@dataclass(frozen=True, slots=True)
class Resolved:
    """Where a link to a place leads: `via` are the places moved away from, oldest first."""

    place: PlaceRecord
    via: tuple[PlaceRecord, ...]


class Snapshot:
    """A publication folder, mapped. Safe to share between threads: nothing in it changes.

    Rows are the places' positions in the publication's own order; they mean nothing outside it.
    Nothing that it holds leads back to it: with its last user it goes at once, and its sixty open
    files with it, which would otherwise wait for a collection that a quiet process seldom makes.
    """

    def __init__(self, folder: Path) -> None:
        """Open without reading every byte; `manifest.verify` does that. Raises Damaged."""
        self.folder = folder
        self.manifest = manifest.load(folder)
        self.number = self.manifest.number
        self.built_at = self.manifest.built_at
        self.checksum = self.manifest.content_sha256
        self.demo = self.manifest.demo
        self.lon, self.lat = load_array(folder, "lon"), load_array(folder, "lat")
        self.pattern, self.gone = load_array(folder, "pattern"), load_array(folder, "gone")
        self.dated, self._cell = load_array(folder, "dated"), load_array(folder, "cell")
        self.xyz = load_array(folder, "xyz")
        self.numbered = Numbered(load_array(folder, "ids"), load_array(folder, "id_rows"))
        self.ids, self.id_rows = self.numbered.ids, self.numbered.rows
        self._regions = load_array(folder, "regions")
        self._region_rows = load_array(folder, "region_rows")
        self.features = Blob(folder, layout.FEATURES)
        self._outlines = Blob(folder, layout.OUTLINES)
        self._outline_codes: list[str] = load_json(folder, "outlines")
        self.count = len(self.lon)
        if {len(self.pattern), len(self.ids), len(self.features)} != {self.count}:
            raise manifest.Damaged(f"{folder}: files disagree on the number of places")

        words = load_json(folder, "vocabulary")
        self.trades = by_code(TradeRecord, words["trades"])
        self.services = by_code(TagRecord, words["services"])
        self.facilities = by_code(TagRecord, words["facilities"])
        self.calendar = calendar_of(words["calendar"])
        self.areas = by_code(AreaRecord, load_json(folder, "areas"))
        # Publications made before places could be merged have no such file.
        self.merged: Mapping[str, str] = (
            load_json(folder, layout.MERGED) if layout.MERGED_FILE in self.manifest.files else {}
        )
        told = load_json(folder, layout.PULSE) if layout.PULSE_FILE in self.manifest.files else None
        self.pulse_stamp: str = told["stamp"] if told else ""
        self.pulse_regions: tuple[str, ...] = tuple(told["regions"]) if told else ()
        self._pulse = Blob(folder, layout.PULSE) if told else None
        self.events = tuple(EventRecord.from_json(e) for e in load_json(folder, "events"))
        patterns = [tuple(each) for each in load_json(folder, "patterns")]
        self.timetable = Timetable(patterns, self.calendar)
        vocabularies = {
            "trades": tuple(self.trades),
            "services": tuple(self.services),
            "facilities": tuple(self.facilities),
        }
        self.columns = Columns(folder, vocabularies)
        self.past = Past(folder, self.number, self.columns.number("changed"), self.numbered.row)
        self._trade_words = TradeWords(tuple(self.trades.values()), words.get("sounds", {}))
        self.place_at = _reader(self.features)
        self._names = Names(Blob(folder, layout.NAMES), self.areas, self.place_at)
        # What others work out from this publication alone, to be forgotten with it.
        self.kept: dict[tuple[Any, ...], Any] = {}
        self._points_of_trades: dict[str, Points] = {}

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Open a publication folder; raises Damaged."""
        return cls(folder)

    def take_over(self, older: "Snapshot") -> None:
        """Keep what `older` has worked out from words and hours that are the same here: most of
        what a process would do at the news of a single change."""
        if self.timetable.like(older.timetable):
            self.timetable = older.timetable
        if self.areas == older.areas:
            self.areas = older.areas
            self._names.take_over(older._names)

    def warm(self, day: dt.date, home: str = "") -> None:
        """Evaluate what the first requests of `day`, from readers in `home`, would wait for."""
        self.find_names("a", limit=1, home=home)
        _ = self.points
        for index in range(len(self.timetable.patterns)):
            self.timetable.spans(index, day - dt.timedelta(days=1), 3)

    @cached_property
    def points(self) -> "Points":
        """All places. Not there from the start: a build opens a publication and asks no way."""
        return self._points()

    def _points(self, rows: Longs | None = None) -> "Points":
        made: Points = search.Points(self.xyz, self.lon, self.lat, rows)
        return made

    def few(self, rows: Longs) -> "Few":
        """These places, of which each is tried."""
        made: Few = search.Few(self.xyz, self.lon, self.lat, rows)
        return made

    def row(self, id: str) -> int | None:
        return self.numbered.row(id)

    def place(self, id: str) -> PlaceRecord | None:
        row = self.row(id)
        return None if row is None else self.place_at(row)

    def resolve(self, id: str, day: dt.date) -> Resolved | None:
        """Follow a merge and the moves in force on `day`, as far as places are published.

        Where they run in a circle nobody knows the way, and `id` stays where it is: addresses that
        led to one another would send a reader round for ever.
        """
        start = place = self.place(self.merged.get(id, id))
        if start is None or place is None:
            return None
        via: list[PlaceRecord] = []
        seen = {place.id}
        while (status := place.status_on(day)) is not None and status.successor is not None:
            successor = self.place(status.successor)
            if successor is None:
                break
            if successor.id in seen:
                return Resolved(start, ())
            via.append(place)
            seen.add(successor.id)
            place = successor
        return Resolved(place, tuple(via))

    def places_in(self, area_code: str) -> list[PlaceRecord]:
        """Places of a province, city, county (six digits) or town, ordered by id."""
        county, _, town = area_code.partition("-")
        if len(county) != 6 or not (county.isascii() and county.isdigit()):
            return []
        low, high = code_range(county)
        begin, end = np.searchsorted(self._regions, [low, high])
        places = [self.place_at(int(row)) for row in self._region_rows[begin:end]]
        if town:
            area = self.areas.get(area_code)
            places = [p for p in places if area is not None and p.town == area.name]
        return sorted(places, key=lambda place: place.id)

    @cached_property
    def cities(self) -> tuple[str, ...]:
        """Codes of the cities that the published places lie in, ascending."""
        return tuple(f"{number}00" for number in np.unique(self._regions // 100).tolist())

    def counties_without(self, ids: Iterable[str]) -> set[str]:
        """Codes of the counties that have a place other than these."""
        left = np.ones(self.count, np.bool_)
        left[[row for id in ids if (row := self.row(id)) is not None]] = False
        numbers = np.unique(self._regions[left[self._region_rows]])
        return {f"{number:06}" for number in numbers.tolist()}

    def find_trade(self, text: str) -> TradeRecord | None:
        """By code, name, synonym, pinyin or initials; exact but for case, width and spaces."""
        return self._trade_words.one(text)

    def find_trades(self, text: str, limit: int = 10) -> list[TradeRecord]:
        return self._trade_words.several(text, limit)

    def find_names(self, text: str, limit: int = 10, home: str = "") -> list[NameMatch]:
        """Areas and places by Chinese name, full pinyin or initials, the best first.

        Of areas that match equally well, those in the region `home` (six digits) come first.
        """
        return self._names.find(text, limit, home)

    def events_near(
        self, lon: float, lat: float, start: dt.datetime, days: int, within_m: float
    ) -> list[tuple[EventRecord, float]]:
        """Events on at some time in [start, start + days), naive local, by start then distance."""
        end = start + dt.timedelta(days=days)
        found = [
            (event, geodesic_m(lon, lat, event.lon, event.lat))
            for event in self.events
            if event.starts < end and start < event.ends
        ]
        near = [(event, metres) for event, metres in found if metres <= within_m]
        return sorted(near, key=lambda pair: (pair[0].starts, pair[1], pair[0].id))

    def features_in(
        self, bbox: Box, limit: int, offset: int = 0, day: dt.date | None = None
    ) -> FeaturePage:
        """Features in (west, south, east, north), edges included; west > east crosses 180°.

        With `day`, places closed or moved for good by then are left out.
        """
        rows = self.rows_in(bbox)
        if day is not None:
            rows = rows[self.gone[rows] > day.toordinal()]
        page = rows[offset : offset + limit]
        return FeaturePage(self.features_of(page), len(rows), len(page))

    def rows_in(self, bbox: Box) -> Longs:
        """Rows in (west, south, east, north), ascending; west > east crosses 180°."""
        return rows_in(bbox, self._cell, self.lon, self.lat)

    def features_of(self, rows: Longs) -> bytes:
        """Ready features of these rows in this order, joined by commas; ascending is fastest."""
        return b"".join(self.pieces_of(rows))

    def pieces_of(self, rows: Longs) -> list[memoryview]:
        """The same before it is joined, so that the bytes of an answer are copied only once."""
        pieces = self.features.runs(rows)
        if pieces:
            pieces[-1] = pieces[-1][:-1]
        return pieces

    def id_at(self, row: int) -> str:
        start = int(self.features.starts[row]) + len(FEATURE_HEAD)
        end = self.features.data.find(b'"', start)
        return self.features.data[start:end].decode()

    @property
    def log(self) -> tuple[PublicationEntry, ...]:
        """How each publication differed from the one before, this one first; at most 400."""
        return self.past.entries

    def log_of(self, number: int) -> tuple[Change, ...]:
        """What publication `number` changed; empty where only the counts are known."""
        return self.past.of(number)

    def changes(self, since: int) -> ChangeSet | None:
        """What differs between publication `since` and this one; None: it is too long ago."""
        return self.past.since(since)

    def feature(self, id: str) -> bytes | None:
        row = self.row(id)
        return None if row is None else self.feature_at(row)

    def feature_at(self, row: int) -> bytes:
        return self.features[row][:-1]

    def features_at(self, rows: Iterable[int], less: int = 0) -> list[bytes]:
        """As `feature_at`, of a few rows, each without its last `less` bytes."""
        return self.features.parts(rows, 1 + less)

    def basemap(self, area_code: str) -> bytes | None:
        """GeoJSON of the counties of the city that `area_code` (city, county, town) lies in."""
        city = area_code[:4] + "00"
        if city not in self._outline_places:
            return None
        return self._outlines[self._outline_places[city]]

    @cached_property
    def _outline_places(self) -> dict[str, int]:
        return {code: index for index, code in enumerate(self._outline_codes)}

    def pulse_bytes(self, region: str) -> bytes:
        """JSON of the region's released months of counts; `{}` where there are none."""
        at = self._pulse_places.get(region)
        return b"{}" if at is None or self._pulse is None else self._pulse[at]

    def pulse(self, region: str) -> dict[str, dict[str, Any]]:
        """By month (2026-10) and session, the oldest first."""
        found: dict[str, dict[str, Any]] = json.loads(self.pulse_bytes(region))
        return found

    @cached_property
    def _pulse_places(self) -> dict[str, int]:
        return {code: index for index, code in enumerate(self.pulse_regions)}

    def spans(self, place: PlaceRecord, first_day: dt.date, days: int) -> list[Span]:
        """Open and unknown spans in [first_day, first_day + days), none in days of no operation.

        Empty too where the hours are unknown: ask `hours_known` first.
        """
        row = self.row(place.id)
        return [] if row is None else list(self.spans_at(row, first_day, days) or ())

    def hours_known(self, place: PlaceRecord) -> bool:
        """Whether the place, or a zone of it, has hours that can be read."""
        row = self.row(place.id)
        if row is None:
            return False
        return self.timetable.spans(int(self.pattern[row]), self.built_at.date(), 1) is not None

    def spans_at(self, row: int, first_day: dt.date, days: int) -> tuple[Span, ...] | None:
        """As `spans`, by row; None where the hours are unknown."""
        spans = self.timetable.spans(int(self.pattern[row]), first_day, days)
        if spans and self.dated[row]:
            spans = without_pauses(spans, self.place_at(row).statuses)
        return spans

    def outward(
        self, lon: float, lat: float, trade: str | None = None
    ) -> Iterator[tuple[Longs, Floats]]:
        """Batches (rows, metres) in true geodesic order, of one trade if given.

        Raises ValueError for a trade that is not in the vocabulary.
        """
        if trade is None:
            yield from self.points.outward(lon, lat)
            return
        reached = -1.0
        if not self.is_rare(trade):
            wanted = Wanted(self.columns.has("trades", trade))
            try:
                for rows, metres in self.points.outward(
                    lon, lat, wanted=wanted, most=COMMON_SEARCHED
                ):
                    yield rows, metres
                    reached = float(metres[-1])
            except TooRare:
                # Common in the country and missing here: now its own tree is worth building.
                pass
            else:
                return
        yield from self.points_of_trade(trade).outward(lon, lat, beyond=reached)

    def within(
        self, lon: float, lat: float, metres: float, trade: str | None = None
    ) -> tuple[Longs, Floats]:
        """(rows, metres) of every place, of one trade if given, that may lie within `metres`."""
        if trade is not None and self.is_rare(trade):
            return self.points_of_trade(trade).within(lon, lat, metres)
        rows, ways = self.points.within(lon, lat, metres)
        if trade is None:
            return rows, ways
        of = self.columns.has("trades", trade)[rows]
        return rows[of], ways[of]

    def is_rare(self, trade: str) -> bool:
        """Whether the trade is so rare that its places have a tree of their own."""
        if trade not in self.trades:
            raise ValueError(f"trade: {trade!r} is not one of {', '.join(self.trades)}")
        return len(self.trade_rows(trade)) < max(RARE_COUNT, RARE_SHARE * self.count)

    def trade_rows(self, code: str) -> layout.Ints:
        """Rows of the places that list the trade, ascending; empty for an unknown code."""
        return self.columns.rows("trades", code)

    def points_of_trade(self, code: str) -> "Points":
        """The places that list the trade, with a tree of their own."""
        points = self._points_of_trades.get(code)
        if points is None:
            rows = self.trade_rows(code).astype(np.int64)
            points = self._points_of_trades[code] = self._points(rows)
        return points


def _reader(features: Blob) -> Callable[[int], PlaceRecord]:
    """From row to place; what was read lately is kept."""

    @lru_cache(maxsize=PLACES_KEPT)
    def place_at(row: int) -> PlaceRecord:
        return place_of(features[row][:-1])

    return place_at

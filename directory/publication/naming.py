"""Finding areas, places and trades by what people type: `geo.names` over a publication.

Areas and trades are few and have an index in memory. Places may be 10⁶, so their folded forms lie
in one mapped file; a look-up scans it for candidates (exact forms first, then beginnings, then
parts) and lets the same index rank those.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from directory.publication.files import Blob
from directory.records import AreaRecord, PlaceRecord, TradeRecord
from geo.namelines import EDGE
from geo.names import WEIGHTS, Match, NameEntry, NameIndex, fold, fold_pinyin, short_name
from geo.pinyin import aloud

CANDIDATES = 200
HOMES_KEPT = 8
# Above every weight of `geo.names`: where a name is shared, the reader's own region comes first.
AT_HOME = 100
Sounds = Mapping[str, Sequence[str]]
_HOWS = ("exact", "prefix", "substring")
_FIELDS = ("name", "pinyin", "initials")


@dataclass(frozen=True, slots=True)
class NameMatch:
    """`code` is an area's code or a place's id; `context` the regions it lies in.

    `lon`, `lat` WGS-84, None where no source gives the area a position.
    """

    kind: Literal["area", "place"]
    code: str
    name: str
    context: str
    lon: float | None
    lat: float | None


class Names:
    """The names of one publication."""

    def __init__(
        self,
        lines: Blob,
        areas: Mapping[str, AreaRecord],
        place_at: Callable[[int], PlaceRecord],
    ) -> None:
        self._lines, self._areas, self._place_at = lines, areas, place_at
        # By home region. A plain mapping, so that the next publication can take it over without
        # keeping this one's files open.
        self._area_indexes: dict[str, NameIndex] = {}

    def take_over(self, older: "Names") -> None:
        """What has been indexed of the same areas need not be indexed anew."""
        self._area_indexes = older._area_indexes

    def _area_index(self, home: str) -> NameIndex:
        index = self._area_indexes.get(home)
        if index is None:
            if len(self._area_indexes) >= HOMES_KEPT:
                self._area_indexes = {}
            index = self._area_indexes[home] = self._areas_from(home)
        return index

    def _areas_from(self, home: str) -> NameIndex:
        near = home.rstrip("0")
        return NameIndex(
            [
                NameEntry(
                    key=area.code,
                    name=area.name,
                    pinyin=area.pinyin,
                    initials=area.initials,
                    kind=area.level,
                    weight=WEIGHTS[area.level]
                    + AT_HOME * bool(near and area.code.startswith(near)),
                    aliases=self._with_parent(area),
                )
                for area in self._areas.values()
            ]
        )

    def _with_parent(self, area: AreaRecord) -> tuple[str, ...]:
        """枣庄市市中区, 枣庄市中区, 枣庄市中 for 市中区: the ways an address begins."""
        parent = self._areas.get(area.parent)
        if parent is None:
            return ()
        uppers, names = _long_and_short(parent.name), _long_and_short(area.name)
        return tuple(upper + name for upper in uppers for name in names)

    def find(self, text: str, limit: int, home: str = "") -> list[NameMatch]:
        """The `limit` best, ranked as `geo.names` ranks them, areas in `home` before others."""
        places = NameIndex([self._entry(row) for row in self._candidates(text)])
        matches = self._area_index(home).find(text, limit) + places.find(text, limit)
        return [self._shown(match) for match in sorted(matches, key=_rank)[:limit]]

    def _entry(self, row: int) -> NameEntry:
        packed = self._lines[row].decode().rpartition(EDGE)[2]
        name, pinyin, initials, aliases = json.loads(packed)
        key = str(row)
        return NameEntry(key, name, pinyin, initials, "place", WEIGHTS["place"], tuple(aliases))

    def _candidates(self, text: str) -> list[int]:
        """Rows, at most `CANDIDATES` for each way of writing the text, the better kinds first."""
        needles = [needle.encode() for needle in dict.fromkeys((fold(text), fold_pinyin(text)))]
        edge = EDGE.encode()
        rows: dict[int, None] = {}
        for needle in needles:
            if not needle or self._lines.data.find(needle) < 0:
                continue
            for wanted in (edge + needle + edge, edge + needle, needle):
                for row in self._rows_with(wanted):
                    if len(rows) >= CANDIDATES * len(needles):
                        break
                    rows[row] = None
        return list(rows)

    def _rows_with(self, wanted: bytes) -> Iterator[int]:
        found = self._lines.data.find(wanted)
        while found >= 0:
            row = self._lines.part_at(found)
            yield row
            found = self._lines.data.find(wanted, int(self._lines.starts[row + 1]))

    def _shown(self, match: Match) -> NameMatch:
        key = match.entry.key
        if match.entry.kind != "place":
            area = self._areas[key]
            return NameMatch("area", key, area.name, self._context(area), area.lon, area.lat)
        place = self._place_at(int(key))
        context = "".join(place.region_names) + place.town
        return NameMatch("place", place.id, place.name, context, place.lon, place.lat)

    def _context(self, area: AreaRecord) -> str:
        names: list[str] = []
        parent = self._areas.get(area.parent)
        while parent is not None and len(names) < len(WEIGHTS):
            names.insert(0, parent.name)
            parent = self._areas.get(parent.parent)
        return "".join(names)


def _long_and_short(name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((name, short_name(name))))


def _rank(match: Match) -> tuple[int, int, int, int, str, str]:
    entry = match.entry
    how, field = _HOWS.index(match.how), _FIELDS.index(match.field)
    return how, field, -entry.weight, len(entry.name), entry.name, entry.key


class TradeWords:
    """Trades by code, name, synonym, pinyin and initials; an earlier kind of word wins."""

    def __init__(self, trades: Sequence[TradeRecord], sounds: Sounds) -> None:
        """`sounds` of the synonyms; what is not among them is worked out."""
        self._by_code = {trade.code: trade for trade in trades}
        self._exact: dict[str, TradeRecord] = {}

        def spoken(trade: TradeRecord) -> tuple[str, ...]:
            return tuple(
                sound for word in trade.synonyms for sound in sounds.get(word) or aloud(word)
            )

        for words in (_codes, _names, _synonyms, _sounds, spoken):
            for trade in trades:
                for word in words(trade):
                    self._exact.setdefault(fold_pinyin(word), trade)
        self._exact.pop("", None)
        self._index = NameIndex(
            [
                NameEntry(
                    key=trade.code,
                    name=trade.name,
                    pinyin=trade.pinyin,
                    initials=trade.initials,
                    kind="trade",
                    weight=-position,
                    aliases=(trade.code, *trade.synonyms, *spoken(trade)),
                )
                for position, trade in enumerate(trades)
            ]
        )

    def one(self, text: str) -> TradeRecord | None:
        return self._exact.get(fold_pinyin(text))

    def several(self, text: str, limit: int) -> list[TradeRecord]:
        """The exact one first, then by `geo.names`' ranking, then by the vocabulary's order."""
        exact = self.one(text)
        found = [self._by_code[match.entry.key] for match in self._index.find(text, limit + 1)]
        ordered = found if exact is None else [exact, *(t for t in found if t is not exact)]
        return ordered[:limit]


def _codes(trade: TradeRecord) -> tuple[str, ...]:
    return (trade.code,)


def _names(trade: TradeRecord) -> tuple[str, ...]:
    return (trade.name,)


def _synonyms(trade: TradeRecord) -> tuple[str, ...]:
    return trade.synonyms


def _sounds(trade: TradeRecord) -> tuple[str, ...]:
    return (trade.pinyin, trade.initials)

"""Places in the order they come, on disk, with what is needed to put them in order."""

from array import array
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from operator import attrgetter
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from directory.publication import layout
from directory.publication.coding import Listed, Texts
from directory.publication.columns import CATEGORIES, LISTS, column_file
from directory.publication.features import feature_of
from directory.publication.files import mapped
from directory.publication.kept import Kept, Order, lay_blob
from directory.publication.names_apart import NameLines
from directory.publication.patterns import UNKNOWN_HOURS, Pattern, pattern_of
from directory.publication.sphere import unit_vectors
from directory.records import PlaceRecord

# Columns that are a field of the record, as it is.
_PLAIN = tuple(name for name in CATEGORIES if name != "town_area")
_NEVER = int(layout.NEVER)
_PLAIN_OF = attrgetter(*_PLAIN)
TownAreas = Mapping[tuple[str, str], str]


class Heap:
    """`vocabularies`: the codes of each list field; `town_areas`: codes by county and name."""

    def __init__(
        self, scratch: Path, vocabularies: Mapping[str, Sequence[str]], town_areas: TownAreas
    ) -> None:
        self._features = _Parts(scratch / layout.FEATURES)
        self._names = NameLines(scratch / layout.NAMES)
        self._town_areas = town_areas
        self._lon, self._lat = array("d"), array("d")
        self._pattern, self._gone, self._region = array("i"), array("i"), array("i")
        self._accuracy, self._confirmed = array("i"), array("i")
        self._dated, self._free, self._demo = array("b"), array("b"), array("b")
        self._texts = {name: Texts(name) for name in CATEGORIES}
        self._plain = [self._texts[name].add for name in _PLAIN]
        self._listed = {name: Listed(name, vocabularies[name]) for name in LISTS}
        self.ids: list[bytes] = []
        self._patterns: dict[Pattern, int] = {}
        self.patterns: list[Pattern] = []
        self.count, self.demo = 0, False

    def add(self, place: PlaceRecord) -> None:
        self._features.add(feature_of(place) + b",")
        self._names.add(place.name, place.aliases)
        self._lon.append(round(place.lon, 7))
        self._lat.append(round(place.lat, 7))
        pattern, patterns = pattern_of(place), self._patterns
        self._pattern.append(
            patterns.setdefault(pattern, len(patterns)) if pattern else UNKNOWN_HOURS
        )
        gone = _NEVER
        for status in place.statuses:
            if status.status in ("closed", "moved"):
                gone = min(gone, status.start.toordinal())
        self._gone.append(gone)
        self._dated.append(bool(place.statuses))
        self._region.append(int(place.region))
        for add, text in zip(self._plain, _PLAIN_OF(place), strict=True):
            add(text)
        town = (place.region, place.town)
        self._texts["town_area"].add(self._town_areas.get(town, ""))
        self._free.append(-1 if place.free is None else place.free)
        self._demo.append(place.demo)
        self._accuracy.append(place.accuracy_m)
        self._confirmed.append(max([-1, *[each.on.toordinal() for each in place.confirmed]]))
        number = len(self.ids)
        self._listed["trades"].add(number, place.id, [trade.code for trade in place.trades])
        self._listed["services"].add(number, place.id, place.services)
        self._listed["facilities"].add(number, place.id, place.facilities)
        self.ids.append(place.id.encode("ascii"))

    def write(self, folder: Path, kept: Kept) -> None:
        """All that is said of each place, in order: the rows kept and these between them."""
        ids = np.array(self.ids, dtype="S12")
        lon, lat = np.array(self._lon, np.float64), np.array(self._lat, np.float64)
        cells = layout.cells_of(lon, lat)
        order = Order.of(kept, ids, cells)

        def laid(name: str, kind: Any, fresh: Any) -> NDArray[Any]:
            return order.laid(kept.array(name, kind), fresh)

        flat = np.empty((0, 3), np.float64)
        old_vectors = kept.array("xyz", np.float64) if kept.count else flat
        arrays: dict[str, NDArray[Any]] = {
            "lon": laid("lon", np.float64, lon),
            "lat": laid("lat", np.float64, lat),
            "xyz": order.laid(old_vectors, unit_vectors(lon, lat)),
            "cell": laid("cell", np.int64, cells),
            "pattern": self._patterns_laid(kept, order),
            "gone": laid("gone", np.int32, self._gone),
            "dated": laid("dated", np.bool_, self._dated),
        }
        for name, kind, values in (
            ("free", np.int8, self._free),
            ("demo", np.int8, self._demo),
            ("accuracy_m", np.int32, self._accuracy),
            ("confirmed_on", np.int32, self._confirmed),
        ):
            arrays[column_file(name)] = laid(column_file(name), kind, values)
        arrays["ids"], arrays["id_rows"] = order.index_of_ids(kept, ids)
        arrays["regions"], arrays["region_rows"] = self._regions(kept, order)
        for listed in self._listed.values():
            arrays |= listed.arrays(kept, order)
        for name, array_of_rows in arrays.items():
            np.save(folder / f"{name}.npy", array_of_rows)
        for texts in self._texts.values():
            texts.write(folder, kept, order)
        for name, blob in ((layout.FEATURES, self._features), (layout.NAMES, self._names)):
            with blob.mapped() as (starts, data):
                lay_blob(folder, name, kept.blob(name), starts, data, order.places)
        self.count = len(order.places)
        self.demo = bool(arrays[column_file("demo")].any())

    def close(self) -> None:
        self._features.close()
        self._names.close()

    def _patterns_laid(self, kept: Kept, order: Order) -> layout.Ints:
        """Number patterns by their text, so that equal contents give equal files."""
        known = () if kept.standing is None else kept.standing.timetable.patterns
        places = {pattern: index for index, pattern in enumerate(known)}
        meant = [places.setdefault(each, len(places)) for each in self._patterns]
        fresh = np.array([*meant, UNKNOWN_HOURS], np.int32)[np.array(self._pattern, np.int32)]
        codes = order.laid(kept.array("pattern", np.int32), fresh)
        used = np.zeros(len(places) + 1, np.bool_)
        used[codes] = True
        self.patterns = sorted(each for each, index in places.items() if used[index])
        renumber = np.full(len(used), UNKNOWN_HOURS, np.int32)
        renumber[[places[each] for each in self.patterns]] = np.arange(len(self.patterns))
        numbered: layout.Ints = renumber[codes]
        return numbered

    def _regions(self, kept: Kept, order: Order) -> tuple[layout.Ints, layout.Ints]:
        """County codes ascending, and the row of each; rows of one county ascend."""
        by_row = np.empty(kept.count, np.int32)
        by_row[kept.array("region_rows", np.int32)] = kept.array("regions", np.int32)
        values = order.laid(by_row, self._region)
        by_code = np.argsort(values, kind="stable").astype(np.int32)
        return values[by_code], by_code


class _Parts:
    """Parts appended to a file, to be read back in another order."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = path.open("wb", buffering=1 << 20)
        self._starts = array("q", [0])

    def add(self, part: bytes) -> None:
        self._file.write(part)
        self._starts.append(self._starts[-1] + len(part))

    def close(self) -> None:
        self._file.close()

    @contextmanager
    def mapped(self) -> Iterator[tuple[Any, Any]]:
        """Where the parts start, and their bytes."""
        self.close()
        with mapped(self._path) as data:
            yield self._starts, data

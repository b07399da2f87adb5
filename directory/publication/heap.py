"""Places in the order they come, on disk, with what is needed to put them in order."""

import mmap
from array import array
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from directory.publication import layout
from directory.publication.coding import Listed, Texts
from directory.publication.columns import CATEGORIES, LISTS, column_file
from directory.publication.features import feature_of
from directory.publication.files import write_blob
from directory.publication.naming import name_line
from directory.publication.patterns import UNKNOWN_HOURS, Pattern, pattern_of
from directory.publication.sphere import unit_vectors
from directory.records import PlaceRecord

# Columns that are a field of the record, as it is.
_PLAIN = tuple(name for name in CATEGORIES if name != "town_area")
TownAreas = Mapping[tuple[str, str], str]


class Heap:
    """`vocabularies`: the codes of each list field; `town_areas`: codes by county and name."""

    def __init__(
        self, scratch: Path, vocabularies: Mapping[str, Sequence[str]], town_areas: TownAreas
    ) -> None:
        self._blobs = {name: _Parts(scratch / name) for name in (layout.FEATURES, layout.NAMES)}
        self._town_areas = town_areas
        self._lon, self._lat = array("d"), array("d")
        self._pattern, self._gone, self._region = array("i"), array("i"), array("i")
        self._accuracy, self._confirmed = array("i"), array("i")
        self._dated, self._free, self._demo = array("b"), array("b"), array("b")
        self._texts = {name: Texts(name) for name in CATEGORIES}
        self._listed = {name: Listed(name, vocabularies[name]) for name in LISTS}
        self.ids: list[bytes] = []
        self.patterns: dict[Pattern, int] = {}
        self.demo = False

    def add(self, place: PlaceRecord) -> None:
        self._blobs[layout.FEATURES].add(feature_of(place) + b",")
        self._blobs[layout.NAMES].add(name_line(place))
        self._lon.append(round(place.lon, 7))
        self._lat.append(round(place.lat, 7))
        pattern = pattern_of(place)
        self._pattern.append(
            self.patterns.setdefault(pattern, len(self.patterns)) if pattern else UNKNOWN_HOURS
        )
        gone = [s.start.toordinal() for s in place.statuses if s.status in ("closed", "moved")]
        self._gone.append(min(gone, default=int(layout.NEVER)))
        self._dated.append(bool(place.statuses))
        self._region.append(int(place.region))
        for name in _PLAIN:
            self._texts[name].add(getattr(place, name))
        town = (place.region, place.town)
        self._texts["town_area"].add(self._town_areas.get(town, ""))
        self._free.append(-1 if place.free is None else place.free)
        self._demo.append(place.demo)
        self._accuracy.append(place.accuracy_m)
        self._confirmed.append(max((each.on.toordinal() for each in place.confirmed), default=-1))
        number = len(self.ids)
        self._listed["trades"].add(number, place.id, (trade.code for trade in place.trades))
        self._listed["services"].add(number, place.id, place.services)
        self._listed["facilities"].add(number, place.id, place.facilities)
        self.ids.append(place.id.encode("ascii"))
        self.demo = self.demo or place.demo

    def write(self, folder: Path) -> None:
        ids = np.array(self.ids, dtype="S12")
        if len(np.unique(ids)) != len(ids):
            raise ValueError("two places have the same id")
        lon, lat = np.array(self._lon, np.float64), np.array(self._lat, np.float64)
        cells = layout.cells_of(lon, lat)
        order = np.lexsort((ids, cells))
        lon, lat, ids = lon[order], lat[order], ids[order]
        arrays: dict[str, NDArray[Any]] = {
            "lon": lon,
            "lat": lat,
            "xyz": unit_vectors(lon, lat),
            "cell": cells[order],
            "pattern": self._canonical_patterns(order),
            "gone": np.array(self._gone, np.int32)[order],
            "dated": np.array(self._dated, np.bool_)[order],
            column_file("free"): np.array(self._free, np.int8)[order],
            column_file("demo"): np.array(self._demo, np.int8)[order],
            column_file("accuracy_m"): np.array(self._accuracy, np.int32)[order],
            column_file("confirmed_on"): np.array(self._confirmed, np.int32)[order],
        }
        arrays |= _index("ids", "id_rows", ids)
        arrays |= _index("regions", "region_rows", np.array(self._region, np.int32)[order])
        rank = np.empty(len(order), np.int32)
        rank[order] = np.arange(len(order), dtype=np.int32)
        for listed in self._listed.values():
            arrays |= listed.arrays(rank)
        for name, values in arrays.items():
            np.save(folder / f"{name}.npy", values)
        for texts in self._texts.values():
            texts.write(folder, order)
        for name, blob in self._blobs.items():
            write_blob(folder, name, blob.parts(order))

    def close(self) -> None:
        for blob in self._blobs.values():
            blob.close()

    def _canonical_patterns(self, order: NDArray[np.intp]) -> layout.Ints:
        """Number patterns by their text, so that equal contents give equal files."""
        ranked = {each: index for index, each in enumerate(sorted(self.patterns))}
        renumber = np.array([ranked[each] for each in self.patterns] + [UNKNOWN_HOURS], np.int32)
        self.patterns = ranked
        codes: layout.Ints = renumber[np.array(self._pattern, np.int32)[order]]
        return codes


class _Parts:
    """Parts appended to a file, to be read back in another order."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = path.open("wb")
        self._starts = array("q", [0])

    def add(self, part: bytes) -> None:
        self._file.write(part)
        self._starts.append(self._starts[-1] + len(part))

    def close(self) -> None:
        self._file.close()

    def parts(self, order: NDArray[np.intp]) -> Iterable[bytes]:
        self.close()
        if not self._starts[-1]:
            return
        with (
            self._path.open("rb") as file,
            mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data,
        ):
            for row in order.tolist():
                yield data[self._starts[row] : self._starts[row + 1]]


def _index(keys: str, rows: str, values: NDArray[Any]) -> dict[str, NDArray[Any]]:
    by_value = np.argsort(values, kind="stable").astype(np.int32)
    return {keys: values[by_value], rows: by_value}

"""Contents in, a folder of files out; nothing outside the folder is touched.

manifest.json        numbers, counts, SHA-256 of every other file
xyz, lon, lat        float64 per place; xyz is the unit vector of the reduced latitude
cell                 int64 per place, ascending: the order the places are stored in
ids, id_rows         S12 ascending, and the row of each
regions, region_rows int32 county codes ascending, and the row of each
pattern              int32 per place: index into patterns.json, -1 where hours are unknown
gone                 int32 per place: first day (ordinal) of being closed or moved for good
dated                bool per place: whether any status is recorded
trade_rows, trade_starts  rows of each trade of the vocabulary, ascending, one after another
features, names, outlines  blobs (.bin) and where their parts start (.npy)
vocabulary, patterns, areas, events (.json)
merged.json          ids that lead to another place; left out where there are none
"""

import datetime as dt
import json
import mmap
import tempfile
from array import array
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from directory.publication import layout
from directory.publication.contents import Contents
from directory.publication.features import feature_of
from directory.publication.manifest import Manifest, content_hash, entry_of
from directory.publication.naming import name_line
from directory.publication.patterns import UNKNOWN_HOURS, Pattern, pattern_of
from directory.publication.sphere import unit_vectors
from directory.records import PlaceRecord


def write(contents: Contents, folder: Path) -> Manifest:
    """Write a publication into `folder` (made if missing, must be empty)."""
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise FileExistsError(f"{folder} is not empty")
    with (
        tempfile.TemporaryDirectory(dir=folder, prefix=".unordered-") as scratch,
        closing(_Heap(Path(scratch), [trade.code for trade in contents.trades])) as heap,
    ):
        for place in contents.places:
            heap.add(place)
        heap.write(folder)
    _write_json(folder / "patterns.json", list(heap.patterns))
    _write_json(folder / "vocabulary.json", _vocabulary(contents))
    _write_json(folder / "areas.json", [a.to_json() for a in _by_code(contents.areas)])
    events = sorted(contents.events, key=lambda event: (event.starts, event.id))
    _write_json(folder / "events.json", [event.to_json() for event in events])
    if contents.merged:
        _write_json(folder / layout.MERGED_FILE, dict(sorted(contents.merged.items())))
    codes = sorted(contents.outlines)
    _write_json(folder / "outlines.json", codes)
    _write_blob(folder, layout.OUTLINES, [contents.outlines[code] for code in codes])

    files = {path.name: entry_of(path) for path in sorted(folder.iterdir())}
    manifest = Manifest(
        number=contents.number,
        built_at=contents.built_at,
        counts={
            "places": len(heap.ids),
            "events": len(events),
            "areas": len(contents.areas),
            "trades": len(contents.trades),
            "patterns": len(heap.patterns),
            "outlines": len(codes),
        },
        demo=heap.demo or any(event.demo for event in events),
        content_sha256=content_hash(files),
        files=files,
    )
    manifest.save(folder)
    return manifest


class _Heap:
    """Places in the order they come, on disk, with what is needed to put them in order."""

    def __init__(self, scratch: Path, trades: Sequence[str]) -> None:
        self._scratch = scratch
        self._trade_index = {code: index for index, code in enumerate(trades)}
        self._blobs = {name: _Blob(scratch / name) for name in (layout.FEATURES, layout.NAMES)}
        self._lon, self._lat = array("d"), array("d")
        self._pattern, self._gone, self._region = array("i"), array("i"), array("i")
        self._dated = array("b")
        self._traded: list[tuple[array[int], array[int]]] = [(array("i"), array("i"))]
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
        codes, rows = self._traded[0]
        for trade in place.trades:
            if trade.code not in self._trade_index:
                raise ValueError(f"{place.id}: trade {trade.code!r} is not in the vocabulary")
            codes.append(self._trade_index[trade.code])
            rows.append(len(self.ids))
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
            "pattern": np.array(self._pattern, np.int32)[order],
            "gone": np.array(self._gone, np.int32)[order],
            "dated": np.array(self._dated, np.bool_)[order],
        }
        arrays |= _index("ids", "id_rows", ids)
        arrays |= _index("regions", "region_rows", np.array(self._region, np.int32)[order])
        arrays |= self._trade_postings(order)
        for name, values in arrays.items():
            np.save(folder / f"{name}.npy", values)
        for name, blob in self._blobs.items():
            _write_blob(folder, name, blob.parts(order))
        self._canonical_patterns(folder, arrays["pattern"])

    def close(self) -> None:
        for blob in self._blobs.values():
            blob.close()

    def _trade_postings(self, order: NDArray[np.intp]) -> dict[str, NDArray[Any]]:
        rank = np.empty(len(order), np.int32)
        rank[order] = np.arange(len(order), dtype=np.int32)
        codes, places = (np.array(part, np.int32) for part in self._traded[0])
        rows = rank[places] if len(places) else places
        by_trade = np.lexsort((rows, codes))
        starts = np.searchsorted(codes[by_trade], np.arange(len(self._trade_index) + 1))
        return {"trade_rows": rows[by_trade], "trade_starts": starts.astype(np.int64)}

    def _canonical_patterns(self, folder: Path, pattern: NDArray[np.int32]) -> None:
        """Number patterns by their text, so that equal contents give equal files."""
        ranked = {each: index for index, each in enumerate(sorted(self.patterns))}
        renumber = np.array([ranked[each] for each in self.patterns] + [UNKNOWN_HOURS], np.int32)
        np.save(folder / "pattern.npy", renumber[pattern])
        self.patterns = ranked


class _Blob:
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


def _write_blob(folder: Path, name: str, parts: Iterable[bytes]) -> None:
    starts = array("q", [0])
    with (folder / f"{name}.bin").open("wb") as file:
        for part in parts:
            file.write(part)
            starts.append(starts[-1] + len(part))
    np.save(folder / f"{name}.npy", np.array(starts, np.int64))


def _write_json(path: Path, value: Any) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")


def _by_code(records: Iterable[Any]) -> list[Any]:
    return sorted(records, key=lambda record: record.code)


def _vocabulary(contents: Contents) -> dict[str, Any]:
    def days(values: Iterable[dt.date]) -> list[str]:
        return [day.isoformat() for day in sorted(values)]

    return {
        "trades": [trade.to_json() for trade in contents.trades],
        "services": [tag.to_json() for tag in contents.services],
        "facilities": [tag.to_json() for tag in contents.facilities],
        "calendar": {
            "holidays": days(contents.calendar.holidays),
            "workdays": days(contents.calendar.workdays),
            "years": sorted(contents.calendar.years),
        },
    }

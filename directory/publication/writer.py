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
column-*             the columns of `columns.py`; labels-* (blobs) are the texts of their codes
services_*, facilities_*  rows and starts as of trades
vocabulary, patterns, areas, events (.json)
merged.json          ids that lead to another place; left out where there are none
pulse (.json, .npy, .bin)  regions with released months of counts, and a blob of them; likewise

Beside them, and in no content hash, what hangs on the publications before (`comparing.py`):
column-changed, column-first, appeared  int32 per place: numbers of publications
past_ids, past_spans S12 and int32 [from, until): who was there in which publications and has left
log.json, log_changes  counts for each publication, and a blob of details for the detailed ones
"""

import datetime as dt
import gc
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from directory.publication import layout
from directory.publication.comparing import write_past
from directory.publication.contents import Contents
from directory.publication.files import write_blob, write_json
from directory.publication.heap import Heap
from directory.publication.kept import Kept
from directory.publication.manifest import Manifest, content_hash, entries_of
from directory.publication.snapshot import Snapshot
from geo.pinyin import aloud


def write(contents: Contents, folder: Path, standing: Snapshot | None = None) -> Manifest:
    """Write a publication into `folder` (made if missing, must be empty).

    `standing` is the publication before: its log is carried on, and where the contents say which
    ids may differ, all its other rows are taken over.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise FileExistsError(f"{folder} is not empty")
    kept = Kept(None) if contents.touched is None else Kept(standing, contents.touched)
    vocabularies: dict[str, Sequence[str]] = {
        "trades": [trade.code for trade in contents.trades],
        "services": [tag.code for tag in contents.services],
        "facilities": [tag.code for tag in contents.facilities],
    }
    towns = {(a.parent, a.name): a.code for a in contents.areas if a.level == "town"}
    with (
        tempfile.TemporaryDirectory(dir=folder, prefix=".unordered-") as scratch,
        closing(Heap(Path(scratch), vocabularies, towns)) as heap,
    ):
        with _only_fresh_garbage():
            for place in contents.places:
                heap.add(place)
        heap.write(folder, kept)
    write_json(folder / "patterns.json", heap.patterns)
    write_json(folder / "vocabulary.json", _vocabulary(contents))
    write_json(folder / "areas.json", [a.to_json() for a in _by_code(contents.areas)])
    events = sorted(contents.events, key=lambda event: (event.starts, event.id))
    write_json(folder / "events.json", [event.to_json() for event in events])
    if contents.merged:
        write_json(folder / layout.MERGED_FILE, dict(sorted(contents.merged.items())))
    if contents.pulse:
        told = sorted(contents.pulse)
        said = {"stamp": contents.pulse_stamp, "regions": told}
        write_json(folder / layout.PULSE_FILE, said)
        write_blob(folder, layout.PULSE, [contents.pulse[code] for code in told])
    codes = sorted(contents.outlines)
    write_json(folder / "outlines.json", codes)
    write_blob(folder, layout.OUTLINES, [contents.outlines[code] for code in codes])

    files = entries_of(sorted(folder.iterdir()))
    write_past(folder, contents.number, contents.built_at, standing)
    past = entries_of(path for path in sorted(folder.iterdir()) if path.name not in files)
    manifest = Manifest(
        number=contents.number,
        built_at=contents.built_at,
        counts={
            "places": heap.count,
            "events": len(events),
            "areas": len(contents.areas),
            "trades": len(contents.trades),
            "patterns": len(heap.patterns),
            "outlines": len(codes),
        },
        demo=heap.demo or any(event.demo for event in events),
        content_sha256=content_hash(files),
        files=files,
        past=past,
    )
    manifest.save(folder)
    return manifest


@contextmanager
def _only_fresh_garbage() -> Iterator[None]:
    """What there is already is not looked through again and again for cycles while a million
    records come and go: that took a third of the time."""
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def _by_code(records: Iterable[Any]) -> list[Any]:
    return sorted(records, key=lambda record: record.code)


def _vocabulary(contents: Contents) -> dict[str, Any]:
    def days(values: Iterable[dt.date]) -> list[str]:
        return [day.isoformat() for day in sorted(values)]

    return {
        "trades": [trade.to_json() for trade in contents.trades],
        "services": [tag.to_json() for tag in contents.services],
        "facilities": [tag.to_json() for tag in contents.facilities],
        # So that no reader needs the tables of pinyin.
        "sounds": {word: aloud(word) for trade in contents.trades for word in trade.synonyms},
        "calendar": {
            "holidays": days(contents.calendar.holidays),
            "workdays": days(contents.calendar.workdays),
            "years": sorted(contents.calendar.years),
        },
    }

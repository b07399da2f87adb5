"""Writing the past of a publication: how it differs from the one before, carried on from there.

Kept: 400 entries of counts; the details of an entry with at most 2000 changes, the newest first
while they fit into 8 MB together. Who was there when is kept for all places and for ever: 20 bytes
for each time a place left.
"""

import datetime as dt
import json
import logging
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from directory.publication import past
from directory.publication.columns import column_file
from directory.publication.files import Blob, load_array, write_blob, write_json
from directory.publication.layout import FEATURES, Ints
from directory.publication.past import POSITION, PublicationEntry
from directory.publication.snapshot import Snapshot

log = logging.getLogger(__name__)

ENTRIES = 400
DETAILED_CHANGES = 2000
DETAIL_BYTES = 8 << 20
# So many rows are compared at a time, and looked at one by one only where they differ.
_BLOCK = 64


@dataclass(frozen=True, slots=True)
class Difference:
    """`before`: per row of the new publication, its row in the old one, -1 for none.

    `changed`, `added` are new rows, `removed` old ones; all ascending.
    """

    before: Ints
    added: Ints
    changed: Ints
    removed: Ints


def write_past(folder: Path, number: int, built_at: dt.datetime, standing: Snapshot | None) -> None:
    """Beside the content just written to `folder`. Without `standing` the log begins anew."""
    features = Blob(folder, FEATURES)
    ids, rows = load_array(folder, "ids"), load_array(folder, "id_rows")
    if standing is None:
        _begin(folder, number, built_at, len(rows))
        return
    found = compare(ids, rows, features, standing)
    _write_numbers(folder, number, ids, rows, found, standing)
    details: dict[int, bytes] = {}
    touched = len(found.added) + len(found.changed) + len(found.removed)
    if touched <= DETAILED_CHANGES:
        details[number] = _packed(found, features, standing)
    entries = [
        PublicationEntry(
            number,
            built_at,
            len(found.added),
            len(found.changed),
            len(found.removed),
            number in details,
        ),
        *standing.past.entries[: ENTRIES - 1],
    ]
    for entry in entries[1:]:
        older = standing.past.packed(entry.number)
        if older is None or sum(map(len, details.values())) + len(older) > DETAIL_BYTES:
            break
        details[entry.number] = older
    _write_log(folder, standing.past.begins, entries, details)


def _begin(folder: Path, number: int, built_at: dt.datetime, places: int) -> None:
    since = np.full(places, number, np.int32)
    for name in (column_file("changed"), column_file("first"), past.APPEARED):
        np.save(folder / f"{name}.npy", since)
    np.save(folder / f"{past.PAST_IDS}.npy", np.empty(0, "S12"))
    np.save(folder / f"{past.PAST_SPANS}.npy", np.empty((0, 2), np.int32))
    entry = PublicationEntry(number, built_at, places, 0, 0, detailed=False)
    _write_log(folder, number, [entry], {})


def _write_log(
    folder: Path, begins: int, entries: list[PublicationEntry], details: dict[int, bytes]
) -> None:
    written = [
        asdict(each) | {"at": each.at.isoformat(), "detailed": each.number in details}
        for each in entries
    ]
    data = {"begins": begins, "entries": written, "detailed": list(details)}
    write_json(folder / f"{past.LOG}.json", data)
    write_blob(folder, past.LOG_CHANGES, details.values())


def compare(ids: Any, rows: Ints, features: Blob, standing: Snapshot) -> Difference:
    """`ids` ascending, and the row of each, in the new publication."""
    old_ids, old_rows = standing.ids, standing.id_rows
    before = np.full(len(rows), -1, np.int32)
    stays = np.zeros(len(old_rows), np.bool_)
    if len(old_ids):
        at = np.minimum(np.searchsorted(old_ids, ids), len(old_ids) - 1)
        same = old_ids[at] == ids
        before[rows[same]] = old_rows[at[same]]
        stays[old_rows[at[same]]] = True
    kept = np.flatnonzero(before >= 0)
    return Difference(
        before,
        added=np.flatnonzero(before < 0).astype(np.int32),
        changed=_differing(kept, before[kept], features, standing.features).astype(np.int32),
        removed=np.flatnonzero(~stays).astype(np.int32),
    )


def _differing(rows: Any, old_rows: Any, new: Blob, old: Blob) -> Any:
    """Those of `rows` whose bytes are not those of the old row beside them."""
    lengths = np.diff(new.starts)[rows] == np.diff(old.starts)[old_rows]
    differ = [rows[~lengths]]
    rows, old_rows = rows[lengths], old_rows[lengths].astype(np.int64)
    if len(rows):
        new_bytes, old_bytes = (np.frombuffer(blob.data, np.uint8) for blob in (new, old))
        # Neighbours in both: their bytes lie one after another in both.
        breaks = np.flatnonzero((np.diff(rows) != 1) | (np.diff(old_rows) != 1)) + 1
        edges = np.unique(np.concatenate((breaks, np.arange(0, len(rows), _BLOCK), [len(rows)])))
        for first, last in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True):
            a, b = int(rows[first]), int(old_rows[first])
            size = last - first
            if not np.array_equal(
                new_bytes[new.starts[a] : new.starts[a + size]],
                old_bytes[old.starts[b] : old.starts[b + size]],
            ):
                pairs = range(size)
                unequal = [a + i for i in pairs if new[a + i] != old[b + i]]
                differ.append(np.array(unequal, np.int64))
    return np.sort(np.concatenate(differ))


def _write_numbers(
    folder: Path, number: int, ids: Any, rows: Ints, found: Difference, standing: Snapshot
) -> None:
    old = np.maximum(found.before, 0)
    touched = np.zeros(len(rows), np.bool_)
    touched[found.added] = touched[found.changed] = True
    fresh = found.before < 0

    def carried(numbers: Ints, anew: Any) -> Ints:
        values: Ints = numbers[old].copy() if len(numbers) else np.zeros(len(rows), np.int32)
        values[anew] = number
        return values

    first = carried(standing.columns.number("first"), fresh)
    _remember_first(first, fresh, ids, rows, standing)
    np.save(folder / f"{column_file('first')}.npy", first)
    changed = carried(standing.columns.number("changed"), touched)
    np.save(folder / f"{column_file('changed')}.npy", changed)
    np.save(folder / f"{past.APPEARED}.npy", carried(standing.past.appeared, fresh))

    left = found.removed
    sorted_ids = np.empty(len(standing.ids), standing.ids.dtype)
    sorted_ids[standing.id_rows] = standing.ids
    spans = np.stack((standing.past.appeared[left], np.full(len(left), number, np.int32)), axis=1)
    all_ids = np.concatenate((standing.past.ids, sorted_ids[left])).astype("S12")
    all_spans = np.concatenate((standing.past.spans, spans)).astype(np.int32)
    order = np.lexsort((all_spans[:, 1], all_ids))
    np.save(folder / f"{past.PAST_IDS}.npy", all_ids[order])
    np.save(folder / f"{past.PAST_SPANS}.npy", all_spans[order])


def _remember_first(first: Ints, fresh: Any, ids: Any, rows: Ints, standing: Snapshot) -> None:
    """A place that comes back first appeared when it first did; spans of one id ascend."""
    known = standing.past.ids
    if not len(known):
        return
    at = np.minimum(np.searchsorted(known, ids), len(known) - 1)
    back = (known[at] == ids) & fresh[rows]
    first[rows[back]] = standing.past.spans[at[back], 0]


def _packed(found: Difference, features: Blob, standing: Snapshot) -> bytes:
    old = standing.features
    changes = [_change("added", None, _public(features[row])) for row in found.added.tolist()]
    changes += [
        _change("changed", _public(old[int(found.before[row])]), _public(features[row]))
        for row in found.changed.tolist()
    ]
    changes += [_change("removed", _public(old[row]), None) for row in found.removed.tolist()]
    changes.sort(key=lambda change: (change[3], change[0]))
    return json.dumps(changes, ensure_ascii=False, separators=(",", ":")).encode()


def _public(feature: bytes) -> dict[str, Any]:
    data = json.loads(feature[:-1])
    return {"id": data["id"], POSITION: data["geometry"]["coordinates"], **data["properties"]}


def _change(kind: str, before: dict[str, Any] | None, after: dict[str, Any] | None) -> list[Any]:
    place = after or before or {}
    fields = []
    if before is not None:
        now = after or {}
        names = dict.fromkeys((*before, *now))
        fields = [
            [name, before.get(name), now.get(name)]
            for name in names
            if name != "id" and before.get(name) != now.get(name)
        ]
    return [place["id"], kind, place["name"], place["region"], fields]

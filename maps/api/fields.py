"""Names of the properties that features of each collection may have."""

import dataclasses

from directory.records import EventRecord, PlaceRecord

_MOVED = ("id", "lon", "lat")


def _of(record: type) -> tuple[str, ...]:
    return tuple(each.name for each in dataclasses.fields(record) if each.name not in _MOVED)


FIELDS = {
    "markets": _of(PlaceRecord),
    "events": _of(EventRecord),
    "regions": ("code", "name", "level", "parent", "pinyin", "accuracy_m", "source"),
}

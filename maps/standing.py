"""The places of an area that still stand there, for maps and counts."""

import datetime as dt
import functools

from directory.publication import Snapshot, current
from directory.records import PlaceRecord

GONE = ("closed", "moved")


def standing_in(snapshot: Snapshot, area: str, day: dt.date) -> list[PlaceRecord]:
    """Places of the area that are not closed for good or moved away on `day`; pauses count."""
    return [
        place
        for place in snapshot.places_in(area)
        if (status := place.status_on(day)) is None or status.status not in GONE
    ]


@functools.lru_cache(maxsize=512)
def count_in(checksum: str, area: str, day: dt.date) -> int:
    """How many; `checksum` is that of the current publication, so that a new one counts afresh."""
    return len(standing_in(current(), area, day))

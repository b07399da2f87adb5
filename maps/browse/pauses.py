"""Which places stand still or are gone on a day, for a whole publication at once.

Dates are in the records alone. The few places that have any are read once a publication and
process: 20 000 of 10⁶ take about half a second, and none of the others is touched.
"""

import datetime as dt
from dataclasses import dataclass

import numpy as np
import orjson
from numpy.typing import NDArray

from directory.publication import Snapshot
from directory.publication.layout import NEVER
from directory.publication.status import PAUSED
from maps.kept_with import kept_with_snapshot
from maps.standing import GONE

CHUNK = 2000
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Pauses:
    """One entry a period: row, [start, end) as ordinals of days, whether the place is gone."""

    rows: NDArray[np.int64]
    start: NDArray[np.int64]
    end: NDArray[np.int64]
    gone: Mask

    def on(self, day: dt.date) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Rows that are gone on the day, and rows that are suspended on it."""
        number = day.toordinal()
        now = (self.start <= number) & (number < self.end)
        return self.rows[now & self.gone], self.rows[now & ~self.gone]


@kept_with_snapshot(1)
def pauses(snapshot: Snapshot) -> Pauses:
    found: list[tuple[int, int, int, bool]] = []
    dated = np.flatnonzero(snapshot.dated)
    for first in range(0, len(dated), CHUNK):
        rows = dated[first : first + CHUNK]
        features = orjson.loads(b"[%b]" % snapshot.features_of(rows))
        for row, feature in zip(rows.tolist(), features, strict=True):
            for status in feature["properties"].get("statuses", ()):
                if status["status"] in PAUSED:
                    end = status.get("end")
                    found.append(
                        (
                            row,
                            _ordinal(status["start"]),
                            _ordinal(end) if end else int(NEVER),
                            status["status"] in GONE,
                        )
                    )
    columns = np.array(found, np.int64).reshape(-1, 4)
    return Pauses(columns[:, 0], columns[:, 1], columns[:, 2], columns[:, 3].astype(np.bool_))


def _ordinal(day: str) -> int:
    return dt.date.fromisoformat(day).toordinal()

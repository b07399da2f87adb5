"""How long it takes from a position to the places of a publication. No Django here.

By road where a network covers both ends, by the straight line × the detour factor elsewhere; which
of the two is known place by place. Distances stay geodesics: a road only changes the minutes.
"""

import datetime as dt
import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import repeat

import numpy as np

from directory.arrival import arrival_after
from directory.nearby import Found
from directory.publication.snapshot import Snapshot
from geo.roads.network import STRAIGHTER, Roads
from geo.roads.outward import Outward
from geo.travel import MODES, Mode, all_minutes, minutes

# Beyond it nobody sets out: in a straight line, and as long a way as that counts for by road.
REACH_M = 30_000.0
_YEARS = range(1900, 2200)
ROAD, LINE = "road", "straight_line"


@dataclass(frozen=True, slots=True)
class Ask:
    """Where from (WGS-84 degrees), setting out when, how, for which trade (a code)."""

    lon: float
    lat: float
    at: dt.datetime
    mode: str = "ebike"
    trade: str | None = None
    limit: int = 3

    def __post_init__(self) -> None:
        if not (-180 <= self.lon <= 180 and -90 <= self.lat <= 90):
            raise ValueError(f"lon, lat: {self.lon}, {self.lat} outside ±180, ±90 degrees")
        if self.at.tzinfo is not None or self.at.year not in _YEARS:
            raise ValueError(f"at: {self.at} is not a naive local time of the years 1900–2199")
        if self.mode not in MODES:
            raise ValueError(f"mode: {self.mode!r} is not one of {', '.join(MODES)}")
        if self.limit < 1:
            raise ValueError(f"limit: {self.limit} is less than 1")


# Minutes to get there, and whether they are by road.
Way = tuple[float, bool]


@dataclass(slots=True)
class Journey:
    """The ways of one question, by the mode it asks for unless another is given.

    `roads` None, or the position outside of it: every way is the straight line, and nothing is
    kept. What has been found by road is kept by mode and row.
    """

    snapshot: Snapshot
    ask: Ask
    roads: Roads | None = None
    _outward: dict[str, Outward | None] = field(default_factory=dict)
    _ways: dict[tuple[str, int], Way] = field(default_factory=dict)

    def by_road(self, mode: str = "") -> bool:
        """Whether any way can be by road: the network has the mode, and the position is on it."""
        return self.roads is not None and self._side(mode or self.ask.mode) is not None

    def way(self, row: int, metres: float, mode: str = "") -> Way:
        """To the place in `row`, `metres` off in a straight line."""
        mode = mode or self.ask.mode
        if self.roads is None or self._side(mode) is None:
            return minutes(metres, MODES[mode]), False
        if (mode, row) not in self._ways:
            self.look([(row, metres)], mode)
        return self._ways[mode, row]

    def ahead(self, row: int, metres: float) -> float:
        """The minutes of `way`."""
        if self.roads is None:
            return minutes(metres, MODES[self.ask.mode])
        return self.way(row, metres)[0]

    def look(self, found: Iterable[Found], mode: str = "") -> None:
        """Find the ways to all of these at once; without a network there is nothing to find.

        Beyond `REACH_M` no road is looked for.
        """
        if self.roads is None:
            return
        mode = mode or self.ask.mode
        side = self._side(mode)
        new = [each for each in found if (mode, each[0]) not in self._ways]
        if side is None or not new:
            return
        chosen = MODES[mode]
        for row, metres in new:
            self._ways[mode, row] = minutes(metres, chosen), False
        near = [each for each in new if each[1] <= REACH_M]
        if not near:
            return
        rows = np.array([row for row, _metres in near], np.int64)
        places = np.column_stack((self.snapshot.lon[rows], self.snapshot.lat[rows]))
        line = np.array([metres for _row, metres in near])
        along = side.metres(places, line, chosen.detour)
        for row, metres in zip(rows.tolist(), along.tolist(), strict=True):
            if not math.isnan(metres):
                self._ways[mode, row] = metres / (chosen.kmh * 1000 / 60), True

    def figures(self, found: list[Found]) -> tuple[list[float], Iterable[str]]:
        """Minutes to each, and on what each rests (`ROAD` or `LINE`)."""
        if not self.by_road():
            return all_minutes([metres for _row, metres in found], self.ask.mode), repeat(LINE)
        self.look(found)
        ways = [self.way(*each) for each in found]
        return [ahead for ahead, _ in ways], [ROAD if road else LINE for _, road in ways]

    def arrival(self, row: int, metres: float) -> dt.datetime:
        """Counted up to the whole minute."""
        return arrival_after(self.ask.at, self.ahead(row, metres))

    def far(self, row: int, metres: float) -> bool:
        """Whether nobody sets out for it."""
        return metres > REACH_M or (
            self.roads is not None and self.ahead(row, metres) > minutes(REACH_M, self.ask.mode)
        )

    def least_minutes(self, metres: float, mode: str = "") -> float:
        """No way to a place so far off in a straight line takes less; grows with the distance.

        No road is shorter than the straight line, so by road it is that at the mode's speed.
        """
        chosen = MODES[mode or self.ask.mode]
        line = minutes(metres, chosen)
        return line / _roundabout(chosen) if self.by_road(mode) else line

    def most_metres(self, within: float) -> float:
        """The inverse: no place farther off is reached within so many minutes."""
        chosen = MODES[self.ask.mode]
        metres = 1000 * within / minutes(1000, chosen)
        return metres * _roundabout(chosen) if self.by_road() else metres

    def _side(self, mode: str) -> Outward | None:
        if mode not in self._outward:
            side = None if self.roads is None else self.roads.sides.get(mode)
            found = None if side is None else Outward(side, self.ask.lon, self.ask.lat)
            self._outward[mode] = found if found is not None and found.found else None
        return self._outward[mode]


def _roundabout(mode: Mode) -> float:
    return mode.detour * (1 + STRAIGHTER)

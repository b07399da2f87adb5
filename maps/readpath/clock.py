"""The minute that has begun, and the road network in it, worked out once."""

import datetime as dt
import time

from geo import roads_in_use
from geo.roads.network import Roads
from maps import answering


class Minute:
    """`now` is naive local time; `stamps` the stamps of `maps.answering`, by clock.

    `roads` is the network that they name.
    """

    __slots__ = ("_number", "now", "roads", "stamps")

    def __init__(self) -> None:
        self._number = -1
        self.roads: Roads | None = None
        self.now = dt.datetime.min
        self.stamps: dict[str, str] = {}

    def turn(self) -> None:
        number, roads = int(time.time() // 60), roads_in_use.roads()
        if number != self._number or roads is not self.roads:
            now = answering.local_now()
            clocks = ("", answering.BY_MINUTE, answering.BY_DAY)
            self.now = now
            self.stamps = {clock: answering.stamp_of(clock, now) for clock in clocks}
            self._number, self.roads = number, roads

"""The minute that has begun, worked out once in it."""

import datetime as dt
import time

from maps import answering


class Minute:
    """`now` is naive local time; `stamps` the stamps of `maps.answering`, by clock."""

    __slots__ = ("_number", "now", "stamps")

    def __init__(self) -> None:
        self._number = -1
        self.now = dt.datetime.min
        self.stamps: dict[str, str] = {}

    def turn(self) -> None:
        number = int(time.time() // 60)
        if number != self._number:
            now = answering.local_now()
            clocks = ("", answering.BY_MINUTE, answering.BY_DAY)
            self.now, self.stamps = now, {clock: now.strftime(clock) for clock in clocks}
            self._number = number

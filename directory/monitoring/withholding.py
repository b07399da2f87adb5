"""What of a month's counts may be told to everybody. Small numbers are withheld, and no other
number gives one away. No Django here.

A number from 1 to `least` - 1 is withheld; 0 names nobody. It is decided for each county, and then:

1. Whatever is told of several days, or of a city, a province, the country, is made of what is told
   of the counties' days and trades, and of nothing else. No sum holds a withheld number, so no
   difference of sums gives one.
2. The trades of a county's month add up to no more than its days. Where that would tell a withheld
   trade, or a withheld day, the smallest told trade is withheld, too, until each withheld trade
   may have `least` values and each withheld day any small one; where no trade is left to withhold,
   none of the county's trades is told or even named.

Complementary suppression with true totals (Willenborg & de Waal, Elements of Statistical
Disclosure Control, ch. 3) would hide far more cells in tables as sparse as these; a total here
falls short by less than `least` a withheld cell, and says that it does.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass
from typing import Any, Self

# In place of a number that is not told. None: nobody counted.
WITHHELD = -1
Number = int | None


@dataclass(frozen=True, slots=True)
class Day:
    """Sums of the places counted that day, and at how many each number is known."""

    seekers: Number
    seekers_places: int
    posts: Number
    posts_places: int


@dataclass(frozen=True, slots=True)
class ByTrade:
    """Sums of the days of a month on which the trade was counted."""

    seekers: Number
    posts: Number


@dataclass(frozen=True, slots=True)
class Month:
    """`days`: one entry a day, None where nobody counted. `short`: a number in it falls short of
    the truth, or is not told: something was withheld of it or below it."""

    days: tuple[Day | None, ...]
    trades: Mapping[str, ByTrade]
    demo: bool = False
    short: bool = False

    def to_json(self) -> dict[str, Any]:
        return {
            "days": [None if day is None else list(astuple(day)) for day in self.days],
            "trades": {code: list(astuple(each)) for code, each in self.trades.items()},
            "demo": self.demo,
            "short": self.short,
        }

    @classmethod
    def from_json(cls, said: Mapping[str, Any]) -> Self:
        return cls(
            days=tuple(None if day is None else Day(*day) for day in said["days"]),
            trades={code: ByTrade(*each) for code, each in said["trades"].items()},
            demo=said["demo"],
            short=said["short"],
        )


def told(true: Month, least: int) -> Month:
    """What may be told of a county's month."""
    days = tuple(day and _told(day, least) for day in true.days)
    seekers = _trades(true, "seekers", least)
    posts = _trades(true, "posts", least)
    trades = {}
    if seekers is not None and posts is not None:
        trades = {code: ByTrade(seekers[code], posts[code]) for code in true.trades}
    numbers = [number for day in days if day for number in (day.seekers, day.posts)]
    numbers += [number for each in trades.values() for number in (each.seekers, each.posts)]
    hidden = WITHHELD in numbers or len(trades) < len(true.trades)
    return Month(days, trades, true.demo, hidden)


def _told(day: Day, least: int) -> Day:
    """Where a number is withheld, it is known at no place."""
    seekers, posts = _small(day.seekers, least), _small(day.posts, least)
    return Day(
        seekers,
        0 if seekers == WITHHELD else day.seekers_places,
        posts,
        0 if posts == WITHHELD else day.posts_places,
    )


def _small(value: Number, least: int) -> Number:
    return WITHHELD if value is not None and 0 < value < least else value


def _trades(true: Month, measure: str, least: int) -> dict[str, Number] | None:
    """None where not even the names may be told."""
    values: dict[str, Number] = {code: getattr(said, measure) for code, said in true.trades.items()}
    days = [_small(getattr(day, measure), least) for day in true.days if day]
    # Each withheld number is at least 1; what is over may belong to any of them.
    everybody = sum(1 if value == WITHHELD else value or 0 for value in days)
    hidden = {code for code, value in values.items() if _small(value, least) == WITHHELD}
    while hidden or WITHHELD in days:
        left = {code: value for code, value in values.items() if value and code not in hidden}
        room = everybody - sum(left.values()) - len(hidden)
        if room >= (least - 1 if hidden else 0):
            break
        if not left:
            return None
        hidden.add(min(left, key=lambda code: (left[code], code)))
    return {code: WITHHELD if code in hidden else value for code, value in values.items()}


def together(months: Sequence[Month]) -> Month:
    """One month of several counties, of what is told of each."""
    codes = sorted({code for each in months for code in each.trades})
    return Month(
        days=tuple(_day(days) for days in zip(*(each.days for each in months), strict=True)),
        trades={
            code: ByTrade(
                added(each.trades[code].seekers for each in months if code in each.trades),
                added(each.trades[code].posts for each in months if code in each.trades),
            )
            for code in codes
        },
        demo=any(each.demo for each in months),
        short=any(each.short for each in months),
    )


def added(values: Iterable[Number]) -> Number:
    """The sum of what is told; WITHHELD where all of it is, None where there is nothing."""
    known = [value for value in values if value is not None]
    shown = [value for value in known if value != WITHHELD]
    return sum(shown) if shown else (WITHHELD if known else None)


def _day(days: Sequence[Day | None]) -> Day | None:
    """Places whose number is withheld are not counted, so that means stay means."""
    known = [day for day in days if day is not None]
    if not known:
        return None
    return Day(
        added(day.seekers for day in known),
        sum(day.seekers_places for day in known),
        added(day.posts for day in known),
        sum(day.posts_places for day in known),
    )

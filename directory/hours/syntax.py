"""What an opening-hours expression says: frozen, hashable records, nothing evaluated.

Weekdays are 0 (Monday) to 6, months 1 to 12, times minutes after 00:00 of the day on which the
span begins (so up to 48:00 = 2880).
"""

from dataclasses import dataclass
from typing import Literal

State = Literal["open", "unknown", "closed"]
Joint = Literal["normal", "additional", "fallback"]

WEEKDAY_NAMES = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
MONTH_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Years:
    """`first` to `last` (None: for ever), every `step` years."""

    first: int
    last: int | None
    step: int = 1


@dataclass(frozen=True, slots=True)
class Months:
    """Whole months, `first` to `last`, over New Year where `last` < `first`."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class FixedDay:
    month: int
    day: int
    year: int | None = None


@dataclass(frozen=True, slots=True)
class EasterDay:
    offset: int = 0
    year: int | None = None


@dataclass(frozen=True, slots=True)
class NthDay:
    """The nth (negative: from the end) weekday of a month, moved by `offset` days."""

    month: int
    weekday: int
    nth: int
    offset: int = 0
    year: int | None = None


DatePoint = FixedDay | EasterDay | NthDay


@dataclass(frozen=True, slots=True)
class Dates:
    """From one date to another; either both ends have a year or neither has."""

    first: DatePoint
    last: DatePoint


@dataclass(frozen=True, slots=True)
class MonthDays:
    """Days `first` to `last` of one month, every `step` days."""

    month: int
    first: int
    last: int
    step: int = 1
    year: int | None = None


DateItem = Months | MonthDays | Dates | EasterDay


@dataclass(frozen=True, slots=True)
class Weeks:
    """ISO weeks `first` to `last`, every `step` weeks."""

    first: int
    last: int
    step: int = 1


@dataclass(frozen=True, slots=True)
class Weekdays:
    """`first` to `last`, over Sunday where `last` < `first`."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class NthWeekdays:
    """A weekday's occurrences in its month, each (first, last), moved by `offset` days."""

    weekday: int
    nth: tuple[tuple[int, int], ...]
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Holiday:
    """`PH` or `SH`, moved by `offset` days."""

    kind: Literal["PH", "SH"]
    offset: int = 0


WeekdayItem = Weekdays | NthWeekdays | Holiday


@dataclass(frozen=True, slots=True)
class Days:
    """Which days: every non-empty group must match; within a group any item suffices."""

    years: tuple[Years, ...] = ()
    dates: tuple[DateItem, ...] = ()
    weeks: tuple[Weeks, ...] = ()
    holidays: tuple[Holiday, ...] = ()
    weekdays: tuple[WeekdayItem, ...] = ()

    @property
    def every_day(self) -> bool:
        return not (self.years or self.dates or self.weeks or self.holidays or self.weekdays)


@dataclass(frozen=True, slots=True)
class Times:
    """From `start` (< 24:00) to `end` (<= 48:00); after an `open_end` nobody has said."""

    start: int
    end: int | None
    open_end: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule; without times it speaks of whole days."""

    days: Days
    times: tuple[Times, ...]
    state: State
    comment: str | None = None
    joint: Joint = "normal"


@dataclass(frozen=True, slots=True)
class Hours:
    """A whole expression."""

    rules: tuple[Rule, ...]

    @property
    def mentions_holidays(self) -> bool:
        """Whether PH or SH occurs. Where not, the hours are silent about public holidays."""
        return any(
            rule.days.holidays or any(isinstance(item, Holiday) for item in rule.days.weekdays)
            for rule in self.rules
        )

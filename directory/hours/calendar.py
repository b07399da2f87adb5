"""Public holidays and make-up working days, as far as they have been announced.

The State Council's notice for a year appears in the autumn before it; a year without its notice
is unknown, and nothing here guesses it. `PH` in an expression means a day that the notice lists
as a holiday (法定节假日, all days of the arrangement, weekends among them). A make-up working day
(调休上班日) is an ordinary day to the OSM syntax: `Mo-Fr` is Monday to Friday of the calendar and
says nothing about a working Saturday. The kind of a day is given so that others can say so.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, Protocol, runtime_checkable

from directory.hours.errors import HoursError

Kind = Literal["holiday", "makeup_workday", "ordinary", "unknown"]


@runtime_checkable
class KnowsDays(Protocol):
    """Anything that can say what kind of day a date is."""

    def kind(self, day: date, /) -> str: ...


@dataclass(frozen=True, slots=True)
class Calendar:
    """Announced days. A date in a year outside `years` is unknown, unless it is listed."""

    holidays: frozenset[date] = frozenset()
    workdays: frozenset[date] = frozenset()
    years: frozenset[int] = frozenset()

    def kind(self, day: date, /) -> Kind:
        if day in self.holidays:
            return "holiday"
        if day in self.workdays:
            return "makeup_workday"
        return "ordinary" if day.year in self.years else "unknown"


@dataclass(frozen=True, slots=True)
class OrdinaryDays:
    """A calendar without holidays: for the pattern of a usual week, never for a real date."""

    def kind(self, day: date, /) -> Kind:
        return "ordinary"


NOTHING_ANNOUNCED = Calendar()

_KINDS: dict[str, Kind] = {
    "holiday": "holiday",
    "public_holiday": "holiday",
    "ph": "holiday",
    "makeup_workday": "makeup_workday",
    "makeup": "makeup_workday",
    "make_up_workday": "makeup_workday",
    "adjusted_workday": "makeup_workday",
    "ordinary": "ordinary",
    "normal": "ordinary",
    "workday": "ordinary",
    "weekday": "ordinary",
    "weekend": "ordinary",
    "unknown": "unknown",
}


def kind_of(calendar: KnowsDays, day: date) -> Kind:
    """The kind of `day`; a word that is not one of ours is refused, not taken for ordinary."""
    said = calendar.kind(day)
    kind = _KINDS.get(said.lower() if isinstance(said, str) else "unknown" if said is None else "")
    if kind is None:
        raise HoursError(
            repr(said),
            0,
            "日历给出的日期类型无法识别",
            "the calendar gave an unknown kind of day",
            tuple(_KINDS),
        )
    return kind


def as_calendar(given: object) -> KnowsDays:
    """A calendar from whatever the caller has.

    `None` (nothing is known), an object with `.kind(date)`, an object with `.holidays` and
    perhaps `.makeup_workdays` or `.workdays` and `.years`, a mapping with those keys, a mapping
    from dates to kinds, a function from a date to its kind, or a bare collection of holidays.
    Dates may be ISO strings. Where years are not given, they are the years that occur.
    """
    if given is None:
        return NOTHING_ANNOUNCED
    if isinstance(given, KnowsDays):
        return given
    if isinstance(given, Mapping):
        if "holidays" not in given:
            return _from_kinds(given)
        found = {key: given.get(key) for key in ("holidays", *_WORKDAY_NAMES, "years")}
    elif hasattr(given, "holidays"):
        found = {key: getattr(given, key, None) for key in ("holidays", *_WORKDAY_NAMES, "years")}
    elif isinstance(given, Collection) and not isinstance(given, str | bytes):
        found = {"holidays": given}
    elif callable(given):
        return _Asking(given)
    else:
        raise _unusable(given)
    holidays = _dates(found["holidays"])
    workdays = frozenset[date]().union(*(_dates(found.get(name)) for name in _WORKDAY_NAMES))
    return Calendar(holidays, workdays, _years(found.get("years"), holidays | workdays))


@dataclass(frozen=True, slots=True)
class _Asking:
    """A function from a date to its kind, as a calendar."""

    answer: Callable[[date], str]

    def kind(self, day: date, /) -> str:
        return self.answer(day)


def _from_kinds(given: Mapping[object, object]) -> Calendar:
    days = {_date(day): said for day, said in given.items()}
    if not all(isinstance(said, str) for said in days.values()):
        raise _unusable(given)
    kinds = {day: _KINDS.get(str(said).lower()) for day, said in days.items()}
    if None in kinds.values():
        raise _unusable(given)
    return Calendar(
        frozenset(day for day, kind in kinds.items() if kind == "holiday"),
        frozenset(day for day, kind in kinds.items() if kind == "makeup_workday"),
        frozenset(day.year for day, kind in kinds.items() if kind != "unknown"),
    )


_WORKDAY_NAMES = ("makeup_workdays", "workdays")


def _dates(given: object) -> frozenset[date]:
    if given is None:
        return frozenset()
    if not isinstance(given, Collection) or isinstance(given, str | bytes):
        raise _unusable(given)
    return frozenset(_date(item) for item in given)


def _date(given: object) -> date:
    if isinstance(given, datetime):
        return given.date()
    if isinstance(given, date):
        return given
    if isinstance(given, str):
        try:
            return date.fromisoformat(given)
        except ValueError:
            raise _unusable(given) from None
    raise _unusable(given)


def _years(given: object, days: frozenset[date]) -> frozenset[int]:
    if given is None:
        return frozenset(day.year for day in days)
    if isinstance(given, Collection) and not isinstance(given, str | bytes):
        years = [year for year in given if isinstance(year, int)]
        if len(years) == len(given):
            return frozenset(years)
    raise _unusable(given)


def _unusable(given: object) -> HoursError:
    return HoursError(
        repr(given),
        0,
        "节假日日历无法识别",
        "this is not a calendar",
        ("None", "Calendar(...)", "{'holidays': ['2026-10-01', ...], 'makeup_workdays': [...]}"),
    )

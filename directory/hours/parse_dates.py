"""Years, months, dates and weeks: the wide selectors of a rule."""

from directory.hours.cursor import Cursor
from directory.hours.syntax import (
    DateItem,
    DatePoint,
    Dates,
    EasterDay,
    FixedDay,
    MonthDays,
    Months,
    NthDay,
    Weeks,
    Years,
)

FIRST_YEAR, LAST_YEAR = 1900, 2200
_LONGEST = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def is_year(cursor: Cursor, ahead: int = 0) -> bool:
    token = cursor.peek(ahead)
    return token.kind == "number" and FIRST_YEAR <= token.value <= LAST_YEAR


def parse_years(cursor: Cursor) -> tuple[Years, ...]:
    """`2026`, `2026-2028`, `2026/2`, `2026+`, joined by commas."""
    if not is_year(cursor) or _is_date(cursor, 1):
        return ()
    found = [_years(cursor)]
    while cursor.is_mark(",") and is_year(cursor, 1):
        cursor.take()
        found.append(_years(cursor))
    return tuple(found)


def _years(cursor: Cursor) -> Years:
    first = cursor.take().value
    last: int | None = first
    step = 1
    if cursor.take_mark("+"):
        return Years(first, None)
    if cursor.is_mark("-"):
        cursor.take()
        last = cursor.number(first + 1, LAST_YEAR, "更晚的年份", "a later year")
    if cursor.take_mark("/"):
        step = cursor.number(1, 300, "年数", "a number of years")
        last = None if last == first else last
    return Years(first, last, step)


def _is_date(cursor: Cursor, ahead: int) -> bool:
    """Whether a month with a day, or easter, stands here: then a year before it is its own."""
    if cursor.is_word("easter", ahead):
        return True
    return cursor.is_kind("month", ahead) and _is_day_number(cursor, ahead + 1)


def _is_day_number(cursor: Cursor, ahead: int) -> bool:
    return (
        cursor.is_kind("number", ahead) and not cursor.is_time(ahead) and not is_year(cursor, ahead)
    )


def _starts_item(cursor: Cursor, ahead: int) -> bool:
    if is_year(cursor, ahead):
        return _is_date(cursor, ahead + 1)
    return cursor.is_kind("month", ahead) or cursor.is_word("easter", ahead)


def parse_dates(cursor: Cursor) -> tuple[DateItem, ...]:
    """Months and dates joined by commas: any of them."""
    if not _starts_item(cursor, 0):
        return ()
    found = [_item(cursor)]
    while cursor.is_mark(","):
        previous = found[-1]
        if _starts_item(cursor, 1):
            cursor.take()
            found.append(_item(cursor))
        elif isinstance(previous, MonthDays) and _is_day_number(cursor, 1):
            cursor.take()  # `Dec 24,26`: the month goes on
            found.append(_days_of_month(cursor, previous.month, previous.year))
        else:
            break
    return tuple(found)


def _item(cursor: Cursor) -> DateItem:
    year = cursor.take().value if is_year(cursor) else None
    if cursor.is_word("easter"):
        easter = _easter(cursor, year)
        return _range_from(cursor, easter) if cursor.is_mark("-") else easter
    month = cursor.take().value
    if year is None and _nth_range_follows(cursor):
        return _range_from(cursor, _nth(cursor, month, None))
    if not _is_day_number(cursor, 0):
        return _months(cursor, month)
    days = _days_of_month(cursor, month, year)
    if cursor.is_mark("-") and days.first == days.last:
        return _range_from(cursor, FixedDay(month, days.first, year))
    return days


def _months(cursor: Cursor, first: int) -> Months:
    if cursor.is_mark("-") and cursor.is_kind("month", 1):
        if _is_day_number(cursor, 2):
            cursor.at += 2
            raise cursor.refusal(
                "起止日期须都写到日", "write the day at both ends of the range", ("May 01-Oct 31",)
            )
        cursor.take()
        return Months(first, cursor.take().value)
    return Months(first, first)


def _days_of_month(cursor: Cursor, month: int, year: int | None) -> MonthDays:
    longest = _LONGEST[month - 1]
    first = cursor.number(1, longest, "该月的日", "a day of that month")
    last, step = first, 1
    if cursor.is_mark("-") and cursor.is_kind("number", 1) and not is_year(cursor, 1):
        cursor.take()
        last = cursor.number(first, longest, "该月更晚的日", "a later day of that month")
        if cursor.take_mark("/"):
            step = cursor.number(1, 30, "天数", "a number of days")
        if (month, last, year) == (2, 29, None) and first < last:
            raise cursor.refusal("2 月 29 日不是每年都有，请写明起止", *_FEBRUARY_29)
    return MonthDays(month, first, last, step if first < last else 1, year)


_FEBRUARY_29 = ("29 February does not exist every year", ("Feb 15-28,Feb 29", "Feb"))


def _nth_range_follows(cursor: Cursor) -> bool:
    """`Su[2]-Jan 15` after a month; not `Su[2] -1 day`."""
    if not (cursor.is_kind("weekday") and cursor.is_mark("[", 1)):
        return False
    ahead = 3 if cursor.is_mark("-", 2) else 2
    if not (cursor.is_kind("number", ahead) and cursor.is_mark("]", ahead + 1)):
        return False
    ahead += 2
    if cursor.is_kind("number", ahead + 1) and cursor.is_word("day", ahead + 2):
        ahead += 3
    return cursor.is_mark("-", ahead) and (
        is_year(cursor, ahead + 1)
        or cursor.is_kind("month", ahead + 1)
        or cursor.is_word("easter", ahead + 1)
    )


def _nth(cursor: Cursor, month: int, year: int | None) -> NthDay:
    weekday = cursor.take().value
    cursor.take()
    sign = -1 if cursor.take_mark("-") else 1
    # A fifth weekday is missing from most months, and a range cannot begin on a missing day.
    nth = sign * cursor.number(1, 4, "第几个", "which one in the month")
    cursor.take()
    return NthDay(month, weekday, nth, cursor.offset(-6, 6), year)


def _easter(cursor: Cursor, year: int | None) -> EasterDay:
    cursor.take()
    return EasterDay(cursor.offset(-80, 200), year)


def _range_from(cursor: Cursor, first: DatePoint) -> Dates:
    cursor.take()
    last = _point(cursor)
    if (first.year is None) != (last.year is None):
        raise cursor.refusal(
            "年份须两端都写或都不写",
            "write the year at both ends of the range or at neither",
            ("2026 Jan 01-2026 Mar 31",),
        )
    if isinstance(last, FixedDay):
        if (last.month, last.day, last.year) == (2, 29, None):
            raise cursor.refusal("2 月 29 日不是每年都有，请写明起止", *_FEBRUARY_29)
        if isinstance(first, FixedDay):
            _check_order(cursor, first, last)
    return Dates(first, last)


def _check_order(cursor: Cursor, first: FixedDay, last: FixedDay) -> None:
    if first.year is not None and last.year is not None:
        if (first.year, first.month, first.day) > (last.year, last.month, last.day):
            raise cursor.refusal("结束日期早于开始日期", "the range ends before it begins")
    elif (first.month, first.day - 1) == (last.month, last.day) or (
        first.day == 1
        and (last.month % 12) + 1 == first.month
        and last.day >= (28 if last.month == 2 else _LONGEST[last.month - 1])
        and first.month != 1
    ):
        # Peers disagree whether this is the whole year or nothing, so it is asked back.
        raise cursor.refusal(
            "这一范围就是全年，请不写日期", "this is the whole year: leave the dates out"
        )


def _point(cursor: Cursor) -> DatePoint:
    year = cursor.take().value if is_year(cursor) else None
    if cursor.is_word("easter"):
        return _easter(cursor, year)
    if not cursor.is_kind("month"):
        raise cursor.refusal("此处应为日期", "expected a date", ("Oct 31", "easter"))
    month = cursor.take().value
    if cursor.is_kind("weekday") and cursor.is_mark("[", 1):
        return _nth(cursor, month, year)
    day = cursor.number(1, _LONGEST[month - 1], "该月的日", "a day of that month")
    return FixedDay(month, day, year)


def parse_weeks(cursor: Cursor) -> tuple[Weeks, ...]:
    """`week 02-52/2`, joined by commas, `week` repeated or not."""
    if not cursor.is_word("week"):
        return ()
    cursor.take()
    found = [_weeks(cursor)]
    while cursor.is_mark(","):
        if cursor.is_word("week", 1) and cursor.is_kind("number", 2):
            cursor.at += 2
        elif cursor.is_kind("number", 1) and not cursor.is_time(1):
            cursor.take()
        else:
            break
        found.append(_weeks(cursor))
    return tuple(found)


def _weeks(cursor: Cursor) -> Weeks:
    first = cursor.number(1, 53, "周数", "a week number")
    last, step = first, 1
    if cursor.take_mark("-"):
        last = cursor.number(first, 53, "更晚的周数", "a later week number")
        if cursor.take_mark("/"):
            step = cursor.number(2, 26, "周数间隔", "a number of weeks")
    return Weeks(first, last, step if first < last else 1)

"""Weekdays and holidays: `Mo-Fr`, `Sa[1,3]`, `Su[-1] +1 day`, `PH`, `SH`."""

from directory.hours.cursor import Cursor
from directory.hours.syntax import Holiday, NthWeekdays, WeekdayItem, Weekdays


def parse_holidays_only(cursor: Cursor) -> tuple[Holiday, ...]:
    """`PH` directly before weekdays: holidays that fall on them (`PH Mo-Fr`)."""
    if not cursor.is_kind("holiday"):
        return ()
    start = cursor.at
    holiday = _holiday(cursor)
    if cursor.is_kind("weekday"):
        return (holiday,)
    cursor.at = start
    return ()


def parse_weekdays(cursor: Cursor, after_holiday: bool) -> tuple[WeekdayItem, ...]:
    """Weekdays and holidays joined by commas: any of them."""
    if not (cursor.is_kind("weekday") or cursor.is_kind("holiday")):
        return ()
    found = [_item(cursor)]
    while cursor.is_mark(",") and (cursor.is_kind("weekday", 1) or cursor.is_kind("holiday", 1)):
        cursor.take()
        found.append(_item(cursor))
    if cursor.is_kind("holiday") or cursor.is_kind("weekday"):
        raise cursor.refusal(
            "节假日与星期之间请加逗号",
            "join holidays and weekdays with a comma",
            ("Mo-Fr,PH", "PH Mo-Fr"),
        )
    shifted_first = isinstance(found[0], Holiday) and found[0].offset and len(found) > 1
    mixed = after_holiday and any(isinstance(item, Holiday) for item in found)
    if shifted_first or mixed:
        raise cursor.refusal(
            "节假日组合有歧义，请拆成几条规则",
            "this combination of holidays is ambiguous: write separate rules",
            ("Mo-Fr,PH 08:00-12:00", "PH off; PH +1 day off"),
        )
    return tuple(found)


def _item(cursor: Cursor) -> WeekdayItem:
    if cursor.is_kind("holiday"):
        return _holiday(cursor)
    first = cursor.take().value
    if cursor.is_mark("["):
        return _nth(cursor, first)
    if cursor.is_mark("-"):
        cursor.take()
        if not cursor.is_kind("weekday"):
            raise cursor.refusal("此处应为星期", "expected a weekday", ("Mo-Fr",))
        return Weekdays(first, cursor.take().value)
    return Weekdays(first, first)


def _holiday(cursor: Cursor) -> Holiday:
    if cursor.take().text == "PH":
        return Holiday("PH", cursor.offset(-1, 1))
    return Holiday("SH")


def _nth(cursor: Cursor, weekday: int) -> NthWeekdays:
    cursor.take()
    found: list[tuple[int, int]] = []
    while True:
        sign = -1 if cursor.take_mark("-") else 1
        first = cursor.number(1, 5, "第几个", "which one in the month")
        last = first
        if sign > 0 and cursor.take_mark("-"):
            last = cursor.number(first, 5, "第几个", "which one in the month")
        found.append((sign * first, sign * last))
        if not cursor.take_mark(","):
            break
    if not cursor.take_mark("]"):
        raise cursor.refusal("缺少“]”", "missing ]", ("]",))
    return NthWeekdays(weekday, tuple(found), cursor.offset(-6, 6))

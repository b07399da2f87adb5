"""Times of day: `08:00-12:00,14:00-18:00`, `22:00-26:00`, `17:00+`."""

from directory.hours.cursor import Cursor
from directory.hours.syntax import Times

DAY = 24 * 60


def parse_times(cursor: Cursor) -> tuple[Times, ...]:
    """Time ranges joined by commas or blanks."""
    found: list[Times] = []
    loose: list[bool] = []  # whether the start was written with one digit
    while cursor.is_time() or (found and cursor.is_time(1) and cursor.is_mark(",")):
        cursor.take_mark(",")
        loose.append(_one_digit(cursor))
        found.append(_range(cursor, loose[-1]))
        if loose[-1] and len(found) > 1 and found[-1].start < found[-2].start:
            raise cursor.refusal(
                "时间先后有歧义，请用 24 小时制（如 14:00）",
                "the order of times is ambiguous: use the 24-hour clock",
                ("08:00-11:30,14:00-17:30",),
            )
    return tuple(found)


def _one_digit(cursor: Cursor) -> bool:
    """Whether the hour here is written with a single digit other than 0: perhaps p.m."""
    return cursor.peek().width == 1 and cursor.peek().value > 0


def _range(cursor: Cursor, loose: bool) -> Times:
    start = _moment(cursor, DAY - 1)
    if cursor.take_mark("+"):
        return Times(start, None, open_end=True)
    if not cursor.is_mark("-"):
        raise cursor.refusal(
            "只有一个时刻，请写时间段", "a single moment: write a range", ("08:00-17:00", "08:00+")
        )
    cursor.take()
    loose_end = cursor.is_time() and _one_digit(cursor)
    end = _moment(cursor, 2 * DAY)
    if cursor.is_mark("/"):
        raise cursor.refusal(
            "不支持按间隔的时刻", "moments at intervals are not opening hours", ("08:00-17:00",)
        )
    if end < start and loose_end and start < 13 * 60:
        raise cursor.refusal(
            "结束早于开始：下午请用 24 小时制，到次日请写 26:00 这样的时刻",
            "ends before it begins: use the 24-hour clock, or write 26:00 for the next day",
            ("08:30-17:30", "08:30-05:30"),
        )
    times = Times(start, end, cursor.take_mark("+"))
    if spread(times)[-1][1] > 2 * DAY:
        raise cursor.refusal("时间段不能超过两个午夜", "a range must not pass two midnights")
    return times


def _moment(cursor: Cursor, latest: int) -> int:
    if not (cursor.is_kind("number") and cursor.is_mark(":", 1) and cursor.is_kind("number", 2)):
        raise cursor.refusal("此处应为时刻", "expected a time", ("08:00", "17:30"))
    hour = cursor.number(0, latest // 60, "小时", "an hour")
    cursor.take()
    if cursor.peek().width != 2:
        raise cursor.refusal("分钟须为两位数", "minutes take two digits", ("08:05",))
    minute = cursor.number(0, 59, "分钟", "minutes")
    if hour * 60 + minute > latest:
        cursor.at -= 1
        raise cursor.refusal("时刻太晚", "the time is too late", ("24:00", "48:00"))
    return hour * 60 + minute


def spread(times: Times) -> list[tuple[int, int, bool]]:
    """(start, end, guessed) minutes after 00:00; `guessed` is what follows an open end.

    An open end lasts to midnight, from 17:00 ten hours and from 22:00 eight, as the reference
    implementation of the syntax has it: nobody has said when it closes, so the state in that
    time is unknown; after it, people have gone home.
    """
    start, end = times.start, times.end
    found: list[tuple[int, int, bool]] = []
    if end is not None:
        if end <= start:
            end += DAY
        found.append((start, end, False))
        start = end
    if times.open_end:
        hour = start / 60
        length = 8 * 60 if hour >= 22 else 10 * 60 if hour >= 17 else DAY - start
        found.append((start, start + length, True))
    return found


def check_open_ends(cursor: Cursor, found: tuple[Times, ...]) -> None:
    """An open end may be cut short by later times of its list; refuse where it is not clear how."""
    for index, times in enumerate(found):
        if times.open_end and not (
            _cut_clearly(times, found[index + 1 :])
            and _after_others(times, found[:index], found[index + 1 :])
        ):
            raise cursor.refusal(
                "“+”前后的时间段重叠，何时结束不明",
                "other times leave unclear when the open end ends",
                ("07:00-12:00,14:00-18:00", "07:00+,14:00-18:00"),
            )


def _after_others(times: Times, before: tuple[Times, ...], after: tuple[Times, ...]) -> bool:
    """`14:00-19:00,06:00-16:00+`: open until 19:00, or unknown from 16:00?"""
    if times.end is None and not after:
        return True
    start = spread(times)[-1][0]
    return all(spread(other)[0][1] <= start for other in before)


def _cut_clearly(times: Times, after: tuple[Times, ...]) -> bool:
    start, end, _ = spread(times)[-1]
    if after and end > DAY:  # into the next morning: only a stated time all the way there is clear
        return all(
            not other.open_end and first <= start and last > DAY
            for other in after
            for first, last, _ in spread(other)
        )
    return all(
        (other.end is None or not other.open_end) and (first > start or last <= start)
        for other in after
        for first, last, _ in spread(other)
    )

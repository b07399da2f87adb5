"""Chinese clock times → minutes: 早4:30, 上午8点半, 下午2点到6点, 晚上10点至次日6点."""

from dataclasses import dataclass
from itertools import pairwise
from typing import NoReturn

from directory.hours.chinese_words import Part, Word, WordKind
from directory.hours.errors import HoursError
from directory.hours.parse_times import DAY
from directory.hours.write import clock

_NOON = 12 * 60
_AFTERNOON = 13 * 60


class Words:
    """A place in a row of words."""

    def __init__(self, text: str, row: list[Word]) -> None:
        self.text = text
        self.row = row
        self.at = 0
        bare = [
            word for before, word in pairwise([Word("end", "", 0), *row]) if before.kind != "part"
        ]
        hours = [word.numbers[0] for word in bare if word.kind == "time"]
        self.by_24_hours = any(hour == 0 or hour > 12 for hour in hours)

    def peek(self, ahead: int = 0) -> Word:
        return self.row[min(self.at + ahead, len(self.row) - 1)]

    def take(self, kind: WordKind) -> Word | None:
        word = self.peek()
        if word.kind != kind:
            return None
        self.at += 1
        return word

    def starts_time(self, ahead: int = 0) -> bool:
        return self.peek(ahead).kind == "time" or (
            self.peek(ahead).kind == "part" and self.peek(ahead + 1).kind == "time"
        )

    def refuse(
        self, zh: str, en: str, allowed: tuple[str, ...] = (), word: Word | None = None
    ) -> NoReturn:
        raise HoursError(self.text, (word or self.peek()).position, zh, en, allowed)


@dataclass(frozen=True, slots=True)
class _Said:
    """A time as said: on a 24-hour clock, or with a part of the day, or neither."""

    word: Word
    part: Part | None
    minutes: int  # as the numbers stand
    next_day: bool


def take_times(row: Words) -> str:
    """A list of ranges as OSM text; refuses what may mean two times of day."""
    found: list[str] = []
    previous = -1
    while row.starts_time() or (found and row.peek().kind == "comma" and row.starts_time(1)):
        row.take("comma")
        one_digit = row.peek().kind == "time" and not row.peek().text.startswith("0")
        first = row.peek()
        start, text = _take_range(row)
        if one_digit and start < previous:
            _ambiguous(row, first)
        previous = start
        found.append(text)
    return ",".join(found)


def _take_said(row: Words) -> _Said:
    tomorrow = row.take("next_day") is not None
    part = row.take("part")
    word = row.take("time")
    if word is None:
        row.refuse("此处应为时刻", "expected a time", ("08:00", "上午8点半"))
    hour, minute, _ = word.numbers
    if minute > 59 or hour > 24 or (hour == 24 and minute):
        row.refuse("没有这个时刻", "there is no such time", ("00:00", "24:00"), word)
    return _Said(word, part.part if part else None, hour * 60 + minute, tomorrow)


def _take_range(row: Words) -> tuple[int, str]:
    first = _take_said(row)
    start = _with_part(row, first, first.part)
    if row.take("after"):
        _check_bare(row, first)
        return start, clock(start) + "+"
    if not row.take("range"):
        row.refuse(
            "只有一个时刻，请写时间段",
            "a single moment: write a range",
            ("08:00-17:00", "08:00起"),
            first.word,
        )
    last = _take_said(row)
    _check_bare(row, first)
    end = _with_part(row, last, last.part or (None if last.next_day else first.part))
    return start, f"{clock(start)}-{clock(_end(row, first, start, last, end))}"


def _end(row: Words, first: _Said, start: int, last: _Said, end: int) -> int:
    if last.next_day:
        if end > DAY:
            row.refuse("次日的时刻太晚", "too late on the next day", ("次日06:00",), last.word)
        return end if end <= start else end + DAY
    if end > start:
        return end
    # Past midnight without saying so: only where it cannot be an afternoon hour left unmarked.
    night = start >= _AFTERNOON and last.part in ("dawn", "morning")
    plain = start >= _AFTERNOON and first.part is None and last.part is None
    if not (night or plain):
        row.refuse(
            "结束早于开始：请写明下午或次日",
            "ends before it begins: say afternoon or next day",
            ("08:30-17:30", "晚上10点至次日6点"),
            last.word,
        )
    return end


def _check_bare(row: Words, first: _Said) -> None:
    """`2点到6点` may be night or afternoon, unless the text counts by 24 hours elsewhere."""
    said_in_hours = first.word.numbers[2] and first.part is None
    if said_in_hours and not row.by_24_hours:
        _ambiguous(row, first.word)


def _ambiguous(row: Words, word: Word) -> NoReturn:
    row.refuse(
        f"“{word.text}”是上午还是下午？请写明，或用 24 小时制",
        f"{word.text!r}: morning or afternoon? Say which, or use the 24-hour clock",
        ("上午8点半", "下午2点", "14:00"),
        word,
    )


def _with_part(row: Words, said: _Said, part: Part | None) -> int:
    """Minutes after 00:00. A 24-hour time stands as it is, if the part of day allows it."""
    minutes = said.minutes
    if part is None:
        return minutes
    inherited = part != said.part
    low, high, shift = _HOURS[part]
    if minutes >= _AFTERNOON and (inherited or part in ("afternoon", "evening")):
        return minutes
    if part in ("dawn", "morning"):
        if minutes <= _NOON and not (part == "dawn" and minutes == _NOON):
            return minutes
    elif (part == "noon" and 11 * 60 <= minutes < _AFTERNOON) or (
        part == "afternoon" and _NOON <= minutes < _AFTERNOON
    ):
        return minutes
    elif part == "evening" and minutes == _NOON:
        return DAY
    elif low <= minutes <= high:
        return minutes + shift
    return _ambiguous(row, said.word)


_HOURS: dict[Part, tuple[int, int, int]] = {
    "dawn": (0, _NOON, 0),
    "morning": (0, _NOON, 0),
    "noon": (60, 150, _NOON),
    "afternoon": (60, 7 * 60 + 59, _NOON),
    "evening": (5 * 60, 11 * 60 + 59, _NOON),
}

"""Head-counts, dates and metres as officials write them. What is not one figure is not guessed."""

import datetime as dt
import re

from directory.ledger.cells import Value, serial_date
from directory.ledger.notes import Notes, shown, text_of
from directory.ledger.texts import han_digits, narrow

MOST_PEOPLE, MOST_METRES = 1_000_000, 100_000
EARLIEST = dt.date(2000, 1, 1)
_BEFORE = re.compile(r"^(?:大约|大概|约|近|日均|平均|每天|每日|共计|共|有)+")
_AFTER = re.compile(r"(?:人次|人|名|个|左右|上下|以上|余|多|/天|/日|每天|每日|米|m)+$")
_ROUGH = re.compile(r"约|大概|近|左右|上下|以上|余|多")
_RANGE = re.compile(r"[0-9万千] *(?:人|名)? *[-~—–－至到] *[0-9]")
_NUMBER = re.compile(r"[0-9]{1,12}(?:\.[0-9]{1,6})?")
_DATE = re.compile(
    r"([0-9]{4}) *[-年./] *([0-9]{1,2}) *[-月./] *([0-9]{1,2}) *[日号]?(?: *[0-9:]{4,8}(?:\.0+)?)?"
)
_HAN_DATE = re.compile(
    r"([〇零○一二三四五六七八九]{4})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})[日号]?"
)
_SERIALS = range(20_000, 80_000)


def count(value: Value, notes: Notes) -> int | None:
    """A number of people; “约 200 人” is 200 with a warning, “100–150 人” is refused."""
    return _figure(value, notes, MOST_PEOPLE, "人")


def metres(value: Value, notes: Notes) -> int | None:
    return _figure(value, notes, MOST_METRES, "米")


def _figure(value: Value, notes: Notes, most: int, unit: str) -> int | None:
    text = narrow(text_of(value, notes))
    if not text:
        return None
    if _RANGE.search(text):
        notes.add("range", f"“{shown(text)}”是一个范围，请填一个数")
        return None
    bare = _AFTER.sub("", _BEFORE.sub("", text).strip()).strip()
    times = 1
    for word, each in (("万", 10_000), ("千", 1000), ("百", 100)):
        if bare.endswith(word):
            bare, times = bare.removesuffix(word).strip(), each
    if re.fullmatch(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.0+)?", bare):
        bare = bare.replace(",", "")
    if not _NUMBER.fullmatch(bare):
        notes.add("not-a-number", f"“{shown(text)}”不是一个数，请只填数字")
        return None
    number = round(float(bare) * times, 6)
    if not number.is_integer() or number > most:
        notes.add("not-a-count", f"“{shown(text)}”须为 0–{most} 的整数（{unit}）")
        return None
    if _ROUGH.search(text):
        notes.add("approximate", f"“{shown(text)}”按 {int(number)} {unit}记录", warning=True)
    return int(number)


def date(value: Value, notes: Notes, since_1904: bool, today: dt.date | None) -> dt.date | None:
    """A day, from a date cell, a serial number, or any of the usual writings of a full date."""
    found = _date(value, notes, since_1904)
    if found is None:
        return None
    if found < EARLIEST or (today is not None and found > today):
        latest = f"{today}" if today else "今天"
        notes.add("date-out-of-range", f"日期 {found} 须在 {EARLIEST} 和 {latest} 之间")
        return None
    return found


def _date(value: Value, notes: Notes, since_1904: bool) -> dt.date | None:
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    if isinstance(value, int) and not isinstance(value, bool) and value in _SERIALS:
        day = serial_date(value, since_1904)
        return day.date() if isinstance(day, dt.datetime) else None
    text = narrow(text_of(value, notes))
    if not text:
        return None
    parts = _parts(text)
    try:
        if parts is not None:
            return dt.date(*parts)
    except ValueError:
        notes.add("no-such-date", f"没有“{shown(text)}”这一天")
        return None
    notes.add("not-a-date", f"“{shown(text)}”不是完整的日期，请写成 2022-09-06")
    return None


def _parts(text: str) -> tuple[int, int, int] | None:
    if match := re.fullmatch("([0-9]{4})([0-9]{2})([0-9]{2})", text) or _DATE.fullmatch(text):
        return int(match[1]), int(match[2]), int(match[3])
    if match := _HAN_DATE.fullmatch(text.replace(" ", "")):
        return int(han_digits(match[1])), _han_number(match[2]), _han_number(match[3])
    return None


def _han_number(text: str) -> int:
    """一 … 三十一"""
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return int(han_digits(text))
    return 10 * int(han_digits(tens) or 1) + int(han_digits(ones) or 0)

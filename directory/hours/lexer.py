"""Expression → tokens. Anything that is not a token is refused where it stands."""

import re
from dataclasses import dataclass
from typing import Literal

from directory.hours.errors import HoursError
from directory.hours.fold import check_text, fold
from directory.hours.syntax import MONTH_NAMES, WEEKDAY_NAMES

TokenKind = Literal[
    "number", "weekday", "month", "holiday", "state", "comment", "word", "punctuation", "end"
]


@dataclass(frozen=True, slots=True)
class Token:
    kind: TokenKind
    text: str  # lower case; a comment without its quotes
    value: int  # of a number, weekday (0 = Monday) or month (1 = January)
    position: int
    width: int = 0


_TOKEN = re.compile(r'([0-9]+)|([A-Za-z]+)|("[^"]*")|(\|\||[-+/:,;\[\]])')
_SPACE = re.compile(r" +")

_LONG_WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_LONG_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]

_WORDS: dict[str, tuple[TokenKind, str, int]] = {}
for _number, (_short, _long) in enumerate(zip(WEEKDAY_NAMES, _LONG_WEEKDAYS, strict=True)):
    for _name in (_short.lower(), _long[:3], _long):
        _WORDS[_name] = ("weekday", _short, _number)
for _number, (_short, _long) in enumerate(zip(MONTH_NAMES, _LONG_MONTHS, strict=True), start=1):
    for _name in (_short.lower(), _long):
        _WORDS[_name] = ("month", _short, _number)
_WORDS |= {
    "ph": ("holiday", "PH", 0),
    "sh": ("holiday", "SH", 0),
    "open": ("state", "open", 0),
    "closed": ("state", "closed", 0),
    "off": ("state", "closed", 0),
    "unknown": ("state", "unknown", 0),
    "week": ("word", "week", 0),
    "easter": ("word", "easter", 0),
    "day": ("word", "day", 0),
    "days": ("word", "day", 0),
}
_SUN = {"sunrise", "sunset", "dawn", "dusk"}
_SEASONS = {"spring", "summer", "autumn", "fall", "winter"}


def tokenise(expression: str) -> tuple[Token, ...]:
    """The tokens of `expression`, closed by an `end` token."""
    check_text(expression)
    text = fold(expression)
    tokens: list[Token] = []
    at = 0
    while at < len(text):
        if space := _SPACE.match(text, at):
            at = space.end()
            continue
        found = _TOKEN.match(text, at)
        if found is None:
            raise HoursError(
                expression,
                at,
                f"不认识的字符“{expression[at]}”",
                f"unknown character {expression[at]!r}",
                ("Mo-Fr 08:00-17:00", "24/7", "PH off"),
            )
        tokens.append(_token(expression, at, found))
        at = found.end()
    tokens.append(Token("end", "", 0, len(text)))
    return tuple(tokens)


def _token(expression: str, at: int, found: re.Match[str]) -> Token:
    number, word, comment, punctuation = found.groups()
    if number:
        if len(number) > 4:
            raise HoursError(
                expression, at, f"数字“{number}”太长", f"the number {number} is too long"
            )
        return Token("number", number, int(number), at, len(number))
    if word:
        known = _WORDS.get(word.lower())
        if known is None:
            raise _unknown_word(expression, at, word)
        return Token(known[0], known[1], known[2], at)
    if comment:
        return Token("comment", comment[1:-1], 0, at)
    return Token("punctuation", punctuation, 0, at)


def _unknown_word(expression: str, at: int, word: str) -> HoursError:
    if word.lower() in _SUN:
        return HoursError(
            expression,
            at,
            "日出、日落随地点和日期变化，请写钟点",
            "sunrise and sunset depend on place and date: write clock times",
            ("06:00-18:00",),
        )
    if word.lower() in _SEASONS:
        return HoursError(
            expression,
            at,
            "季节没有确定的起止日期，请写月份",
            "a season has no fixed dates: write months",
            ("May-Sep 06:00-18:00",),
        )
    return HoursError(
        expression,
        at,
        f"不认识的词“{word}”",
        f"unknown word {word!r}",
        (*WEEKDAY_NAMES, *MONTH_NAMES, "PH", "SH", "week", "easter", "open", "off", "unknown"),
    )

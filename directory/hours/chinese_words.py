"""The words in which Chinese opening hours are written, and how to find them in a text."""

import re
from dataclasses import dataclass
from typing import Literal

from directory.hours.errors import HoursError
from directory.hours.fold import check_text, fold
from directory.hours.syntax import WEEKDAY_NAMES

WordKind = Literal[
    "time", "part", "next_day", "range", "weekdays", "holiday", "loose_holiday", "workday",
    "date", "off", "open", "usual", "all_day", "after", "except", "outside", "comma", "stop",
    "opening", "closing", "end",
]  # fmt: skip
Part = Literal["dawn", "morning", "noon", "afternoon", "evening"]


@dataclass(frozen=True, slots=True)
class Word:
    """`numbers`: weekdays; or hour, minute, 1 if said in 点; or year (0: none), month, day."""

    kind: WordKind
    text: str
    position: int
    numbers: tuple[int, ...] = ()
    part: Part | None = None


_PARTS: dict[Part, str] = {
    "dawn": "凌晨",
    "morning": "大清早|清晨|清早|早晨|早上|早间|上午|早",
    "noon": "中午|正午|午间",
    "afternoon": "午后|下午",
    "evening": "傍晚|晚上|晚间|夜间|夜晚|晚",
}
_NUMBER = "[0-9]{1,2}|[二三]?十[一二三四五六七八九]?|[零〇一二两三四五六七八九]"
_DAY_CHARS = "一二三四五六日天1-7"
_ONE_WEEKDAY = f"(?:每周|每星期|周|週|星期|礼拜)[{_DAY_CHARS}]"

# Longer phrases stand before the shorter ones that they contain.
_PHRASES: tuple[tuple[WordKind, str], ...] = (
    ("all_day", "全天候|全天|全日|24小时|二十四小时|昼夜"),
    ("next_day", "次日|翌日|第二天|隔天"),
    ("usual", "照常营业|照常开放|照常上班|照常|正常营业|正常开放|不休息|不打烊|不休|无休"),
    ("off", "不对外开放|不营业|不开放|不开门|不上班|停止营业|休息|关闭|关门|闭馆|闭市|停业|歇业|"
            "放假|公休|休业|除外|off|closed"),
    ("except", "除了|除"),
    ("outside", "以外|之外|外"),
    ("after", "以后|之后|开始|起"),
    ("open", "营业|对外开放|开放|开门|开市|开馆|上班|办公|服务|open"),
    ("holiday", "国家法定节假日|法定节假日|法定节日|法定假日|国定假日|公众假期|公共假期|ph"),
    ("loose_holiday", "节假日|节日|假日|假期"),
    ("workday", "工作日"),
    ("range", "-|至|到"),
    ("comma", ",|以及|及|和|与"),
    ("stop", ";"),
    ("opening", r"\("),
    ("closing", r"\)"),
)  # fmt: skip
_EVERY_DAY = "全年无休|每天|每日|天天|全年365天|全年|365天|一周七天|周一至周日"
_WEEKEND = "周末|週末|双休日|星期六日|周六日|周六周日"
_FILLER = re.compile(
    r"(?:营业时间|开放时间|工作时间|办公时间|服务时间|运行时间|上班时间|时间段|时段|时间|"
    r"均为|均|都|为|是|的|次年|翌年|来年|逢|:|\s)+"
)

_RULES = re.compile(
    "|".join(
        [
            rf"(?P<clock>(?P<hour>{_NUMBER})(?::(?P<min>[0-9]{{2}})(?![0-9])|"
            rf"[点點时時](?:钟|整|(?P<half>半|一刻|三刻)|(?P<said>{_NUMBER})分?)?))",
            rf"(?P<date>(?:(?P<year>[0-9]{{4}})年)?(?P<month>{_NUMBER})月份?"
            rf"(?:(?P<day>{_NUMBER})[日号])?)",
            rf"(?P<every>{_EVERY_DAY})",
            rf"(?P<weekend>{_WEEKEND})",
            rf"(?P<weekday>{_ONE_WEEKDAY})",
            rf"(?P<osm>(?:{'|'.join(WEEKDAY_NAMES)})(?![a-z]))",
            *(f"(?P<{part}>{words})" for part, words in _PARTS.items()),
            *(f"(?P<{kind}>{words})" for kind, words in _PHRASES),
        ]
    ),
    re.IGNORECASE,
)
_MORE_DAYS = re.compile(
    r"([-,]|至|到|)[ ]*(?:([一二三四五六日天])(?![点點时時刻月号一二三四五六七八九十])"
    r"|([1-7])(?![0-9:点點时時月号年日]))"
)
_DAY_NUMBERS = {c: n % 7 for n, c in enumerate("一二三四五六日")} | {"天": 6}
_DAY_NUMBERS |= {str(n + 1): n for n in range(7)}
_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}


def number(text: str) -> int:
    """`8`, `八`, `十二`, `二十三` as a number."""
    if text.isdigit() and text.isascii():
        return int(text)
    tens, ten, units = text.partition("十")
    if not ten:
        return _DIGITS[text]
    return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[units] if units else 0)


def words(text: str) -> list[Word]:
    """The words of `text`, closed by an `end`; HoursError at the first that is not known."""
    check_text(text)
    folded = fold(text)
    found: list[Word] = []
    at = 0
    while at < len(folded):
        if filler := _FILLER.match(folded, at):
            at = filler.end()
            continue
        match = _RULES.match(folded, at)
        if match is None or match.end() == at:
            raise HoursError(
                text,
                at,
                f"“{folded[at : at + 6]}”无法识别",
                f"cannot read {folded[at : at + 6]!r}",
                ("周一至周五 08:00-17:00", "每天 04:30-08:00", "周日休息", "法定节假日休息"),
            )
        found.append(_word(match, at))
        at = match.end()
        if match["weekday"]:
            at = _more_days(folded, at, found)
    found.append(Word("end", "", len(text)))
    return found


def _more_days(folded: str, at: int, found: list[Word]) -> int:
    """The 五 of 周一至五, the 三、五 of 周一、三、五 and the 日 of 周六日."""
    while more := _MORE_DAYS.match(folded, at):
        joint, day = more[1], more[2] or more[3]
        if joint:
            found.append(Word("comma" if joint == "," else "range", joint, at))
        found.append(Word("weekdays", day, more.end() - 1, (_DAY_NUMBERS[day],)))
        at = more.end()
    return at


def _word(match: re.Match[str], at: int) -> Word:
    text = match.group()
    if match["clock"]:
        halves = {"半": 30, "一刻": 15, "三刻": 45}
        minute = match["min"] or match["said"]
        minutes = halves[match["half"]] if match["half"] else number(minute) if minute else 0
        return Word("time", text, at, (number(match["hour"]), minutes, int(not match["min"])))
    if match["date"]:
        day = number(match["day"]) if match["day"] else 0
        return Word("date", text, at, (int(match["year"] or 0), number(match["month"]), day))
    if match["every"]:
        return Word("weekdays", text, at, tuple(range(7)))
    if match["weekend"]:
        return Word("weekdays", text, at, (5, 6))
    if match["weekday"]:
        return Word("weekdays", text, at, (_DAY_NUMBERS[text[-1]],))
    if match["osm"]:
        return Word("weekdays", text, at, (WEEKDAY_NAMES.index(text.capitalize()),))
    for part in _PARTS:
        if match[part]:
            return Word("part", text, at, part=part)
    kind = next(kind for kind, _ in _PHRASES if match[kind])
    return Word(kind, text, at)

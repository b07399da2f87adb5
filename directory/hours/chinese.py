"""Plain Chinese opening hours → OSM syntax.

A text is a row of clauses: days with times, or days with 休息. Clauses must not overlap, since
Chinese does not say whether a later one replaces or adds; what closes comes last.
"""

import re
from dataclasses import dataclass, replace

from directory.hours.chinese_times import Words, take_times
from directory.hours.chinese_words import Word, words
from directory.hours.syntax import MONTH_NAMES, WEEKDAY_NAMES

_CHINESE = re.compile("[\u3400-\u9fff]")
_QUOTED = re.compile('["“”＂][^"“”＂]*["“”＂]')
_EVERY_DAY = frozenset(range(7))
_WEEKEND = frozenset({5, 6})


def has_chinese(text: str) -> bool:
    """Whether Chinese characters stand outside quoted comments."""
    return bool(_CHINESE.search(_QUOTED.sub("", text)))


@dataclass(frozen=True, slots=True)
class _Clause:
    """Days of the week, holidays, dates and what holds then (`off` or times)."""

    word: Word
    weekdays: frozenset[int]
    holidays: bool
    loosely: bool  # 节假日, which may or may not mean weekends
    dates: str
    year_days: frozenset[tuple[int, int]]
    says: str

    @property
    def closes(self) -> bool:
        return self.says == "off"

    @property
    def osm(self) -> str:
        names = _weekday_names(self.weekdays) if self.weekdays != _EVERY_DAY else []
        days = ",".join([*names, *(["PH"] if self.holidays else [])])
        always = self.says == "00:00-24:00" and not days and not self.dates
        return "24/7" if always else " ".join(x for x in (self.dates, days, self.says) if x)


def translate(text: str) -> str:
    """`text` in OSM syntax; HoursError where it cannot be read or may mean two things."""
    row = Words(text, _arranged(words(text)))
    clauses: list[_Clause] = []
    while row.peek().kind != "end":
        if row.take("stop") or row.take("comma") or row.take("open"):
            continue
        _take_clause(row, clauses)
    _check(row, clauses)
    opens = [clause for clause in clauses if not clause.closes]
    ordered = sorted(opens, key=lambda clause: clause.holidays)
    ordered += sorted((c for c in clauses if c.closes), key=lambda clause: clause.holidays)
    return "; ".join(clause.osm for clause in ordered)


def _arranged(row: list[Word]) -> list[Word]:
    """Brackets resolved: a remark that closes goes to the end, any other stays in its place."""
    kept: list[Word] = []
    moved: list[Word] = []
    inside: list[Word] | None = None
    for word in row[:-1]:
        if word.kind == "opening" and inside is None:
            inside = []
        elif word.kind == "closing" and inside is not None:
            if any(each.kind in ("off", "usual", "except") for each in inside):
                moved += [replace(word, kind="stop"), *inside]
            elif kept and kept[-1].kind == "workday":
                kept[-1:] = inside  # 工作日（周一至周五） says what it means
            else:
                kept += inside
            inside = None
        elif inside is not None:
            inside.append(word)
        else:
            kept.append(word)
    return [*kept, *moved, *(inside or []), row[-1]]


def _take_clause(row: Words, clauses: list[_Clause]) -> None:
    first = row.peek()
    excepted = row.take("except") is not None
    dates, year_days = _take_dates(row)
    clause = _Clause(first, frozenset(), False, False, dates, year_days, "")
    clause = _take_days(row, clause)
    named = bool(clause.weekdays or clause.holidays)
    if excepted:
        if not named or not (row.take("outside") or row.take("off")):
            row.refuse("“除”字后应为日子和“外”", "expected days and 外 after 除", ("除周日外",))
        row.take("off")
        clauses.append(replace(clause, says="off"))
        return
    row.take("open")
    if row.take("off"):
        if not named:
            row.refuse("哪天休息？请写明", "closed on which days?", ("周日休息",), first)
        clauses.append(replace(clause, says="off"))
        return
    if row.take("usual"):
        return  # 节假日照常: the weekdays' hours hold, as they do without saying so
    if row.take("all_day"):
        says = "00:00-24:00"
        row.take("all_day")  # 全天24小时
    else:
        says = take_times(row)
    row.take("open")
    if not says:
        row.refuse(
            "此处缺少时间，或无法识别",
            "times are missing here, or cannot be read",
            ("周一至周五 08:00-17:00", "周日休息"),
        )
    _add(row, clauses, clause if named else replace(clause, weekdays=_EVERY_DAY), says, named)


def _add(row: Words, clauses: list[_Clause], clause: _Clause, says: str, named: bool) -> None:
    """A clause without days goes on with the days before it, if it is a later part of the day."""
    before = clauses[-1] if clauses and not clauses[-1].closes else None
    if named or clause.dates or before is None:
        clauses.append(replace(clause, says=says))
    elif clause.word.kind == "part" and before.says < says:
        clauses[-1] = replace(before, says=f"{before.says},{says}")
    else:
        row.refuse(
            "这一段是哪几天？请写明", "on which days is this?", ("周六 09:00-12:00",), clause.word
        )


def _take_days(row: Words, clause: _Clause) -> _Clause:
    weekdays: set[int] = set()
    holidays = loosely = False
    while True:
        if word := row.take("weekdays"):
            weekdays |= _weekday_range(row, word)
        elif row.take("holiday"):
            holidays = True
        elif row.take("loose_holiday"):
            holidays = loosely = True
        elif row.peek().kind == "workday":
            row.refuse(
                "“工作日”是否含调休上班日、法定节假日是否休息？请写明",
                "工作日: with make-up working days? without public holidays? Say so",
                ("周一至周五 08:00-17:00", "周一至周五 08:00-17:00，法定节假日休息"),
            )
        elif not (
            (weekdays or holidays)
            and row.peek().kind == "comma"
            and row.peek(1).kind in ("weekdays", "holiday", "loose_holiday", "workday")
        ):
            break
        else:
            row.at += 1
    return replace(clause, weekdays=frozenset(weekdays), holidays=holidays, loosely=loosely)


def _weekday_range(row: Words, first: Word) -> set[int]:
    if row.peek().kind != "range" or row.peek(1).kind != "weekdays":
        return set(first.numbers)
    row.at += 1
    last = row.take("weekdays")
    if last is None or len(first.numbers) > 1 or len(last.numbers) > 1:
        row.refuse("星期范围有误", "this is not a range of weekdays", ("周一至周五",), first)
    start, end = first.numbers[0], last.numbers[0]
    return {(start + n) % 7 for n in range((end - start) % 7 + 1)}


def _take_dates(row: Words) -> tuple[str, frozenset[tuple[int, int]]]:
    first = row.take("date")
    if first is None:
        return "", frozenset()
    last = first
    if row.peek().kind == "range":
        row.at += 1
        last = row.take("date") or row.refuse(
            "此处应为日期", "expected a date", ("5月1日至10月31日",)
        )
    for word in (first, last):
        if not 1 <= word.numbers[1] <= 12 or word.numbers[2] > 31:
            row.refuse("没有这一天", "there is no such date", ("5月1日至10月31日",), word)
    if bool(first.numbers[2]) != bool(last.numbers[2]) or first.numbers[0] or last.numbers[0]:
        row.refuse(
            "起止日期须都写到月或都写到日，不写年份",
            "write both ends of the dates as months or as days, without years",
            ("5月至10月", "5月1日至10月31日"),
            first,
        )
    row.take("comma")
    return _dates_osm(first, last), _year_days(first, last)


def _dates_osm(first: Word, last: Word) -> str:
    ends = []
    for _, month, day in (first.numbers, last.numbers):
        ends.append(MONTH_NAMES[month - 1] + (f" {day:02d}" if day else ""))
    return ends[0] if ends[0] == ends[1] else "-".join(ends)


def _year_days(first: Word, last: Word) -> frozenset[tuple[int, int]]:
    """Every (month, day) of the range, counting 31 days to a month."""
    start = (first.numbers[1] - 1) * 31 + max(first.numbers[2], 1) - 1
    end = (last.numbers[1] - 1) * 31 + (last.numbers[2] or 31) - 1
    days = (n % 372 for n in range(start, end + 1 if end >= start else end + 373))
    return frozenset((n // 31 + 1, n % 31 + 1) for n in days)


def _check(row: Words, clauses: list[_Clause]) -> None:
    opens = [clause for clause in clauses if not clause.closes]
    if not opens:
        row.refuse(
            "缺少营业时间", "opening times are missing", ("周一至周五 08:00-17:00，周日休息",)
        )
    for index, clause in enumerate(opens):
        for other in opens[:index]:
            if _overlap(clause, other):
                row.refuse(
                    "同一天写了两段时间：是替换还是另加？请把各日分开写",
                    "two clauses for the same day: replacing or adding? Write days apart",
                    ("周一至周五 06:00-18:00，周六至周日 08:00-16:00",),
                    clause.word,
                )
    closed_weekdays = any(clause.closes and clause.weekdays for clause in clauses)
    for clause in clauses:
        if clause.holidays and not clause.closes and closed_weekdays:
            row.refuse(
                "法定节假日恰逢休息日时如何？请用标准写法",
                "what of a holiday on a day of rest? Use the standard syntax",
                ("Tu-Su 09:00-16:00; Mo off; PH 09:00-16:00",),
                clause.word,
            )
        weekend_open = any(other.weekdays & _WEEKEND for other in opens)
        named = clause.weekdays >= _WEEKEND or (clause.closes and not weekend_open)
        if clause.loosely and not named:
            row.refuse(
                "“节假日”是否含周末？请写“法定节假日”，或“周末及法定节假日”",
                "does 节假日 include weekends? Say 法定节假日, or 周末及法定节假日",
                ("法定节假日休息", "周末及法定节假日休息"),
                clause.word,
            )


def _overlap(one: _Clause, other: _Clause) -> bool:
    if one.dates and other.dates and not one.year_days & other.year_days:
        return False
    return bool(one.weekdays & other.weekdays) or (one.holidays and other.holidays)


def _weekday_names(weekdays: frozenset[int]) -> list[str]:
    """Neighbours joined: {0, 1, 2, 5} → ["Mo-We", "Sa"]."""
    found: list[str] = []
    for day in sorted(weekdays):
        if day and day - 1 in weekdays:
            first = found[-1].partition("-")[0]
            found[-1] = f"{first}-{WEEKDAY_NAMES[day]}"
        else:
            found.append(WEEKDAY_NAMES[day])
    return found

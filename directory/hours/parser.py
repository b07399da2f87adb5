"""Expression → `Hours`: strict recursive descent, no backtracking, no guessing."""

from functools import lru_cache

from directory.hours.cursor import Cursor
from directory.hours.lexer import tokenise
from directory.hours.parse_dates import parse_dates, parse_weeks, parse_years
from directory.hours.parse_times import DAY, check_open_ends, parse_times, spread
from directory.hours.parse_weekdays import parse_holidays_only, parse_weekdays
from directory.hours.syntax import Days, Hours, Joint, Months, NthWeekdays, Rule, State

_EXAMPLES = ("Mo-Fr 08:00-17:00", "24/7", "PH off")


@lru_cache(maxsize=4096)
def parse_osm(expression: str) -> Hours:
    """`expression` in the OSM `opening_hours` syntax, read; HoursError where it cannot be."""
    cursor = Cursor(expression, tokenise(expression))
    rules: list[Rule] = []
    joint: Joint = "normal"
    in_fallback = False
    while True:
        rule = _rule(cursor, joint)
        _check_override(cursor, rules, rule)
        in_fallback = joint == "fallback" or (joint == "additional" and in_fallback)
        if in_fallback:
            _check_fallback(cursor, rule)
        rules.append(rule)
        if cursor.take_mark(";"):
            if cursor.is_kind("end"):
                break
            joint = "normal"
        elif cursor.take_mark("||"):
            joint = "fallback"
        elif cursor.is_mark(","):
            _check_additional(cursor, rules)
            joint = "additional"
        elif cursor.is_kind("end"):
            break
        else:
            raise cursor.refusal("此处不应有这个词", "this does not belong here", (";", ","))
    return Hours(tuple(rules))


def _rule(cursor: Cursor, joint: Joint) -> Rule:
    start = cursor.at
    days = _days(cursor)
    times = () if _always(cursor) else parse_times(cursor)
    state, comment = _modifier(cursor)
    if state != "closed":
        check_open_ends(cursor, times)
    if cursor.at == start:
        raise cursor.refusal(
            "此处应为营业时间" if not cursor.is_kind("number") else "此处的数字无法识别",
            "expected opening hours",
            _EXAMPLES,
        )
    return Rule(days, times, state, comment, joint)


def _days(cursor: Cursor) -> Days:
    start = cursor.at
    years = parse_years(cursor)
    _colon(cursor, start)
    dates = parse_dates(cursor)
    _colon(cursor, start)
    weeks = parse_weeks(cursor)
    _colon(cursor, start)
    holidays = parse_holidays_only(cursor)
    weekdays = parse_weekdays(cursor, bool(holidays))
    _colon(cursor, start)
    days = Days(years, dates, weeks, holidays, weekdays)
    _check_nth(cursor, days)
    return days


def _colon(cursor: Cursor, start: int) -> None:
    """The optional colon for readability after selectors."""
    if cursor.at > start and cursor.is_mark(":") and cursor.tokens[cursor.at - 1].text != ":":
        following = cursor.peek(1).kind
        if following in ("number", "weekday", "month", "holiday", "state", "word"):
            cursor.take()


def _check_nth(cursor: Cursor, days: Days) -> None:
    """Refuse `Dec 24,Nov Th[4]`: does the nth weekday go with both dates or with the last?"""
    nth = [item for item in days.weekdays if isinstance(item, NthWeekdays)]
    months = [isinstance(item, Months) for item in days.dates]
    mixed = any(months) and not all(months)
    if nth and mixed:
        raise cursor.refusal(
            "日期与“第几个星期几”混写有歧义，请拆成几条规则",
            "dates mixed with an nth weekday are ambiguous: write separate rules",
            ("Dec 24; Nov Th[4]",),
        )


def _always(cursor: Cursor) -> bool:
    if (
        cursor.is_kind("number")
        and cursor.is_mark("/", 1)
        and (cursor.peek().value, cursor.peek(2).value) == (24, 7)
    ):
        cursor.at += 3
        return True
    return False


def _modifier(cursor: Cursor) -> tuple[State, str | None]:
    state: State = "open"
    stated = cursor.is_kind("state")
    if stated:
        word = cursor.take().text
        state = "closed" if word == "closed" else "unknown" if word == "unknown" else "open"
    if not cursor.is_kind("comment"):
        return state, None
    comment = cursor.take().text
    # A bare comment ("please call") says that hours depend on something: unknown.
    return state if stated else "unknown", comment


def _check_additional(cursor: Cursor, rules: list[Rule]) -> None:
    """A comma adds a rule only where the rule before it is visibly finished."""
    previous = cursor.tokens[cursor.at - 1]
    finished = previous.kind in ("state", "comment") or bool(rules[-1].times)
    cursor.take()
    if not finished or cursor.is_kind("end") or cursor.is_mark(","):
        raise cursor.refusal(
            "逗号后无法识别",
            "nothing readable after the comma",
            ("Mo 08:00-12:00, We 14:00-18:00",),
        )


def _check_fallback(cursor: Cursor, rule: Rule) -> None:
    """Refuse what peers let a fallback take away from the rules before it."""
    past_midnight = any(end > DAY for times in rule.times for _, end, _ in spread(times))
    if past_midnight or (rule.joint == "additional" and rule.state == "closed"):
        raise cursor.refusal(
            "“||”之后不能跨午夜，也不能另加休息",
            "a fallback must not pass midnight, nor have an added off",
            ('|| "请先打电话"', "|| 18:00-20:00 unknown"),
        )


def _check_override(cursor: Cursor, rules: list[Rule], rule: Rule) -> None:
    """Refuse times for every day after a rule for some days: replacing or adding?

    Harmless where there is nothing to replace, or where the whole day is painted anyway.
    """
    if rule.joint != "normal" or rule.state == "closed" or not rule.days.every_day:
        return
    if not rule.times or any((t.start, t.end, t.open_end) == (0, DAY, False) for t in rule.times):
        return
    if all(before.state == "closed" for before in rules):
        return
    if rule.state == "unknown" or not rules[-1].days.every_day:
        raise cursor.refusal(
            "前面写了具体日子，这一段没有写：是替换还是另加？请写明日子",
            "times for no particular day after other rules: name the days",
            ("Mo-Su 14:00-16:00",),
        )

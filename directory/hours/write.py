"""`Hours` → canonical expression: one spelling for one meaning.

Reading what is written here gives the same `Hours` again.
"""

from directory.hours.syntax import (
    MONTH_NAMES,
    WEEKDAY_NAMES,
    DateItem,
    DatePoint,
    Dates,
    Days,
    EasterDay,
    FixedDay,
    Holiday,
    Hours,
    MonthDays,
    Months,
    NthDay,
    NthWeekdays,
    Rule,
    Times,
    WeekdayItem,
    Weekdays,
    Weeks,
    Years,
)

_JOINTS = {"normal": "; ", "additional": ", ", "fallback": " || "}


def write(hours: Hours) -> str:
    """The canonical expression of `hours`."""
    out = ""
    for index, rule in enumerate(hours.rules):
        following = hours.rules[index + 1] if index + 1 < len(hours.rules) else None
        finished = following is not None and following.joint == "additional"
        out += (_JOINTS[rule.joint] if index else "") + _rule(rule, finished)
    return out


def _rule(rule: Rule, finished: bool) -> str:
    """`finished`: a comma follows, so the rule must end visibly in a state."""
    modifier: str = "off" if rule.state == "closed" else rule.state
    if rule.state == "open" and rule.comment is None and not finished:
        modifier = ""
    comment = "" if rule.comment is None else f'"{rule.comment}"'
    times = ",".join(_times(item) for item in rule.times)
    words = [*_days(rule.days), times, modifier, comment]
    return " ".join(word for word in words if word) or "24/7"


def _times(times: Times) -> str:
    end = "" if times.end is None else "-" + clock(times.end)
    return clock(times.start) + end + ("+" if times.open_end else "")


def clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _days(days: Days) -> list[str]:
    weeks = ",".join(_week(item) for item in days.weeks)
    return [
        ",".join(_year(item) for item in days.years),
        ",".join(_date(item) for item in days.dates),
        f"week {weeks}" if weeks else "",
        ",".join(_weekday(item) for item in days.holidays),
        ",".join(_weekday(item) for item in days.weekdays),
    ]


def _year(item: Years) -> str:
    if item.last is None:
        return f"{item.first}+" if item.step == 1 else f"{item.first}/{item.step}"
    last = "" if item.last == item.first else f"-{item.last}"
    return f"{item.first}{last}" + (f"/{item.step}" if item.step > 1 else "")


def _week(item: Weeks) -> str:
    last = "" if item.last == item.first else f"-{item.last:02d}"
    return f"{item.first:02d}{last}" + (f"/{item.step}" if item.step > 1 else "")


def _weekday(item: WeekdayItem) -> str:
    if isinstance(item, Holiday):
        return item.kind + _offset(item.offset)
    if isinstance(item, Weekdays):
        first = WEEKDAY_NAMES[item.first]
        return first if item.first == item.last else f"{first}-{WEEKDAY_NAMES[item.last]}"
    return f"{WEEKDAY_NAMES[item.weekday]}[{_nth(item)}]" + _offset(item.offset)


def _nth(item: NthWeekdays) -> str:
    return ",".join(f"{a}" if a == b else f"{a}-{b}" for a, b in item.nth)


def _offset(days: int) -> str:
    return f" {days:+d} day{'s' if abs(days) > 1 else ''}" if days else ""


def _date(item: DateItem) -> str:
    if isinstance(item, Months):
        first = MONTH_NAMES[item.first - 1]
        return first if item.first == item.last else f"{first}-{MONTH_NAMES[item.last - 1]}"
    if isinstance(item, Dates):
        return f"{_point(item.first)}-{_point(item.last)}"
    if isinstance(item, MonthDays):
        last = "" if item.first == item.last else f"-{item.last:02d}"
        step = f"/{item.step}" if item.step > 1 else ""
        return f"{_point(FixedDay(item.month, item.first, item.year))}{last}{step}"
    return _point(item)


def _point(point: DatePoint) -> str:
    year = "" if point.year is None else f"{point.year} "
    if isinstance(point, FixedDay):
        return f"{year}{MONTH_NAMES[point.month - 1]} {point.day:02d}"
    if isinstance(point, EasterDay):
        return f"{year}easter{_offset(point.offset)}"
    return year + _nth_day(point)


def _nth_day(point: NthDay) -> str:
    weekday = WEEKDAY_NAMES[point.weekday]
    return f"{MONTH_NAMES[point.month - 1]} {weekday}[{point.nth}]{_offset(point.offset)}"

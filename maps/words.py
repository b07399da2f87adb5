"""How figures, times and states are said to a person: short, exact, in the active language.

Naive datetimes are local time (Asia/Shanghai). Nothing here decides anything: it only words
what the publication and the finder say, and it says what is unknown as unknown.
"""

import datetime as dt
import functools
import math
from collections.abc import Sequence

from maps.said import get_language, pgettext
from maps.said import gettext as _

Span = tuple[dt.datetime, dt.datetime, str]
DAY = dt.timedelta(days=1)
MINUTE = dt.timedelta(minutes=1)
# From this hour on a span that runs past midnight is called one of the evening.
EVENING = dt.time(18)


def distance(metres: float) -> str:
    """'820 米' below a kilometre (to 10 m), '3.2 公里' above it, whole kilometres from 10 on."""
    if metres < 10:
        return _("不到 10 米")
    if metres < 995:
        return _("%(n)d 米") % {"n": round(metres / 10) * 10}
    km = metres / 1000
    return _("%(n)s 公里") % {"n": f"{km:.1f}" if km < 9.95 else f"{km:.0f}"}


def minutes(value: float) -> str:
    """Rounded up, because a worker who is told too little arrives too late."""
    whole = max(1, math.ceil(value - 1e-6))
    if whole < 60:
        return _("%(n)d 分钟") % {"n": whole}
    hours, rest = divmod(whole, 60)
    if rest == 0:
        return _("%(h)d 小时") % {"h": hours}
    return _("%(h)d 小时 %(m)d 分钟") % {"h": hours, "m": rest}


def clock(moment: dt.datetime | dt.time) -> str:
    # A fifth of the time of strftime; a page says a hundred.
    return f"{moment.hour:02d}:{moment.minute:02d}"


def weekday(day: dt.date) -> str:
    return (
        _("周一"), _("周二"), _("周三"), _("周四"), _("周五"), _("周六"), _("周日"),
    )[day.weekday()]  # fmt: skip


def month_name(month: int) -> str:
    """'11月', 'Nov'."""
    return (
        _("1月"), _("2月"), _("3月"), _("4月"), _("5月"), _("6月"),
        _("7月"), _("8月"), _("9月"), _("10月"), _("11月"), _("12月"),
    )[month - 1]  # fmt: skip


def date(day: dt.date, today: dt.date | None = None) -> str:
    """'11月24日（周二）', with the year where it is not that of `today`."""
    said = _("%(month)s%(day)d日（%(weekday)s）") % {
        "month": month_name(day.month),
        "day": day.day,
        "weekday": weekday(day),
    }
    if today is not None and day.year == today.year:
        return said
    return _("%(year)d年%(date)s") % {"year": day.year, "date": said}


def day(value: dt.date, today: dt.date) -> str:
    """'今天', '明天', or the date."""
    if value == today:
        return _("今天")
    if value == today + DAY:
        return _("明天")
    if value == today - DAY:
        return _("昨天")
    return date(value, today)


def moment(value: dt.datetime, today: dt.date) -> str:
    """'今天 05:00', '11月26日（周四） 05:00'."""
    return _("%(day)s %(time)s") % {"day": day(value.date(), today), "time": clock(value)}


def moment_from(value: dt.datetime, seen: dt.date) -> str:
    """The hour alone where `value` falls on the day that is being spoken of."""
    return clock(value) if value.date() == seen else moment(value, seen)


def age(since: dt.datetime, now: dt.datetime) -> str:
    """'刚刚', '5 分钟前', '3 小时前', '2 天前'; both aware or both naive."""
    seconds = max(0.0, (now - since).total_seconds())
    if seconds < 90:
        return _("刚刚")
    if seconds < 3600:
        return _("%(n)d 分钟前") % {"n": round(seconds / 60)}
    if seconds < 2 * 86400:
        return _("%(n)d 小时前") % {"n": round(seconds / 3600)}
    return _("%(n)d 天前") % {"n": round(seconds / 86400)}


def span(start: dt.datetime, end: dt.datetime, of: dt.date) -> str:
    """'04:30–08:00', '20:00–次日 06:00', '前一晚 22:00–06:00'."""
    midnight = dt.datetime.combine(of, dt.time())
    began = clock(start)
    if start < midnight:
        began = _("前一晚 %(time)s") % {"time": began}
    ended = clock(end)
    if end == midnight + DAY:
        ended = "24:00"
    elif end > midnight + DAY:
        ended = _("次日 %(time)s") % {"time": ended}
    return f"{began}–{ended}"


def spans(all_spans: Sequence[Span], of: dt.date) -> str:
    """What `_spans` says, kept: places have few patterns, and a day is asked about all day."""
    return _spans(tuple(all_spans), of, get_language())


@functools.lru_cache(maxsize=2048)
def _spans(all_spans: Sequence[Span], of: dt.date, _language: str) -> str:
    """The spans that touch the day `of`; '不开' where there are none.

    Spans next to one another, of which some are unknown, are said as one; a night that is the
    same as the one before is said once.
    """
    midnight = dt.datetime.combine(of, dt.time())
    touching = [one for one in all_spans if one[1] > midnight and one[0] < midnight + DAY]
    if not touching:
        return pgettext("hours of a day", "不开")
    if len(touching) == 1 and touching[0][0] <= midnight and touching[0][1] >= midnight + DAY:
        return _("全天开放") if touching[0][2] == "open" else _("时间不明")
    groups: list[list[Span]] = []
    for one in touching:
        if groups and groups[-1][-1][1] == one[0]:
            groups[-1].append(one)
        else:
            groups.append([one])
    every_night = len(groups) > 1 and _moved(groups[0], DAY) == groups[-1]
    if every_night:
        del groups[0]
    said = [_group(group, of) for group in groups]
    if every_night and groups[-1][0][0].time() >= EVENING:
        said[-1] = _("晚上 %(span)s") % {"span": said[-1]}
    return _("、").join(said)


def _moved(group: Sequence[Span], by: dt.timedelta) -> list[Span]:
    return [(start + by, end + by, state) for start, end, state in group]


def _group(group: Sequence[Span], of: dt.date) -> str:
    """Adjoining spans: what is surely open, and of the rest that nobody knows."""
    whole = span(group[0][0], group[-1][1], of)
    opened = [span(start, end, of) for start, end, state in group if state == "open"]
    if len(opened) == len(group):
        return whole
    if not opened:
        return _("%(span)s 开不开不清楚") % {"span": whole}
    return _("%(open)s 开；其他时间（%(span)s）不清楚") % {
        "open": _("、").join(opened),
        "span": whole,
    }


def clock_span(starts: str, ends: str) -> str:
    return f"{starts}–{ends}"

"""Hypothesis strategies: expressions that can be read, plain ones with their meaning, and noise."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from hypothesis import strategies as st

from directory.hours import Calendar, HoursError, parse

WEEKDAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


@dataclass(frozen=True)
class PlainRule:
    """A rule with its meaning beside it: weekdays (and PH), spans, state, how it is joined."""

    weekdays: frozenset[int]
    holidays: bool
    spans: tuple[tuple[int, int], ...]
    state: str
    joint: str

    @property
    def text(self) -> str:
        days = ",".join([WEEKDAYS[d] for d in sorted(self.weekdays)] + ["PH"] * self.holidays)
        times = ",".join(f"{clock(start)}-{clock(end)}" for start, end in self.spans)
        return " ".join(x for x in (days, times, "" if self.state == "open" else self.state) if x)


def spans(latest: int) -> st.SearchStrategy[tuple[int, int]]:
    starts = st.integers(0, 1439)
    return starts.flatmap(lambda start: st.tuples(st.just(start), st.integers(start + 1, latest)))


def plain_rules(latest: int = 2000, holidays: bool = True) -> st.SearchStrategy[list[PlainRule]]:
    """Rules that name their days; times up to `latest` minutes after midnight."""
    rule = st.builds(
        PlainRule,
        st.frozensets(st.integers(0, 6), min_size=1),
        st.booleans() if holidays else st.just(False),
        st.lists(spans(max(latest, 1440)), min_size=1, max_size=3).map(tuple),
        st.sampled_from(["open", "open", "open", "off", "unknown"]),
        st.sampled_from(["; ", "; ", ", "]),
    )
    return st.lists(rule, min_size=1, max_size=4)


def text_of(rules: list[PlainRule]) -> str:
    return rules[0].text + "".join(rule.joint + rule.text for rule in rules[1:])


_time = st.builds(clock, st.integers(0, 1439))
_end = st.builds(clock, st.integers(0, 2880))
_times = st.one_of(
    st.builds("{}-{}".format, _time, _end), st.builds("{}+".format, _time),
    st.builds("{}-{}+".format, _time, _end),
)  # fmt: skip
_weekday = st.one_of(
    st.sampled_from(WEEKDAYS),
    st.builds("{}-{}".format, st.sampled_from(WEEKDAYS), st.sampled_from(WEEKDAYS)),
    st.builds(
        "{}[{}]{}".format,
        st.sampled_from(WEEKDAYS),
        st.sampled_from(["1", "-1", "2-4", "1,5", "-2,3"]),
        st.sampled_from(["", "", " +1 day", " -6 days"]),
    ),
    st.sampled_from(["PH", "SH", "PH -1 day", "PH +1 day"]),
)
_day = st.integers(1, 31).map(lambda n: f"{n:02d}")
_year = st.integers(2028, 2032).map(str)
_date = st.one_of(
    st.sampled_from(MONTHS),
    st.builds("{}-{}".format, st.sampled_from(MONTHS), st.sampled_from(MONTHS)),
    st.builds("{} {}".format, st.sampled_from(MONTHS), _day),
    st.builds("{} {}-{} {}".format, st.sampled_from(MONTHS), _day, st.sampled_from(MONTHS), _day),
    st.builds("{} {} {}".format, _year, st.sampled_from(MONTHS), _day),
    st.builds("{} {}-{}/3".format, st.sampled_from(MONTHS), _day, _day),
    st.sampled_from(["easter", "easter -2 days", "Mar Su[-1]-Oct Su[1]", "Dec 20-easter"]),
)
_week = st.builds("week {:02d}-{:02d}/{}".format, *[st.integers(1, 53)] * 2, st.integers(2, 5))


def _some(of: st.SearchStrategy[str], joint: str) -> st.SearchStrategy[str]:
    return st.one_of(st.just(""), st.lists(of, min_size=1, max_size=3).map(joint.join))


_rule = st.builds(
    lambda *words: " ".join(word for word in words if word) or "24/7",
    st.one_of(st.just(""), st.builds("{}+".format, _year), st.builds("{}/2".format, _year)),
    _some(_date, ","),
    st.one_of(st.just(""), _week),
    _some(_weekday, ","),
    _some(_times, ","),
    st.sampled_from(["", "", "", "off", "open", "unknown", '"ask"', 'open "gate 2"']),
)
_candidates = st.lists(
    st.tuples(st.sampled_from(["; ", "; ", ", ", " || "]), _rule), min_size=1, max_size=4
).map(lambda parts: parts[0][1] + "".join(joint + rule for joint, rule in parts[1:]))


def readable(text: str) -> bool:
    try:
        parse(text)
    except HoursError:
        return False
    return True


expressions = _candidates.filter(readable)
"""Expressions of any kind that can be read."""

_CHINESE = [
    "周一",
    "周五",
    "星期日",
    "周末",
    "每天",
    "工作日",
    "法定节假日",
    "节假日",
    "至",
    "到",
    "-",
    "～",
    "，",
    "、",
    "；",
    "（",
    "）",
    "上午",
    "下午",
    "早",
    "晚上",
    "次日",
    "8点半",
    "10点",
    "14点",
    "8:30",
    "17:30",
    "二十二点",
    "休息",
    "营业",
    "除",
    "外",
    "起",
    "照常",
    "全天",
    "5月",
    "10月1日",
    "Mo",
    "off",
    "三",
]
chinese_noise = st.lists(st.sampled_from(_CHINESE), max_size=12).map("".join)
_OSM = [
    "Mo",
    "Fr",
    "[1]",
    "PH",
    "Jan",
    "05",
    "week",
    "2030",
    "easter",
    "08:00",
    "-17:00",
    "-26:00",
    "+",
    ",",
    ";",
    "||",
    "off",
    "open",
    '"x"',
    "/",
    ":",
    "24/7",
]
osm_noise = st.lists(st.sampled_from(_OSM), max_size=12).map(" ".join)

moments = st.integers(0, 3 * 366 * 1440).map(lambda n: datetime(2028, 12, 1) + timedelta(minutes=n))
windows = st.tuples(moments, st.integers(0, 20 * 1440)).map(
    lambda w: (w[0], w[0] + timedelta(minutes=w[1]))
)
_year_days = st.dates(date(2029, 1, 1), date(2031, 12, 31))
calendars = st.builds(
    Calendar,
    st.frozensets(_year_days, max_size=40),
    st.frozensets(_year_days, max_size=5),
    st.frozensets(st.sampled_from([2028, 2029, 2030, 2031, 2032])),
)

"""When a crowd forms at a spot, and when the door of a hall opens, on a usual day of this week."""

import datetime as dt
import statistics
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from directory.hours import HoursError, OrdinaryDays, week
from directory.models import Count, Market, Peak, Zone
from directory.models.counts import Session
from directory.returns.figures import DAYS

HOURS, PEAK, COUNTS = "hours", "peak", "counts"


@dataclass(frozen=True, slots=True)
class Forming:
    """Minutes after midnight, and by what: stated hours, stated peak, or the times of counts."""

    minute: int
    source: str

    @property
    def source_words(self) -> str:
        return {HOURS: _("运行时间"), PEAK: _("招工高峰"), COUNTS: _("计数时间")}[self.source]


def forming(market_ids: Iterable[int], today: dt.date) -> dict[int, Forming]:
    """The earliest of what is known of each; nothing known: no entry.

    Of counts, the median time of those of the year in the morning that saw somebody: the crowd
    was there by then, and perhaps before.
    """
    wanted = list(market_ids)
    said: dict[int, list[Forming]] = defaultdict(list)
    for pk, minute in opening(wanted, today).items():
        said[pk].append(Forming(minute, HOURS))
    for pk, starts in Peak.objects.filter(market_id__in=wanted).values_list("market_id", "starts"):
        said[pk].append(Forming(starts.hour * 60 + starts.minute, PEAK))
    for pk, minute in _counted(wanted, today).items():
        said[pk].append(Forming(minute, COUNTS))
    return {pk: min(each, key=lambda one: one.minute) for pk, each in said.items()}


def opening(market_ids: Iterable[int], today: dt.date) -> dict[int, int]:
    """The first minute at which the place or a zone of it is surely open, on most days of the week.

    Unknown hours, or closed all week: no entry.
    """
    wanted = list(market_ids)
    hours: dict[int, list[str]] = defaultdict(list)
    for rows in (
        Market.objects.filter(pk__in=wanted).values_list("pk", "hours"),
        Zone.objects.filter(market_id__in=wanted).values_list("market_id", "hours"),
    ):
        for pk, expression in rows:
            if expression:
                hours[pk].append(expression)
    monday = today - dt.timedelta(days=today.weekday())
    found = {pk: _first(said, monday) for pk, said in hours.items()}
    return {pk: minute for pk, minute in found.items() if minute is not None}


def _first(expressions: Iterable[str], monday: dt.date) -> int | None:
    by_day: dict[int, int] = {}
    for expression in expressions:
        try:
            days = week(expression, monday, OrdinaryDays())
        except HoursError:
            continue
        for at, day in enumerate(days):
            starts = [start for start, _end, state in day.spans if state == "open"]
            if starts:
                by_day[at] = min(by_day.get(at, starts[0]), *starts)
    firsts = Counter(by_day.values())
    return max(firsts, key=lambda minute: (firsts[minute], -minute)) if firsts else None


def _counted(market_ids: list[int], today: dt.date) -> Mapping[int, int]:
    since = today - dt.timedelta(days=DAYS - 1)
    rows = Count.objects.filter(
        market_id__in=market_ids,
        day__range=(since, today),
        session=Session.MORNING,
        withdrawn=False,
        seekers__gt=0,
    )
    minutes: dict[int, list[int]] = defaultdict(list)
    for pk, at in rows.values_list("market_id", "counted_at"):
        local = timezone.localtime(at)
        minutes[pk].append(local.hour * 60 + local.minute)
    return {pk: int(statistics.median(each)) for pk, each in minutes.items()}

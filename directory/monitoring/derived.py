"""The two figures of the return, derived from counts where there are counts.

Scale (求职人员规模) is the mean of the seekers of a day, mean hires (日均招聘成功人数) that of its
hires, over the days on which they were counted: a day without a count is no zero. Of a session
with several counts the largest number is taken, the most seen at one time; a day is the sum of
its sessions. Counts that were withdrawn are left out.
"""

import datetime as dt
import statistics
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Count as Number
from django.db.models import Max

from directory.models import Count
from directory.models.counts import Method


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of a place over `days` counted days, and how it scatters.

    `spread` is the standard deviation of the days, 0 where there is one day.
    """

    mean: float
    median: float
    spread: float
    least: int
    most: int
    days: int

    @property
    def value(self) -> int:
        """As the return takes it; halves go up."""
        return int(self.mean + 0.5)


@dataclass(frozen=True, slots=True)
class Derived:
    """`methods`: how many of the counts were made which way. None: never counted in the period."""

    scale: Figure | None = None
    hires: Figure | None = None
    methods: Mapping[str, int] = field(default_factory=dict)
    first: dt.date | None = None
    last: dt.date | None = None

    @property
    def method(self) -> str:
        """In words, the commonest first: 逐个点数、分片估数."""
        order = sorted(self.methods, key=lambda each: -self.methods[each])
        return "、".join(str(Method(each).label) for each in order)


def figures_of(market_ids: Iterable[int], start: dt.date, end: dt.date) -> dict[int, Derived]:
    """By place, from the counts of `start` to `end`, both included; no entry where none is."""
    wanted = Count.objects.filter(
        market_id__in=list(market_ids), day__range=(start, end), withdrawn=False
    ).order_by()
    seekers: dict[int, dict[dt.date, int]] = defaultdict(dict)
    hires: dict[int, dict[dt.date, int]] = defaultdict(dict)
    sessions = wanted.values_list("market_id", "day", "session")
    for market, day, _session, came, hired in sessions.annotate(Max("seekers"), Max("hires")):
        for kept, value in ((seekers, came), (hires, hired)):
            if value is not None:
                kept[market][day] = kept[market].get(day, 0) + value
    methods: dict[int, dict[str, int]] = defaultdict(dict)
    for market, method, number in wanted.values_list("market_id", "method").annotate(Number("key")):
        methods[market][method] = number
    return {
        market: _derived(seekers.get(market, {}), hires.get(market, {}), used)
        for market, used in methods.items()
    }


def _derived(
    seekers: Mapping[dt.date, int], hires: Mapping[dt.date, int], methods: Mapping[str, int]
) -> Derived:
    days = sorted({*seekers, *hires})
    return Derived(
        scale=summed_up(list(seekers.values())),
        hires=summed_up(list(hires.values())),
        methods=methods,
        first=days[0] if days else None,
        last=days[-1] if days else None,
    )


def summed_up(values: Sequence[int]) -> Figure | None:
    """None for no values."""
    if not values:
        return None
    return Figure(
        mean=statistics.fmean(values),
        median=statistics.median(values),
        spread=statistics.stdev(values) if len(values) > 1 else 0.0,
        least=min(values),
        most=max(values),
        days=len(values),
    )

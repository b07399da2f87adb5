"""How many reports there were of what, where and when, and how soon they were answered."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Aggregate, Count, DurationField, ExpressionWrapper, F, Q, QuerySet
from django.db.models.functions import TruncMonth

from directory import access
from directory.models import Official, Report
from directory.reports import overdue


class Median(Aggregate):
    """The middle of an ordered set, as PostgreSQL computes it."""

    function = "percentile_cont"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = DurationField()


@dataclass(frozen=True, slots=True)
class Line:
    """One month, county and kind; `median` from arrival to answer, None where none is answered."""

    month: dt.date
    region_code: str
    kind: str
    total: int
    waiting: int
    answered: int
    dismissed: int
    median: dt.timedelta | None


@dataclass(frozen=True, slots=True)
class Summary:
    total: int
    waiting: int
    overdue: int
    answered: int
    dismissed: int
    median: dt.timedelta | None


_TOOK = ExpressionWrapper(F("answered_at") - F("created_at"), output_field=DurationField())
_STATES = {
    "total": Count("pk"),
    "waiting": Count("pk", filter=Q(state__in=("new", "handling"))),
    "answered": Count("pk", filter=Q(state="answered")),
    "dismissed": Count("pk", filter=Q(state="dismissed")),
    "median": Median(_TOOK),
}


def summary(official: Official, reports: QuerySet[Report] | None = None) -> Summary:
    """Over everything this official may see; repeats are counted as what they are, reports."""
    rows = _visible(official, reports)
    return Summary(**rows.aggregate(**_STATES), overdue=overdue(rows).count())


def lines(official: Official, reports: QuerySet[Report] | None = None) -> list[Line]:
    """By month, county and kind, the newest month first."""
    rows = _visible(official, reports).annotate(month=TruncMonth("created_at"))
    grouped = rows.values("month", "region_code", "kind").annotate(**_STATES)
    return [
        Line(**{**row, "month": row["month"].date()})
        for row in grouped.order_by("-month", "region_code", "kind")
    ]


def _visible(official: Official, reports: QuerySet[Report] | None) -> QuerySet[Report]:
    given = Report.objects.all() if reports is None else reports
    return access.visible(official, given).order_by()

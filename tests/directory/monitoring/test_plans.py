"""What is looked at for an answer: sums for the dashboard, the asked months for a return."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from directory.models import Count
from directory.monitoring import months
from directory.monitoring.pulse import pulse

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 10, 8)


def test_the_dashboard_asks_the_counts_themselves_nothing() -> None:
    with CaptureQueriesContext(connection) as seen:
        pulse("370400", DAY, DAY + dt.timedelta(days=89))
    tables = {name for each in seen for name in re.findall(r'FROM "(\w+)"', each["sql"])}
    assert tables == {
        "directory_countsum", "directory_countdirty", "directory_trade", "directory_market"
    }  # fmt: skip


def test_counts_of_a_period_are_looked_for_in_its_months_alone() -> None:
    for day in (DAY, DAY - dt.timedelta(days=31), DAY - dt.timedelta(days=62)):
        months.ready(day)
    for first, wanted in (
        (DAY, {"2026_10"}),
        (DAY - dt.timedelta(days=31), {"2026_09", "2026_10"}),
    ):
        plan = Count.objects.filter(market_id=1, day__range=(first, DAY)).explain()
        assert set(re.findall(r"directory_count_(\d{4}_\d\d)\b", plan)) == wanted

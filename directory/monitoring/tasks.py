"""The jobs of the monitoring: sums after counts, and months made ahead."""

from django.utils import timezone
from procrastinate.contrib.django import app

from directory.monitoring import months, sums


@app.periodic(cron="* * * * *")
@app.task(name="sum_counts", queueing_lock="sum_counts")
def sum_counts(timestamp: int) -> int:
    return sums.refresh_all()


@app.periodic(cron="7 1 * * *")
@app.task(name="make_count_months", queueing_lock="make_count_months")
def make_count_months(timestamp: int) -> int:
    return months.ahead(timezone.localdate())

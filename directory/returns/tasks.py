"""The daily job of returns."""

from django.utils import timezone
from procrastinate.contrib.django import app

from directory.returns import reminders


@app.periodic(cron="30 8 * * *")
@app.task(name="remind_of_returns", queueing_lock="remind_of_returns")
def remind_of_returns(timestamp: int) -> int:
    return reminders.send(timezone.localdate())

"""The partitions of the counts: one a month, made ahead by a job and when one is needed."""

import datetime as dt

from django.db import connection

AHEAD = 2


def ready(day: dt.date) -> bool:
    """Makes the partition of that day's month where it is missing; whether it had to."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT directory_count_month(%s)", [day])
        return bool(cursor.fetchone()[0])


def ahead(today: dt.date) -> int:
    """Those of this month and the next ones; how many were missing."""
    first = today.replace(day=1)
    days = [first]
    for _ in range(AHEAD):
        days.append((days[-1] + dt.timedelta(days=32)).replace(day=1))
    return sum(ready(day) for day in days)

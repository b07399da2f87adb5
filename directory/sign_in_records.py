"""Sessions that have ended, and notes of who signed in from where: kept no longer than needed."""

import datetime as dt

from axes.models import AccessAttempt, AccessLog
from django.contrib.sessions.models import Session
from django.utils import timezone

KEPT_DAYS = 180


def forget() -> int:
    """How many rows were deleted. Attempts count for a quarter of an hour, and go after a day."""
    now = timezone.now()
    old = (
        Session.objects.filter(expire_date__lt=now),
        AccessAttempt.objects.filter(attempt_time__lt=now - dt.timedelta(days=1)),
        AccessLog.objects.filter(attempt_time__lt=now - dt.timedelta(days=KEPT_DAYS)),
    )
    return sum(rows.delete()[0] for rows in old)

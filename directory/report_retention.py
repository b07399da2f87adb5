"""How long the personal details of a sender are kept, and their end."""

import datetime as dt
from collections.abc import Sequence

from django.conf import settings
from django.utils import timezone

from directory.models import ReportContact

# Whatever becomes of the report.
MOST_DAYS = 180


def at_most(created_at: dt.datetime) -> dt.date:
    """The last day on which the details of a report of that moment may stand."""
    return timezone.localtime(created_at).date() + dt.timedelta(days=MOST_DAYS)


def shorten(reports: Sequence[int], answered_at: dt.datetime) -> None:
    """From the answer on REPORT_CONTACT_DAYS are left, and never more than before."""
    answered_on = timezone.localtime(answered_at).date()
    until = answered_on + dt.timedelta(days=settings.REPORT_CONTACT_DAYS)
    ReportContact.objects.filter(report__in=reports, delete_after__gt=until).update(
        delete_after=until
    )


def forget_contacts() -> int:
    """Deletes the details whose time is over; how many."""
    rows = ReportContact.objects.filter(delete_after__lt=timezone.localdate())
    deleted, _by_model = rows.delete()
    return deleted

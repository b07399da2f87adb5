"""Reminders by e-mail to the offices that owe a return: to their mailboxes, once a day at most."""

import datetime as dt
import logging

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from directory.entry_words import region_names
from directory.models import Office, Return, ReturnReminder
from directory.returns.lateness import outstanding

log = logging.getLogger(__name__)
# So many days before the due date, on it, and every so many days after it.
BEFORE, EVERY_DAYS_LATE = (14, 7, 3, 1, 0), 3


def is_due(left: int) -> bool:
    """Whether somebody with so many days left is reminded today; negative: days late."""
    return left in BEFORE or (left < 0 and -left % EVERY_DAYS_LATE == 1)


def send(today: dt.date) -> int:
    """How many returns somebody was reminded of; run again on the same day it sends nothing."""
    wanted = [one for one in outstanding(Return.objects.all()) if is_due((one.due_on - today).days)]
    names = region_names(one.region_code for one in wanted)
    sent = 0
    for one in wanted:
        offices = Office.objects.filter(region_code=one.region_code).exclude(mailbox="")
        mailboxes = sorted(set(offices.values_list("mailbox", flat=True)))
        if mailboxes:
            sent += _remind(one, names.get(one.region_code, one.region_code), mailboxes, today)
    return sent


def _remind(one: Return, region: str, mailboxes: list[str], today: dt.date) -> int:
    """The record is written first and taken back when the letter does not go out."""
    with transaction.atomic():
        _row, new = ReturnReminder.objects.get_or_create(
            of=one, on=today, defaults={"mailboxes": mailboxes}
        )
        if not new:
            return 0
        with translation.override("zh-hans"):
            subject, text = _letter(one, region, today)
        try:
            send_mail(subject, text, settings.DEFAULT_FROM_EMAIL, mailboxes)
        except OSError:  # smtplib's errors are OSErrors too: the next run tries again
            log.exception("a reminder of return %s could not be sent", one.pk)
            transaction.set_rollback(True)
            return 0
    return 1


def _letter(one: Return, region: str, today: dt.date) -> tuple[str, str]:
    left = (one.due_on - today).days
    about = {"region": region, "period": one.period, "due": one.due_on, "days": abs(left)}
    if left < 0:
        subject = _("%(region)s %(period)s 零工市场上报已逾期 %(days)d 天") % about
    else:
        subject = _("%(region)s %(period)s 零工市场上报还有 %(days)d 天到期") % about
    address = f"{settings.PUBLIC_BASE_URL}/office/returns/{one.pk}"
    lines = [
        subject,
        _("截止日期：%(due)s。现在的状态：%(state)s。")
        % {"due": one.due_on, "state": Return.State(one.state).label},
    ]
    if settings.PUBLIC_BASE_URL:
        lines.append(_("办理：%(address)s") % {"address": address})
    return subject, "\n".join(lines) + "\n"

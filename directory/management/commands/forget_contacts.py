"""`manage.py forget_contacts`: what the worker does each night, now."""

from typing import Any

from django.core.management.base import BaseCommand

from directory import report_retention, report_throttle


class Command(BaseCommand):
    help = (
        "Deletes the personal details of senders of reports whose retention period is over, and"
        " old counts of the throttle. The worker does so every night."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        contacts, counts = report_retention.forget_contacts(), report_throttle.forget()
        self.stdout.write(f"{contacts} contacts and {counts} counts deleted.")

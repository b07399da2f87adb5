"""`manage.py release_pulse`: what everybody is told of a month's counts, made anew by decision."""

import argparse
import datetime as dt
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from directory.monitoring import released


def month(text: str) -> dt.date:
    try:
        return dt.datetime.strptime(text, "%Y-%m").date()
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r}: write a month as 2026-10") from error


class Command(BaseCommand):
    help = (
        "Releases months of counts that are due; or one named month again, with what came late."
        " The next publication tells it."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--again", type=month, metavar="YYYY-MM")

    def handle(self, *args: Any, again: dt.date | None, **options: Any) -> None:
        today = timezone.localdate()
        if again is None:
            self.stdout.write(f"{released.release(today)} months released")
            return
        if again >= today.replace(day=1):
            raise CommandError(f"{again:%Y-%m} is not over yet")
        self.stdout.write(f"{again:%Y-%m}: {released.release_month(again)} regions and sessions")

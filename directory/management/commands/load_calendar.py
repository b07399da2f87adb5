"""`manage.py load_calendar --years 2024-2026`: public holidays and make-up working days."""

import re
from argparse import ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from directory import holidays
from directory.publication import requests


def years(text: str) -> range:
    """'2024' or '2024-2026' as a range of years."""
    match = re.fullmatch(r"([12][0-9]{3})(?:-([12][0-9]{3}))?", text)
    if match is None or int(match[2] or match[1]) < int(match[1]):
        raise ArgumentTypeError(f"give a year or a span of years such as 2024-2026, not {text!r}")
    return range(int(match[1]), int(match[2] or match[1]) + 1)


class Command(BaseCommand):
    help = "Loads holidays and make-up working days; a year not announced yet stays unknown."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--years", type=years, help="default: from two years ago to next year")

    def handle(self, *args: Any, **options: Any) -> None:
        this_year = timezone.localdate().year
        wanted = options["years"] or range(this_year - 2, this_year + 2)
        words = {
            "loaded": "{0.days} days",
            "unannounced": "not announced yet (未公布), stays unknown",
            "kept": "kept as entered by hand, {0.days} days",
        }
        loaded = holidays.load_years(wanted)
        requests.request()
        for year in loaded:
            self.stdout.write(f"{year.year}: {words[year.outcome].format(year)}")

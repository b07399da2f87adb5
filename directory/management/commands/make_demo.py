"""`manage.py make_demo --places N --seed S`: a made-up country of N places for load and bench."""

import re
import time
from argparse import ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from directory.made import store


def region(text: str) -> str:
    if not re.fullmatch("[0-9]{6}", text):
        raise ArgumentTypeError(f"a region is a six-digit code such as 370000, not {text!r}")
    return text


def count(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 10_000_000:
        raise ArgumentTypeError("give a number of places from 1 to 10000000")
    return int(text)


class Command(BaseCommand):
    help = "Makes N plausible places in the live counties, in one transaction, all 演示数据."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--places", type=count, required=True)
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--region", type=region, help="six-digit code")
        parser.add_argument(
            "--replace", action="store_true", help="remove the places made before; no others"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        started = time.monotonic()

        def progress(done: int) -> None:
            seconds = time.monotonic() - started
            self.stderr.write(f"{done} of {options['places']} places, {seconds:.0f} s")

        try:
            removed = store.make(
                options["places"],
                options["seed"],
                region=options["region"] or "",
                replace=options["replace"],
                progress=progress,
            )
        except store.MadeError as error:
            raise CommandError(str(error)) from error
        except KeyboardInterrupt:
            raise CommandError("interrupted: nothing was stored", returncode=130) from None
        seconds = time.monotonic() - started
        self.stdout.write(
            f"{options['places']} places made in {seconds:.1f} s; {removed} earlier ones removed"
        )

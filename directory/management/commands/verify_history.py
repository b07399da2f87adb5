"""`manage.py verify_history [--expect HASH] [--from SEQ]`: is the history what was written?"""

import re
from argparse import ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from directory.history_chain import BrokenChain, verify


def noted_hash(text: str) -> str:
    if text and not re.fullmatch("[0-9a-f]{64}", text):
        raise ArgumentTypeError("a hash is the 64 hexadecimal digits that an earlier run printed")
    return text


def number(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise ArgumentTypeError("give the number of an entry, from 1")
    return int(text)


class Command(BaseCommand):
    help = (
        "Computes every hash of the history anew and looks for gaps. Prints the head, to be noted"
        " somewhere else; exit code 1 and the first broken entry where the chain does not hold."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--expect", type=noted_hash, default="", help="a head that an earlier run printed"
        )
        parser.add_argument(
            "--from", type=number, default=1, dest="start", help="entry to begin with"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            verified = verify(options["start"], options["expect"])
        except BrokenChain as error:
            raise CommandError(f"the history is broken at {error}") from error
        self.stdout.write(
            f"{verified.count} entries hold together. Head: {verified.seq} {verified.head}"
        )

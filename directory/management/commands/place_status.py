"""`manage.py place_status PUBLIC_ID close|suspend|reopen|move --on YYYY-MM-DD`."""

import datetime as dt
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from directory import status
from directory.errors import EntryErrors
from directory.models import Market


class Command(BaseCommand):
    help = "Suspends, reopens, closes or moves a place from a day on."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("public_id")
        parser.add_argument("action", choices=("suspend", "reopen", "close", "move"))
        parser.add_argument("--on", type=dt.date.fromisoformat, required=True, help="YYYY-MM-DD")
        parser.add_argument(
            "--until", type=dt.date.fromisoformat, help="suspend: first day open again"
        )
        parser.add_argument("--to", help="move: public id of the new place")
        parser.add_argument("--note", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        action, on, note = options["action"], options["on"], options["note"]
        if (options["until"] is not None) and action != "suspend":
            raise CommandError("--until goes with suspend only")
        if (options["to"] is None) == (action == "move"):
            raise CommandError("--to goes with move, and move needs it")
        market = _place(options["public_id"])
        try:
            if action == "suspend":
                status.suspend(market, on, options["until"], note)
            elif action == "reopen":
                status.reopen(market, on, note)
            elif action == "close":
                status.close(market, on, note)
            else:
                status.move(market, on, _place(options["to"]), note)
        except EntryErrors as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{market}: {action} on {on}")


def _place(public_id: str) -> Market:
    try:
        return Market.objects.get(public_id=public_id)
    except Market.DoesNotExist:
        raise CommandError(f"no place has the id {public_id!r}") from None

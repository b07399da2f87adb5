"""`manage.py publish_place PUBLIC_ID --decision publish|withhold|withdraw --reason …`."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from directory import decisions
from directory.errors import EntryErrors
from directory.models import Market, Office, PublicationDecision


class Command(BaseCommand):
    help = "Records the decision to publish a place, not to, or to take it down."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("public_id")
        parser.add_argument(
            "--decision", choices=PublicationDecision.Decision.values, default="publish"
        )
        parser.add_argument("--reason", required=True)
        parser.add_argument(
            "--office", help="code of the deciding office; default: the place's own"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        market = Market.objects.filter(public_id=options["public_id"]).first()
        if market is None:
            raise CommandError(f"no place has the id {options['public_id']!r}")
        office = market.office
        if options["office"]:
            found = Office.objects.filter(code=options["office"]).first()
            if found is None:
                raise CommandError(f"no office has the code {options['office']!r}")
            office = found
        try:
            decisions.decide(market, options["decision"], office, options["reason"])
        except EntryErrors as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{market}: {options['decision']}")

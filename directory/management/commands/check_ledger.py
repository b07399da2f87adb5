"""`manage.py check_ledger`: places whose record looks wrong, incomplete or old."""

from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from directory import ledger_checks
from directory.models import Market
from geo.models import Region


class Command(BaseCommand):
    help = (
        "Lists places outside their county, in a wrong datum, with swapped coordinates or "
        "unreadable hours (exit code 1), and what is unknown, without a phone or long unconfirmed."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--region", default="", help="six-digit code; default: everywhere")
        parser.add_argument("--stale-days", type=int, default=ledger_checks.STALE_DAYS)
        parser.add_argument(
            "--strict", action="store_true", help="exit code 1 for what is missing or old, too"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        markets = Market.objects.all()
        if options["region"]:
            try:
                markets = markets.in_region(options["region"])
            except ValueError as error:
                raise CommandError(str(error)) from error
        if not Region.objects.live().exists():
            raise CommandError("no boundaries are live: run load_regions first")
        findings = ledger_checks.check(markets, timezone.localdate(), options["stale_days"])
        for found in findings:
            mark = "ERROR" if found.wrong else "note "
            self.stdout.write(
                f"{mark} {found.kind:13} {found.public_id} {found.name}：{found.message}"
            )
        counts = Counter(found.kind for found in findings)
        self.stdout.write(
            f"{markets.count()} places; "
            + ("; ".join(f"{kind} {n}" for kind, n in sorted(counts.items())) or "nothing found")
        )
        if any(found.wrong or options["strict"] for found in findings):
            raise SystemExit(1)

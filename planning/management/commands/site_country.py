"""`manage.py site_country`: every county of a region sited by itself, by all workers there are."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from directory.errors import EntryErrors
from planning import country
from planning.models import CandidateSet, DemandSet
from planning.question import OBJECTIVES, TRAVELLED, Question

WIDTH = 40


class Command(BaseCommand):
    help = "Asks one run a county of a region, shows one bar until all have ended, then a table."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("demand", type=int, help="number of the demand set, as in its address")
        parser.add_argument("candidates", type=int, help="number of the candidate set")
        parser.add_argument("--region", default="000000", help="six digits; 000000 is the country")
        parser.add_argument("--objective", default="mclp", choices=OBJECTIVES)
        parser.add_argument("--mode", default="ebike", choices=TRAVELLED)
        parser.add_argument("--standard", type=float, default=15.0, help="minutes, or metres")
        parser.add_argument("--sites", type=int, default=3, help="new sites in each county")
        parser.add_argument("--seconds", type=float, default=20.0, help="of each search at most")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            question = Question(
                objective=options["objective"], mode=options["mode"], p=options["sites"],
                standard=options["standard"], seconds=options["seconds"],
            )  # fmt: skip
            demand = DemandSet.objects.get(pk=options["demand"])
            candidates = CandidateSet.objects.get(pk=options["candidates"])
            asked = country.ask(options["region"], demand, candidates, question)
        except EntryErrors as error:
            raise CommandError(str(error)) from error
        except (DemandSet.DoesNotExist, CandidateSet.DoesNotExist) as error:
            raise CommandError(f"there is no such set: {error}") from error
        self.stdout.write(f"{asked.batch}: {asked.counties} counties, {asked.left_out} left out")
        if asked.without:
            few = "、".join(asked.without[:20]) + (" …" if asked.left_out > 20 else "")
            self.stdout.write(f"no demand point or no candidate: {few}")
        self._wait(asked.batch)
        self._table(asked.batch)

    def _wait(self, batch: str) -> None:
        began = time.monotonic()
        while True:
            done, total = country.progress(batch)
            bar = "#" * (WIDTH * done // max(1, total))
            spent = time.monotonic() - began
            self.stdout.write(f"\r[{bar:<{WIDTH}}] {done}/{total}  {spent:.0f} s", ending="")
            self.stdout.flush()
            if done == total:
                break
            time.sleep(0.5)
        rate = total / spent if spent else 0.0
        self.stdout.write(f"\n{total} counties in {spent:.1f} s: {rate:.2f} a second")

    def _table(self, batch: str) -> None:
        self.stdout.write("county\tstate\tproof\tsites\tpeople\tbefore\tafter\tname\twhy")
        for each in country.results(batch):
            self.stdout.write(
                f"{each.code}\t{each.state}\t{each.status or '-'}\t{each.new_sites}"
                f"\t{each.people:.0f}\t{each.before:.1%}\t{each.after:.1%}\t{each.name}\t{each.why}"
            )

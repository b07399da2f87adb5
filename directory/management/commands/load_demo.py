"""`manage.py load_demo`: the demonstration ledger of Zaozhuang, dated from today."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from directory import demo
from directory.vocabulary import VocabularyError


class Command(BaseCommand):
    help = "Loads the demonstration places and events of Zaozhuang, or brings them up to date."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            loaded = demo.load()
        except (demo.DemoError, VocabularyError) as error:
            raise CommandError(str(error)) from error
        for warning in loaded.warnings:
            self.stderr.write(self.style.WARNING(warning))
        self.stdout.write(f"{loaded.places} places and {loaded.events} events, all 演示数据")

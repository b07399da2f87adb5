"""`manage.py load_vocabulary`: trades, service tags and facilities from fixtures/vocabulary."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from directory import vocabulary
from directory.publication import requests


class Command(BaseCommand):
    help = "Adds and updates trades, service tags and facilities by their codes."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--from",
            dest="folder",
            type=Path,
            default=vocabulary.FIXTURES / "vocabulary",
            help="folder with trades.json, services.json and facilities.json",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            loaded = vocabulary.load(options["folder"])
        except (vocabulary.VocabularyError, OSError, ValueError) as error:
            raise CommandError(str(error)) from error
        requests.request()
        for file in loaded:
            self.stdout.write(f"{file.file}: {file.total} entries, {file.added} new")

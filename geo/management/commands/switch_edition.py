from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from geo.editions import EditionError, live_edition, switch


class Command(BaseCommand):
    help = "启用一个区划版本，原来的版本同时停用"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="版本名称，见 list_editions")

    def handle(self, *args: Any, name: str, **options: Any) -> None:
        before = live_edition()
        try:
            edition = switch(name)
        except EditionError as error:
            raise CommandError(str(error)) from error
        if before is not None and before.pk == edition.pk:
            self.stdout.write(f"版本 {name} 本来就在使用")
        else:
            replaced = f"，代替 {before.name}" if before else ""
            self.stdout.write(f"版本 {name} 使用中{replaced}；下一次发布起对外生效")

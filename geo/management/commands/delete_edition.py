from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from geo.editions import EditionError, delete


class Command(BaseCommand):
    help = "删除一个没有在使用的区划版本"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="版本名称，见 list_editions")

    def handle(self, *args: Any, name: str, **options: Any) -> None:
        try:
            delete(name)
        except EditionError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"版本 {name} 已删除")

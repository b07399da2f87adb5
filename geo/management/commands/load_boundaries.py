from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from geo.boundaries import FIELDS, LEVELS, BoundaryError
from geo.boundary_load import LoadPlan, WrongDatum, plan, write
from geo.datum import DATUMS, DatumError
from geo.editions import EditionError, switch


class Command(BaseCommand):
    help = "载入边界文件（GeoJSON、GeoPackage、Shapefile，可为 zip）为一个未启用的版本"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="边界文件")
        parser.add_argument("--datum", required=True, choices=DATUMS, help="文件的坐标系，必填")
        parser.add_argument("--level", required=True, choices=LEVELS, help="区划层级")
        parser.add_argument(
            "--field",
            action="append",
            default=[],
            metavar="字段=列名",
            help=f"字段对应，可多次；字段：{'、'.join(FIELDS)}",
        )
        parser.add_argument("--edition", help="版本名称，默认为文件名和日期")
        parser.add_argument("--source", default="", help="来源说明")
        parser.add_argument("--licence", default="", help="许可")
        parser.add_argument(
            "--drop", action="append", default=[], metavar="代码", help="已撤销的区划，不再沿用"
        )
        parser.add_argument("--dry-run", action="store_true", help="只检查并说明，不写入")
        parser.add_argument("--switch", action="store_true", help="载入后启用")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            planned = plan(
                file,
                datum=options["datum"],
                level=options["level"],
                fields=parse_fields(options["field"]),
                dropped=options["drop"],
            )
            self._say(planned)
            if options["dry_run"]:
                self.stdout.write("只检查，没有写入")
                return
            loaded = write(
                planned,
                name=options["edition"],
                source=options["source"],
                licence=options["licence"],
            )
            self.stdout.write(
                f"版本 {loaded.edition.name} 已载入：{loaded.written} 个来自文件，"
                f"{loaded.carried} 个沿用现行版本"
            )
            if options["switch"]:
                switch(loaded.edition.name)
                self.stdout.write(f"版本 {loaded.edition.name} 使用中；下一次发布起对外生效")
        except (BoundaryError, DatumError, EditionError, WrongDatum) as error:
            raise CommandError(str(error)) from error

    def _say(self, planned: LoadPlan) -> None:
        self.stdout.write(
            f"{len(planned.boundaries)} 个区划：新增 {len(planned.added)}，"
            f"替换 {len(planned.replaced)}，撤销 {len(planned.dropped)}"
        )
        if planned.repaired:
            self.stdout.write(f"图形无效、已修复：{'、'.join(planned.repaired)}")
        self.stdout.write(planned.datum_note)


def parse_fields(pairs: list[str]) -> dict[str, str]:
    """`["code=CODE", "name=NAME"]` as a mapping; `CommandError` where one is not of that form."""
    fields = {}
    for pair in pairs:
        field, sign, column = pair.partition("=")
        if not (field and sign and column):
            raise CommandError(f"--field {pair}：须写成 字段=列名，如 code=CODE")
        fields[field.strip()] = column.strip()
    return fields

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from geo.towns import TOWNS, TownError, load_towns, read_towns


class Command(BaseCommand):
    help = "载入枣庄市的镇和街道（按区县和名称，不按代码）"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, default=TOWNS, help="CSV，默认为自带的")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            loaded = load_towns(read_towns(file))
        except (OSError, KeyError, ValueError, TownError) as error:
            raise CommandError(f"{file}：{error}") from error
        self.stdout.write(
            f"{loaded.total} 个镇街：新增 {len(loaded.added)}，更改 {len(loaded.changed)}，"
            f"删除 {len(loaded.removed)}"
        )
        if loaded.clashing:
            self.stdout.write(f"两份公开名单代码不一致，未采用代码：{'、'.join(loaded.clashing)}")

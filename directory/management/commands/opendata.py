"""Make the open-data files of a publication, in the foreground."""

import argparse
import os
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from directory.opendata.build import BuildRunning, NotKept, build
from directory.opendata.files import GZIP

NICE = 10


class Command(BaseCommand):
    help = "生成一期名录的开放数据文件（默认最新一期）；已经有的不重做。"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("number", type=int, nargs="?", help="期号；不写为最新一期")
        parser.add_argument("--again", action="store_true", help="已经有的也重新生成")
        parser.add_argument("--gently", action="store_true", help="给别的进程让路")

    def handle(
        self, *args: Any, number: int | None, again: bool, gently: bool, **options: Any
    ) -> None:
        if gently:
            os.nice(NICE)
        began = time.monotonic()
        try:
            entry = build(number, again=again, say=lambda name: self.stdout.write(f"  {name}"))
        except NotKept as error:
            raise CommandError(f"没有可用的发布：{error}") from error
        except BuildRunning:
            self.stdout.write("另一个进程正在生成。")
            return
        shown = [made for made in entry.files if not made.name.endswith(GZIP)]
        self.stdout.write(
            f"第 {entry.number} 期：{len(shown)} 个文件，"
            f"{sum(made.bytes for made in entry.files) / 1e6:.1f} MB，"
            f"用时 {time.monotonic() - began:.1f} 秒"
        )

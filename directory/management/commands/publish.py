"""Build a publication now, in the foreground."""

import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from directory.opendata import tasks as opendata
from directory.publication.build import WAIT_SECONDS, BuildRunning, build


class Command(BaseCommand):
    help = "立即生成一期发布（在前台运行）；内容没有变化时不增加新的一期。"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "--wait",
            type=float,
            default=WAIT_SECONDS,
            metavar="SECONDS",
            help="另一个生成任务正在运行时最多等待的秒数",
        )

        parser.add_argument(
            "--full", action="store_true", help="重新读取全部地点，不沿用上一期的内容"
        )

    def handle(self, *args: Any, wait: float, full: bool, **options: Any) -> None:
        try:
            built = build(wait_seconds=wait, full=full)
        except BuildRunning as error:
            raise CommandError(str(error)) from error
        if built.new:
            opendata.ask()
        counts = "，".join(f"{name} {count}" for name, count in built.counts.items())
        what = "已发布" if built.new else "内容没有变化，仍为"
        self.stdout.write(
            f"{what}第 {built.number} 期：{counts}；"
            f"{built.archive_bytes / 1e6:.1f} MB，用时 {built.seconds:.1f} 秒"
        )

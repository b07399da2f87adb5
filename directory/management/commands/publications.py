"""List the publications there have been."""

import argparse
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from directory.models import Publication


class Command(BaseCommand):
    help = "列出各期发布，最新的在前。"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--limit", type=int, default=20, metavar="N", help="最多列出几期")

    def handle(self, *args: Any, limit: int, **options: Any) -> None:
        for row in Publication.objects.order_by("-number")[:limit]:
            started = f"{timezone.localtime(row.started_at):%Y-%m-%d %H:%M:%S}"
            line = f"{row.number:>6}  {started}  {row.get_state_display()}"
            if row.state == Publication.State.READY:
                kept = f"{row.archive_bytes / 1e6:.1f} MB" if row.archive_bytes else "文件已清理"
                line += f"  {row.places} 处  {kept}  {row.content_sha256[:8]}"
            elif row.error:
                line += f"  {row.error.splitlines()[0]}"
            self.stdout.write(line)

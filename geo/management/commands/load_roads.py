"""Build the road network from an OpenStreetMap extract, in the foreground."""

import signal
from argparse import ArgumentParser
from pathlib import Path
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from geo.roads.building import build
from geo.roads.reading import NoRoads
from geo.roads.store import Busy
from geo.travel import MODES

STAGES = {"read": "读取道路", "region": "划定覆盖范围", "swap": "写入并启用"}


class Cancelled(Exception):
    """Somebody has pressed Ctrl-C, or the machine is being shut down."""


class Command(BaseCommand):
    help = "由 OpenStreetMap 摘录（.osm.pbf）建立路网；全部建好后才替换正在使用的路网"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="OSM 摘录文件")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        if not file.is_file():
            raise CommandError(f"{file}：没有这个文件")
        before = {number: signal.signal(number, _cancel) for number in _SIGNALS}
        try:
            about = build(file, Path(settings.ROADS_DIR), timezone.now(), self._say)
        except NoRoads as error:
            raise CommandError(f"读不出道路：{error}") from error
        except Busy as error:
            raise CommandError("另一个路网正在建立，请等它结束") from error
        except Cancelled as error:
            raise CommandError("已取消；正在使用的路网没有改变") from error
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
        counts = "，".join(
            f"{MODES[mode].name} {about.nodes[mode]} 个节点、{about.edges[mode]} 条路段"
            for mode in about.nodes
        )
        self.stdout.write(f"路网 {about.name} 使用中：{counts}")

    def _say(self, stage: str, done: int) -> None:
        what = f"建立{MODES[stage].name}路网" if stage in MODES else STAGES[stage]
        self.stdout.write(f"{what}：{done}")
        self.stdout.flush()


_SIGNALS = (signal.SIGINT, signal.SIGTERM)


def _cancel(number: int, frame: FrameType | None) -> None:
    raise Cancelled

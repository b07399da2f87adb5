"""`manage.py load_planning_demo`: the demonstration of planning, after `load_demo`."""

from typing import Any

from django.core.management.base import BaseCommand

from planning import demo


class Command(BaseCommand):
    help = "Asks the demonstration scenarios of Zaozhuang, once; the worker answers them."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{demo.load()} scenarios asked, all 演示数据")

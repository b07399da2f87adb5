from typing import Any

from django.core.management.base import BaseCommand
from django.db.models import Count
from django.utils import timezone

from geo.models import Edition


class Command(BaseCommand):
    help = "列出区划版本"

    def handle(self, *args: Any, **options: Any) -> None:
        editions = list(Edition.objects.annotate(count=Count("regions")))
        if not editions:
            self.stdout.write("还没有区划版本，请运行 load_regions")
        for edition in editions:
            loaded = timezone.localtime(edition.loaded_at).strftime("%Y-%m-%d %H:%M")
            self.stdout.write(
                f"{edition.name}\t{edition.get_state_display()}\t{edition.count} 个区划"
                f"\t{loaded} 载入\t{edition.source}"
            )

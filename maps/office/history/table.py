"""What was public on a day as CSV, for a spreadsheet."""

import csv
from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.db.models import QuerySet
from django.http import StreamingHttpResponse
from django.utils.translation import gettext as _

from directory import as_of
from directory.ledger.writing import guard

CHUNK = 500


class _Echo:
    def write(self, line: str) -> str:
        return line


def as_csv(day: as_of.Day, rows: QuerySet[Any]) -> StreamingHttpResponse:
    """In UTF-8 with a mark, as Excel expects it; places are described some hundreds at a time."""
    response = StreamingHttpResponse(_lines(day, rows), content_type="text/csv; charset=utf-8")
    name = f"public-{day.day.isoformat()}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _lines(day: as_of.Day, rows: QuerySet[Any]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow(
        [
            _("日期"), _("编号"), _("名称"), _("区县代码"), _("地址"), _("运营性质"), _("形态"),
            _("状态"), _("运行时间"), _("工种"), _("服务"), _("设施"), _("电话"), _("主管机构"),
            _("当时内容"),
        ]
    )  # fmt: skip
    # The chunks are read by key: a server's cursor would outlive the request.
    found = iter(list(rows.values_list("pk", flat=True)))
    while keys := list(islice(found, CHUNK)):
        for each in as_of.describe(day, list(rows.filter(pk__in=keys))):
            yield writer.writerow([guard(cell) for cell in _cells(day, each)])


def _cells(day: as_of.Day, place: as_of.PlaceOn) -> list[str]:
    return [
        day.day.isoformat(),
        place.public_id,
        place.name,
        place.region_code,
        place.address,
        place.nature,
        place.form,
        place.status,
        place.hours,
        "、".join(place.trades),
        "、".join(place.services),
        "、".join(place.facilities),
        "、".join(place.contacts),
        place.office,
        _("有记录") if place.known else _("无记录，名称和地址为今天的"),
    ]

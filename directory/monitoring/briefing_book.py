"""The briefing's workbook: figures, days, trades, regions and changes, with charts on them."""

import datetime as dt
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.chart import BarChart, LineChart, Reference
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from directory.monitoring import shown
from directory.monitoring.content import Content

HEAD = Font(bold=True)


def write(content: Content, path: Path) -> None:
    book = Workbook()
    first = book.active
    first.title = _("概况")
    _rows(first, [(_("动态监测简报"), content.region_name)])
    _rows(first, [(_("时段"), f"{content.start} – {content.end}")])
    if content.demo:
        _rows(first, [(_("演示数据：人数是编的。"), "")])
    for session, found in content.sessions:
        _rows(first, [("", ""), (session, ""), *shown.figures(found)])
        _rows(first, [(_("方法"), shown.method(found))])
    for session, found in content.sessions:
        _days(book.create_sheet(_("逐日") + " " + session), found)
        if found.trades:
            _trades(book.create_sheet(_("工种") + " " + session), found)
        if found.regions:
            _regions(book.create_sheet(_("下一级") + " " + session), content, found)
    _changes(book.create_sheet(_("名录变化")), content)
    for sheet in book.worksheets:
        for at in range(1, sheet.max_column + 1):
            sheet.column_dimensions[get_column_letter(at)].width = 18
        for row in sheet.iter_rows():
            for cell in row:
                # By itself openpyxl takes a leading = for a formula.
                if isinstance(cell.value, str):
                    cell.data_type = "s"
    book.save(path)


def _days(sheet: Any, found: Any) -> None:
    head = [
        _("日期"), _("计数的地点"), _("求职人数"), _("招聘岗位"), _("招成人数"),
        _("平均每处求职"), _("趋势"),
    ]  # fmt: skip
    _head(sheet, head)
    for at, day in enumerate(found.days):
        trend = found.trend.values[at]
        line = None if math.isnan(trend) else round(float(trend), 2)
        on = found.start + dt.timedelta(days=at)
        if day is None:
            sheet.append([on, None, None, None, None, None, line])
        else:
            mean = None if day.mean is None else round(day.mean, 2)
            sheet.append([on, day.places, day.seekers, day.posts, day.hires, mean, line])
    chart = LineChart()
    chart.title = _("平均每处求职人数")
    # Days without a count are left empty: no line across, no zero.
    chart.display_blanks = "gap"
    chart.add_data(
        Reference(sheet, min_col=6, max_col=7, min_row=1, max_row=sheet.max_row),
        titles_from_data=True,
    )
    chart.set_categories(Reference(sheet, min_col=1, min_row=2, max_row=sheet.max_row))
    _place(sheet, chart, "I2")


def _trades(sheet: Any, found: Any) -> None:
    _head(sheet, [_("工种"), _("求职"), _("岗位"), _("有计数的日子"), _("最多计数的地点")])
    for each in found.trades:
        seekers = None if each.seekers is None else round(each.seekers, 1)
        posts = None if each.posts is None else round(each.posts, 1)
        sheet.append([each.name, seekers, posts, each.days, each.places])
    chart = BarChart()
    chart.type = "bar"
    chart.title = _("各工种求职和岗位")
    chart.add_data(
        Reference(sheet, min_col=2, max_col=3, min_row=1, max_row=sheet.max_row),
        titles_from_data=True,
    )
    chart.set_categories(Reference(sheet, min_col=1, min_row=2, max_row=sheet.max_row))
    _place(sheet, chart, "G2")


def _regions(sheet: Any, content: Content, found: Any) -> None:
    _head(sheet, [_("区域"), _("求职人数"), _("招聘岗位"), _("招成人数"), _("有计数的日子")])
    for each in found.regions:
        values = [each.seekers, each.posts, each.hires]
        rounded = [None if value is None else round(value, 1) for value in values]
        sheet.append([content.names.get(each.code, each.code), *rounded, each.days])


def _changes(sheet: Any, content: Content) -> None:
    _head(sheet, [_("日期"), _("变化"), _("名称"), _("区域")])
    for each in content.changes:
        sheet.append([each.on, each.said, each.name, each.region])


def _head(sheet: Any, names: Sequence[str]) -> None:
    sheet.append(list(names))
    for cell in sheet[1]:
        cell.font = HEAD
    sheet.freeze_panes = "B2"


def _rows(sheet: Any, rows: Sequence[tuple[str, str]]) -> None:
    for row in rows:
        sheet.append(list(row))


def _place(sheet: Any, chart: Any, at: str) -> None:
    chart.width, chart.height = 22, 11
    # openpyxl hides both axes where nothing is said.
    chart.x_axis.delete = chart.y_axis.delete = False
    sheet.add_chart(chart, at)

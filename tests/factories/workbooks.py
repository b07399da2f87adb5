"""Workbooks as offices really send them, made by openpyxl and then made worse by hand."""

import datetime as dt
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

HEADINGS = (
    "序号", "市场名称", "运营性质", "形 态", "所属区(市)", "镇街", "详细地址", "运行时间",
    "主要招聘工种", "求职人员规模\n（人）", "日均招聘成功人数（人）", "统计日期", "免费",
    "服务热线", "联系电话", "经度", "纬度", "坐标系",
)  # fmt: skip
GROUPS = (("E3:G3", "所在地"), ("J3:L3", "规模"), ("M3:O3", "服务保障"), ("P3:R3", "位置"))

FIRST_SHEET, STRINGS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
_INLINE = re.compile(r't="inlineStr"><is><t[^>]*>(.*?)</t></is>', re.DOTALL)
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRINGS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"

Row = Sequence[Any]


def messy_rows(region: str = "薛城区", lon: float = 117.2632, lat: float = 34.8012) -> list[Row]:
    """Eight readable places around a position (WGS-84), each untidy in another way."""
    return [
        (1, "　永福路零工市场 ", "公共", "零工市场（室内）", region, "临城街道",
         "永福路１２号\n（老车站东）", "05:00－17:30", "瓦匠、木工（东侧１、２号棚）、小工等",
         "约200人", 80, "2022年9月6日", "是", "12333",
         "服务台：0632-5550701；招工登记 (0632)5550702", lon, lat, "WGS-84"),
        (2, "泰山路零工驿站", "公 共", "零工驿站", region, "临城街道", "泰山路 8号",
         "每天8点到17点半", "保洁，家政", "60 名", "30", dt.date(2022, 9, 6), "√", 12333,
         "06325550703", f"{lon + 0.01:.6f}", f"{lat + 0.01:.6f}", "CGCS2000"),
        (3, "长江路\xa0零工点", "公共", "路边聚集点", region, "巨山街道", "长江路与珠江路路口", "",
         "力工/搬运工", 150, None, "2022.9.6", "", "", "", "117°15′47.5″", "34°48′4.3″", "GPS"),
        (4, "常庄建材市场零工点", "经营性", "路边聚集点", region, "常庄街道", "常庄建材市场北门",
         "05:00-09:00", "油漆工；水电工", "1,200", 300, "2022/09/06", "否", "—",
         "市场办公室 0632-5550704", lon + 0.02, lat, "WGS84"),
        (5, "夜间装卸零工点", "经营性", "路边聚集点", region, "常庄街道", "物流园 2 号门",
         "17:00-22:00", "装卸工", "４０", "20", "二〇二二年九月六日", "无", "/", "",
         lon + 0.03, lat, "WGS84"),
        (6, "祁连山路聚集点", "自发形成", "马路", region, "新城街道", "祁连山路桥下", "04:30-07:30",
         "小工\n瓦工", 90.0, "", "2022-09-06", None, None, None, None, None, None),
        (7, "黑龙江路聚集点", "自发形成", "路口", region, "新城街道", "黑龙江路东首", "04:30-07:00",
         "农活", "日均35", "", 44810, None, None, None, "", "", ""),
        (8, "邹坞镇集市零工点", "自发形成", "露天", region, "邹坞镇", "集市南侧", "暂无", "采摘",
         "25人", "10", "2022 年 9 月 6 日", "免费", None, None, lon - 0.05, lat - 0.02, "wgs84"),
    ]  # fmt: skip


def messy_workbook(path: Path, rows: Iterable[Row] | None = None, **changes: Any) -> Path:
    """Title, date line, merged two-row header, merged natures, 合计, footers, more sheets.

    `dimension`: "stale" (says A1:B2), "none" or "true". `sheets` are further data sheets by name.
    `hidden` is one that is hidden. `since_1904` changes how dates are counted.
    """
    book = Workbook()
    if changes.get("since_1904"):
        book.epoch = dt.datetime(1904, 1, 1)
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "名录清单"
    fill_sheet(sheet, list(messy_rows() if rows is None else rows))
    notes = book.create_sheet("填表说明")
    notes.append(["一、本表由各区（市）人力资源社会保障局填写。"])
    for name, others in dict(changes.get("sheets", {})).items():
        fill_sheet(book.create_sheet(name), list(others))
    hidden = book.create_sheet("旧数据")
    hidden.sheet_state = "hidden"
    fill_sheet(hidden, messy_rows()[:1])
    book.save(path)
    change_part(path, FIRST_SHEET, dimension(changes.get("dimension", "stale")))
    return share_strings(path)


def fill_sheet(sheet: Worksheet, rows: list[Row]) -> None:
    """Rows of one nature that follow each other share one merged cell, as in the real returns."""
    width = len(HEADINGS)
    sheet.append(["附件２　　零工市场名录清单"])
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=width)
    sheet.append(["填报单位：（盖章）", *[None] * (width - 3), "填报日期：2022年9月6日"])
    for at, heading in enumerate(HEADINGS, start=1):
        grouped = any(
            sheet[span][0][0].column <= at <= sheet[span][0][-1].column for span, _ in GROUPS
        )
        sheet.cell(4 if grouped else 3, at, heading)
        if not grouped:
            sheet.merge_cells(start_row=3, start_column=at, end_row=4, end_column=at)
    for span, name in GROUPS:
        sheet[span.split(":")[0]] = name
        sheet.merge_cells(span)
    first, start = 5, 5
    for at, row in enumerate(rows, start=first):
        for column, value in enumerate(row, start=1):
            sheet.cell(at, column, value)
        last_of_group = at - first + 1 == len(rows) or rows[at - first + 1][2] != row[2]
        if last_of_group and at > start:
            for inner in range(start + 1, at + 1):
                sheet.cell(inner, 3).value = None
            sheet.merge_cells(start_row=start, start_column=3, end_row=at, end_column=3)
        start = at + 1 if last_of_group else start
    below = first + len(rows)
    sheet.cell(below + 1, 1, len(rows) + 1)
    sheet.cell(below + 2, 1, "合　计")
    sheet.cell(below + 2, 10, f"=SUM(J{first}:J{below - 1})")
    sheet.cell(below + 3, 1, "填表人：（姓名）　　联系电话：13800000000")
    sheet.merge_cells(start_row=below + 3, start_column=1, end_row=below + 3, end_column=width)


def dimension(kind: str) -> Callable[[str], str]:
    stated = {"stale": '<dimension ref="A1:B2"/>', "none": ""}.get(kind)
    return lambda text: text if stated is None else re.sub("<dimension[^>]*/>", stated, text)


def share_strings(path: Path) -> Path:
    """The texts of the first sheet in a table of their own, as Excel and WPS save them.

    Each is in two runs of letters with a phonetic reading above, as Excel has them too.
    """
    texts: dict[str, int] = {}

    def shared(found: re.Match[str]) -> str:
        return f't="s"><v>{texts.setdefault(found[1], len(texts))}</v>'

    sheet = _INLINE.sub(shared, read_part(path, FIRST_SHEET))
    items = "".join(
        f'<si><r><t xml:space="preserve">{text[:1]}</t></r><r><rPr><b/></rPr>'
        f'<t xml:space="preserve">{text[1:]}</t></r><rPh sb="0" eb="1"><t>yin</t></rPh></si>'
        if "&" not in text
        else f'<si><t xml:space="preserve">{text}</t></si>'
        for text in texts
    )
    related = read_part(path, "xl/_rels/workbook.xml.rels")
    types = read_part(path, "[Content_Types].xml")
    link = f'<Relationship Id="rS" Type="{_OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
    kind = f'<Override PartName="/{STRINGS}" ContentType="{_STRINGS_TYPE}"/>'
    return rewritten(
        path,
        {
            FIRST_SHEET: sheet,
            STRINGS: f'<?xml version="1.0"?><sst xmlns="{_MAIN}">{items}</sst>',
            "xl/_rels/workbook.xml.rels": related.replace("</Rel", f"{link}</Rel"),
            "[Content_Types].xml": types.replace("</Types>", f"{kind}</Types>"),
        },
    )


def change_part(path: Path, part: str, change: Callable[[str], str]) -> Path:
    """Rewrites one part of a workbook as text."""
    return rewritten(path, {part: change(read_part(path, part))})


def read_part(path: Path, part: str) -> str:
    with zipfile.ZipFile(path) as package:
        return package.read(part).decode()


def rewritten(path: Path, parts: Mapping[str, str | bytes]) -> Path:
    """The workbook with these parts added or put in place of its own."""
    kept = io.BytesIO(path.read_bytes())
    with zipfile.ZipFile(kept) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, content in parts.items():
            new.writestr(name, content)
    return path


def tidy_row(number: int, **values: Any) -> Row:
    """One valid row under HEADINGS; `values` by heading."""
    row = dict(zip(HEADINGS, messy_rows()[0], strict=True)) | {
        "序号": number, "市场名称": f"第 {number} 零工市场", "详细地址": f"永福路 {number} 号",
        "主要招聘工种": "瓦工、力工", "求职人员规模\n（人）": 100,
    }  # fmt: skip
    return [{**row, **values}[heading] for heading in HEADINGS]

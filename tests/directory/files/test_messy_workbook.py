"""A workbook as an office sends it: found, sorted and read cell by cell."""

import datetime as dt
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from directory.entries import ContactInput, TradeInput
from directory.ledger import Skipped
from tests.directory.files.reading import options, problems, reading, rows
from tests.factories.workbooks import (
    FIRST_SHEET,
    HEADINGS,
    change_part,
    messy_rows,
    messy_workbook,
    tidy_row,
)

DAY = dt.date(2022, 9, 6)


@pytest.fixture(params=["stale", "none", "true"])
def workbook(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    return messy_workbook(tmp_path / "名录.xlsx", dimension=request.param)


def test_all_rows_are_read_whatever_the_sheet_says_of_its_size(workbook: Path) -> None:
    assert [row.row for row in rows(workbook)] == list(range(5, 13))


def test_the_reader_sees_what_openpyxl_sees(workbook: Path) -> None:
    sheet = load_workbook(workbook)["名录清单"]
    source = reading(workbook).source
    for number, cells in source.rows(source.tables[0]):
        for column, value in cells.items():
            theirs = sheet.cell(number, column).value
            if not str(theirs).startswith("="):
                assert value == theirs


def test_a_place_has_typed_values(workbook: Path) -> None:
    first = rows(workbook)[0]
    assert first.values == {
        "name": "永福路零工市场",
        "nature": "public",
        "form": "hall",
        "region_code": "370403",
        "town": "临城街道",
        "address": "永福路12号 （老车站东）",
        "hours": "05:00-17:30",
        "free_of_charge": True,
        "hotline": "12333",
        "contacts": (
            ContactInput("服务台", "0632-5550701"),
            ContactInput("招工登记", "0632-5550702"),
        ),
        "trades": (
            TradeInput("bricklayer", True),
            TradeInput("carpenter", corner="东侧1、2号棚"),
            TradeInput("labourer"),
        ),
        "seekers": 200,
        "hires": 80,
        "counted_on": DAY,
        "lon": 117.2632,
        "lat": 34.8012,
        "datum": "wgs84",
    }
    assert first.cells["address"] == "名录清单!G5"
    assert first.ok
    assert first.has_position


def test_every_writing_of_the_day_is_the_same_day(workbook: Path) -> None:
    assert {row.values["counted_on"] for row in rows(workbook)} == {DAY}


def test_dates_are_the_same_when_they_are_counted_from_1904(tmp_path: Path) -> None:
    path = messy_workbook(tmp_path / "a.xlsx", messy_rows()[:5], since_1904=True)
    assert {row.values["counted_on"] for row in rows(path)} == {DAY}


def test_a_merged_nature_holds_for_every_row_it_covers(workbook: Path) -> None:
    natures = [row.values["nature"] for row in rows(workbook)]
    assert natures == ["public"] * 3 + ["commercial"] * 2 + ["spontaneous"] * 3


def test_sums_footers_and_numbered_blanks_are_no_places(workbook: Path) -> None:
    found = reading(workbook)
    list(found.rows())
    assert found.skipped == [
        Skipped("名录清单", 14, "blank"),
        Skipped("名录清单", 15, "total"),
        Skipped("名录清单", 16, "footer"),
    ]


def test_nothing_of_a_footer_is_kept(workbook: Path) -> None:
    found = reading(workbook)
    assert "138000" not in repr((list(found.rows()), found.skipped, found.sheets))


def test_sheets_that_are_not_read_are_said(workbook: Path) -> None:
    said = {sheet.name: sheet.reason for sheet in reading(workbook).sheets}
    assert said == {
        "名录清单": "",
        "填表说明": "没有找到表头，没有读入",
        "旧数据": "隐藏的工作表，没有读入",
    }


def test_a_hidden_sheet_is_read_when_asked_for(workbook: Path) -> None:
    found = rows(workbook, include_hidden=True)
    assert [row.sheet for row in found].count("旧数据") == 1


def test_sheets_can_be_chosen(tmp_path: Path) -> None:
    path = messy_workbook(tmp_path / "a.xlsx", sheets={"滕州": [tidy_row(9)]})
    found = reading(path, sheets=("滕州",))
    assert [row.sheet for row in found.rows()] == ["滕州"]
    assert found.sheets[0].reason == "没有选中"


def test_a_table_without_names_beside_the_list_is_some_other_table(tmp_path: Path) -> None:
    path = messy_workbook(tmp_path / "a.xlsx")
    book = load_workbook(path)
    other = book.create_sheet("各区统计")
    other.append(["所属区县", "求职人员规模", "日均招聘成功人数"])
    other.append(["薛城区", 500, 200])
    book.save(path)
    found = reading(path)
    assert found.sheets[-1].reason == "没有市场名称一列，没有读入"
    assert len(list(found.rows())) == 8


def test_several_sheets_are_read_one_after_the_other(tmp_path: Path) -> None:
    path = messy_workbook(tmp_path / "a.xlsx", sheets={"滕州": [tidy_row(9), tidy_row(10)]})
    assert [(row.sheet, row.row) for row in rows(path)][-2:] == [("滕州", 5), ("滕州", 6)]


def test_hidden_rows_are_read_and_counted(workbook: Path) -> None:
    hide = '<row r="6" hidden="1"'
    change_part(workbook, FIRST_SHEET, lambda text: text.replace('<row r="6"', hide))
    found = reading(workbook)
    assert len(list(found.rows())) == 8
    assert found.sheets[0].hidden_rows == 1


def test_a_formula_is_refused_by_its_cell_and_the_row_keeps_its_other_values(
    tmp_path: Path,
) -> None:
    values = {"详细地址": '=HYPERLINK("http://x.test")', "日均招聘成功人数（人）": "=1+1"}
    row = rows(messy_workbook(tmp_path / "a.xlsx", [tidy_row(1, **values)]))[0]
    assert problems(row) == {"address": "formula", "hires": "formula"}
    assert [each.cell for each in row.problems] == ["名录清单!G5", "名录清单!K5"]
    assert row.values["hires"] is None
    assert row.values["name"] == "第 1 零工市场"
    assert not row.ok


def test_a_formula_in_the_running_number_hurts_nobody(tmp_path: Path) -> None:
    row = rows(messy_workbook(tmp_path / "a.xlsx", [tidy_row(1, 序号="=ROW()-4")]))[0]
    assert row.ok


def test_an_error_value_is_named(tmp_path: Path) -> None:
    row = rows(messy_workbook(tmp_path / "a.xlsx", [tidy_row(1, 镇街="#REF!")]))[0]
    assert [(each.code, "#REF!" in each.message) for each in row.problems] == [
        ("error-value", True)
    ]


def test_text_that_begins_like_a_formula_is_text(tmp_path: Path) -> None:
    path = messy_workbook(tmp_path / "a.xlsx", [tidy_row(1, 镇街="占位")])
    change_part(path, "xl/sharedStrings.xml", lambda text: text.replace(">占<", ">=A1<"))
    assert rows(path)[0].values["town"] == "=A1位"


def test_a_name_merged_over_two_rows_is_asked_about(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = Workbook()
    sheet = book.active
    sheet.append([heading.replace("\n", "") for heading in HEADINGS])
    sheet.append(tidy_row(1))
    sheet.append([None, None, *tidy_row(2)[2:]])
    sheet.merge_cells("B2:B3")
    book.save(path)
    first, second = rows(path)
    assert first.ok
    assert problems(second) == {"name": "merged-name"}


def test_a_repeated_header_and_a_group_heading_are_no_places(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = Workbook()
    sheet = book.active
    sheet.append(HEADINGS)
    sheet.append(["一、公共零工市场"])
    sheet.merge_cells("A2:R2")
    sheet.append(tidy_row(1))
    sheet.append(HEADINGS)
    sheet.append(tidy_row(2))
    book.save(path)
    found = reading(path)
    assert [row.row for row in found.rows()] == [3, 5]
    assert [each.reason for each in found.skipped] == ["heading", "header"]


def test_progress_is_told_and_can_stop_the_reading(tmp_path: Path) -> None:
    path = messy_workbook(tmp_path / "a.xlsx", [tidy_row(n) for n in range(450)])
    told: list[tuple[int, int]] = []
    list(reading(path, progress=lambda done, total: told.append((done, total))).rows())
    total = told[-1][1]
    assert told == [(200, total), (400, total), (total, total)]

    def stop(done: int, total: int) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        list(reading(path, progress=stop).rows())


def test_defaults_fill_what_no_column_says(tmp_path: Path) -> None:
    path = messy_workbook(tmp_path / "a.xlsx", [tidy_row(1, 运营性质=None)])
    row = rows(path, defaults={"nature": "public", "accuracy_m": 50, "region_code": "370402"})[0]
    assert (row.values["nature"], row.values["accuracy_m"]) == ("public", 50)
    assert row.values["region_code"] == "370403"


def test_an_obligatory_cell_that_is_empty_is_named(tmp_path: Path) -> None:
    row = rows(messy_workbook(tmp_path / "a.xlsx", [tidy_row(1, 详细地址="  ")]))[0]
    assert [(each.cell, each.message) for each in row.problems] == [("名录清单!G5", "详细地址必填")]


def test_options_are_what_they_were_after_a_reading(tmp_path: Path) -> None:
    given = options()
    rows(messy_workbook(tmp_path / "a.xlsx"))
    assert given == options()

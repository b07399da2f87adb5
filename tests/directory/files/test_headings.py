"""Which column is what: known headings are taken, similar ones asked about, the rest is listed."""

import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from directory.ledger import Mapping, MappingError
from tests.directory.files.reading import ZHEJIANG, reading, refusal, rows, text_file

VALUES = {
    "市场名称": "甲市场", "运营性质": "公共", "形态": "路口", "所属区县": "滕州市",
    "详细地址": "北路 1 号",
}  # fmt: skip


def csv_of(path: Path, **more: str) -> Path:
    cells = VALUES | more
    return text_file(path / "a.csv", f"{','.join(cells)}\n{','.join(cells.values())}\n")


def fields(found: Any) -> dict[str, str | None]:
    return {column.heading: column.field for column in found.columns}


def test_synonyms_units_and_spaces_do_not_matter(tmp_path: Path) -> None:
    found = reading(
        csv_of(
            tmp_path,
            **{
                "  求职人员规模 （人） ": "1",
                "＊服务热线": "12333",
                "是否免费": "是",
                "Lng": "117",
            },
        )
    )
    assert fields(found) == {
        "市场名称": "name",
        "运营性质": "nature",
        "形态": "form",
        "所属区县": "region_code",
        "详细地址": "address",
        "求职人员规模 （人）": "seekers",
        "*服务热线".replace("*", "＊"): "hotline",
        "是否免费": "free_of_charge",
        "Lng": "lon",
    }


def test_a_similar_heading_is_a_question_and_is_not_read(tmp_path: Path) -> None:
    found = reading(csv_of(tmp_path, 日均招聘成功数="80"))
    (column,) = found.unmapped
    assert (column.field, column.suggested) == (None, "hires")
    assert "hires" not in next(found.rows()).values


def test_a_heading_like_none_is_listed_without_a_guess(tmp_path: Path) -> None:
    (column,) = reading(csv_of(tmp_path, 占地面积="800")).unmapped
    assert (column.heading, column.letter, column.suggested) == ("占地面积", "F", None)


def test_the_office_decides_and_its_decision_can_be_kept(tmp_path: Path) -> None:
    path = csv_of(tmp_path, 日均招聘成功数="80", 占地面积="800")
    found = reading(path)
    guessed, other = found.unmapped
    mapping = found.mapping.with_column(guessed.path, "hires").with_column(other.path, "")
    kept = Mapping.from_json(json.loads(json.dumps(mapping.to_json(), ensure_ascii=False)))
    again = reading(path, mapping=kept)
    assert again.unmapped == ()
    assert next(again.rows()).values["hires"] == 80
    assert again.mapping == kept


def test_a_decision_is_stronger_than_a_known_heading(tmp_path: Path) -> None:
    path = csv_of(tmp_path, 地名="乙市场")
    mapping = Mapping({"地名": "name", "市场名称": "aliases"})
    values = next(reading(path, mapping=mapping).rows()).values
    assert (values["name"], values["aliases"]) == ("乙市场", ("甲市场",))


def test_of_two_columns_for_one_field_the_first_has_it(tmp_path: Path) -> None:
    found = reading(csv_of(tmp_path, 地址="别处"))
    assert [column.heading for column in found.unmapped] == ["地址"]
    assert next(found.rows()).values["address"] == "北路 1 号"


@pytest.mark.parametrize(
    "data", [[], {"": "name"}, {"地名": "colour"}, {"地名": 1}, {"x" * 400: "name"}, {1: "name"}]
)
def test_a_mapping_that_says_nothing_usable_is_refused(data: object) -> None:
    with pytest.raises(MappingError, match=r"列对应|字段"):
        Mapping.from_json(data)


def test_a_missing_column_is_named_before_anything_is_read(tmp_path: Path) -> None:
    path = text_file(tmp_path / "a.csv", "名称,性质,区县,联系电话\n甲,公共,滕州市,12333\n")
    assert reading(path).missing == ("form", "address")
    error = refusal(path)
    assert (error.code, error.reason) == ("missing-columns", "缺少必需的列：形态、详细地址")


def test_a_default_stands_in_for_a_missing_column(tmp_path: Path) -> None:
    path = text_file(tmp_path / "a.csv", "名称,性质,地址\n甲,公共,北路\n")
    row = rows(path, defaults={"form": "hall", "region_code": "370403"})[0]
    assert row.ok
    assert (row.values["form"], row.values["region_code"]) == ("hall", "370403")


def sheet_of(path: Path, lines: list[list[Any]], *merges: str) -> Path:
    book = Workbook()
    for line in lines:
        book.active.append(line)
    for merge in merges:
        book.active.merge_cells(merge)
    book.save(path)
    return path


def test_a_header_of_two_rows_without_merged_cells_is_found(tmp_path: Path) -> None:
    path = sheet_of(
        tmp_path / "a.xlsx",
        [
            ["零工市场一览"],
            ["市场名称", "运营性质", "形态", "所属区县", "详细地址", "位置", None, None],
            [None, None, None, None, None, "经度", "纬度", "坐标系"],
            [*VALUES.values(), 117.1, 35.0, "GPS"],
        ],
    )
    found = reading(path)
    assert found.sheets[0].header_rows == (2, 3)
    assert next(found.rows()).values["lon"] == 117.1


def test_a_header_of_three_rows_is_found(tmp_path: Path) -> None:
    path = sheet_of(
        tmp_path / "a.xlsx",
        [
            ["基本情况", None, None, None, None, "统计", None],
            ["名称", "性质", "形态", "区划", None, "人数", None],
            [None, None, None, "区县", "地址", "求职人数", "招聘成功人数"],
            [*VALUES.values(), 5, 3],
        ],
        "A1:E1", "F1:G1", "A2:A3", "B2:B3", "C2:C3", "D2:E2", "F2:G2",
    )  # fmt: skip
    found = reading(path)
    assert found.sheets[0].header_rows == (1, 3)
    assert found.columns[5].path == ("统计", "人数", "求职人数")
    values = next(found.rows()).values
    assert (values["name"], values["seekers"], values["hires"]) == ("甲市场", 5, 3)


def test_a_column_that_is_two_cells_wide_is_one_column(tmp_path: Path) -> None:
    path = sheet_of(
        tmp_path / "a.xlsx",
        [
            ["市场名称", "运营性质", "形态", "所属区县", "详细地址", None],
            [*VALUES.values(), None],
        ],
        "E1:F1", "E2:F2",
    )  # fmt: skip
    found = reading(path)
    assert [column.letter for column in found.columns] == list("ABCDE")
    assert next(found.rows()).ok


def test_a_heading_may_name_the_datum_of_its_column(tmp_path: Path) -> None:
    path = csv_of(tmp_path, **{"经度（GCJ-02）": "117.1", "纬度（GCJ-02）": "35.0"})
    assert rows(path)[0].values["datum"] == "gcj02"


def test_another_province_has_other_columns_words_and_order(tmp_path: Path) -> None:
    heads = [
        "编次",
        "县（市、区）",
        "站点名称",
        "站点类型",
        "举办性质",
        "站点地址",
        "坐标（经度,纬度）",
        "坐标来源",
    ]
    path = sheet_of(
        tmp_path / "a.xlsx",
        [
            ["零工市场（零工驿站）信息汇总表"],
            heads,
            [1, "薛城区", "甲站", "马路市场", "市场化", "北路 1 号", "117.1,35.0", "高德"],
            ["总计", None, "1 处"],
        ],
        "A1:H1",
    )
    (row,) = rows(path, template=ZHEJIANG)
    assert row.ok
    assert row.values == {
        "name": "甲站",
        "nature": "commercial",
        "form": "kerb",
        "region_code": "370403",
        "address": "北路 1 号",
        "lon": 117.1,
        "lat": 35.0,
        "datum": "gcj02",
    }

"""What is written is read back equal, in every format and layout; nothing written is a formula."""

import datetime as dt
import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from directory.entries import ContactInput, PeakInput, TradeInput
from directory.ledger import clean, write_csv, write_geojson, write_xlsx
from directory.ledger.texts import is_nothing
from tests.directory.files.reading import SHANDONG, VOCABULARY, ZHEJIANG, reading, rows

WRITERS: dict[str, Callable[..., int]] = {
    ".xlsx": write_xlsx, ".csv": write_csv, ".geojson": write_geojson,
}  # fmt: skip
PLACE: dict[str, Any] = {
    "public_id": "cgescq", "name": "甲市场", "nature": "public", "form": "hall",
    "scope": "specialised",
    "operator": "公共就业和人才服务中心", "aliases": ("老市场", "东门（北）"),
    "region_code": "370403", "town": "临城街道", "address": "永福路 12 号",
    "directions": "向东 200 米", "van_bay": "南门外",
    "hours": "Nov-Mar 05:00-17:30; Apr-Oct 04:30-17:30", "hours_note": "冬夏不同",
    "peaks": (
        PeakInput(dt.time(5), dt.time(7), dt.time(4, 30), "周末（含节日）人多；早到"),
        PeakInput(dt.time(17), dt.time(18, 30), None, "夜班"),
        PeakInput(dt.time(20), dt.time(21), dt.time(20)),
    ),
    "trades": (
        TradeInput("machine-operator", True, "东侧 1、2 号棚"),
        TradeInput("carpenter", True),
        TradeInput("mover", False, "门口（左）"),
        TradeInput("labourer"),
    ),
    "services": ("quick-hire", "insurance"), "facilities": ("shelter", "van-bay"),
    "free_of_charge": False, "hotline": "12333", "complaint_line": "0632-5550102",
    "contacts": (ContactInput("2号窗口、大厅", "0632-5550701"), ContactInput("办公电话", "12345")),
    "seekers": 0, "hires": 30, "counted_on": dt.date(2022, 9, 6), "method": "现场清点",
    "lon": 117.26319444, "lat": 34.8, "datum": "bd09", "accuracy_m": 0,
}  # fmt: skip
EMPTY: dict[str, Any] = {
    field: () if isinstance(value, tuple) else None if not isinstance(value, str) else ""
    for field, value in PLACE.items()
} | {"public_id": None, "name": "乙市场", "nature": "spontaneous", "form": "kerb",
     "region_code": "370402", "address": "路口"}  # fmt: skip


@pytest.fixture(params=sorted(WRITERS))
def suffix(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_every_field_comes_back(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    assert WRITERS[suffix](SHANDONG, [PLACE, EMPTY], path, VOCABULARY) == 2
    full, empty = rows(path)
    assert full.problems == empty.problems == ()
    assert dict(full.values) == PLACE
    # GeoJSON leaves out what is nowhere filled; here every property is in the other feature.
    assert dict(empty.values) == EMPTY


def test_another_provinces_layout_comes_back_too(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    WRITERS[suffix](ZHEJIANG, [PLACE], path, VOCABULARY)
    found = reading(path, template=ZHEJIANG)
    assert found.missing == found.unmapped == ()
    (row,) = found.rows()
    held = {*ZHEJIANG.fields(), "lon", "lat"} - {"seq", "lon_lat", "other_trades"}
    assert dict(row.values) == {field: PLACE[field] for field in held}


def test_a_sheet_has_its_title_sums_and_note_in_their_places(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_xlsx(SHANDONG, [PLACE, EMPTY], path, VOCABULARY, title="薛城区零工市场名录清单")
    sheet = load_workbook(path)["名录清单"]
    assert sheet["A1"].value == "薛城区零工市场名录清单"
    assert [sheet["C2"].value, sheet["C3"].value, sheet["A2"].value] == [
        "基本信息", "市场名称", "序号",
    ]  # fmt: skip
    merged = {str(each) for each in sheet.merged_cells.ranges}
    assert {"A1:AF1", "C2:H2", "A2:A3", "A7:AF7"} <= merged
    assert sheet["A6"].value == "合计"
    assert sheet["C6"].value == "2 处"
    hires = next(cell.column_letter for cell in sheet[3] if cell.value == "日均招聘成功人数")
    assert sheet[f"{hires}6"].value == 30
    assert str(sheet["A7"].value).startswith("说明")
    assert sheet.freeze_panes == "D4"
    offered = {str(each.sqref): each.formula1 for each in sheet.data_validations.dataValidation}
    assert offered["D4:D506"] == '"公共,经营性,自发形成"'
    found = reading(path)
    assert len(list(found.rows())) == 2
    assert [each.reason for each in found.skipped] == ["total", "footer"]


def test_an_empty_list_can_be_written_as_a_form_to_fill_in(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    assert write_xlsx(SHANDONG, [], path, VOCABULARY) == 0
    found = reading(path)
    assert found.missing == ()
    assert list(found.rows()) == []


DANGEROUS = [
    "=1+1", "+1", "-1+2", "@SUM(A1)", "＝1+1", "＋1", "－1", "＠x", "'=1", "''=1", "'",
    "=cmd|' /C calc'!A0",
    "#REF!", "1e5", "0012", "TRUE", "2022-09-06", "_x0041_", "a\"b,c;d", "<b>&amp;", "𠀀",
]  # fmt: skip


@pytest.mark.parametrize("text", DANGEROUS)
def test_text_that_a_spreadsheet_would_compute_stays_text(
    tmp_path: Path, text: str, suffix: str
) -> None:
    path = tmp_path / f"a{suffix}"
    WRITERS[suffix](SHANDONG, [PLACE | {"address": text, "town": text}], path, VOCABULARY)
    (row,) = rows(path)
    assert row.problems == ()
    assert (row.values["address"], row.values["town"]) == (text, text)


def test_no_formula_stands_in_what_is_written(tmp_path: Path) -> None:
    places = [PLACE | {"address": text} for text in DANGEROUS]
    path = tmp_path / "a.xlsx"
    write_xlsx(SHANDONG, places, path, VOCABULARY)
    with zipfile.ZipFile(path) as package:
        assert not re.search(b"<f[ />]", package.read("xl/worksheets/sheet1.xml"))
    cells = [row[10] for row in load_workbook(path)["名录清单"].iter_rows(min_row=4)]
    # openpyxl leaves the format's own escape as it is; Excel and we undo it.
    written = [str(cell.value).replace("_x005F_", "_") for cell in cells[: len(DANGEROUS)]]
    assert written == DANGEROUS
    assert cells[0].quotePrefix
    write_csv(SHANDONG, places, tmp_path / "a.csv", VOCABULARY)
    lines = (tmp_path / "a.csv").read_text(encoding="utf-8-sig").splitlines()[1:]
    assert not any(f",{start}" in line for line in lines for start in ("=", "@", "＝", "＠"))


def test_geojson_has_codes_and_public_names(tmp_path: Path) -> None:
    path = tmp_path / "a.geojson"
    write_geojson(SHANDONG, [PLACE], path, VOCABULARY)
    (feature,) = json.loads(path.read_text(encoding="utf-8"))["features"]
    assert feature["geometry"]["coordinates"] == [PLACE["lon"], PLACE["lat"]]
    properties = feature["properties"]
    assert (properties["id"], properties["region"], properties["free"]) == (
        "cgescq", "370403", False,
    )  # fmt: skip
    assert properties["trades"][1] == {"code": "carpenter", "main": True}
    assert properties["peaks"][1] == {"starts": "17:00", "ends": "18:30", "note": "夜班"}


def texts(longest: int) -> st.SearchStrategy[str]:
    """Anything that could be typed, as the ledger would hold it."""
    typed = st.text(
        st.characters(exclude_categories=["Cs", "Cc", "Cn", "Co"], include_characters="\t\n'=+-@"),
        max_size=longest,
    )
    kept = typed.map(lambda text: clean(text)[:longest].strip())
    return kept.filter(lambda text: not is_nothing(text) and clean(text) == text)


LISTED = st.text("东西南北一二三abc 12", min_size=1, max_size=8).map(str.strip).filter(
    lambda text: not is_nothing(text) and not text.isdigit() and clean(text) == text
)  # fmt: skip
TIMES = st.times().map(lambda at: at.replace(second=0, microsecond=0, tzinfo=None))
CODES = st.sampled_from(sorted(VOCABULARY.trades.names))


@st.composite
def peaks(draw: st.DrawFn) -> PeakInput:
    starts, ends = sorted(draw(st.lists(TIMES, min_size=2, max_size=2, unique=True)))
    by = draw(st.none() | st.just(ends) | st.just(starts))
    return PeakInput(starts, ends, by, draw(st.just("") | LISTED))


@st.composite
def places(draw: st.DrawFn) -> dict[str, Any]:
    placed = draw(st.booleans())
    codes = draw(st.lists(CODES, unique=True, max_size=4))
    main = draw(st.integers(0, len(codes)))
    phones = draw(st.lists(st.integers(10000, 19999), unique=True, max_size=3))
    own = {
        "name": draw(texts(80)),
        "address": draw(texts(200)),
        "operator": draw(st.just("") | texts(100)),
        "hours_note": draw(st.just("") | texts(200)),
        "nature": draw(st.sampled_from(["public", "commercial", "spontaneous"])),
        "free_of_charge": draw(st.none() | st.booleans()),
        "aliases": tuple(draw(st.lists(LISTED, unique=True, max_size=3))),
        "trades": tuple(
            TradeInput(code, at < main, draw(st.just("") | LISTED)) for at, code in enumerate(codes)
        ),
        "peaks": tuple(draw(st.lists(peaks(), max_size=3))),
        "contacts": tuple(ContactInput("值班室", str(each)) for each in phones),
        "seekers": draw(st.none() | st.integers(0, 1_000_000)),
        "counted_on": draw(st.none() | st.dates(dt.date(2000, 1, 1), dt.date(2026, 11, 24))),
        "lon": draw(st.floats(73, 136)) if placed else None,
        "lat": draw(st.floats(3, 54)) if placed else None,
        "datum": draw(st.sampled_from(["wgs84", "gcj02", "bd09"])) if placed else "",
    }
    return EMPTY | own


@given(st.lists(places(), min_size=1, max_size=3))
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_whatever_the_ledger_holds_comes_back_equal(
    tmp_path: Path, suffix: str, held: list[dict[str, Any]]
) -> None:
    path = tmp_path / f"a{suffix}"
    WRITERS[suffix](SHANDONG, held, path, VOCABULARY)
    found = rows(path)
    assert [row.problems for row in found] == [()] * len(held)
    for row, place in zip(found, held, strict=True):
        present = {field: place[field] for field in row.values}
        assert dict(row.values) == present
        # What GeoJSON leaves out is what no feature has.
        assert all(
            not place[field] and place[field] != 0 for field in place.keys() - present.keys()
        )

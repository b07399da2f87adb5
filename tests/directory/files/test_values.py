"""One cell at a time: what is understood, what is refused, and what is never guessed."""

import datetime as dt
import itertools
from pathlib import Path
from typing import Any

import pytest

from directory.entries import ContactInput, PeakInput, TradeInput
from directory.ledger import LedgerRow
from tests.directory.files.reading import problems, rows, text_file

USUAL = {
    "name": "甲市场", "nature": "公共", "form": "路口", "region_code": "滕州市",
    "address": "北路 1 号",
}  # fmt: skip
_numbers = itertools.count()


@pytest.fixture
def read(tmp_path: Path):
    def read_row(**cells: Any) -> LedgerRow:
        """A row with these cells by field, read from a file of tabs."""
        row = USUAL | cells
        lines = (
            "\t".join(row),
            "\t".join('"' + value.replace('"', '""') + '"' for value in row.values()),
        )
        path = text_file(tmp_path / f"{next(_numbers)}.csv", "\n".join(lines))
        return rows(path)[0]

    return read_row


@pytest.mark.parametrize(
    ("typed", "count", "code"),
    [
        ("200", 200, None), ("２００人", 200, None), ("日均80", 80, None), ("1,200", 1200, None),
        ("1.2万", 12_000, None), ("0", 0, None), ("300.0", 300, None), ("80 人/天", 80, None),
        ("约200人", 200, "approximate"), ("200余人", 200, "approximate"),
        ("100-150人", None, "range"), ("100～150", None, "range"), ("100至150人", None, "range"),
        ("80.5", None, "not-a-count"), ("-5", None, "not-a-number"), ("85%", None, "not-a-number"),
        ("很多", None, "not-a-number"), ("2000001", None, "not-a-count"), ("", None, None),
        ("暂无", None, None), ("12,00", None, "not-a-number"), ("1e3", None, "not-a-number"),
    ],
)  # fmt: skip
def test_a_head_count(read, typed: str, count: int | None, code: str | None) -> None:
    row = read(seekers=typed)
    assert row.values["seekers"] == count
    assert problems(row).get("seekers") == code
    assert row.ok == (code in (None, "approximate"))


@pytest.mark.parametrize(
    ("typed", "day", "code"),
    [
        ("2022-09-06", dt.date(2022, 9, 6), None), ("2022.9.6", dt.date(2022, 9, 6), None),
        ("2022/09/06", dt.date(2022, 9, 6), None), ("20220906", dt.date(2022, 9, 6), None),
        ("２０２２年９月６日", dt.date(2022, 9, 6), None),
        ("2022年9月6号", dt.date(2022, 9, 6), None),
        ("二〇二二年九月六日", dt.date(2022, 9, 6), None),
        ("二○二二年十二月三十一日", dt.date(2022, 12, 31), None),
        ("二零二二年十月二十日", dt.date(2022, 10, 20), None),
        ("2022-09-06 00:00:00", dt.date(2022, 9, 6), None),
        ("2022年9月", None, "not-a-date"), ("22.9.6", None, "not-a-date"),
        ("2022-2-30", None, "no-such-date"), ("2099-1-1", None, "date-out-of-range"),
        ("1999-1-1", None, "date-out-of-range"), ("昨天", None, "not-a-date"), ("", None, None),
    ],
)  # fmt: skip
def test_a_day(read, typed: str, day: dt.date | None, code: str | None) -> None:
    row = read(counted_on=typed)
    assert row.values["counted_on"] == day
    assert problems(row).get("counted_on") == code


@pytest.mark.parametrize(
    ("lon", "lat", "found"),
    [
        ("117.2632", "34.8012", (117.2632, 34.8012)),
        ("１１７．２６３２", "34.8012°", (117.2632, 34.8012)),
        ("117°15′47.5″", "34°48'4.3\"", (117.26319444, 34.80119444)),
        ("东经117度15分47.5秒", "北纬34度48分4.3秒", (117.26319444, 34.80119444)),
        ("E117.2632", "34.8012N", (117.2632, 34.8012)),
        ("117°15.79′", "34°48′", (117.26316667, 34.8)),
    ],
)
def test_a_position(read, lon: str, lat: str, found: tuple[float, float]) -> None:
    row = read(lon=lon, lat=lat, datum="GPS")
    assert row.ok
    assert (row.values["lon"], row.values["lat"], row.values["datum"]) == (*found, "wgs84")


@pytest.mark.parametrize(
    ("lon", "lat", "code"),
    [
        ("34.8", "117.2", "swapped"), ("0", "0", "coordinates-out-of-range"),
        ("39521234.5", "3852345.1", "coordinates-out-of-range"), ("117.2", "", "half-a-position"),
        ("一百一十七", "34.8", "not-a-coordinate"), ("117°75′", "34.8", "not-a-coordinate"),
    ],
)  # fmt: skip
def test_what_is_no_position_is_refused_and_not_kept(read, lon: str, lat: str, code: str) -> None:
    row = read(lon=lon, lat=lat, datum="GPS")
    assert set(problems(row).values()) == {code}
    assert (row.values["lon"], row.values["lat"], row.values["datum"]) == (None, None, "")


@pytest.mark.parametrize("pair", ["117.26,34.8", "34.8，117.26", "117.26 34.8", "117.26\n34.8"])
def test_both_coordinates_in_one_cell_are_told_apart(read, pair: str) -> None:
    row = read(lon_lat=pair, datum="百度")
    assert (row.values["lon"], row.values["lat"], row.values["datum"]) == (117.26, 34.8, "bd09")


def test_coordinates_without_a_datum_are_refused(read) -> None:
    row = read(lon="117.2", lat="34.8")
    assert problems(row) == {"lon": "datum-missing"}
    assert not row.has_position


def test_the_uploader_may_choose_the_datum_and_a_cell_overrules_it(tmp_path: Path) -> None:
    heads = "\t".join((*USUAL, "lon", "lat", "datum"))
    lines = (
        "\t".join((*USUAL.values(), "117.2", "34.8", datum)) for datum in ("", "WGS84", "北京54")
    )
    path = text_file(tmp_path / "a.csv", "\n".join((heads, *lines)))
    chosen, own, unknown = rows(path, datum="gcj02")
    assert (chosen.values["datum"], own.values["datum"]) == ("gcj02", "wgs84")
    assert problems(unknown) == {"datum": "unknown-datum"}


def test_no_coordinates_mean_no_position_and_no_problem(read) -> None:
    row = read(lon="", lat="/", datum="")
    assert row.ok
    assert not row.has_position


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("12333", "12333"), ("0632-5550701", "0632-5550701"), ("06325550701", "0632-5550701"),
        ("(0632) 5550701", "0632-5550701"), ("０６３２－５５５０７０１", "0632-5550701"),
        ("0632—555 0701", "0632-5550701"), ("01065551234", "010-65551234"),
        ("+86 632 5550701", "0632-5550701"), ("0632-5550701转12", "0632-5550701-12"),
        ("400 800 1234", "4008001234"), ("400-800-1234", "400-800-1234"),
    ],
)  # fmt: skip
def test_an_office_number_is_brought_to_one_form(read, typed: str, line: str) -> None:
    row = read(hotline=typed)
    assert row.ok
    assert row.values["hotline"] == line


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("13800000000", "mobile"), ("138 0000 0000", "mobile"), ("+86-138-0000-0000", "mobile"),
        ("12333、0632-5550701", "several-numbers"), ("5550701", "not-an-office-number"),
        ("问传达室", "not-an-office-number"),
    ],
)  # fmt: skip
def test_what_is_no_office_number_is_refused_and_not_repeated(read, typed: str, code: str) -> None:
    row = read(hotline=typed)
    assert problems(row) == {"hotline": code}
    assert row.values["hotline"] == ""
    assert typed not in row.problems[0].message


def test_contacts_say_whose_line_it_is(read) -> None:
    typed = (
        "服务台：0632-5550701；2号窗口 06325550702（转3）\n0632-5550703（值班室），招工、登记 12333"
    )
    assert read(contacts=typed).values["contacts"] == (
        ContactInput("服务台", "0632-5550701"),
        ContactInput("2号窗口", "0632-5550702"),
        ContactInput("值班室", "0632-5550703"),
        ContactInput("招工、登记", "12333"),
    )


@pytest.mark.parametrize("name", ["张某某", "李主任", "联系人", "王师傅", "欧阳"])
def test_a_persons_name_beside_a_number_is_not_kept(read, name: str) -> None:
    row = read(contacts=f"{name} 0632-5550701")
    assert row.values["contacts"] == (ContactInput("办公电话", "0632-5550701"),)
    assert problems(row) == {"contacts": "name-dropped"}
    assert row.ok
    assert name not in repr(row)


def test_mobile_numbers_among_contacts_are_refused(read) -> None:
    row = read(contacts="服务台 13800000000；0632-5550701")
    assert problems(row) == {"contacts": "mobile"}
    assert "1380000" not in repr(row)


@pytest.mark.parametrize(
    "field", ["name", "address", "operator", "directions", "hours_note", "method"]
)
def test_no_text_keeps_a_mobile_or_identity_number(read, field: str) -> None:
    for number, code in (("13800000000", "mobile"), ("370403199001011234", "id-number")):
        row = read(**{field: f"北路 {number} 号"})
        assert problems(row)[field] == code
        assert number not in repr(row)


def test_trades_are_known_by_their_synonyms_and_the_first_is_main(read) -> None:
    typed = "瓦匠、木工（东侧 1 号棚）；力工/搬运工\n挖掘机/叉车司机，保洁 家政等工种"
    assert read(trades=typed).values["trades"] == (
        TradeInput("bricklayer", is_main=True),
        TradeInput("carpenter", corner="东侧 1 号棚"),
        TradeInput("labourer"),
        TradeInput("mover"),
        TradeInput("machine-operator"),
        TradeInput("cleaner"),
        TradeInput("domestic"),
    )


def test_with_a_column_for_the_others_all_in_the_first_are_main(read) -> None:
    row = read(trades="瓦工、木工", other_trades="力工、木工")
    assert row.values["trades"] == (
        TradeInput("bricklayer", is_main=True),
        TradeInput("carpenter", is_main=True),
        TradeInput("labourer"),
    )
    assert "other_trades" not in row.values


def test_an_unknown_trade_is_refused_with_those_most_like_it(read) -> None:
    row = read(trades="瓦工、木公")
    (problem,) = row.problems
    assert problem.code == "unknown-trade"
    assert "“木公”不是已知的工种，最接近的是：木工" in problem.message
    assert row.values["trades"] == (TradeInput("bricklayer", is_main=True),)


def test_services_and_facilities_are_looked_up(read) -> None:
    row = read(services="即时快招、政策咨询", facilities="遮阳棚，厕所、游泳池")
    assert row.values["services"] == ("quick-hire", "policy-advice")
    assert row.values["facilities"] == ("shelter", "toilets")
    assert problems(row) == {"facilities": "unknown-facility"}


def test_peaks_have_a_notation_of_their_own(read) -> None:
    row = read(peaks="5:00-07:00（最好 04:30 前到；周末人多）；17：00－18：30(夜班)")
    assert row.values["peaks"] == (
        PeakInput(dt.time(5), dt.time(7), dt.time(4, 30), "周末人多"),
        PeakInput(dt.time(17), dt.time(18, 30), None, "夜班"),
    )
    for typed, code in (("早上", "not-a-peak"), ("7:00-5:00", "peak-ends-first")):
        assert problems(read(peaks=typed)) == {"peaks": code}


def test_hours_are_canonical_and_what_cannot_be_read_is_refused(read) -> None:
    assert read(hours="每天 5:00—17:30").values["hours"] == "05:00-17:30"
    assert problems(read(hours="看情况")) == {"hours": "hours"}


@pytest.mark.parametrize(
    ("field", "typed", "value"),
    [
        ("nature", "公 共", "public"), ("nature", "自发", "spontaneous"),
        ("form", "hall", "hall"), ("form", "零工驿站", "station"),
        ("scope", "专业性", "specialised"), ("scope", "行业性/专业性", "specialised"),
        ("region_code", "370403", "370403"), ("region_code", "枣庄市薛城区", "370403"),
        ("free_of_charge", "√", True), ("free_of_charge", "收费", False),
        ("free_of_charge", "", None), ("public_id", "CGESCQ", "cgescq"), ("public_id", "", None),
        ("accuracy_m", "20米", 20), ("aliases", "老市场、东门", ("老市场", "东门")),
    ],
)  # fmt: skip
def test_words_are_turned_into_codes(read, field: str, typed: str, value: object) -> None:
    row = read(**{field: typed})
    assert row.ok
    assert row.values[field] == value


@pytest.mark.parametrize(
    ("field", "typed", "code"),
    [
        ("nature", "私立", "unknown-nature"), ("form", "广场", "unknown-form"),
        ("region_code", "薛城", "unknown-region"), ("public_id", "oil", "bad-id"),
        ("free_of_charge", "看情况", "unknown-free_of_charge"), ("name", "市" * 81, "too-long"),
    ],
)  # fmt: skip
def test_words_that_are_not_known_are_refused(read, field: str, typed: str, code: str) -> None:
    row = read(**{field: typed})
    assert problems(row)[field] == code
    assert len(row.problems) == 1

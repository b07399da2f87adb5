"""CSV in the encodings and with the delimiters that offices use."""

import codecs
from pathlib import Path

import pytest

from directory.ledger import Limits
from tests.directory.files.reading import reading, refusal, rows, text_file

TABLE = "市场名称,运营性质,形态,所属区县,详细地址\r\n" + "".join(
    f"第{n}零工市场,公共,路口,薛城区,永福路{n}号\r\n" for n in range(30)
)


@pytest.mark.parametrize(
    ("encoding", "mark", "found"),
    [
        ("utf-8", b"", "utf-8"),
        ("utf-8", codecs.BOM_UTF8, "utf-8-sig"),
        ("gbk", b"", "gb18030"),
        ("gb18030", b"", "gb18030"),
        ("utf-16-le", codecs.BOM_UTF16_LE, "utf-16"),
        ("utf-16-be", codecs.BOM_UTF16_BE, "utf-16"),
        ("utf-16-le", b"", "utf-16-le"),
        ("utf-16-be", b"", "utf-16-be"),
    ],
)
def test_an_encoding_is_found_out(tmp_path: Path, encoding: str, mark: bytes, found: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(mark + TABLE.encode(encoding))
    opened = reading(path)
    assert opened.encoding == found
    places = list(opened.rows())
    assert len(places) == 30
    assert places[0].values["name"] == "第0零工市场"
    assert all(place.ok for place in places)


def test_rare_characters_of_gb18030_are_read(tmp_path: Path) -> None:
    path = text_file(tmp_path / "a.csv", TABLE.replace("永福路1号", "㙟镇𠀀村"), "gb18030")
    assert rows(path)[1].values["address"] == "㙟镇𠀀村"


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
@pytest.mark.parametrize("suffix", [".csv", ".txt", ".tsv"])
def test_a_delimiter_is_found_out(tmp_path: Path, delimiter: str, suffix: str) -> None:
    path = text_file(tmp_path / f"a{suffix}", TABLE.replace(",", delimiter))
    assert len(rows(path)) == 30


def test_commas_in_quotation_marks_are_no_delimiters(tmp_path: Path) -> None:
    path = text_file(tmp_path / "a.csv", TABLE.replace("永福路1号", '"永福路1号,""东""侧\n二楼"'))
    row = rows(path)[1]
    assert row.values["address"] == '永福路1号,"东"侧 二楼'
    assert row.cells["address"] == "E3"


def test_title_lines_and_blank_lines_keep_the_numbers_excel_shows(tmp_path: Path) -> None:
    path = text_file(tmp_path / "a.csv", "零工市场名录清单,,,,\r\n\r\n" + TABLE)
    assert [row.row for row in rows(path)][:2] == [4, 5]


@pytest.mark.parametrize("cut", [1, 2])
def test_a_damaged_byte_in_utf_8_is_named_with_its_line(tmp_path: Path, cut: int) -> None:
    data = TABLE.encode()
    at = data.index("永福路25号".encode())
    path = tmp_path / "a.csv"
    path.write_bytes(data[: at + cut] + data[at + 3 :])
    error = refusal(path)
    assert error.code == "encoding"
    assert "第 27 行" in error.reason
    assert f"第 {at + 1} 个字节" in error.reason
    assert "UTF-8" in error.reason


def test_bytes_that_are_in_no_encoding_are_named(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(TABLE.encode("gbk") + b"\xff\xff\n")
    error = refusal(path)
    assert (error.code, "第 32 行" in error.reason) == ("encoding", True)


def test_half_a_character_of_utf_16_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(codecs.BOM_UTF16_LE + TABLE.encode("utf-16-le") + b"a")
    assert refusal(path).code == "encoding"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (TABLE + "a\0b,c\n", "nul"),
        (TABLE + "锟斤拷,公共\n", "mangled"),
        (TABLE + "第\ufffd市场,公共\n", "mangled"),
        (TABLE + '"没有结束,公共\n', "quotes"),
        (TABLE + '"a"b,公共\n', "quotes"),
        (TABLE + "," * 300 + "x\n", "too-many-columns"),
        (TABLE + "长" * 40_000 + "\n", "cell-too-long"),
    ],
)
def test_a_text_that_is_damaged_is_refused_with_its_line(
    tmp_path: Path, text: str, code: str
) -> None:
    error = refusal(text_file(tmp_path / "a.csv", text))
    assert error.code == code
    assert "第 32 行" in error.reason + error.cell


def test_too_many_rows_are_refused(tmp_path: Path) -> None:
    path = text_file(tmp_path / "a.csv", TABLE)
    assert refusal(path, limits=Limits(rows=20)).code == "too-many-rows"


def test_the_apostrophe_before_a_formula_is_taken_off(tmp_path: Path) -> None:
    table = (
        TABLE.replace("永福路1号", "'=1+1").replace("永福路2号", "''=1").replace("永福路3号", "'号")
    )
    assert [row.values["address"] for row in rows(text_file(tmp_path / "a.csv", table))][1:4] == [
        "=1+1", "'=1", "'号",
    ]  # fmt: skip

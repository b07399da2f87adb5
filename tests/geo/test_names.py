import sys
import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo import names as folding
from geo.names import WEIGHTS, NameEntry, NameIndex, fold, short_name
from geo.pinyin import full_pinyin, initials


def entry(name, kind="place", key=None, **more):
    return NameEntry(
        key=key or name,
        name=name,
        pinyin=full_pinyin(name),
        initials=initials(name),
        kind=kind,
        weight=WEIGHTS[kind],
        **more,
    )


INDEX = NameIndex(
    [
        entry("山东省", "province"),
        entry("枣庄市", "city"),
        entry("台儿庄区", "county"),
        entry("市中区", "county", key="370402"),
        entry("市中区", "county", key="370103"),
        entry("滕州市", "county"),
        entry("吕梁市", "city"),
        entry("新疆维吾尔自治区", "province"),
        entry("光明路街道", "town"),
        entry("涧头集镇", "town"),
        entry("枣庄市零工市场"),
        entry("台儿庄古城北门零工点"),
        entry("老台儿庄车站"),
        entry("建材城", aliases=("东风桥头", "laoqiaotou")),
    ]
)


def names(text, limit=10):
    return [match.entry.name for match in INDEX.find(text, limit)]


@pytest.mark.parametrize(
    "text",
    [
        "台儿庄",
        "台儿庄区",
        "taierzhuang",
        "taierzhuangqu",
        "tai er zhuang",
        "TaiErZhuang",
        "ｔａｉｅｒｚｈｕａｎｇ",
        "tái ér zhuāng",
        "tai2 er2 zhuang1",
        "tai'er'zhuang",
        "tez",
        "TEZQ",
        " ＴＥＺ ",
    ],
)
def test_a_district_is_found_however_it_is_typed(text):
    assert names(text)[0] == "台儿庄区"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("枣庄", "枣庄市"),
        ("zaozhuang", "枣庄市"),
        ("光明路", "光明路街道"),
        ("guangminglu", "光明路街道"),
        ("gml", "光明路街道"),
        ("涧头集", "涧头集镇"),
        ("jtj", "涧头集镇"),
        ("新疆维吾尔", "新疆维吾尔自治区"),
        ("山东", "山东省"),
    ],
)
def test_the_administrative_ending_may_be_left_out(text, name):
    match = INDEX.find(text)[0]
    assert (match.entry.name, match.how) == (name, "exact")


@pytest.mark.parametrize("text", ["lvliang", "lüliang", "luliang", "lyuliang", "lǚ liáng"])
def test_every_way_to_type_ue_finds_the_name(text):
    assert names(text)[0] == "吕梁市"


def test_exact_comes_before_prefix_and_prefix_before_substring():
    found = INDEX.find("台儿庄")
    assert [(m.entry.name, m.how) for m in found] == [
        ("台儿庄区", "exact"),
        ("台儿庄古城北门零工点", "prefix"),
        ("老台儿庄车站", "substring"),
    ]


def test_the_middle_of_a_name_and_an_alias_are_found():
    assert names("古城北门") == ["台儿庄古城北门零工点"]
    assert names("东风桥") == ["建材城"]
    assert names("laoqiaotou") == ["建材城"]


def test_equal_names_come_in_the_order_of_their_keys():
    assert [m.entry.key for m in INDEX.find("市中")][:2] == ["370103", "370402"]


def test_no_more_than_the_limit_comes_back_and_nobody_twice():
    assert len(names("z", 3)) == 3
    everything = [(m.entry.name, m.entry.key) for m in INDEX.find("i", 100)]
    assert len(everything) == len(set(everything))


@pytest.mark.parametrize("text", ["", "   ", "。，", "没有这个地方", "qqqq", "\n"])
def test_nothing_is_found_for_nothing(text):
    assert names(text) == []


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("台儿庄区", "台儿庄"),
        ("市中区", "市中"),
        ("单县", "单县"),
        ("光明路街道", "光明路"),
        ("神农架林区", "神农架"),
        ("香港特别行政区", "香港"),
    ],
)
def test_a_short_name_keeps_at_least_two_characters(name, short):
    assert short_name(name) == short


@given(st.text(max_size=30))
def test_any_text_at_all_can_be_asked(text):
    assert len(INDEX.find(text, 5)) <= 5
    assert fold(fold(text)) == fold(text)


@given(st.data())
def test_every_entry_is_found_by_every_part_of_its_name(data):
    name = data.draw(st.sampled_from(["台儿庄区", "光明路街道", "老台儿庄车站", "枣庄市零工市场"]))
    start = data.draw(st.integers(0, len(name) - 1))
    end = data.draw(st.integers(start + 1, len(name)))
    assert name in names(name[start:end], 100)


def test_a_look_up_among_ten_thousand_places_takes_milliseconds():
    places = [entry(f"{'东西南北'[i % 4]}关零工市场{i}") for i in range(10_000)]
    index = NameIndex([*places, entry("台儿庄区", "county")])
    queries = ["台儿庄", "tez", "lgsc", "没有", "zzzz", "9999", "dongguan", "a"] * 5
    started = time.process_time()
    for query in queries:
        index.find(query, 10)
    assert (time.process_time() - started) / len(queries) < 0.005


def test_what_is_dropped_from_a_text_is_what_python_calls_neither_letter_nor_digit():
    for code in range(sys.maxunicode + 1):
        character = chr(code)
        kept = character.isalnum()
        assert bool(folding._OTHER.match(character)) != kept, hex(code)
        assert not (kept and unicodedata.category(character) == "Mn"), hex(code)

import unicodedata

import pypinyin
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypinyin.constants import PHRASES_DICT
from pypinyin.seg import simpleseg

from geo.pinyin import full_pinyin, initials, words


@pytest.mark.parametrize(
    ("name", "pinyin", "letters"),
    [
        ("台儿庄", "taierzhuang", "tez"),
        ("枣庄市", "zaozhuangshi", "zzs"),
        ("峄城区", "yichengqu", "ycq"),
        ("薛城区", "xuechengqu", "xcq"),
        ("滕州市", "tengzhoushi", "tzs"),
        ("重庆市", "chongqingshi", "cqs"),
        ("长春市", "changchunshi", "ccs"),
        ("长子县", "zhangzixian", "zzx"),
        ("吕梁市", "lvliangshi", "lls"),
        ("西安市", "xianshi", "xas"),
    ],
)
def test_place_names_read_as_they_are_spoken(name, pinyin, letters):
    assert (full_pinyin(name), initials(name)) == (pinyin, letters)


@pytest.mark.parametrize(
    ("name", "pinyin"),
    [
        ("单县", "shanxian"),
        ("洪洞县", "hongtongxian"),
        ("六安市", "luanshi"),
        ("六合区", "luhequ"),
        ("成都市", "chengdushi"),
        ("于都县", "yuduxian"),
        ("朝阳区", "chaoyangqu"),
        ("漯河市", "luoheshi"),
        ("蚌埠市", "bengbushi"),
        ("库尔勒市", "kuerleshi"),
        ("涡阳县", "guoyangxian"),
        ("浚县", "xunxian"),
        ("珲春市", "hunchunshi"),
        ("荥阳市", "xingyangshi"),
        ("荥经县", "yingjingxian"),
        ("民乐县", "minlexian"),
        ("乐清市", "yueqingshi"),
        ("尉犁县", "yulixian"),
        ("蔚县", "yuxian"),
        ("莘县", "shenxian"),
        ("东阿县", "dongexian"),
        ("厦门市", "xiamenshi"),
        ("番禺区", "panyuqu"),
        ("台州市", "taizhoushi"),
    ],
)
def test_names_with_characters_of_several_readings_use_the_local_one(name, pinyin):
    assert full_pinyin(name) == pinyin


def test_letters_and_digits_are_kept_half_width_and_small():
    assert full_pinyin("Ａ区 12号") == "aqu12hao"
    assert initials("建材城Ｂ座 12 号") == "jccbz12h"


def test_an_empty_name_has_no_pinyin():
    assert full_pinyin("") == initials("（ ）") == ""


def test_a_text_reads_as_pypinyin_reads_it_whole() -> None:
    words = ("重庆", "市中", "银行", "行走", "长子县", "乐陵", "A区3号", "零工市场", "·", "六合区")
    for first in words:
        for second in words:
            text = first + second
            said = pypinyin.lazy_pinyin(text, style=pypinyin.Style.NORMAL, errors="default")
            letters = "".join(c for c in "".join(said).lower() if c.isalnum())
            assert full_pinyin(text) == letters


PHRASES = sorted(PHRASES_DICT)
PIECES = st.one_of(
    st.sampled_from(PHRASES),
    # The beginning of a phrase that does not become one.
    st.sampled_from(PHRASES).map(lambda phrase: phrase[:-1]),
    st.text("台儿庄市中区零工劳动力市场3A（）·々〇", max_size=4),
    st.text(max_size=3),
)


@given(st.lists(PIECES, max_size=6).map("".join))
def test_a_name_is_cut_into_words_as_pypinyin_cuts_it(text):
    assert list(words(text)) == [word for word in simpleseg.seg(text) if word]


@given(st.text("aZ9零工 （）·ⅣǖǗ１Ａ-々", max_size=9) | st.text(max_size=9))
def test_what_has_no_chinese_is_left_as_pypinyin_leaves_it(text):
    said = pypinyin.lazy_pinyin(list(words(text)), style=pypinyin.Style.NORMAL, errors="default")
    folded = (unicodedata.normalize("NFKC", part).lower() for part in said)
    assert full_pinyin(text) == "".join(c for part in folded for c in part if c.isalnum())

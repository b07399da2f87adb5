"""What a worker and an employer read on a card, and on the sheet at the door of a shut place."""

import datetime as dt

import pytest

from directory.records import ContactRecord, StatusRecord
from geo.pinyin import romanised
from maps.typed import address
from tests.maps.conftest import HERE
from tests.maps.pages import cards, links, one, text_of
from tests.publications import place


def test_a_card_says_the_street_and_where_a_van_may_stand(serve) -> None:
    record = place("one1", address="山东省枣庄市薛城区泰山路 9 号", van_bay="南门外 3 个车位")
    text = text_of(serve([record]).get("/", HERE))
    assert "地址 泰山路 9 号" in text
    assert "停车接人 南门外 3 个车位" in text


def test_a_card_without_a_van_bay_says_nothing_of_it(serve) -> None:
    assert "停车接人" not in text_of(serve([place("one1")]).get("/", HERE))


def call(response) -> str:
    button = one(response, ".//a[@class='button button-call']")
    return "".join("".join(button.itertext()).split())


def test_the_hotline_is_not_taken_for_the_number_of_the_place(serve) -> None:
    assert call(serve([place("one1")]).get("/", HERE)).startswith("打人社热线12333")
    own = place("two2", contacts=(ContactRecord("服务台", "0632-5550101"),))
    assert call(serve([own]).get("/", HERE)).startswith("打电话0632-5550101")


@pytest.mark.parametrize(("name", "tagged"), [("市场（演示）", False), ("市场", True)])
def test_a_name_that_says_it_is_made_up_is_not_tagged_again(serve, name, tagged) -> None:
    card = one(serve([place("one1", name=name)]).get("/", HERE), ".//article")
    assert ("演示数据" in "".join(card.itertext())) is tagged


def test_the_number_of_a_place_that_is_no_more_is_not_offered(serve) -> None:
    closed = StatusRecord("closed", dt.date(2026, 9, 1), note="请到甲市场")
    contacts = (ContactRecord("服务台", "0632-5550177"),)
    gone = place("shut1", statuses=(closed,), contacts=contacts)
    near = place("near1", name="乙市场", lon=117.264)
    named = place("named1", name="甲市场（新）", lon=117.29)
    response = serve([gone, near, named]).get("/p/shut1")
    assert "0632-5550177" not in text_of(response)
    assert "改去：甲市场（新）" in text_of(response)
    assert cards(response)[:2] == ["shut1", "named1"]


STOPS = {
    "closed": StatusRecord("closed", dt.date(2026, 9, 1)),
    "suspended": StatusRecord("suspended", dt.date(2026, 11, 1), dt.date(2026, 12, 16)),
}


@pytest.mark.parametrize(
    ("status", "said"),
    [("closed", "已于 9月1日（周二）关闭"), ("suspended", "12月16日（周三）恢复")],
)
def test_the_poster_of_a_place_that_is_shut_says_only_that_and_where_to_go(
    serve, status, said
) -> None:
    shut = place("shut1", statuses=(STOPS[status],))
    client = serve([shut, place("near1", name="乙市场", lon=117.264)])
    response = client.get("/p/shut1/poster")
    text = text_of(response)
    assert said in text
    assert "请到这里 乙市场 离这里 90 米" in text
    assert "http://testserver/p/near1" in text
    assert "04:30" not in text
    assert one(response, ".//img").get("src") == "/p/near1/qr.svg"


def test_a_shut_place_with_no_other_keeps_its_own_code(serve) -> None:
    response = serve([place("shut1", statuses=(STOPS["closed"],))]).get("/p/shut1/poster")
    assert one(response, ".//img").get("src") == "/p/shut1/qr.svg"
    assert "请到这里" not in text_of(response)


def test_regions_are_spelt_in_latin_letters_for_english_readers_only(site) -> None:
    assert "Tai&#x27;erzhuang 台儿庄区" in text_of(site.get("/en/"))
    assert "Near the centre of Xuecheng 薛城区" in text_of(site.get("/en/", {"region": "370403"}))
    assert "Names and notes are in Chinese." in text_of(site.get("/en/", HERE))
    assert "erzhuang 台儿庄区" not in text_of(site.get("/"))


@pytest.mark.parametrize(
    ("name", "latin"),
    [("台儿庄", "Tai'erzhuang"), ("西安", "Xi'an"), ("吕梁", "Lüliang"), ("薛城", "Xuecheng")],
)
def test_pinyin_as_it_is_written(name, latin) -> None:
    assert romanised(name) == latin


@pytest.mark.parametrize(
    ("text", "code", "rest"),
    [
        ("山东省枣庄市薛城区永福路", "370403", "永福路"),
        ("枣庄薛城永福路", "370403", "永福路"),
        ("台儿庄区马兰屯镇东村", "370405-malantunzhen", "东村"),
        ("枣庄市", "370400", ""),
        ("永福路", "", "永福路"),
        ("", "", ""),
    ],
)
def test_an_address_is_read_as_deep_as_its_regions_go(snapshot, text, code, rest) -> None:
    areas, left = address(snapshot, text)
    assert [area.code for area in areas] == ([code] if code else [])
    assert left == rest


def test_a_wide_region_offers_its_parts_under_its_name(site) -> None:
    response = site.get("/", {"region": "370000"})
    assert "山东省：请选城市" in text_of(response)
    assert "/?region=370400" in links(response)

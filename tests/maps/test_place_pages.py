"""A place's permanent address, its poster and its QR code."""

import datetime as dt
from io import BytesIO

import pytest
import segno

from directory.records import PeakRecord, StatusRecord, ZoneRecord
from tests.maps.pages import links, one, text_of
from tests.publications import PLACES, place


def test_a_place_has_everything_that_is_published_of_it(site) -> None:
    text = text_of(site.get("/p/hall1"))
    for said in (
        "薛城零工市场", "公共 · 零工市场",
        "也叫：临山零工市场", "每天 04:30–09:00",
        "最好 05:30 前到（招工最多 04:30–06:30）", "瓦工 东侧",
        "山东省 枣庄市 薛城区 临城街道 测试路 1 号",
        "北门外 10 个车位，即停即走", "即时快招、政策咨询",
        "遮雨棚、热水、厕所", "服务台 0632-5550101",
        "服务热线 12333", "投诉举报 0632-5550100", "WGS-84，误差约 20 米",
        "现在没开", "下次开门：今天 04:30",
    ):  # fmt: skip
        assert said in text


def test_a_call_is_one_tap_away(site) -> None:
    assert "tel:0632-5550101" in links(site.get("/p/hall1"))


def test_the_hours_of_an_ordinary_week_are_grouped_by_days(serve) -> None:
    client = serve([place("one1", hours="Mo-Fr 05:00-09:00; Sa 06:00-08:00; Su off")])
    text = text_of(client.get("/p/one1"))
    assert "周一至周五 05:00–09:00 周六 06:00–08:00 周日 不开" in text


def test_a_day_that_differs_in_the_coming_week_is_said_with_its_date(serve, morning) -> None:
    client = serve([place("one1", hours="Mo-Su 05:00-09:00; PH off")])
    assert "节假日、不同季节可能不一样" in text_of(client.get("/p/one1"))
    morning.move_to("2026-09-29T04:00:00+08:00")
    assert "这七天里不一样的 10月1日（周四） 不开" in text_of(client.get("/p/one1"))


def test_zones_have_hours_of_their_own(serve) -> None:
    zones = (ZoneRecord("木工区", "Mo-Su 05:00-08:00"), ZoneRecord("家政区", ""))
    text = text_of(serve([place("one1", hours="", zones=zones)]).get("/p/one1"))
    assert "木工区 每天 05:00–08:00" in text
    assert "家政区 时间不明" in text


def test_unknown_hours_are_unknown_on_the_page_too(site) -> None:
    text = text_of(site.get("/p/nohrs1"))
    assert "运行时间不明" in text
    assert "现在没开" not in text
    assert "现在开着" not in text


def test_an_address_that_was_left_leads_to_the_new_place_with_a_word_about_it(site) -> None:
    response = site.get("/p/old01")
    assert response.status_code == 302
    assert response["Location"] == "/p/new01?from=old01"
    assert "max-age=60" in response["Cache-Control"]
    assert "原“老城零工市场”已于 11月10日（周二）搬到这里。" in text_of(
        site.get("/p/new01?from=old01")
    )


def test_until_the_day_of_the_move_the_old_page_stands_and_announces_it(site, morning) -> None:
    morning.move_to("2026-11-09T23:59:00+08:00")
    response = site.get("/p/old01")
    assert response.status_code == 200
    assert "将于 11月10日（周二）搬到 市中零工市场" in text_of(response)
    assert "/p/new01" in links(response)
    morning.move_to("2026-11-10T00:00:00+08:00")
    assert site.get("/p/old01").status_code == 302


def test_a_word_about_a_move_is_not_believed_from_the_address_alone(site) -> None:
    for claimed in ("hall1", "nobody", "new01", "<script>"):
        assert "搬到这里" not in text_of(site.get("/p/new01", {"from": claimed}))


def test_the_new_place_remembers_where_it_came_from(site) -> None:
    assert "老城零工市场（测试路 1 号，11月10日（周二）搬走）" in text_of(site.get("/p/new01"))


def test_a_closed_place_says_since_when_and_offers_others(site, morning) -> None:
    morning.move_to("2026-11-24T20:00:00+08:00")
    response = site.get("/p/shut1")
    assert response.status_code == 200
    text = text_of(response)
    assert "已于 9月1日（周二）关闭" in text
    assert "路口封闭" in text
    assert "这里不开，附近到时也都没开 马兰屯零工驿站" in text
    assert not [href for href in links(response) if "amap" in href and "%E6%B1%BD" in href]


def test_a_closed_place_offers_the_nearest_that_will_be_open(site, morning) -> None:
    morning.move_to("2026-11-24T06:00:00+08:00")
    response = site.get("/p/shut1")
    assert "这里不开，附近可以去 马兰屯零工驿站" in text_of(response)
    assert "台儿庄零工市场" not in text_of(response)


def test_a_pause_to_come_is_announced(serve) -> None:
    pause = StatusRecord("suspended", dt.date(2026, 12, 1), dt.date(2026, 12, 5))
    text = text_of(serve([place("one1", statuses=(pause,))]).get("/p/one1"))
    assert "12月1日（周二）起暂停，12月5日（周六）恢复" in text
    assert "现在没开" in text


def test_events_at_a_place_stand_on_its_page(site) -> None:
    text = text_of(site.get("/p/new01"))
    assert "市中零工专场招聘会" in text
    assert "11月28日（周六） 08:30–11:30" in text


def test_a_place_nobody_knows_is_not_found_and_can_be_searched(site) -> None:
    response = site.get("/p/zzzz9")
    assert response.status_code == 404
    assert one(response, ".//input[@name='q']") is not None


def test_the_code_on_the_wall_holds_the_permanent_address(site, settings) -> None:
    settings.PUBLIC_BASE_URL = "https://lg.example.gov.cn"
    expected = BytesIO()
    segno.make_qr("https://lg.example.gov.cn/p/hall1", error="m").save(
        expected, kind="svg", scale=8, border=4, svgclass=None, lineclass=None, light="#fff"
    )
    response = site.get("/p/hall1/qr.svg")
    assert response["Content-Type"] == "image/svg+xml"
    assert response.content == expected.getvalue()


def test_the_code_of_a_place_that_moved_still_answers(site) -> None:
    assert site.get("/p/old01/qr.svg").status_code == 200
    assert site.get("/p/zzzz9/qr.svg").status_code == 404


def test_the_poster_has_what_a_passer_by_needs(site) -> None:
    response = site.get("/p/hall1/poster")
    text = text_of(response)
    for said in (
        "薛城零工市场", "每天 04:30–09:00", "最好 05:30 前到", "瓦工", "测试路 1 号", "免费",
        "12333",
        "0632-5550100", "http://testserver/p/hall1", "演示数据",
    ):  # fmt: skip
        assert said in text
    assert one(response, ".//img").get("src") == "/p/hall1/qr.svg"


def test_a_poster_names_no_day_that_will_be_past(site) -> None:
    sheet = text_of(site.get("/p/hall1/poster"))
    assert "今天" not in sheet.replace("看今天开不开", "")
    assert "11月24日" not in sheet


@pytest.mark.parametrize("free", [False, None])
def test_a_poster_says_free_only_where_that_is_known(serve, free) -> None:
    assert "免费" not in text_of(serve([place("one1", free=free)]).get("/p/one1/poster"))


def test_the_poster_of_a_place_that_moved_is_that_of_the_new_one(site) -> None:
    assert site.get("/p/old01/poster")["Location"] == "/p/new01/poster"


def test_an_address_that_names_its_region_is_not_told_it_twice(serve) -> None:
    text = text_of(serve([place("one1", address="枣庄市薛城区泰山路 9 号")]).get("/p/one1"))
    assert "地址 枣庄市薛城区泰山路 9 号" in text


def test_the_type_of_a_poster_shrinks_as_more_stands_on_it(serve) -> None:
    zones = tuple(
        ZoneRecord(f"第{n}分区木工和家政", "Mo-Fr 05:00-08:00,15:00-19:00") for n in range(4)
    )
    few = place("few01")
    some = place(
        "some1",
        hours="Mo-Fr 05:00-09:00; Sa 06:00-08:00; Su off",
        peaks=(PeakRecord("05:00", "06:30", "05:10"),),
        address="泰山路" * 12,
    )
    many = place("many1", hours="", zones=zones, address="山东省枣庄市薛城区某某街道" * 4)
    client = serve([few, some, many])
    sizes = [
        one(client.get(f"/p/{record.id}/poster"), ".//article").get("class").split("-")[-1]
        for record in (few, some, many)
    ]
    assert sizes == ["large", "medium", "dense"]


@pytest.mark.parametrize("record", PLACES, ids=lambda record: record.id)
def test_every_place_has_a_page_and_a_poster(site, record) -> None:
    for address in (f"/p/{record.id}", f"/p/{record.id}/poster", f"/en/p/{record.id}"):
        response = site.get(address, follow=True)
        assert response.status_code == 200

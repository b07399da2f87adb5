"""What a worker reads on the finder: three places, and whether they will be open on arrival."""

import pytest

from directory.records import PeakRecord, TradeAt
from tests.maps.conftest import HERE
from tests.maps.pages import cards, links, text_of, tree_of
from tests.publications import place


def test_the_three_nearest_that_will_be_open_come_as_cards(site) -> None:
    response = site.get("/", HERE | {"at": "2026-11-24T05:00"})
    assert response.status_code == 200
    assert cards(response) == ["hall1", "kerb1", "after1"]


def test_the_three_stand_on_a_few_lines_before_the_first_card(site) -> None:
    answer = site.get("/", HERE)
    (overview,) = tree_of(answer).findall(".//ol[@class='glance']")
    lines = [" ".join("".join(line.itertext()).split()) for line in overview]

    assert [link.get("href") for link in overview.iter("a")] == [f"#p-{i}" for i in cards(answer)]
    assert len(lines) == 3
    assert lines[0].endswith("220 米 · 2 分钟 · 04:30 开门")
    assert lines[1].endswith("到时有人")


def test_a_place_that_opens_soon_after_arrival_says_how_long_to_wait(site) -> None:
    text = text_of(site.get("/", HERE))
    assert "约 04:22 到，04:30 开门" in text
    assert "在门口等 8 分钟" in text


def test_a_place_already_open_says_until_when(site) -> None:
    text = text_of(site.get("/", HERE))
    assert "约 04:22 到，有人 到 07:00 散" in text
    assert "约 05:01 到，开着 开到 09:00" in text_of(
        site.get("/", {"lon": "117.565", "lat": "34.8683", "at": "2026-11-24T05:00"})
    )


def test_the_way_is_said_in_metres_and_in_minutes_on_foot_and_by_e_bike(site) -> None:
    text = text_of(site.get("/", HERE))
    assert "220 米" in text
    assert "步行 4 分钟" in text
    assert "电动车 2 分钟" in text


def test_the_mode_decides_when_one_arrives(site) -> None:
    assert "约 04:24 到" in text_of(site.get("/", HERE | {"mode": "walk"}))


def test_hours_nobody_knows_are_neither_open_nor_closed(site) -> None:
    text = text_of(site.get("/", {"lon": "117.3101", "lat": "34.8301"}))
    assert "开不开不清楚" in text
    assert "去之前先打电话问：0632-5550103" in text


def test_unknown_hours_come_with_a_number_to_ring(serve) -> None:
    client = serve([place("nohr", hours="", contacts=(), hotline="12333")])
    response = client.get("/", HERE)
    assert "tel:12333" in [a.get("href") for a in tree_of(response).iter("a")]
    assert "不明，没有登记" in text_of(response)


def test_a_year_without_announced_holidays_is_unknown_where_holidays_matter(site) -> None:
    response = site.get("/", {"lon": "117.655", "lat": "34.573", "at": "2027-05-03T06:00"})
    assert "开不开不清楚" in text_of(response)


def test_nearer_places_that_are_shut_are_listed_apart(site) -> None:
    response = site.get("/", {"lon": "117.24", "lat": "34.78", "at": "2026-11-24T05:00"})
    assert "night1" not in cards(response)
    assert "更近的，但您到时没开，或不清楚" in text_of(response)
    assert "高铁站通宵聚集点" in text_of(response)


def test_a_night_past_midnight_is_said_with_both_days(site) -> None:
    response = site.get("/", {"lon": "117.24", "lat": "34.78", "at": "2026-11-24T23:00"})
    assert "晚上 22:00–次日 02:00" in text_of(response)
    assert "有人 到 明天 02:00 散" in text_of(response)


def test_when_nothing_is_open_within_reach_the_nearest_come_first_and_it_is_said(site) -> None:
    response = site.get("/", {"region": "370405", "at": "2026-11-24T20:00"})
    assert "您到的时候附近都没开，先看这几处" in text_of(response)
    assert cards(response)[0] == "paus1"


def test_fewer_than_three_that_open_are_filled_up_and_the_heading_says_so(serve) -> None:
    client = serve(
        [place("open1"), place("late1", hours="Mo-Su 15:00-18:00"), place("nohrs", hours="")]
    )
    response = client.get("/", HERE | {"at": "2026-11-24T05:00"})
    assert cards(response) == ["open1", "late1", "nohrs"]
    assert "前 1 处到时开着或快开，后面的没开或不清楚" in text_of(response)


def test_too_far_away_there_are_no_minutes_and_no_arrival(site) -> None:
    text = text_of(site.get("/", {"lon": "121.47", "lat": "31.23", "trade": "welder"}))
    assert "附近没有登记招电焊工的地方" in text
    assert "名录现在只有枣庄市的地方，最近的在" in text
    assert "太远了，在" in text
    assert "约" not in text.split("换个地方")[0]
    assert "分钟" not in text.split("换个地方")[0]
    assert "附近没有登记的零工市场" in text_of(site.get("/", {"lon": "121.47", "lat": "31.23"}))


def test_a_year_whose_holidays_are_not_announced_is_said_at_the_top(serve) -> None:
    client = serve([place("one1", hours="Mo-Su 05:00-10:00; PH off")])
    said = "2027 年的放假安排还没公布"
    assert said in text_of(client.get("/", HERE | {"at": "2027-01-05T06:00"}))
    assert said not in text_of(client.get("/", HERE | {"at": "2026-12-31T06:00"}))
    certain = serve([place("one1", hours="Mo-Su 05:00-10:00")])
    assert said not in text_of(certain.get("/", HERE | {"at": "2027-01-05T06:00"}))


def test_where_no_opening_is_known_there_is_a_number_to_ring(serve) -> None:
    client = serve([place("one1", hours="2025 Mo-Su 05:00-10:00", hotline="12333")])
    assert "两周内没有已知的开放时间，先打电话问：12333" in text_of(client.get("/", HERE))


def test_a_moment_that_is_over_is_said_with_the_ways_out_of_it(site) -> None:
    said = "这个时间已经过去了。"
    page = site.get("/", HERE | {"at": "2026-11-24T03:40"})
    assert said in text_of(page)
    (line,) = [p for p in tree_of(page).iter("p") if (p.text or "").startswith(said)]
    assert [a.text for a in line.iter("a")] == ["现在", "今早 5:00"]
    assert said not in text_of(site.get("/", HERE | {"at": "2026-11-24T04:00"}))


def test_a_suspended_place_says_when_it_reopens(site) -> None:
    assert "暂停 12月1日（周二）恢复" in text_of(site.get("/", {"region": "370405"}))


def test_moved_and_closed_places_are_no_answer(site) -> None:
    found = cards(site.get("/", {"lon": "117.733", "lat": "34.562", "more": "100"}))
    assert not {"shut1", "old01"} & set(found)


def test_the_peak_is_advice(site) -> None:
    assert "最好 05:30 前到" in text_of(site.get("/", HERE))


def test_the_newest_confirmation_is_shown_and_missing_ones_are_said(site) -> None:
    text = text_of(site.get("/", HERE))
    assert "核实 2026-11-02 薛城区零工服务办公室" in text
    assert "运行时间还没核实" in text


def test_a_confirmation_older_than_half_a_year_is_called_old(site, morning) -> None:
    assert "已超过半年没有核实" not in text_of(site.get("/", HERE))
    morning.move_to("2027-06-01T04:20:00+08:00")
    assert "已超过半年没有核实" in text_of(site.get("/", HERE))


@pytest.mark.parametrize(("free", "said"), [(True, "免费"), (False, "收费"), (None, "不清楚")])
def test_the_charge_is_said_and_unknown_is_unknown(serve, free, said) -> None:
    text = text_of(serve([place("one1", free=free)]).get("/", HERE))
    assert f"费用 {said}" in text


def test_hall_and_kerb_name_each_other_with_the_metres_between(site) -> None:
    text = text_of(site.get("/", HERE))
    assert "燕山路口聚集点 （路边聚集点，相距 300 米）" in text
    assert "薛城零工市场 （零工市场，相距 300 米）" in text


def test_trades_stand_with_the_asked_one_first_and_their_corner(serve) -> None:
    trades = (TradeAt("labourer", True), TradeAt("welder"), TradeAt("carpenter", False, "东门"))
    client = serve([place("one1", trades=trades)])
    response = client.get("/", HERE | {"trade": "carpenter"})
    items = [li for li in tree_of(response).iter("li") if "trade" in li.get("class", "").split()]
    assert ["".join(item.itertext()).split() for item in items] == [
        ["木工东门"], ["力工"], ["电焊工"],
    ]  # fmt: skip
    assert "trade-asked" in items[0].get("class")


def test_events_of_the_next_seven_days_nearby_are_shown(site) -> None:
    text = text_of(site.get("/", HERE))
    assert "招工大篷车进陶庄" in text
    assert "明天 08:00–11:00" in text
    assert "市中零工专场招聘会" not in text


def places_listed(response) -> int:
    """Cards and rows; each has its name as one link."""
    return sum(href.startswith("/p/p") for href in links(response))


def test_more_of_the_list_comes_on_request(serve) -> None:
    many = [place(f"p{n:03}", lon=117.263 + n / 1000) for n in range(40)]
    client = serve(many)
    first = client.get("/", HERE)
    assert places_listed(first) == 3 + 10
    assert "more=20#rest" in first.content.decode()
    assert places_listed(client.get("/", HERE | {"more": "20"})) == 3 + 20


def test_the_strip_of_the_day_marks_hours_peak_and_arrival(serve) -> None:
    client = serve([place("one1", peaks=(PeakRecord("04:30", "06:00"),))])
    html = client.get("/", HERE).content.decode()
    assert '<rect class="line-open" x="270" y="34" width="270"' in html
    assert '<rect class="line-peak" x="270" y="20" width="90"' in html
    assert '<rect class="line-arrival" x="262"' in html


def test_demo_data_is_marked_on_the_page_and_on_each_card(site) -> None:
    assert text_of(site.get("/", HERE)).count("演示数据") > 3


def test_every_page_names_its_publication_and_its_age(site) -> None:
    text = text_of(site.get("/"))
    assert "名录第 7 期 · 数据截至 11月20日（周五） 03:00（4 天前）" in text

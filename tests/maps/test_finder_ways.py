"""The ways of asking, each a shareable address that works without JavaScript."""

from urllib.parse import parse_qs, urlsplit

import pytest

from geo.datum import wgs84_to_bd09, wgs84_to_gcj02
from maps import tapping
from tests.maps.conftest import HERE
from tests.maps.pages import cards, links, one, text_of, tree_of
from tests.publications import place


def asked(response) -> dict[str, list[str]]:
    assert response.status_code == 302
    return parse_qs(urlsplit(response["Location"]).query)


def test_the_first_page_offers_the_button_and_the_other_ways(site) -> None:
    response = site.get("/")
    assert one(response, ".//button[@id='locate']").get("hidden") is not None
    assert one(response, ".//*[@id='ways']") is not None
    assert "薛城区 5 处" in text_of(response)


def test_a_district_counts_from_its_centre_and_says_so(site) -> None:
    response = site.get("/", {"region": "370403"})
    assert "薛城区中心附近的零工市场" in text_of(response)
    assert "从中心点算起，和您站的地方可能差几公里。" in text_of(response)
    assert cards(response)[0] == "hall1"


def test_a_town_says_how_far_its_centre_may_be_out(site) -> None:
    response = site.get("/", {"region": "370405-malantunzhen"})
    assert "中心点的误差可能有 1.5 公里" in text_of(response)
    assert cards(response)[0] == "phday1"


def test_the_towns_of_a_chosen_district_can_be_chosen(site) -> None:
    assert "/?region=370405-malantunzhen" in links(site.get("/", {"region": "370405"}))


@pytest.mark.parametrize("query", [{"region": "370400"}, {"q": "枣庄"}, {"q": "枣庄市"}])
def test_a_whole_city_is_too_large_to_stand_on_and_offers_its_counties(site, query) -> None:
    response = site.get("/", query)
    assert "枣庄市：请选区县" in text_of(response)
    assert "/?region=370405" in links(response)
    assert cards(response) == []


def test_an_address_is_searched_from_the_region_it_begins_with(site) -> None:
    response = site.get("/", {"q": "枣庄市薛城区永福路 8 号"})
    assert "薛城区中心附近的零工市场" in text_of(response)
    assert "按薛城区找；没有门牌的位置。" in text_of(response)


def test_an_address_that_names_a_city_only_offers_its_counties(site) -> None:
    response = site.get("/", {"q": "山东省枣庄市永福路"})
    assert "按枣庄市找；没有门牌的位置。" in text_of(response)
    assert "/?region=370403" in links(response)


def test_a_word_nearly_a_trade_offers_the_trade(site) -> None:
    response = site.get("/", {"q": "wagon"})
    assert "是不是要找" in text_of(response)
    assert "/?trade=bricklayer" in links(response)


@pytest.mark.parametrize("text", ["台儿庄 瓦工", "瓦匠 台儿庄", "台儿庄瓦工", "台儿庄区　瓦工"])
def test_a_place_and_a_trade_in_one_box_are_both_used(site, text) -> None:
    found = asked(site.get("/", {"q": text, "mode": "walk"}))
    assert found["trade"] == ["bricklayer"]
    assert found["q"][0] in ("台儿庄", "台儿庄区")
    assert found["mode"] == ["walk"]


def test_a_trade_without_a_place_asks_where_and_counts_its_places(site) -> None:
    response = site.get("/", {"trade": "bricklayer"})
    assert "找瓦工的活：您在哪里？" in text_of(response)
    counted = {a.get("href"): "".join(a.itertext()) for a in tree_of(response).iter("a")}
    here = counted["/?region=370403&trade=bricklayer"]
    assert here.endswith(" 处")
    assert here != "薛城区5 处"


def test_the_times_most_asked_for_are_one_tap_away(site, morning) -> None:
    def times() -> dict[str, str | None]:
        chips = one(site.get("/", HERE), ".//ul[@class='when-chips']")
        return {"".join(a.itertext()): a.get("aria-current") for a in chips.iter("a")}

    assert times() == {"现在": "true", "今早 5:00": None, "今晚 18:00": None}
    morning.move_to("2026-11-24T18:00:00+08:00")
    assert times() == {"现在": "true", "明早 5:00": None}


@pytest.mark.parametrize(
    "text", ["台儿庄", "台儿庄区", "taierzhuang", "TaiErZhuang", "tez", "tezq"]
)
def test_a_district_is_found_by_name_pinyin_and_initials(site, text) -> None:
    assert "台儿庄区中心附近" in text_of(site.get("/", {"q": text}))


def test_a_market_found_by_its_name_leads_to_its_page_and_to_what_is_near(site) -> None:
    response = site.get("/", {"q": "薛城夜班零工点"})
    assert "/p/after1" in links(response)
    assert "打开“薛城夜班零工点”的页面" in text_of(response)
    assert len(cards(response)) == 3


def test_a_name_that_several_things_share_is_a_choice(site) -> None:
    response = site.get("/", {"q": "零工市场"})
    assert "找到这几个，选一个" in text_of(response)
    assert len([a for a in links(response) if a.startswith("/?q=")]) > 2


def test_a_name_nothing_bears_offers_what_sounds_alike(site) -> None:
    response = site.get("/", {"q": "taierzuang"})
    assert "没有找到“taierzuang”" in text_of(response)
    assert "是不是要找 台儿庄区" in text_of(response)


def test_a_trade_typed_where_a_name_was_asked_for_is_a_trade(site) -> None:
    assert asked(site.get("/", {"q": "瓦匠"})) == {"trade": ["bricklayer"]}


@pytest.mark.parametrize("word", ["bricklayer", "瓦工", "瓦匠", "wagong", "wg", "砌墙"])
def test_a_trade_is_found_by_any_of_its_words(site, word) -> None:
    response = site.get("/", HERE | {"trade": word})
    assert cards(response) == ["hall1", "kerb1", "new01"]
    assert "招瓦工的地方" in text_of(response)


def test_an_unknown_trade_is_said_and_everything_shown(site) -> None:
    response = site.get("/", HERE | {"trade": "宇航员"})
    assert "没有叫“宇航员”的工种" in text_of(response)
    assert len(cards(response)) == 3


def test_links_change_one_thing_and_keep_the_rest(site) -> None:
    response = site.get("/", HERE | {"trade": "labourer", "at": "tomorrow 05:00"})
    assert "/?lon=117.263&lat=34.797&trade=cleaner&at=tomorrow+05%3A00" in links(response)
    assert "/?region=370405&trade=labourer&at=tomorrow+05%3A00" in links(response)


@pytest.mark.parametrize(
    ("datum", "convert", "said"),
    [
        ("gcj02", wgs84_to_gcj02, "已按高德、腾讯坐标（GCJ-02）换算"),
        ("bd09", wgs84_to_bd09, "已按百度坐标（BD-09）换算"),
    ],
)
def test_coordinates_of_another_datum_are_converted_and_it_is_said(
    site, datum, convert, said
) -> None:
    lon, lat = convert(117.263, 34.797)
    response = site.get("/", {"lon": f"{lon:.6f}", "lat": f"{lat:.6f}", "datum": datum})
    assert "220 米" in text_of(response)
    assert said in text_of(response)


def test_a_chosen_moment_becomes_a_shareable_address(site) -> None:
    form = HERE | {"when": "choose", "date": "2026-11-25", "time": "05:30", "trade": "labourer"}
    assert asked(site.get("/", form)) == {
        "lon": ["117.263"], "lat": ["34.797"], "trade": ["labourer"], "at": ["2026-11-25T05:30"],
    }  # fmt: skip


def test_before_five_the_next_dawn_is_this_morning_and_after_it_tomorrow(site, morning) -> None:
    assert asked(site.get("/", {"when": "dawn"})) == {"at": ["today 05:00"]}
    morning.move_to("2026-11-24T05:00:00+08:00")
    assert asked(site.get("/", {"when": "dawn"})) == {"at": ["tomorrow 05:00"]}


def test_coordinates_typed_together_become_a_shareable_address(site) -> None:
    form = {"coords": "117.734， 34.563", "datum": "gcj02"}
    assert asked(site.get("/", form)) == {
        "lon": ["117.734"], "lat": ["34.563"], "datum": ["gcj02"],
    }  # fmt: skip


def test_empty_fields_of_a_form_do_not_stay_in_the_address(site) -> None:
    response = site.get("/", {"q": "tez", "trade": "", "at": ""})
    assert asked(response) == {"q": ["tez"]}


def test_a_tap_on_the_picture_becomes_the_position_under_it(site, snapshot) -> None:
    frame = tapping.drawing(snapshot, "370400")[1]
    x, y = (round(v) for v in frame.to_pixel(117.263, 34.797))
    found = asked(site.get("/", {"view": "370400", "tap.x": x, "tap.y": y}))
    assert float(found["lon"][0]) == pytest.approx(117.263, abs=2 * frame.degrees_per_px_x)
    assert float(found["lat"][0]) == pytest.approx(34.797, abs=2 * frame.degrees_per_px_y)


def test_a_tap_keeps_the_trade_that_was_chosen(site) -> None:
    html = site.get("/", {"trade": "labourer"}).content.decode()
    form = html[html.index('<form class="tap"') :]
    assert '<input type="hidden" name="trade" value="labourer">' in form[: form.index("</form>")]


@pytest.mark.parametrize("tap", [("0", "0"), ("99999", "5"), ("-3", "5"), ("x", "5")])
def test_a_tap_beside_the_picture_is_no_position(site, tap) -> None:
    response = site.get("/", {"view": "370400", "tap.x": tap[0], "tap.y": tap[1]})
    assert response.status_code == 400
    assert "在地图图片上点一下您所在的地方" in text_of(response)


def test_the_picture_has_the_size_its_taps_are_read_in(site) -> None:
    picture = one(site.get("/"), ".//input[@type='image']")
    svg = site.get(picture.get("src")).content.decode()
    assert picture.get("width") == str(tapping.WIDTH)
    assert f'width="{picture.get("width")}" height="{picture.get("height")}"' in svg


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"lon": "2.35", "lat": "48.85"}, "这个位置不在中国境内"),
        ({"lon": "117"}, "坐标只写了一半"),
        ({"lat": "34"}, "坐标只写了一半"),
        ({"lon": "117.2x", "lat": "34"}, "坐标看不懂"),
        ({"lon": "nan", "lat": "34"}, "坐标看不懂"),
        (HERE | {"datum": "mars"}, "不知道坐标是从哪里来的"),
        (HERE | {"at": "yesterday"}, "时间看不懂"),
        (HERE | {"at": "2026-02-30T05:00"}, "时间看不懂"),
        (HERE | {"mode": "helicopter"}, "只能选步行或骑电动车"),
        (HERE | {"more": "many"}, "一次最多看 100 处"),
        ({"q": "长" * 61}, "最多写 60 个字"),
        ({"region": "37"}, "没有这个地区"),
        ({"region": "999999"}, "没有这个地区"),
        ({"coords": "here"}, "坐标看不懂"),
    ],
)
def test_what_cannot_be_read_is_said_without_the_words_of_programmers(site, query, words) -> None:
    response = site.get("/", query)
    assert response.status_code == 400
    text = text_of(response)
    assert words in text
    assert not [word for word in ("参数", "lon", "wgs84 |", "bbox") if word in text]


def test_coordinates_turned_round_are_offered_the_right_way_and_stay_in_the_form(site) -> None:
    response = site.get("/", {"lon": "34.797", "lat": "117.263", "trade": "瓦工"})
    assert response.status_code == 400
    assert "经度、纬度好像写反了。是不是 117.263, 34.797？" in text_of(response)
    assert "/?lon=117.263&lat=34.797&datum=wgs84&trade=%E7%93%A6%E5%B7%A5" in links(response)
    assert one(response, ".//input[@id='coords']").get("value") == "117.263, 34.797"


def test_what_was_right_in_a_question_is_kept_beside_what_was_not(site) -> None:
    response = site.get("/", {"q": "台儿庄", "at": "yesterday", "mode": "walk"})
    assert one(response, ".//input[@id='q']").get("value") == "台儿庄"
    assert "/?q=%E5%8F%B0%E5%84%BF%E5%BA%84&mode=walk" in links(response)


def test_a_place_of_the_same_name_in_another_region_does_not_hide_the_district(serve) -> None:
    client = serve([place("tez1", name="台儿庄"), place("tez2", name="台儿庄零工市场")])
    response = client.get("/", {"q": "台儿庄"})
    assert "台儿庄区中心附近" in text_of(response)
    assert "也可能是" in text_of(response)

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


def test_a_whole_city_is_too_large_to_stand_on(site) -> None:
    response = site.get("/", {"region": "370400"})
    assert "枣庄市太大了，请选区县或镇街。" in text_of(response)
    assert cards(response) == []


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
    assert "有几个同名的，是哪一个？" in text_of(response)
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
    assert "要瓦工的市场" in text_of(response)


def test_an_unknown_trade_is_said_and_everything_shown(site) -> None:
    response = site.get("/", HERE | {"trade": "宇航员"})
    assert "没有叫“宇航员”的工种" in text_of(response)
    assert len(cards(response)) == 3


def test_links_change_one_thing_and_keep_the_rest(site) -> None:
    response = site.get("/", HERE | {"trade": "labourer", "at": "tomorrow 05:00"})
    assert "/?lon=117.263&lat=34.797&trade=cleaner&at=tomorrow+05%3A00" in links(response)
    assert "/?region=370405&trade=labourer&at=tomorrow+05%3A00" in links(response)


@pytest.mark.parametrize(("datum", "convert"), [("gcj02", wgs84_to_gcj02), ("bd09", wgs84_to_bd09)])
def test_coordinates_of_another_datum_are_converted_and_it_is_said(site, datum, convert) -> None:
    lon, lat = convert(117.263, 34.797)
    response = site.get("/", {"lon": f"{lon:.6f}", "lat": f"{lat:.6f}", "datum": datum})
    assert "220 米" in text_of(response)
    assert f"坐标按 {datum.upper()} 换算过" in text_of(response)


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
    ("query", "parameter", "words"),
    [
        ({"lon": "34.797", "lat": "117.263"}, "lon", "经纬度好像写反了"),
        ({"lon": "2.35", "lat": "48.85"}, "lon", "这个位置不在中国境内"),
        ({"lon": "117"}, "lat", "有经度没有纬度"),
        ({"lat": "34"}, "lon", "有纬度没有经度"),
        ({"lon": "117.2x", "lat": "34"}, "lon", "十进制度数"),
        ({"lon": "nan", "lat": "34"}, "lon", "十进制度数"),
        (HERE | {"datum": "mars"}, "datum", "wgs84 | gcj02 | bd09"),
        (HERE | {"at": "yesterday"}, "at", "tomorrow 05:00"),
        (HERE | {"at": "2026-02-30T05:00"}, "at", "没有这一天"),
        (HERE | {"mode": "helicopter"}, "mode", "walk | ebike"),
        (HERE | {"more": "many"}, "more", "1 到 100 的整数"),
        ({"q": "长" * 61}, "q", "不超过 60 个字"),
        ({"region": "37"}, "region", "六位区划代码"),
        ({"region": "999999"}, "region", "没有这个区划代码"),
        ({"coords": "here"}, "coords", "117.73,34.56"),
    ],
)
def test_what_cannot_be_read_is_named_with_what_is_allowed(site, query, parameter, words) -> None:
    response = site.get("/", query)
    assert response.status_code == 400
    assert words in text_of(response)
    assert parameter in [code.text for code in tree_of(response).iter("code")]


def test_a_place_of_the_same_name_in_another_region_does_not_hide_the_district(serve) -> None:
    client = serve([place("tez1", name="台儿庄"), place("tez2", name="台儿庄零工市场")])
    response = client.get("/", {"q": "台儿庄"})
    assert "台儿庄区中心附近" in text_of(response)
    assert "也可能是" in text_of(response)

"""The map under fingers and keys: symbols, names, popups, and the way from here to an answer."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.conftest import DESKTOP, PHONE, Visitor
from tests.browser.test_everybody_can_use_it import AXE, SMALL_TEXT, reach

ANSWER = "/?lon=117.263&lat=34.795&at=tomorrow+05:00"
SHIZHONG = "/?region=370402&at=tomorrow+05:00"
SIZES = {"phone": PHONE, "desktop": DESKTOP}
KEY = "(document.activeElement.getAttribute('data-key') || '')"
ON_CLUSTER = f"/^c\\d+$/.test({KEY})"
ON_PLACE = f"{KEY} !== '' && !{ON_CLUSTER}"
BOXES = """(selector) => Array.from(document.querySelectorAll(selector)).map((one) => {
  const box = one.getBoundingClientRect();
  return { left: box.left, top: box.top, right: box.right, bottom: box.bottom };
})"""
Box = dict[str, float]


def open_map(someone: Visitor, path: str) -> Any:
    page = someone.go(path)
    page.locator("#map").scroll_into_view_if_needed()
    page.wait_for_selector("#map .leaflet-marker-icon[data-key]")
    page.wait_for_timeout(400)
    return page


def boxes(page: Any, selector: str) -> list[Box]:
    found: list[Box] = page.evaluate(BOXES, selector)
    return found


def overlap(a: Box, b: Box, slack: float = 1) -> bool:
    across = min(a["right"], b["right"]) - max(a["left"], b["left"])
    down = min(a["bottom"], b["bottom"]) - max(a["top"], b["top"])
    return across > slack and down > slack


def within(inner: Box, outer: Box) -> bool:
    return (
        inner["left"] >= outer["left"]
        and inner["right"] <= outer["right"]
        and inner["top"] >= outer["top"]
        and inner["bottom"] <= outer["bottom"]
    )


@pytest.mark.parametrize("path", [SHIZHONG, ANSWER, "/"])
def test_the_keyboard_goes_slowly_through_every_marker(desktop: Visitor, path: str) -> None:
    page = open_map(desktop, path)
    total = page.locator("#map [data-key]").count()
    reach(desktop, f"{KEY} !== ''")
    seen = []
    while page.evaluate(f"{KEY} !== ''"):
        key = page.evaluate(KEY)
        assert key not in seen
        seen.append(key)
        frame, held = boxes(page, "#map")[0], boxes(page, f"#map [data-key='{key}']")
        assert len(held) == 1
        assert within(held[0], frame)
        page.wait_for_timeout(320)
        assert page.evaluate(KEY) == key
        assert page.locator("#map [data-key]").count() == total
        page.keyboard.press("Tab")
    assert len(seen) == total


def test_enter_on_a_cluster_opens_it_and_goes_to_one_of_its_parts(desktop: Visitor) -> None:
    page = open_map(desktop, "/")
    reach(desktop, ON_CLUSTER)
    for _ in range(8):
        before = page.evaluate(KEY)
        page.keyboard.press("Enter")
        page.wait_for_timeout(350)
        after = page.evaluate(KEY)
        assert after not in ("", before)
        if not page.evaluate(ON_CLUSTER):
            break
    assert page.evaluate(ON_PLACE)


def test_enter_on_a_marker_opens_its_card_and_escape_goes_back(desktop: Visitor) -> None:
    page = open_map(desktop, ANSWER)
    reach(desktop, ON_PLACE)
    key = page.evaluate(KEY)
    page.keyboard.press("Enter")
    page.wait_for_selector(".leaflet-popup .map-card a")
    assert page.evaluate("document.activeElement.className") == "map-card"
    page.keyboard.press("Tab")
    assert f"/p/{key}" in str(page.evaluate("document.activeElement.getAttribute('href')"))
    page.keyboard.press("Escape")
    desktop.until("!document.querySelector('.leaflet-popup')")
    page.wait_for_timeout(100)
    assert page.evaluate(KEY) == key


def test_the_keyboard_can_ask_from_the_maps_centre(desktop: Visitor) -> None:
    page = open_map(desktop, ANSWER)
    reach(desktop, "document.activeElement.className.includes('map-centre')")
    assert page.locator(".map-cross").is_visible()
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "lon=" in url and "lon=117.263&" not in url)
    assert "at=tomorrow" in page.url
    assert len(desktop.ids()) == 3


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("path", [ANSWER, SHIZHONG, "/?region=370405&at=tomorrow+05:00"])
def test_the_position_and_the_three_answers_are_whole_in_the_map(
    visitor: Callable[..., Visitor], size: str, path: str
) -> None:
    someone = visitor(**SIZES[size])
    page = open_map(someone, path)
    frame = boxes(page, "#map")[0]
    here = boxes(page, "#map .map-here")
    assert len(here) == 1
    assert within(here[0], frame)
    for number, place in enumerate(someone.ids(), 1):
        symbol = f"#map [data-key='{place}']"
        assert page.locator(f"{symbol} text").text_content() == str(number)
        assert within(boxes(page, symbol)[0], frame)
    # Nothing but the position itself is drawn over it.
    order = "(all) => all.map((one) => Number(getComputedStyle(one).zIndex))"
    others = page.locator("#map [data-key]").evaluate_all(order)
    assert page.locator("#map .map-here").evaluate_all(order)[0] > max(others)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("path", ["/", SHIZHONG, ANSWER])
def test_names_cover_neither_symbols_nor_each_other(
    visitor: Callable[..., Visitor], size: str, path: str
) -> None:
    page = open_map(visitor(**SIZES[size]), path)
    names = boxes(page, "#map .map-name")
    assert len(names) >= 4
    symbols = boxes(page, "#map .symbol > *:first-child")
    for index, name in enumerate(names):
        assert not any(overlap(name, other) for other in names[index + 1 :])
        assert not any(overlap(name, symbol) for symbol in symbols)


@pytest.mark.parametrize("size", SIZES)
def test_counties_are_named_on_the_citys_map_and_towns_closer_by(
    visitor: Callable[..., Visitor], size: str
) -> None:
    someone = visitor(**SIZES[size])
    page = open_map(someone, "/")
    counties = set(page.locator(".map-name-county").all_inner_texts())
    assert counties == {"滕州市", "薛城区", "山亭区", "市中区", "峄城区", "台儿庄区"}
    assert page.locator(".map-name-town").count() == 0
    while page.locator(".map-name-town").count() == 0:
        assert page.locator(".leaflet-control-zoom-in.leaflet-disabled").count() == 0
        page.locator(".leaflet-control-zoom-in").click()
        page.wait_for_timeout(600)
    towns = page.locator(".map-name-town").all_inner_texts()
    known = {area.name for area in someone.site.snapshot.areas.values() if area.level == "town"}
    assert set(towns) <= known


@pytest.mark.parametrize("size", SIZES)
def test_a_popup_says_what_the_card_says_and_lies_free(
    visitor: Callable[..., Visitor], size: str
) -> None:
    someone = visitor(**SIZES[size])
    page = open_map(someone, ANSWER)
    first = someone.ids()[0]
    article = page.locator(f"article.place[data-id='{first}']")
    page.locator(f"#map [data-key='{first}']").click()
    popup = page.locator(".leaflet-popup .map-card")
    popup.locator("a").first.wait_for()
    said = popup.inner_text()
    assert article.locator(".place-name").inner_text() in said
    assert article.locator(".verdict strong").inner_text() in said
    assert article.locator(".way li").first.inner_text() in said
    assert popup.locator("a", has_text="看详情").get_attribute("href") == f"/p/{first}"
    page.wait_for_timeout(500)
    box = boxes(page, ".leaflet-popup-content-wrapper")[0]
    assert within(box, boxes(page, "#map")[0])
    for control in page.locator("#map .leaflet-control").all():
        if control.is_visible():
            edge = control.bounding_box()
            assert edge is not None
            right, bottom = edge["x"] + edge["width"], edge["y"] + edge["height"]
            shown = {"left": edge["x"], "top": edge["y"], "right": right, "bottom": bottom}
            assert not overlap(box, shown)
    popup.locator("a", has_text="从这里找").click()
    page.wait_for_url(lambda url: "lon=" in url and "lon=117.263&" not in url)


def test_a_place_that_is_not_on_the_page_has_its_distance_and_trades(desktop: Visitor) -> None:
    page = open_map(desktop, ANSWER)
    on_page = set(
        page.locator("article.place, .row").evaluate_all(
            "all => all.map((one) => (/\\/p\\/(\\w+)/.exec(one.innerHTML) || [])[1])"
        )
    )
    for _ in range(6):
        keys = page.locator("#map [data-key]").evaluate_all(
            "all => all.map((one) => one.getAttribute('data-key'))"
        )
        elsewhere = [k for k in keys if desktop.site.snapshot.place(k) and k not in on_page]
        if elsewhere:
            break
        page.locator("#map .leaflet-control-zoom-out").click()
        page.wait_for_timeout(500)
    place = desktop.site.snapshot.place(elsewhere[0])
    assert place is not None
    page.locator(f"#map [data-key='{place.id}']").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".leaflet-popup .map-card a")
    said = page.locator(".leaflet-popup .map-card").inner_text()
    assert "米" in said or "公里" in said
    assert desktop.site.snapshot.trades[place.trades[0].code].name in said


def test_places_without_the_trade_are_left_out_and_the_legend_says_so(desktop: Visitor) -> None:
    page = open_map(desktop, "/?region=370481&trade=bricklayer&at=tomorrow+05:00")
    snapshot = desktop.site.snapshot
    keys = page.locator("#map [data-key]").evaluate_all(
        "all => all.map((one) => one.getAttribute('data-key'))"
    )
    drawn = [place for key in keys if (place := snapshot.place(key)) is not None]
    assert len(drawn) >= 3
    assert all("bricklayer" in {trade.code for trade in place.trades} for place in drawn)
    legend = page.locator(".legend").inner_text()
    assert snapshot.trades["bricklayer"].name in legend


def test_in_the_dark_the_maps_buttons_are_dark_too(visitor: Callable[..., Visitor]) -> None:
    someone = visitor(**PHONE, color_scheme="dark")
    page = open_map(someone, ANSWER)
    for control in (".leaflet-control-zoom-in", ".leaflet-control-scale-line"):
        colour = page.locator(f"#map {control}").evaluate(
            "one => getComputedStyle(one).backgroundColor"
        )
        levels = [float(part) for part in colour[colour.index("(") + 1 : -1].split(",")[:3]]
        assert max(levels) < 80, colour


@pytest.mark.parametrize("size", SIZES)
def test_the_drawn_map_is_large_enough_and_axe_finds_nothing(
    visitor: Callable[..., Visitor], size: str
) -> None:
    someone = visitor(**SIZES[size], bypass_csp=True, service_workers="block")
    page = open_map(someone, ANSWER)
    page.locator(f"#map [data-key='{someone.ids()[0]}']").click()
    page.wait_for_selector(".leaflet-popup .map-card a")
    small = page.locator("#map a, .map-centre").evaluate_all(
        "all => all.map((one) => one.getBoundingClientRect())"
        ".filter((box) => box.width < 43.9 || box.height < 43.9).length"
    )
    assert small == 0
    # The popup fades in; half seen, its words would be counted as pale.
    someone.until("getComputedStyle(document.querySelector('.leaflet-popup')).opacity === '1'")
    assert page.evaluate(SMALL_TEXT) == []
    page.evaluate(AXE)
    result = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")
    assert [(each["id"], each["nodes"][0]["html"]) for each in result["violations"]] == []

"""The nearest places in a real browser: with and without position, with and without scripts."""

import datetime as dt
from collections.abc import Callable

import pytest

from directory import finder
from tests.browser.conftest import DESKTOP, PHONE, XUECHENG, Visitor
from tests.browser.serving import Site
from tests.browser.steps import next_page

# The words stand in a box that is wholly in view, with nothing above it.
STATUS_IN_VIEW = """(() => {
  const box = document.querySelector("#status").getBoundingClientRect();
  const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
  return box.height > 20 && box.top >= 0 && box.bottom <= innerHeight && top.id === "status";
})()"""
SIZES = {"phone": PHONE, "desktop": DESKTOP}


def tomorrow(hour: int) -> dt.datetime:
    day = dt.datetime.now(dt.timezone(dt.timedelta(hours=8))).date() + dt.timedelta(days=1)
    return dt.datetime.combine(day, dt.time(hour))


def expected(site: Site, lon: float, lat: float, **question: str | None) -> list[str]:
    ask = finder.Ask(lon=lon, lat=lat, at=tomorrow(5), **question)  # type: ignore[arg-type]
    return [hit.place.id for hit in finder.answer(site.snapshot, ask).best]


@pytest.mark.parametrize("size", SIZES)
def test_position_granted_gives_the_three_right_cards(
    visitor: Callable[..., Visitor], site: Site, size: str
) -> None:
    someone = visitor(**SIZES[size], geolocation=XUECHENG, permissions=["geolocation"])
    page = someone.go("/?at=tomorrow+05:00")
    page.locator("#locate").click()
    page.wait_for_url("**lon=117.263*")
    assert "lat=34.795" in page.url
    assert "at=tomorrow" in page.url
    assert someone.ids() == expected(site, 117.263, 34.795)
    card = page.locator("article.place").first
    for words in ("步行", "电动车"):
        assert words in card.inner_text()


def test_position_refused_leads_with_words_to_the_other_ways(phone: Visitor) -> None:
    page = phone.go("/")
    page.locator("#locate").click()
    phone.until("document.querySelector('#status').textContent.includes('没有允许')")
    phone.until("document.activeElement.id === 'ways'")
    phone.until(STATUS_IN_VIEW)
    assert page.locator("#ways #status[aria-live=polite]").count() == 1
    with next_page(page):
        page.locator("#ways a").first.click()
    assert phone.ids() != []


@pytest.mark.parametrize(
    ("code", "words"), [(2, "定不了位"), (3, "太慢")], ids=["unavailable", "timeout"]
)
def test_a_position_that_does_not_come_leads_to_the_other_ways(
    phone: Visitor, code: int, words: str
) -> None:
    phone.page.add_init_script(
        "navigator.geolocation.getCurrentPosition ="
        f" (done, failed) => failed({{ code: {code}, message: '' }});"
    )
    page = phone.go("/")
    page.locator("#locate").click()
    phone.until(f"document.querySelector('#status').textContent.includes('{words}')")
    assert page.evaluate("document.activeElement.id") == "ways"
    phone.until(STATUS_IN_VIEW)


def test_a_position_abroad_is_not_asked_about(visitor: Callable[..., Visitor]) -> None:
    someone = visitor(
        **PHONE, geolocation={"longitude": 2.35, "latitude": 48.85}, permissions=["geolocation"]
    )
    page = someone.go("/")
    page.locator("#locate").click()
    someone.until("document.activeElement.id === 'ways'")
    assert "lon=" not in page.url


@pytest.mark.parametrize("size", SIZES)
def test_without_scripts_each_of_the_five_ways_answers(
    visitor: Callable[..., Visitor], site: Site, size: str
) -> None:
    someone = visitor(**SIZES[size], java_script_enabled=False)
    page = someone.go("/?at=tomorrow+05:00")
    assert not page.locator("#locate").is_visible()

    with next_page(page):
        page.locator("#ways .areas a", has_text="台儿庄").click()
    area = site.snapshot.areas["370405"]
    assert someone.ids() == expected(site, area.lon or 0, area.lat or 0)

    for text in ("台儿庄", "taierzhuang", "tez"):
        page = someone.go("/?at=tomorrow+05:00")
        page.locator("#ways input[name=q]").fill(text)
        with next_page(page):
            page.locator("#ways input[name=q]").press("Enter")
        assert someone.ids() == expected(site, area.lon or 0, area.lat or 0), text

    page = someone.go("/?at=tomorrow+05:00")
    with next_page(page):
        page.locator("input[type=image]").click(position={"x": 160, "y": 120})
    assert "lon=" in page.url
    assert "tap" not in page.url
    assert len(someone.ids()) == 3

    someone.go("/?lon=117.263&lat=34.795&datum=wgs84&at=tomorrow+05:00&trade=瓦匠")
    assert someone.ids() == expected(site, 117.263, 34.795, trade="bricklayer")

    page = someone.go("/")
    page.locator("summary", has_text="坐标").click()
    page.locator("#coords").fill("117.263, 34.795")
    page.locator("#datum").select_option("gcj02")
    with next_page(page):
        page.locator("form.coords button").click()
    assert "datum=gcj02" in page.url
    assert len(someone.ids()) == 3


def test_a_tap_on_the_map_asks_from_there(desktop: Visitor) -> None:
    page = desktop.go("/?lon=117.263&lat=34.795")
    page.locator("#map").scroll_into_view_if_needed()
    page.wait_for_selector("#map.leaflet-container")
    page.locator("#map").click(position={"x": 40, "y": 200})
    link = page.locator("#map .leaflet-popup a.map-link")
    link.wait_for()
    # The map moves until the popup is wholly in view, and the link moves with it.
    desktop.until("!document.querySelector('#map .leaflet-pan-anim')")
    link.click()
    page.wait_for_url(lambda url: "lon=" in url and "lon=117.263&" not in url)
    assert len(desktop.ids()) == 3

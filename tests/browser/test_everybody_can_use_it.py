"""Old eyes, a keyboard, a voice, paper: the pages measured in a real browser."""

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.browser.conftest import DESKTOP, PHONE, Visitor
from tests.browser.serving import ROOT, Site
from tests.browser.steps import next_page

ANSWER = "/?lon=117.263&lat=34.795&at=tomorrow+05:00"
AXE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
PAGES = {
    "empty": "/",
    "answer": ANSWER,
    "choices": "/?q=枣庄",
    "not found": "/?q=没有这样的名字",
    "place": "/p/{open}",
    "moved": "/p/{moved}",
    "closed": "/p/{closed}",
    "poster": "/p/{open}/poster",
    "about": "/about",
    "browse city": "/browse/370400",
    "browse county": "/browse/370403",
    "browse country": "/browse/",
    "county tracker": "/counties/370400",
    "browse trade": "/browse/370400/trade/bricklayer",
    "pulse": "/pulse/370400",
    "changes": "/changes/",
    "open data": "/data/",
    "data dictionary": "/data/dictionary",
    "licence": "/licence",
    "contact": "/contact",
    "embed": "/embed",
    "embedded list": "/embed/list?region=370403",
    "embedded map": "/embed/map",
    "English browse": "/en/browse/370400",
    "English tracker": "/en/counties/370000",
    "API": "/api/?f=html",
    "API items": "/api/collections/markets/items?f=html&limit=5",
    "API item": "/api/collections/markets/items/{open}?f=html",
    "API queryables": "/api/collections/markets/queryables?f=html",
    "404": "/nowhere",
    "English": "/en/?lon=117.263&lat=34.795",
    "offline": "/offline?region=370403",
}
# Text smaller than 18 px that a person can see, and targets smaller than 44 px that stand alone.
SMALL_TEXT = """() => {
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.textContent.trim()) continue;
    if (element.closest("script, noscript, svg")) continue;
    const box = element.getBoundingClientRect();
    if (!box.width || !box.height) continue;
    if (parseFloat(getComputedStyle(element).fontSize) < 17.9) found.push(element.outerHTML);
  }
  return found;
}"""
SMALL_TARGETS = """() => Array.from(document.querySelectorAll(
  "button, summary, input:not([type=hidden]), select, a.button, .chip, .areas a, .grid a, " +
  ".choices a"
)).filter((one) => {
  const box = one.getBoundingClientRect();
  return box.width && box.height && (box.height < 43.9 || box.width < 43.9);
}).map((one) => one.outerHTML)"""


@pytest.fixture(scope="module")
def paths(site: Site) -> dict[str, str]:
    """Each kind of page with a place of the demo that shows it."""
    today = dt.datetime.now(dt.timezone(dt.timedelta(hours=8))).date()
    ids: dict[str, str] = {}
    for place in site.snapshot.places_in("370400"):
        status = place.status_on(today)
        ids.setdefault(status.status if status else "open", place.id)
    return {name: path.format(**ids) for name, path in PAGES.items()}


@pytest.mark.parametrize("large", [False, True], ids=["standard", "large"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_can_be_read_and_touched(
    visitor: Callable[..., Visitor], paths: dict[str, str], site: Site, name: str, large: bool
) -> None:
    """What axe finds, in both sizes; of the standard one text and targets too small, at 360 px
    anything to be scrolled sideways, in large type at 320."""
    width = 320 if large else 360
    someone = visitor(
        **PHONE | {"viewport": {"width": width, "height": 740}},
        bypass_csp=True,
        service_workers="block",
    )
    someone.expected = ("status of 404",)
    if large:
        someone.context.add_cookies([{"name": "size", "value": "xl", "url": site.url}])
    page = someone.go(paths[name])
    if name == "offline":
        page.wait_for_selector("article.place")
    if name != "poster":  # it is paper
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        if not large:
            assert page.evaluate(SMALL_TEXT) == []
            assert page.evaluate(SMALL_TARGETS) == []
    if page.locator("#map").count():
        page.locator("#map").scroll_into_view_if_needed()
        page.wait_for_selector("#map.leaflet-container")
    page.evaluate(AXE)
    result = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")
    assert [(each["id"], each["nodes"][0]["html"]) for each in result["violations"]] == []


def test_large_type_is_remembered(phone: Visitor) -> None:
    page = phone.go("/")
    size = "parseFloat(getComputedStyle(document.body).fontSize)"
    before = page.evaluate(size)
    with next_page(page):
        page.locator("a.chip", has_text="大字").click()
    assert page.evaluate(size) > before
    page.reload()
    assert page.evaluate(size) > before
    phone.go(ANSWER)
    assert page.evaluate(size) > before


def test_the_keyboard_alone_finds_locates_and_opens(visitor: Callable[..., Visitor]) -> None:
    someone = visitor(**DESKTOP)
    page = someone.go("/")
    reach(someone, "document.activeElement.id === 'locate'")
    page.keyboard.press("Enter")
    someone.until("document.activeElement.id === 'ways'")
    reach(someone, "document.activeElement.name === 'q'")
    page.keyboard.type("tez")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=tez*")
    reach(someone, "document.activeElement.closest('article.place .place-name') !== null")
    first = someone.ids()[0]
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/p/{first}")


def test_the_keyboard_reaches_the_maps_markers(visitor: Callable[..., Visitor]) -> None:
    someone = visitor(**DESKTOP)
    page = someone.go(ANSWER)
    page.locator("#map").scroll_into_view_if_needed()
    page.wait_for_selector("#map .leaflet-marker-icon[data-key]")
    reach(someone, "/^[^c]|^c[^0-9]/.test(document.activeElement.getAttribute('data-key') || '')")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')")
    page.keyboard.press("Enter")
    page.wait_for_selector(".leaflet-popup a.map-link")
    assert "/p/" in str(page.locator(".leaflet-popup a.map-link").first.get_attribute("href"))


def reach(someone: Visitor, condition: str) -> None:
    """Press Tab until the condition holds."""
    for _ in range(200):
        if someone.page.evaluate(condition):
            return
        someone.page.keyboard.press("Tab")
    raise AssertionError(f"two hundred tabs did not lead to: {condition}")


VOICES = """
  const said = (window.said = []);
  const voices = %s;
  const fake = {
    getVoices: () => voices, cancel: () => {}, addEventListener: () => {},
    speak: (utterance) => said.push(utterance.text),
  };
  Object.defineProperty(window, "speechSynthesis", { value: fake });
  window.SpeechSynthesisUtterance = function (text) { this.text = text; };
"""


def test_without_a_voice_there_is_no_button_to_read_aloud(phone: Visitor) -> None:
    phone.page.add_init_script(VOICES % "[{ lang: 'fr-FR', localService: true }]")
    page = phone.go(ANSWER)
    page.wait_for_timeout(300)
    assert not page.locator("#read-aloud").is_visible()


def test_the_three_cards_are_read_aloud_and_can_be_stopped(phone: Visitor) -> None:
    phone.page.add_init_script(VOICES % "[{ lang: 'zh-CN', localService: true }]")
    page = phone.go(ANSWER)
    button = page.locator("#read-aloud")
    button.click()
    said = page.evaluate("window.said")
    names = page.locator("article.place .place-name").all_inner_texts()
    assert len(said) == len(names) + 1
    for sentence, name in zip(said[1:], names, strict=True):
        assert sentence.startswith(name)
        assert "到" in sentence
    assert button.get_attribute("aria-pressed") == "true"
    button.click()
    assert button.get_attribute("aria-pressed") == "false"


def test_a_poster_is_one_page_of_a4(
    desktop: Visitor, paths: dict[str, str], tmp_path: Path
) -> None:
    page = desktop.go(paths["poster"])
    printed = page.pdf(format="A4", print_background=True, prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1

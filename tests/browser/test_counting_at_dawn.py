"""Counted on a phone at dawn, without network: it arrives once, though it is sent three times.

PICTURES=docs/images in the environment takes the pictures of docs/counting.md anew.
"""

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route

from tests.browser.conftest import PHONE
from tests.browser.deployment import ROOT, Deployment
from tests.browser.office_people import Desk, sit_down
from tests.browser.relay import Relay

PICTURES = os.environ.get("PICTURES", "")
AXE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
PAGE = "/office/count/"
KEPT = "caches.match('/office/count/', {ignoreSearch: true}).then((found) => Boolean(found))"
WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def line(house: Deployment) -> Iterator[Relay]:
    """The way from the phone to the server, which can be cut."""
    with Relay(("127.0.0.1", house.port)) as relay:
        yield relay


@pytest.fixture(scope="module")
def counter(house: Deployment, browser: Browser, line: Relay) -> Iterator[Desk]:
    through = replace(house, port=line.port)
    desk = sit_down(through, browser, "xc-counter", "薛城区计数员", "counter", "370403")
    desk.page.set_viewport_size(PHONE["viewport"])
    yield desk
    desk.context.close()


def test_a_count_made_offline_arrives_once_though_sent_three_times(
    house: Deployment, counter: Desk, line: Relay
) -> None:
    page = counter.go(PAGE)
    page.wait_for_selector(".scripted")
    eventually(page, KEPT)
    looked_at(page, "empty")
    line.cut()
    page.goto(counter.house.url + PAGE)
    page.wait_for_selector(".scripted")
    page.select_option("#place", index=1)
    for step, times in (("10", 8), ("5", 1), ("1", 2), ("-1", 1)):
        for _ in range(times):
            page.click(f"[data-measure=seekers] [data-step='{step}']")
    page.fill("#posts", "60")
    page.fill("#hires", "87")
    page.click("#count button[type=submit]")
    assert "招成的人不能比求职的人多" in page.inner_text("[data-measure=hires]")
    page.fill("#hires", "40")
    picture(page, "numbers")
    page.click("#count button[type=submit]")
    page.wait_for_selector("#queue-list li")
    picture(page, "kept", "#queue")
    assert house.rows("SELECT count(*) FROM directory_count WHERE NOT demo") == [(0,)]

    # The network is back; twice the answer is lost on its way, so the phone sends again.
    line.mend()
    lost = []

    def lose(route: Route) -> None:
        if len(lost) < 2:
            lost.append(route.fetch().status)
            route.abort()
        else:
            route.continue_()

    page.route("**/office/count/send", lose)
    for _ in range(2):
        page.click("#queue-send")
        page.wait_for_timeout(700)
    assert lost == [200, 200]
    page.click("#queue-send")
    page.wait_for_selector("#queue", state="hidden")
    rows = house.rows(
        "SELECT seekers, posts, hires, session, received_at > counted_at"
        " FROM directory_count WHERE NOT demo"
    )
    assert [row[:3] for row in rows] == [(86, 60, 40)]
    assert rows[0][4] is True
    counter.go(PAGE)
    looked_at(page, "sent")
    assert "求职 86" in counter.text()


def test_the_page_counts_without_script(house: Deployment, counter: Desk, browser: Browser) -> None:
    cookies = counter.context.cookies()
    plain = browser.new_context(**PHONE, java_script_enabled=False, locale="zh-CN")
    plain.add_cookies(cookies)  # type: ignore[arg-type]
    page = plain.new_page()
    page.goto(counter.house.url + PAGE)
    before = house.rows("SELECT count(*) FROM directory_count WHERE NOT demo")[0][0]
    page.select_option("#place", index=2)
    page.fill("#seekers", "12")
    page.click("#count button[type=submit]")
    assert "已收到" in page.inner_text("main")
    page.go_back()
    page.click("#count button[type=submit]")
    assert house.rows("SELECT count(*) FROM directory_count WHERE NOT demo") == [(before + 1,)]
    plain.close()


def eventually(page: Page, expression: str) -> None:
    for _ in range(100):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"never came true: {expression}")


def looked_at(page: Page, name: str) -> None:
    """Fits 360 pixels and has no violation."""
    assert not page.evaluate(WIDE)
    page.evaluate(AXE)
    result = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")
    assert [
        (each["id"], node["html"]) for each in result["violations"] for node in each["nodes"]
    ] == []
    picture(page, name)


def picture(page: Page, name: str, part: str = "") -> None:
    if PICTURES:
        if part:
            page.locator(part).scroll_into_view_if_needed()
        page.screenshot(path=Path(PICTURES) / f"counting-{name}.png")

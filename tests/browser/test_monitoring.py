"""Counted at dawn without network, seen on the dashboard, told in a briefing: on the real site.

PICTURES=docs/images in the environment takes the pictures of the counter's guide anew.
"""

import datetime as dt
import io
import os
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, Route

from tests.browser.axe import looked_at
from tests.browser.conftest import PHONE
from tests.browser.deployment import Deployment
from tests.browser.office_people import Desk, sit_down
from tests.browser.steps import until

PICTURES = os.environ.get("PICTURES", "")
COUNT, DASHBOARD = "/office/count/", "/office/monitoring/"
BRIEFINGS = "/office/monitoring/briefings"
WAITING = """new Promise((resolve) => {
  const asked = indexedDB.open("linggong-counts", 1);
  asked.onsuccess = () => {
    const all = asked.result.transaction("waiting").objectStore("waiting").getAll();
    all.onsuccess = () => { asked.result.close(); resolve(all.result); };
  };
})"""
KEPT = f"""navigator.serviceWorker.controller !== null
  && caches.match("{COUNT}").then((found) => found !== undefined)"""
TREND, MISSING = (29, 78, 216), (229, 231, 235)


@pytest.fixture(scope="module")
def counter(house: Deployment, browser: Browser) -> Iterator[Desk]:
    desk = sit_down(house, browser, "dawn", "永福路计数员", "counter", "370403", PHONE)
    yield desk
    desk.context.close()


@pytest.fixture(scope="module")
def lead(house: Deployment, browser: Browser) -> Iterator[Desk]:
    desk = sit_down(house, browser, "pulse-lead", "薛城区负责人", "district_lead", "370403")
    yield desk
    desk.context.close()


def test_a_count_made_offline_arrives_once_though_sent_three_times(
    house: Deployment, counter: Desk
) -> None:
    looked_at(counter, COUNT)
    until(lambda: counter.page.evaluate(KEPT))
    counter.context.set_offline(True)
    page = counter.go(COUNT)
    fill(page)
    picture(page, "counting-numbers", at="form p")
    page.locator(".count-send button").dblclick()
    until(lambda: page.locator("#queue-list li").count() == 1)
    picture(page, "counting-waiting", at=".hint")
    kept = page.evaluate(WAITING)
    assert len(kept) == 1

    page = reopened(counter)
    assert page.evaluate(WAITING) == kept
    lose_the_answer(house, counter, page, kept[0]["key"])
    assert page.evaluate(WAITING) == kept

    page = reopened(counter)
    until(lambda: page.evaluate(WAITING) == [])
    assert not page.locator("#queue").is_visible()
    found = house.rows(
        "SELECT key::text, seekers, posts, hires, counted_at, received_at > counted_at"
        " FROM directory_count WHERE counter_id IS NOT NULL"
    )
    at = dt.datetime.fromisoformat(kept[0]["at"])
    key = kept[0]["key"]
    assert [(row[0].replace("-", ""), *row[1:]) for row in found] == [(key, 35, 21, None, at, True)]
    assert "求职 35，岗位 21" in counter.go(COUNT).inner_text("main")
    looked_at(counter, COUNT)
    assert [each for each in counter.faults if "net::ERR" not in each] == []


def test_the_dashboard_draws_the_trend_and_the_missing_days_for_every_eye(lead: Desk) -> None:
    looked_at(lead, DASHBOARD)
    page = lead.go(DASHBOARD)
    chart = page.locator("svg.drawn").first
    pixels = np.asarray(Image.open(io.BytesIO(chart.screenshot())).convert("RGB")).astype(int)
    for colour in (TREND, MISSING):
        assert (np.abs(pixels - np.array(colour)).sum(axis=2) < 12).sum() > 200, colour
    # Each chart with its table, the days that nobody counted among them.
    tables = page.locator("main table")
    assert tables.count() >= page.locator("svg.drawn").count()
    assert page.locator(".c-missing").count() > 0
    assert "没有计数" in page.locator("main").inner_text()
    assert lead.faults == [], lead.faults


def test_a_briefing_whose_worker_is_killed_is_made_by_the_next_once(
    house: Deployment, lead: Desk
) -> None:
    page = lead.go(BRIEFINGS)
    # Whoever asks for the trades has to wait: the job stands half-way when its worker dies.
    with house.holding("LOCK TABLE directory_trade IN ACCESS EXCLUSIVE MODE"):
        page.click("text=生成简报")
        until(lambda: states(house) == [("running", 1)])
        house.kill_worker()
    house.manage("procrastinate", "defer", "rescue_briefings", '{"timestamp": 0}')
    until(lambda: states(house) == [("ready", 2)])
    until(lambda: page.goto(house.url + BRIEFINGS) and page.locator("a:has-text('PDF')").count())
    file = page.locator("a:has-text('PDF')").get_attribute("href")
    document = pypdfium2.PdfDocument(page.request.get(f"{house.url}{file}").body())
    assert "动态监测简报" in document[0].get_textpage().get_text_range()
    document.close()
    done = house.rows("SELECT status FROM procrastinate_jobs WHERE task_name = 'make_briefing'")
    assert done == [("succeeded",)]


def fill(page: Page) -> None:
    """Thirty-five who wait and twenty-one jobs, by the large buttons; hires are not known."""
    page.select_option("#place", index=1)
    for measure, steps in (("seekers", "10 10 10 5"), ("posts", "10 10 1")):
        for step in steps.split():
            page.click(f"[data-measure={measure}] [data-step='{step}']")


def lose_the_answer(house: Deployment, counter: Desk, page: Page, key: str) -> None:
    """The server takes the count in, and its answer never arrives."""
    lost: list[int] = []

    def take(route: Route) -> None:
        lost.append(route.fetch().status)
        route.abort()

    counter.context.route("**/office/count/send", take)
    counter.context.set_offline(False)
    # Waiting in the page, so that the one who takes the answer away gets his turn.
    until(lambda: page.wait_for_timeout(200) or lost)
    page.wait_for_timeout(300)
    counter.context.unroute("**/office/count/send", take)
    assert lost == [200]
    assert house.rows("SELECT count(*) FROM directory_count WHERE key = %s", key) == [(1,)]


def reopened(counter: Desk) -> Page:
    """The tab closed, and the page opened in another one."""
    counter.page.close()
    counter.page = counter.context.new_page()
    return counter.go(COUNT)


def states(house: Deployment) -> list[tuple[str, int]]:
    return house.rows("SELECT state, attempts FROM directory_briefingjob")


def picture(page: Page, name: str, at: str) -> None:
    """From the first `at` down; kept where PICTURES says, nothing otherwise."""
    if PICTURES:
        page.locator(at).first.evaluate("(one) => one.scrollIntoView()")
        page.wait_for_timeout(300)
        page.screenshot(path=Path(PICTURES) / f"{name}.png")

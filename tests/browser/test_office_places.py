"""A clerk at work on the places, in a real browser: list, page, form with its map."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.conftest import DESKTOP, PATIENCE_MS, PHONE
from tests.browser.deployment import Deployment
from tests.browser.office_people import Desk, sit_down
from tests.browser.serving import ROOT
from tests.browser.steps import next_page
from tests.factories.ledger import COUNTY

AXE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
# Our own part of the page; the frame around it is unfold's.
OWN = "axe.run('#content', { resultTypes: ['violations'] })"
PICTURES = os.environ.get("PICTURES", "")
SAID = "document.querySelector('[data-point-said]').textContent.includes('{}')"


@pytest.fixture(scope="module")
def clerk(house: Deployment, browser: Browser) -> Iterator[Desk]:
    desk = sit_down(house, browser, "xc-places", "薛城区台账经办", "district_clerk", COUNTY)
    yield desk
    desk.context.close()


@pytest.fixture
def hall(house: Deployment) -> str:
    return house.untouched(COUNTY)


@pytest.fixture
def desk(clerk: Desk, browser: Browser) -> Iterator[Callable[..., Page]]:
    """The clerk's session on a device of any kind; each page must stay without a fault."""
    opened: list[BrowserContext] = []
    faults: list[str] = []

    def open_on(**options: Any) -> Page:
        state = clerk.context.storage_state()
        context = browser.new_context(
            **options, locale="zh-CN", storage_state=state, base_url=clerk.house.url
        )
        context.set_default_timeout(PATIENCE_MS * 2)
        context.on(
            "console",
            lambda said: faults.append(said.text) if said.type in ("error", "warning") else None,
        )
        context.on("weberror", lambda error: faults.append(f"thrown: {error.error}"))
        opened.append(context)
        return context.new_page()

    yield open_on
    for context in opened:
        context.close()
    # What a form refused is answered with 422, which the browser notes as an error.
    assert [fault for fault in faults if "status of 422" not in fault] == []


def picture(page: Page, name: str) -> None:
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)


def position(page: Page) -> tuple[float, float]:
    return float(page.input_value("#id_lon")), float(page.input_value("#id_lat"))


@pytest.mark.parametrize("kind", ["phone", "desktop"])
def test_pages_can_be_used_by_everybody(desk: Callable[..., Page], hall: str, kind: str) -> None:
    page = desk(**(PHONE if kind == "phone" else DESKTOP), bypass_csp=True)
    found: dict[str, list[Any]] = {}
    for name, path in {
        "list": "/office/places/",
        "page": f"/office/places/{hall}",
        "edit": f"/office/places/{hall}/edit",
        "new": "/office/places/new",
    }.items():
        page.goto(path, wait_until="load")
        if name != "list":
            page.wait_for_selector(".leaflet-container")
        page.wait_for_timeout(600)
        picture(page, f"{name}-{kind}")
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= page.evaluate("innerWidth"), name
        page.evaluate(AXE)
        wrong = page.evaluate(OWN)["violations"]
        found[name] = [(each["id"], each["nodes"][0]["html"][:200]) for each in wrong]
    assert {name: each for name, each in found.items() if each} == {}


def test_a_clerk_places_a_point_by_keyboard_and_by_datum(
    desk: Callable[..., Page], hall: str
) -> None:
    page = desk(**DESKTOP)
    page.goto(f"/office/places/{hall}/edit", wait_until="load")
    page.wait_for_selector(".point-pin")
    before = position(page)
    page.locator(".point-pin").focus()
    for _ in range(3):
        page.keyboard.press("ArrowUp")
    # Thirty metres are 0.00027 degrees of latitude.
    assert position(page)[0] == pytest.approx(before[0], abs=1e-6)
    assert 0.00026 < position(page)[1] - before[1] < 0.00028
    page.keyboard.press("Shift+ArrowDown")
    assert 0.00025 < position(page)[1] - before[1] < 0.000268
    page.wait_for_function(SAID.format("落在"))
    page.select_option("#id_datum", "bd09")
    page.wait_for_function(SAID.format("位置相差"))
    picture(page, "point-moved")


def test_a_marker_is_dragged_where_it_belongs(desk: Callable[..., Page], hall: str) -> None:
    page = desk(**DESKTOP)
    page.goto(f"/office/places/{hall}/edit", wait_until="load")
    pin = page.locator(".point-pin")
    pin.scroll_into_view_if_needed()
    page.wait_for_timeout(300)
    before, box = position(page), pin.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 30, y + 15, steps=4)
    page.mouse.move(x + 60, y + 30, steps=4)
    page.mouse.up()
    after = position(page)
    # Sixty pixels east and thirty south, at the zoom in which a place is shown: some 200 metres.
    assert 0.0005 < after[0] - before[0] < 0.006
    assert 0.0002 < before[1] - after[1] < 0.003
    page.wait_for_function(SAID.format("落在"))


def test_a_swapped_pair_is_put_right_with_one_click(desk: Callable[..., Page]) -> None:
    page = desk(**DESKTOP)
    page.goto("/office/places/new", wait_until="load")
    page.fill("#id_lon", "34.8012")
    page.fill("#id_lat", "117.2632")
    page.select_option("#id_datum", "wgs84")
    page.locator("[data-point-hints] button").first.click()
    assert page.input_value("#id_lon") == "117.2632"
    page.wait_for_function(SAID.format(COUNTY))
    page.get_by_role("button", name="用作所属区县").click()
    assert page.input_value("#id_region_code") == COUNTY


def test_a_change_is_typed_read_back_and_put_forward(
    desk: Callable[..., Page], hall: str, house: Deployment
) -> None:
    page = desk(**DESKTOP)
    page.goto(f"/office/places/{hall}/edit", wait_until="load")
    page.fill("#id_hours", "每天早上四点半到晚上六点")
    page.wait_for_function("document.querySelector('#id_hours_read').textContent.includes('04:30')")
    page.locator("#rows-zones [data-add-row]").click()
    row = page.locator("#rows-zones [data-row]").last
    row.locator("input[name$='-name']").fill("等候区")
    row.locator("input[name$='-hours']").fill("听不懂的时间")
    page.wait_for_selector("#rows-zones .read-back-bad")
    page.get_by_role("button", name="提交审核").click()
    page.wait_for_selector("#faults")
    picture(page, "faults")
    assert page.locator("input[value='等候区']").count() == 1
    page.locator("#faults a").first.click()
    page.locator("input[value='听不懂的时间']").fill("")
    with next_page(page):
        page.get_by_role("button", name="提交审核").click()
    if page.get_by_role("button", name="已核对，提交审核").count():
        page.get_by_role("button", name="已核对，提交审核").click()
    page.wait_for_url("**/office/review/*")
    states = house.rows(
        "SELECT p.state FROM directory_proposal p JOIN directory_market m ON m.id = p.market_id"
        " WHERE m.public_id = %s ORDER BY p.id DESC LIMIT 1",
        hall,
    )
    assert states == [("submitted",)]

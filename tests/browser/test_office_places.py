"""A clerk at work on the places, in a real browser: list, page, form with its map."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from directory.models import Market, Official, Proposal
from tests.browser.conftest import DESKTOP, PHONE, Visitor
from tests.browser.office import SignIn
from tests.browser.serving import ROOT
from tests.factories.ledger import COUNTY
from tests.factories.people import make_official

AXE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
# Our own part of the page; the frame around it is unfold's.
OWN = "axe.run('#content', { resultTypes: ['violations'] })"
PICTURES = os.environ.get("PICTURES", "")


@pytest.fixture
def clerk(ledger: None, django_db_blocker: Any) -> Iterator[Official]:
    with django_db_blocker.unblock():
        yield make_official("district_clerk", COUNTY, name="薛城区经办")


@pytest.fixture
def market(ledger: None) -> Market:
    found = Market.objects.filter(region_code=COUNTY, form="hall").first()
    assert found is not None
    return found


@pytest.fixture
def desk(
    visitor: Callable[..., Visitor], signed_in: SignIn, clerk: Official
) -> Callable[..., Visitor]:
    return lambda **options: signed_in(visitor(**options), clerk)


def picture(page: Page, name: str) -> None:
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)


@pytest.mark.parametrize("kind", ["phone", "desktop"])
def test_pages_can_be_used_by_everybody(
    desk: Callable[..., Visitor], market: Market, kind: str
) -> None:
    someone = desk(**(PHONE if kind == "phone" else DESKTOP), bypass_csp=True)
    found: dict[str, list[Any]] = {}
    for name, path in {
        "list": "/office/places/",
        "page": f"/office/places/{market.public_id}",
        "edit": f"/office/places/{market.public_id}/edit",
        "new": "/office/places/new",
    }.items():
        page = someone.go(path)
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
    desk: Callable[..., Visitor], market: Market
) -> None:
    someone = desk(**DESKTOP)
    page = someone.go(f"/office/places/{market.public_id}/edit")
    page.wait_for_selector(".point-pin")
    before = float(page.input_value("#id_lat"))
    page.locator(".point-pin").focus()
    for _ in range(3):
        page.keyboard.press("ArrowUp")
    moved = float(page.input_value("#id_lat")) - before
    # Thirty metres are 0.00027 degrees of latitude.
    assert 0.00026 < moved < 0.00028
    someone.until("document.querySelector('[data-point-said]').textContent.includes('落在')")
    page.select_option("#id_datum", "bd09")
    someone.until("document.querySelector('[data-point-said]').textContent.includes('位置相差')")
    picture(page, "point-moved")


def test_a_swapped_pair_is_put_right_with_one_click(
    desk: Callable[..., Visitor], market: Market
) -> None:
    someone = desk(**DESKTOP)
    page = someone.go("/office/places/new")
    page.fill("#id_lon", "34.8012")
    page.fill("#id_lat", "117.2632")
    page.select_option("#id_datum", "wgs84")
    page.locator("[data-point-hints] button").first.click()
    assert page.input_value("#id_lon") == "117.2632"
    someone.until("document.querySelector('[data-point-said]').textContent.includes('370403')")
    page.get_by_role("button", name="用作所属区县").click()
    assert page.input_value("#id_region_code") == COUNTY


def test_a_change_is_typed_read_back_and_put_forward(
    desk: Callable[..., Visitor], market: Market
) -> None:
    someone = desk(**DESKTOP)
    page = someone.go(f"/office/places/{market.public_id}/edit")
    page.fill("#id_hours", "每天早上四点半到晚上六点")
    someone.until("document.querySelector('#id_hours_read').textContent.includes('04:30')")
    page.locator("#rows-zones [data-add-row]").click()
    rows = page.locator("#rows-zones [data-row]")
    rows.last.locator("input[name$='-name']").fill("等候区")
    rows.last.locator("input[name$='-hours']").fill("听不懂的时间")
    page.get_by_role("button", name="提交审核").click()
    page.wait_for_selector("#faults")
    picture(page, "faults")
    assert page.locator("input[value='等候区']").count() == 1
    page.locator("#faults a").first.click()
    page.locator("input[value='听不懂的时间']").fill("")
    page.get_by_role("button", name="提交审核").click()
    if page.get_by_role("button", name="已核对，提交审核").count():
        page.get_by_role("button", name="已核对，提交审核").click()
    page.wait_for_url("**/office/review/*")
    assert Proposal.objects.get(market=market).state == "submitted"

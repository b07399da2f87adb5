"""The officials' main pages under axe, by day and in the dark: for eyes, keyboard and voice."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.axe import looked_at
from tests.browser.deployment import Deployment
from tests.browser.office_people import Desk, sit_down
from tests.factories.workbooks import messy_workbook

BUSY = "[data-import-progress]"
LISTS = (
    "/office/", "/office/places/", "/office/review/", "/office/gate/", "/office/reports/",
    "/office/upkeep/", "/office/imports/new",
)  # fmt: skip


@pytest.fixture(scope="module")
def lead(house: Deployment, browser: Browser) -> Iterator[Desk]:
    desk = sit_down(house, browser, "axe-lead", "薛城区负责人", "district_lead", "370403")
    yield desk
    desk.context.close()


@pytest.fixture(scope="module")
def administrator(house: Deployment, browser: Browser) -> Iterator[Desk]:
    desk = sit_down(house, browser, "axe-admin", "系统管理员", "sysadmin", "370400")
    yield desk
    desk.context.close()


def test_lists_have_no_violation_and_one_landmark(lead: Desk) -> None:
    for path in LISTS:
        looked_at(lead, path)
        assert lead.page.locator("main").count() == 1, path


def test_the_pages_of_a_place_have_no_violation(lead: Desk) -> None:
    place = lead.house.untouched("370403")
    for path in ("places/{}", "places/{}/edit", "gate/{}", "gate/{}/status", "history/places/{}"):
        looked_at(lead, "/office/" + path.format(place))
    page = lead.go(f"/office/places/{place}/edit")
    page.fill("[name=hours_note]", "雨天改在棚下")
    page.click("button[value=submit]")
    page.wait_for_url(re.compile(r"/office/review/\d+"))
    looked_at(lead, page.url.removeprefix(lead.house.url))


def test_the_preview_of_an_import_has_no_violation(lead: Desk, tmp_path: Path) -> None:
    page = lead.go("/office/imports/new")
    page.set_input_files("input[type=file]", messy_workbook(tmp_path / "名录.xlsx"))
    page.click("text=上传并核对")
    wait_until(page, lambda: page.locator(BUSY).count() == 0)
    looked_at(lead, page.url.removeprefix(lead.house.url))


def test_the_list_of_people_has_no_violation(administrator: Desk) -> None:
    looked_at(administrator, "/office/people/")


def wait_until(page: Page, holds: Callable[[], bool]) -> None:
    for _ in range(200):
        if holds():
            page.wait_for_load_state("load")
            return
        page.wait_for_timeout(300)
    raise AssertionError("it never came true")

"""The officials' main pages under axe, by day and in the dark: for eyes, keyboard and voice."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.axe import looked_at
from tests.browser.deployment import Deployment
from tests.browser.office_people import Desk, sit_down
from tests.browser.steps import next_page, wait_for_job
from tests.factories.workbooks import messy_workbook

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
    with next_page(page):
        page.click("text=上传并核对")
    wait_for_job(page)
    looked_at(lead, page.url.removeprefix(lead.house.url))


def test_the_page_of_an_import_returns_though_it_ended_before_it_was_asked(
    lead: Desk, tmp_path: Path
) -> None:
    page = lead.go("/office/imports/new")
    page.set_input_files("input[type=file]", messy_workbook(tmp_path / "名录.xlsx"))
    page.route("**/progress", lambda route: route.abort())
    # Read no further than to the table that is held, while the first answer says that it has ended.
    ended = '{"state": "ready", "percent": 100, "done": 9, "total": 9, "running": false}'
    with lead.house.holding("LOCK TABLE directory_trade IN ACCESS EXCLUSIVE MODE"):
        with next_page(page):
            page.click("text=上传并核对")
        assert page.locator("[data-import-progress]").count() == 1
        with next_page(page):
            page.unroute("**/progress")
            page.route("**/progress", lambda route: route.fulfill(body=ended))
    page.unroute("**/progress")
    wait_for_job(page)


def test_the_list_of_people_has_no_violation(administrator: Desk) -> None:
    looked_at(administrator, "/office/people/")

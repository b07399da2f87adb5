"""The whole round: a workbook comes in, two people see to it, the public corrects it, all is told.

A clerk imports a messy workbook, a lead approves it and decides that a place is public, the place
appears on the map, somebody on a phone reports other hours, the clerk makes a change of the report,
the lead approves what he sees, the page says so, and the history tells who did what.

PICTURES=docs/images in the environment takes the pictures of the clerk's guide anew.
"""

import os
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import PHONE
from tests.browser.deployment import Deployment
from tests.browser.office_people import Desk, sit_down
from tests.browser.steps import next_page, until, wait_for_job
from tests.factories.workbooks import messy_workbook

PICTURES = os.environ.get("PICTURES", "")
PLACE = "永福路零工市场"


@pytest.fixture(scope="module")
def clerk(house: Deployment, browser: Browser) -> Iterator[Desk]:
    desk = sit_down(house, browser, "xc-clerk", "薛城区经办", "district_clerk", "370403")
    yield desk
    desk.context.close()


@pytest.fixture(scope="module")
def lead(house: Deployment, browser: Browser) -> Iterator[Desk]:
    desk = sit_down(house, browser, "xc-lead", "薛城区负责人", "district_lead", "370403")
    yield desk
    desk.context.close()


def test_a_workbook_becomes_a_place_that_the_public_corrects(
    house: Deployment, browser: Browser, clerk: Desk, lead: Desk, tmp_path: Path
) -> None:
    picture(clerk.go("/office/"), "today")
    batch = import_workbook(clerk, messy_workbook(tmp_path / "薛城区名录.xlsx"))
    approve_import(lead, batch)
    place_id = publish(lead)

    phone = browser.new_context(**PHONE, java_script_enabled=False, locale="zh-CN").new_page()
    appears(house, phone, place_id)
    receipt = report_other_hours(house, phone, place_id)
    proposal = make_a_change_of_it(clerk, receipt)
    approve_change(lead, proposal)

    until(lambda: "04:30–18:00" in page_of(house, phone, place_id))
    phone.goto(f"{house.url}{receipt}")
    assert "已答复" in phone.inner_text("main")
    phone.context.close()

    the_history_tells_it_all(clerk, place_id)
    assert "entries hold together" in house.manage("verify_history")
    assert clerk.faults == []
    assert lead.faults == []


def import_workbook(clerk: Desk, file: Path) -> str:
    """Uploaded, read, its two places without a position put to their towns, handed in."""
    page = clerk.go("/office/imports/new")
    page.set_input_files("input[type=file]", file)
    picture(page, "upload")
    with next_page(page):
        page.click("text=上传并核对")
    wait_for_job(page)
    said = clerk.text()
    assert "名录清单!J5" in said or "名录清单!J5" in said.replace(" ", ""), said[:3000]
    assert "没有位置 2" in said
    picture(page, "preview", height=1400)
    with next_page(page):
        page.click("text=没有位置的按镇街定位")
    wait_for_job(page)
    assert "新增 8" in clerk.text()
    page.fill("#import-note", "本区 11 月名录")
    page.click("text=提交审核")
    page.wait_for_selector("text=待审核")
    return page.url.removeprefix(clerk.house.url)


def approve_import(lead: Desk, batch: str) -> None:
    assert "待我审核的导入" in lead.go("/office/").inner_text("main")
    page = lead.go(batch)
    picture(page, "approve-import")
    with next_page(page):
        page.click("text=批准并写入")
    wait_for_job(page)
    page.wait_for_selector("text=已写入 8 处")


def publish(lead: Desk) -> str:
    """Decided at the gate, with a reason; the id of the place."""
    page = lead.go("/office/gate/")
    page.click(f"main a:has-text('{PLACE}')")
    page.check("input[value=publish]")
    page.fill("[name=reason]", "现场核查，信息属实")
    picture(page, "gate", full=True)
    page.click("text=记录这个决定")
    page.wait_for_selector("text=已公开")
    return page.url.rstrip("/").rsplit("/", 1)[1]


def appears(house: Deployment, phone: Page, place_id: str) -> None:
    """On its page, among the finder's places near it, and on the map."""
    until(lambda: "05:00–17:30" in page_of(house, phone, place_id))
    phone.goto(f"{house.url}/?lon=117.2632&lat=34.8012&at=tomorrow+06:00")
    assert PLACE in phone.inner_text("main")
    points = phone.request.get(f"{house.url}/map/points.json")
    assert place_id in points.text()


def report_other_hours(house: Deployment, phone: Page, place_id: str) -> str:
    """From the place's page, without script; the address of the receipt."""
    phone.goto(f"{house.url}/p/{place_id}")
    with next_page(phone):
        phone.click("text=报错、投诉举报")
    phone.check("input[value=wrong_hours]")
    phone.fill("[name=hours]", "早上四点半到晚上六点")
    phone.fill("[name=text]", "四点半就有人了")
    picture(phone, "report", full=True)
    phone.click("text=发出去")
    phone.wait_for_url("**/r/**")
    assert PLACE in phone.inner_text("main")
    return "/r/" + phone.url.split("/r/")[1].split("?")[0]


def make_a_change_of_it(clerk: Desk, receipt: str) -> str:
    """The report taken up and turned into a proposed change; the address of its review."""
    page = clerk.go("/office/reports/")
    with next_page(page):
        page.click("#result_list tbody a")
    assert "04:30-18:00" in clerk.text()
    picture(page, "report-office", full=True)
    page.click("button:has-text('接办')")
    page.wait_for_selector("text=正在办理")
    page.click("button:has-text('转为变更申请')")
    page.wait_for_url("**/edit**")
    assert page.input_value("[name=hours]") == "04:30-18:00"
    picture(page, "edit")
    page.click("button[value=submit]")
    page.wait_for_url(re.compile(r"/office/review/\d+"))
    return page.url.removeprefix(clerk.house.url)


def approve_change(lead: Desk, proposal: str) -> None:
    page = lead.go(proposal)
    row = page.locator("tr[data-field=hours]")
    assert "05:00-17:30" in row.locator(".diff-old").inner_text()
    assert "04:30-18:00" in row.locator(".diff-new").inner_text()
    picture(page, "review", full=True)
    page.click("text=通过并写入台账")
    page.wait_for_selector("text=已通过")


def the_history_tells_it_all(clerk: Desk, place_id: str) -> None:
    page = clerk.go(f"/office/history/places/{place_id}")
    said = page.inner_text("main")
    for words in ("薛城区负责人", "现场核查，信息属实", "04:30", "05:00"):
        assert words in said, f"{words} is not in:\n{said}"
    picture(page, "history")
    page = clerk.go(f"/office/places/{place_id}")
    picture(page, "place")
    day = time.strftime("%Y-%m-%d")
    assert PLACE in clerk.go(f"/office/history/on?day={day}").inner_text("main")


def page_of(house: Deployment, phone: Page, place_id: str) -> str:
    answer = phone.goto(f"{house.url}/p/{place_id}")
    return phone.inner_text("main") if answer and answer.status == 200 else ""


def picture(page: Page, name: str, *, full: bool = False, height: int = 0) -> None:
    """Kept where PICTURES says; nothing otherwise."""
    if not PICTURES:
        return
    clip = {"x": 0, "y": 0, "width": 1280, "height": height} if height else None
    page.wait_for_timeout(500)
    page.screenshot(
        path=Path(PICTURES) / f"clerk-{name}.png", full_page=full or bool(height), clip=clip
    )

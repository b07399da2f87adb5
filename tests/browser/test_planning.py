"""A planner's day in a real browser: look, import candidates, run, move a site, compare, share."""

import os
import time
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.deployment import Deployment
from tests.browser.office_people import Desk, sit_down
from tests.browser.serving import ROOT

AXE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
# Our own part of the page; the frame around it is unfold's.
OWN = "axe.run('#content', { resultTypes: ['violations'] })"
PICTURES = os.environ.get("PICTURES", "")
ANSWERED_MS = 90_000
READY = "SELECT id FROM planning_run WHERE state = 'ready' ORDER BY id LIMIT 2"
LAYER = "名称,经度,纬度,容量,费用\n" + "\n".join(
    f"空房 {at},{117.0 + at % 6 * 0.1:.3f},{34.6 + at // 6 * 0.12:.3f},300,{10 + at}"
    for at in range(30)
)


@pytest.fixture(scope="module")
def planner(house: Deployment, browser: Browser) -> Iterator[Desk]:
    desk = sit_down(house, browser, "zz-planner", "枣庄市规划", "planner", "370400")
    yield desk
    desk.context.close()


def picture(page: Page, name: str) -> None:
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"planning-{name}.png", full_page=True)


def answered(house: Deployment) -> tuple[int, int]:
    """Two runs of the demo, once the worker has answered them."""
    end = time.monotonic() + ANSWERED_MS / 1000
    while len(runs := house.rows(READY)) < 2:
        assert time.monotonic() < end, "the worker did not answer the demo"
        time.sleep(0.5)
    return runs[0][0], runs[1][0]


def covered(page: Page) -> int:
    """As the page says it now, of the arrangement that is tried."""
    row = page.locator("[data-try-figures] tr").filter(has_text="已覆盖").first
    return int(row.locator("td").nth(1).inner_text().replace(",", ""))


def change(page: Page, deed: Any) -> int:
    """Does it, waits for its figures, and how many are covered then."""
    with page.expect_response(lambda answer: "part=figures" in answer.url) as told:
        deed()
    assert told.value.status == 200
    page.wait_for_function("location.search.includes('tried=1')")
    return covered(page)


def test_a_planner_s_day(planner: Desk, browser: Browser) -> None:
    page = planner.go("/office/planner/")
    expect(page.get_by_role("link", name="八处新点，每个区县都有")).to_be_visible()

    # Candidates come from a file.
    planner.go("/office/planner/candidates/new/imported")
    page.select_option("#id_region", "370400")
    page.fill("#id_name", "摸排的空房")
    page.select_option("#id_datum", "wgs84")
    page.set_input_files(
        "#id_file", {"name": "a.csv", "mimeType": "text/csv", "buffer": LAYER.encode()}
    )
    page.click("main button[type=submit]")
    expect(page.locator("body")).to_contain_text("摸排的空房 v1")

    # A scenario is asked, and answered in the background.
    planner.go("/office/planner/scenarios/new?region=370400")
    page.fill("#id_name", "空房里选四处")
    page.select_option("#id_demand", label="推算的零工 v1")
    page.select_option("#id_candidates", label="摸排的空房 v1")
    page.select_option("#id_mode", "ebike")
    page.fill("#id_p", "4")
    page.click("text=开始计算")
    page.wait_for_selector("#proof", timeout=ANSWERED_MS)
    expect(page.locator("body")).to_contain_text("没有别的 4 处能")
    expect(page.locator(".layered-map .lm-line").first).to_be_attached()
    expect(page.locator("svg.drawn")).to_be_visible()
    picture(page, "answer")
    answer = page.url

    # Its report is opened and read.
    page.click("#reports summary")
    page.locator("#reports button[value=xlsx]").click()
    with page.expect_download(timeout=ANSWERED_MS) as told:
        page.get_by_role("link", name="下载 工作簿").click(timeout=ANSWERED_MS)
    sheets = load_workbook(BytesIO(told.value.path().read_bytes())).worksheets
    cells = {str(cell) for sheet in sheets for row in sheet.values for cell in row}
    assert any("空房" in cell for cell in cells)
    assert any("摸排的空房 v1" in cell for cell in cells)

    page.click("text=回到结果")

    # A site is dragged, added, moved by keys and taken away; each time the figures follow.
    page.click("text=移动、增减地点试试")
    page.wait_for_selector(".try-pin")
    first = covered(page)
    offered = page.locator("#add option").filter(has_text="空房 2").first
    key = offered.get_attribute("value") or ""
    page.select_option("#add", key)
    more = change(page, lambda: page.click("text=加上"))
    assert more >= first
    pin = page.locator(".try-pin:not(.try-pin-existing)").first
    pin.scroll_into_view_if_needed()
    box = pin.bounding_box()
    assert box is not None

    def drag() -> None:
        page.mouse.move(box["x"] + 14, box["y"] + 12)
        page.mouse.down()
        page.mouse.move(box["x"] + 60, box["y"] + 60, steps=6)
        page.mouse.move(box["x"] + 104, box["y"] + 92, steps=6)
        page.mouse.up()

    change(page, drag)
    page.locator(".try-pin:not(.try-pin-existing)").last.focus()
    change(page, lambda: page.keyboard.press("ArrowUp"))
    pins = page.locator(".try-pin").count()
    page.locator(".try-pin").first.focus()
    change(page, lambda: page.keyboard.press("Delete"))
    assert page.locator(".try-pin").count() == pins - 1
    change(page, lambda: page.locator("button[name=remove]").first.click())
    picture(page, "tried")
    again = covered(page)
    page.reload()
    page.wait_for_selector(".try-pin")
    assert covered(page) == again

    # Three answers side by side.
    planner.go("/office/planner/")
    for name in ("空房里选四处", "五处新点，电动车一刻钟", "八处新点，每个区县都有"):
        page.get_by_label(f"比较 {name}", exact=True).check()
    page.click("text=比较勾选的")
    expect(page.locator(".layered-map.leaflet-container")).to_have_count(3)
    expect(page.locator("main")).to_contain_text("空房里选四处")
    picture(page, "compared")

    # Two of its sites are handed in; the county's official accepts one, and it is in the ledger.
    page.goto(answer)
    expect(page.locator(".hand-in-site")).to_have_count(4)
    picture(page, "hand-in")
    for at in (0, 1):
        page.locator(".hand-in-site input[type=checkbox]").nth(at).check()
    page.fill("#hand-in-accuracy", "30")
    page.fill("#hand-in-note", "现场看过，门前能停车")
    page.click("text=报送勾选的站点")
    expect(page.locator("body")).to_contain_text("已报送 2 处，等待区县审核")
    handed = page.locator(".hand-in-site").filter(has_text="待审核")
    expect(handed).to_have_count(2)
    picture(page, "handed-in")
    first = handed.first.locator("a").first.get_attribute("href") or ""
    name = handed.first.locator("strong").inner_text().split(". ")[1]
    accepted_by_the_county(planner, browser, first, name)
    page.goto(answer)
    page.locator(".hand-in-site").filter(has_text="已通过").get_by_text("台账里的地点").click()
    expect(page.locator("main")).to_contain_text(name)
    expect(page.locator("main")).to_contain_text("备选场地")

    # The answer is shared with somebody without an account, and taken back.
    page.goto(answer)
    page.click("text=建立链接")
    address = page.locator("#links ~ ul a").get_attribute("href") or ""
    guest = browser.new_context(**PHONE, locale="zh-CN")
    reader = guest.new_page()
    reader.goto(planner.house.url + address)
    reader.wait_for_selector(".layered-map.leaflet-container")
    expect(reader.locator("main")).to_contain_text("没有别的 4 处能")
    expect(reader.locator("#handed-in ~ dl")).to_contain_text("已通过")
    expect(reader.locator("main button")).to_have_count(0)
    picture(reader, "shared")
    page.get_by_role("button", name="收回").click()
    expect(page.locator("body")).to_contain_text("链接已收回")
    gone = reader.goto(planner.house.url + address)
    assert gone is not None
    assert gone.status == 404
    guest.close()
    assert planner.faults == []


def accepted_by_the_county(planner: Desk, browser: Browser, address: str, name: str) -> None:
    """By the lead of the county that the proposal is about, who reads what it stands on."""
    key = int(address.rstrip("/").rsplit("/", 1)[1])
    about = "SELECT region_code FROM directory_proposal WHERE id = %s"
    county = planner.house.rows(about, key)[0][0]
    who = ("pl-lead", "区县负责人", "district_lead", county)
    lead = sit_down(planner.house, browser, *who, device=PHONE)
    page = lead.go(address)
    for words in (name, "布点方案的依据", "没有别的 4 处能", "摸排的空房 v1", "推算的零工 v1"):
        expect(page.locator("main")).to_contain_text(words)
    assert page.evaluate("document.documentElement.scrollWidth") <= page.evaluate("innerWidth")
    picture(page, "judged-phone")
    page.click("text=通过并写入台账")
    expect(page.locator("body")).to_contain_text("已通过，台账已更新")
    assert lead.faults == []
    lead.context.close()


def asked(planner: Desk, name: str, **values: str) -> str:
    """A scenario of the demo's sets, sent; the address of its run."""
    page = planner.go("/office/planner/scenarios/new?region=370400")
    page.evaluate("document.querySelectorAll('main details').forEach(each => each.open = true)")
    page.fill("#id_name", name)
    for field in ("demand", "candidates"):
        page.select_option(f"#id_{field}", label=values.pop(field))
    for field, value in values.items():
        if page.locator(f"select#id_{field}").count():
            page.select_option(f"#id_{field}", value)
        else:
            page.fill(f"#id_{field}", value)
    page.click("text=开始计算")
    page.wait_for_url("**/planner/runs/*")
    return page.url


def imported(planner: Desk, what: str, name: str, layer: str) -> None:
    page = planner.go(f"/office/planner/{what}/new/imported")
    page.select_option("#id_region", "370400")
    page.fill("#id_name", name)
    page.select_option("#id_datum", "wgs84")
    file = {"name": "a.csv", "mimeType": "text/csv", "buffer": layer.encode()}
    page.set_input_files("#id_file", file)
    page.click("main button[type=submit]")
    expect(page.locator("body")).to_contain_text(f"{name} v1")


def scattered(count: int, heading: str, value: int) -> str:
    """Positions over the city that no two share, the same each time."""
    rows = (
        f"点 {at},{117 + at * 0.618034 % 1 * 0.6:.5f},{34.6 + at * 0.414214 % 1 * 0.4:.5f},{value}"
        for at in range(count)
    )
    return f"名称,经度,纬度,{heading}\n" + "\n".join(rows)


def test_a_run_is_stopped_and_four_answers_are_compared(planner: Desk, browser: Browser) -> None:
    imported(planner, "demand", "许多路口", scattered(2500, "人数", 7))
    imported(planner, "candidates", "许多空房", scattered(700, "容量", 300))
    sets = {"demand": "许多路口 v1", "candidates": "许多空房 v1"}
    many = {"objective": "p_median", "p": "60", "seconds": "120"}
    run = asked(planner, "大的，要停下", **sets, **many)
    page = planner.page
    page.wait_for_selector("text=目前最好", timeout=ANSWERED_MS)
    picture(page, "running")
    narrow(planner, browser, run, "running")
    page.click("text=停止")
    picture(page, "stopping")
    page.wait_for_selector("#proof", timeout=ANSWERED_MS)
    expect(page.locator("body")).to_contain_text("计算被停止，这是当时找到的最好方案。")
    picture(page, "stopped")

    usual = {"demand": "推算的零工 v1", "candidates": "镇街驻地 v1", "mode": "ebike"}
    for name, more in {
        "最远的人也近": {"objective": "p_center", "p": "4"},
        "平均路程最短": {"objective": "p_median", "p": "4"},
        "来的人最多，六处": {"objective": "uptake", "p": "6"},
        "覆盖九成": {"objective": "lscp", "p": "", "share": "0.9"},
    }.items():
        asked(planner, name, **usual, **more)
        page.wait_for_selector("#proof", timeout=ANSWERED_MS)
    planner.go("/office/planner/")
    for box in page.locator("main input[name=run]").all()[:4]:
        box.check()
    page.click("text=比较勾选的")
    expect(page.locator(".layered-map.leaflet-container")).to_have_count(4)
    picture(page, "four")
    narrow(planner, browser, page.url, "four")
    assert planner.faults == []


def narrow(planner: Desk, browser: Browser, address: str, name: str) -> None:
    """The same page on a telephone: nothing of it is wider than the screen."""
    context = browser.new_context(
        **PHONE, locale="zh-CN", storage_state=planner.context.storage_state()
    )
    page = context.new_page()
    page.goto(address, wait_until="load")
    page.wait_for_timeout(600)
    picture(page, f"{name}-phone")
    assert page.evaluate("document.documentElement.scrollWidth") <= page.evaluate("innerWidth")
    context.close()


@pytest.mark.parametrize("kind", ["phone", "desktop"])
def test_pages_can_be_used_by_everybody(
    planner: Desk, browser: Browser, house: Deployment, kind: str
) -> None:
    context = browser.new_context(
        **(PHONE if kind == "phone" else DESKTOP), locale="zh-CN", bypass_csp=True,
        storage_state=planner.context.storage_state(), base_url=house.url,
    )  # fmt: skip
    page = context.new_page()
    first, second = answered(house)
    found: dict[str, list[Any]] = {}
    for name, path in {
        "home": "/office/planner/",
        "run": f"/office/planner/runs/{first}",
        "hand-in": f"/office/planner/runs/{first}/hand-in",
        "try": f"/office/planner/runs/{first}/try",
        "compare": f"/office/planner/compare?run={first}&run={second}",
        "form": "/office/planner/scenarios/new?region=370400",
    }.items():
        page.goto(path, wait_until="load")
        page.wait_for_timeout(600)
        picture(page, f"{name}-{kind}")
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= page.evaluate("innerWidth"), name
        page.evaluate(AXE)
        wrong = page.evaluate(OWN)["violations"]
        found[name] = [(each["id"], each["nodes"][0]["html"][:300]) for each in wrong]
    context.close()
    assert {name: each for name, each in found.items() if each} == {}

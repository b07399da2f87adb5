"""A year's return in the browser: frozen, validated, mended through its links, compared with the
last year's, signed by a second person, handed up, accepted, rolled up, taken away and read back.

PICTURES=folder in the environment keeps what was seen.
"""

import os
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser, Page

from tests.browser.deployment import Deployment
from tests.browser.office_people import Desk, sit_down
from tests.browser.steps import next_page
from tests.factories.people import CITY, PROVINCE

PICTURES = os.environ.get("PICTURES", "")
# No other test works on the places of this county.
COUNTY = "370404"
# The demo has a round of this year.
LAST, THIS = "2018", "2019"
NEW_ADDRESS = "永福南路 88 号"
Sit = Callable[[str, str, str], Desk]


@pytest.fixture
def sit(house: Deployment, browser: Browser) -> Iterator[Sit]:
    desks: list[Desk] = []

    def down(username: str, role: str, region: str) -> Desk:
        desks.append(sit_down(house, browser, username, f"上报{username}", role, region))
        return desks[-1]

    yield down
    for desk in desks:
        desk.context.close()
    # What was refused is answered with 422, which the browser notes as an error.
    assert [f for desk in desks for f in desk.faults if "status of 422" not in f] == []


def test_a_year_from_the_county_to_the_province(house: Deployment, sit: Sit) -> None:
    province = sit("rt-province", "province", PROVINCE)
    for period in (LAST, THIS):
        open_round(province, period)
    clerk = sit("rt-clerk", "district_clerk", COUNTY)
    lead = sit("rt-lead", "district_lead", COUNTY)
    city = sit("rt-city", "city", CITY)
    last, this = (address_of(house, COUNTY, period) for period in (LAST, THIS))

    freeze_and_validate(clerk, last)
    press(lead.go(last), "签发")
    press(lead.page, "上报到上一级")
    press(city.go(last), "接收")

    gone, broken = the_year_passes(house)
    freeze_and_validate(clerk, this)
    mend(clerk, lead, this, broken)
    freeze_and_validate(clerk, this)
    assert "没有错误。" in clerk.text()
    compared(clerk, this, gone)
    second_person_signs(clerk, lead, this)
    press(lead.page, "上报到上一级")
    assert "等待接收的上报" in city.go("/office/").inner_text("main")
    press(city.go(this), "接收")

    another = sit("rt-city-lead", "city", CITY)
    roll_up(house, city, CITY)
    city_address = address_of(house, CITY, THIS)
    press(another.go(city_address), "签发")
    press(another.page, "上报到上一级")
    press(province.go(city_address), "接收")
    freeze_and_validate(province, address_of(house, PROVINCE, THIS))
    sums = province.go(f"/office/returns/sums?region={PROVINCE}&period={THIS}")
    assert "与各部分相符" in sums.inner_text("main")
    picture(sums, "sums")
    read_back(house, province, address_of(house, PROVINCE, THIS))


def open_round(province: Desk, period: str) -> None:
    page = province.go("/office/returns/new")
    page.select_option("[name=region]", PROVINCE)
    page.fill("[name=period]", period)
    page.get_by_role("button", name="布置上报").click()
    page.wait_for_url("**/office/returns/")


def address_of(house: Deployment, region: str, period: str) -> str:
    query = "SELECT id FROM directory_return WHERE region_code = %s AND period = %s"
    return f"/office/returns/{house.rows(query, region, period)[0][0]}"


def freeze_and_validate(desk: Desk, address: str) -> None:
    page = desk.go(address)
    again = page.get_by_role("button", name="重新冻结", exact=True)
    press(page, "重新冻结" if again.count() else "冻结")
    press(page, "校验")
    assert "校验完" in page.inner_text("body")


def press(page: Page, button: str) -> None:
    """The button of a step; the page that comes back tells that it is done."""
    with next_page(page):
        page.get_by_role("button", name=button, exact=True).click()
    assert page.locator("[role=alert]").count() == 0, page.inner_text("main")


def the_year_passes(house: Deployment) -> tuple[str, str]:
    """A place closes, another one's trades are lost; the name of the first, the second's id."""
    places = house.rows(
        "SELECT m.public_id, m.name FROM directory_market m WHERE m.region_code = %s"
        " AND m.form IN ('hall', 'station') AND NOT EXISTS (SELECT FROM directory_statusperiod s"
        " WHERE s.market_id = m.id OR s.successor_id = m.id) ORDER BY m.public_id LIMIT 2",
        COUNTY,
    )
    (closed, name), (broken, _other) = places
    house.manage("place_status", closed, "close", "--on", "2026-01-05", "--note", "拆迁")
    house.rows(
        "DELETE FROM directory_markettrade WHERE market_id ="
        " (SELECT id FROM directory_market WHERE public_id = %s) RETURNING id",
        broken,
    )
    return name, broken


def mend(clerk: Desk, lead: Desk, address: str, broken: str) -> None:
    """From the finding to the place's form, and back once the lead has approved."""
    page = clerk.page
    assert "没有主要招聘工种" in clerk.text()
    picture(page, "findings")
    link = page.locator(f"main a[href*='/{broken}/edit']").first
    with next_page(page):
        link.click()
    page.fill("#id_address", NEW_ADDRESS)
    page.locator("#rows-trades [data-add-row]").click()
    row = page.locator("#rows-trades [data-row]").last
    row.locator("select").first.select_option(index=1)
    with next_page(page):
        page.get_by_role("button", name="提交审核").click()
    if page.get_by_role("button", name="已核对，提交审核").count():
        page.get_by_role("button", name="已核对，提交审核").click()
    page.wait_for_url("**/office/review/*")
    review = lead.go(page.url.removeprefix(clerk.house.url))
    review.click("text=通过并写入台账")
    review.wait_for_selector("text=已通过")


def compared(clerk: Desk, address: str, gone: str) -> None:
    page = clerk.go(f"{address}/compare")
    said = page.inner_text("main")
    for words in (gone, "2026-01-05 关闭", "详细地址", NEW_ADDRESS):
        assert words in said, f"{words} is not in:\n{said}"
    picture(page, "compare")


def second_person_signs(clerk: Desk, lead: Desk, address: str) -> None:
    assert clerk.go(address).get_by_role("button", name="签发").count() == 0
    press(lead.go(address), "签发")
    assert "上报rt-lead" in lead.text()


def roll_up(house: Deployment, city: Desk, region: str) -> None:
    """Frozen of the parts, each missing one explained."""
    freeze_and_validate(city, address_of(house, region, THIS))
    page = city.page
    fields = page.locator("input[name=explanation]")
    for at in range(fields.count()):
        fields.nth(at).fill("本期没有布置到位，下期补报")
        with next_page(page):
            page.get_by_role("button", name="保存说明").nth(at).click()


def read_back(house: Deployment, province: Desk, address: str) -> None:
    """The workbook has the frozen names and numbers, the PDF is drawn and is not blank."""
    rows = house.rows(
        "SELECT r.entry->>'name', (r.figures#>>'{seekers,value}')::int,"
        " (r.figures#>>'{hires,value}')::int FROM directory_returnrow r"
        " JOIN directory_returncopy c ON c.id = r.copy_id WHERE c.of_id = %s ORDER BY 1",
        int(address.rsplit("/", 1)[1]),
    )
    request = province.context.request
    book = load_workbook(BytesIO(request.get(f"{province.house.url}{address}/workbook").body()))
    assert book.active is not None
    lines = [set(line) for line in book.active.iter_rows(values_only=True)]
    assert len(rows) > 10
    for name, seekers, hires in rows:
        (line,) = [each for each in lines if name in each]
        assert {seekers, hires} <= line, name
    body = request.get(f"{province.house.url}{address}/pdf").body()
    document = pypdfium2.PdfDocument(body)
    drawn = document[0].render(scale=1.5)
    assert drawn.width > drawn.height
    assert len(set(bytes(drawn.buffer)[::997])) > 5
    text = "".join(page.get_textpage().get_text_range() for page in document)
    assert "山东省零工市场名录清单" in text
    assert "演示数据" in text
    assert "济南市、青岛市" in text
    if PICTURES:
        drawn.to_pil().save(Path(PICTURES) / "return-pdf.png")
    document.close()


def picture(page: Page, name: str) -> None:
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"return-{name}.png", full_page=True)

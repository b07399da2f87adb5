"""An official's first day: start password, own password, telephone, recovery codes, sign-out."""

from playwright.sync_api import Browser

from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.deployment import Deployment
from tests.factories.people import PASSWORD, code_of


def test_the_first_official_comes_in_on_a_phone_without_script(
    house: Deployment, browser: Browser
) -> None:
    office = ("--name", "枣庄市就业中心", "--region", "370400", "--phone", "0632-5550101")
    house.manage("create_office", "zaozhuang", *office)
    who = ("--name", "市系统管理员", "--office", "zaozhuang", "--role", "sysadmin")
    said = house.manage("create_official", "zz-admin", *who, "--region", "370400")
    start = said.split("start password: ")[1].split()[0]

    context = browser.new_context(**PHONE, java_script_enabled=False, locale="zh-CN")
    foreign: list[str] = []
    context.on(
        "request",
        lambda request: (
            None if request.url.startswith((house.url, "data:")) else foreign.append(request.url)
        ),
    )
    page = context.new_page()
    page.goto(f"{house.url}/office/")
    page.fill("#id_login", "zz-admin")
    page.fill("#id_password", start)
    page.click("text=下一步")
    page.wait_for_url("**/office/password**")

    page.fill("#id_old_password", start)
    page.fill("#id_new_password1", PASSWORD)
    page.fill("#id_new_password2", PASSWORD)
    page.click("text=保存密码")
    page.wait_for_url("**/office/second-factor**")

    width = page.locator(".second-factor-code").evaluate("image => image.naturalWidth")
    assert width > 0, "the code to scan is drawn"
    secret = page.inner_text("#second-factor-secret")
    page.fill("#id_code", code_of(secret))
    page.click("main button:has-text('绑定')")
    page.wait_for_url("**/office/recovery-codes")
    assert page.locator(".recovery-codes li").count() == 10
    recovery = page.locator(".recovery-codes code").first.inner_text()
    page.click("text=已经抄好")
    page.wait_for_url("**/office/")
    cookies = {each["name"]: each for each in context.cookies()}
    assert cookies["office_session"]["httpOnly"]
    assert cookies["office_session"]["secure"]
    context.close()
    assert foreign == []

    later = browser.new_context(**DESKTOP, locale="zh-CN").new_page()
    later.goto(f"{house.url}/office/people/")
    later.fill("#id_login", "zz-admin")
    later.fill("#id_password", PASSWORD)
    later.click("text=下一步")
    later.fill("#id_code", recovery)
    later.click("main .button-main")
    later.wait_for_url("**/office/people/")
    assert "市系统管理员" in later.inner_text("body")
    later.context.close()

"""Officials of a running deployment: made by command, signed in through the pages."""

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.conftest import DESKTOP, PATIENCE_MS
from tests.browser.deployment import Deployment
from tests.factories.people import PASSWORD, code_of

START = "初来乍到-先用这一个-2026"


@dataclass
class Desk:
    """One official's browser; `faults` collects console errors and requests to other origins."""

    house: Deployment
    context: BrowserContext
    page: Page
    faults: list[str]

    def go(self, path: str) -> Page:
        answer = self.page.goto(self.house.url + path, wait_until="load")
        assert answer is not None
        assert answer.status == 200, f"{path}: {answer.status}"
        return self.page

    def text(self) -> str:
        return self.page.inner_text("main")


def sit_down(
    house: Deployment,
    browser: Browser,
    username: str,
    name: str,
    role: str,
    region: str,
    device: dict[str, Any] = DESKTOP,
) -> Desk:
    """A new official's first day: start password, own password, telephone, recovery codes."""
    office = "zz-city" if region == "370400" else "zz-xuecheng"
    who = ("--name", name, "--office", office, "--role", role, "--region", region)
    house.manage("create_official", username, *who, "--password-stdin", given=START + "\n")
    context = browser.new_context(**device, locale="zh-CN")
    context.set_default_timeout(PATIENCE_MS * 2)
    page = context.new_page()
    desk = Desk(house, context, page, [])
    context.on("console", lambda said: _note(desk, said.type, said.text))
    context.on("request", lambda request: _note_request(desk, request.url))
    context.on("weberror", lambda error: desk.faults.append(f"thrown: {error.error.stack}"))
    page.goto(f"{house.url}/office/")
    page.fill("#id_login", username)
    page.fill("#id_password", START)
    page.click("text=下一步")
    page.fill("#id_old_password", START)
    page.fill("#id_new_password1", PASSWORD)
    page.fill("#id_new_password2", PASSWORD)
    page.click("text=保存密码")
    secret = page.inner_text("#second-factor-secret")
    page.fill("#id_code", code_of(secret))
    page.click("main button:has-text('绑定')")
    page.click("text=已经抄好")
    page.wait_for_url("**/office/")
    return desk


def _note(desk: Desk, kind: str, text: str) -> None:
    if kind in ("error", "warning"):
        desk.faults.append(f"{kind}: {text}")


def _note_request(desk: Desk, url: str) -> None:
    if not url.startswith((desk.house.url + "/", "data:", "blob:")):
        desk.faults.append(f"a request to {url}")

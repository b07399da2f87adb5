"""Officials of a running deployment, each at a browser of his own."""

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.conftest import DESKTOP, PATIENCE_MS
from tests.browser.deployment import Deployment


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
    """A new official, signed in."""
    office = "zz-city" if region == "370400" else "zz-xuecheng"
    cookie = house.welcome(username=username, name=name, role=role, region=region, office=office)
    context = browser.new_context(**device, locale="zh-CN")
    context.set_default_timeout(PATIENCE_MS * 2)
    page = context.new_page()
    desk = Desk(house, context, page, [])
    context.on("console", lambda said: _note(desk, said.type, said.text))
    context.on("request", lambda request: _note_request(desk, request.url))
    context.on("weberror", lambda error: desk.faults.append(f"thrown: {error.error.stack}"))
    context.add_cookies([{"url": house.url, "name": cookie["name"], "value": cookie["value"]}])
    desk.go("/office/")
    return desk


def _note(desk: Desk, kind: str, text: str) -> None:
    if kind in ("error", "warning"):
        desk.faults.append(f"{kind}: {text}")


def _note_request(desk: Desk, url: str) -> None:
    if not url.startswith((desk.house.url + "/", "data:", "blob:")):
        desk.faults.append(f"a request to {url}")

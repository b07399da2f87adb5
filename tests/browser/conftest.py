"""A browser, the running site, and visitors who note whatever goes wrong on their pages."""

import os
import socket
import time
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Error,
    Page,
    Request,
    sync_playwright,
)

from tests.browser import deployment, serving
from tests.browser.deployment import Deployment
from tests.browser.relay import Relay
from tests.browser.serving import Site

# The same engine without windows is several times quicker at opening a page.
QUICK = "/usr/bin/chromium-headless-shell"
CHROMIUM = os.environ.get("CHROMIUM", QUICK if Path(QUICK).exists() else "/usr/bin/chromium")
ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
PHONE: dict[str, Any] = {
    "viewport": {"width": 360, "height": 740},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
    "user_agent": (
        "Mozilla/5.0 (Linux; Android 9; Redmi 7A) AppleWebKit/537.36 (KHTML, like Gecko) "
        "Chrome/120.0.0.0 Mobile Safari/537.36"
    ),
}
DESKTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}}
XUECHENG = {"longitude": 117.263, "latitude": 34.795}
# The beginning of what is read, and of the map's own elements.
SEEN = """(main) => [main.innerText.slice(0, 800)].concat(
  Array.from(main.querySelectorAll('#map')).map((map) => map.outerHTML.slice(0, 1500)))"""
# Long, as the machine may be busy with other work; nothing is waited for that does not come.
PATIENCE_MS = 30_000


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser/" in str(item.path):
            item.add_marker(pytest.mark.browser)
            # Without it pytest-django would make no test database for the site to be read from.
            item.add_marker(pytest.mark.django_db)


@pytest.fixture(scope="session")
def site(
    static_files: None,
    django_db_setup: None,
    django_db_blocker: Any,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Site]:
    var = tmp_path_factory.mktemp("site")
    cache = var / "publication-cache"
    cache.mkdir()
    with django_db_blocker.unblock():
        snapshot = serving.publish_demo(tmp_path_factory.mktemp("made") / "publication", cache)
        upstream = serving.database_address()
        with Relay(upstream) as database:
            env = serving.environment(var, database)
            (var / "static").symlink_to(settings.STATIC_ROOT)
            port = free_port()
            process = serving.start(port, env, var / "server.log")
            try:
                yield Site(port, database, snapshot, var)
            finally:
                serving.stop(process)
                serving.leave_database()


@pytest.fixture(scope="session")
def house(
    static_files: None, django_db_setup: None, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Deployment]:
    """Web and worker as `make run` starts them, with the demo; nothing is rolled back."""
    made = deployment.start(free_port(), tmp_path_factory.mktemp("house"))
    try:
        yield made
    finally:
        deployment.stop(made)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    # Playwright's own event loop stays in this thread; Django would take it for ours.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        yield launched
        launched.close()


@dataclass
class Visitor:
    """One browser profile on the site; `wrong` collects errors and requests to other origins."""

    site: Site
    context: BrowserContext
    page: Page
    wrong: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    # What has been asked for and has not come.
    awaited: list[str] = field(default_factory=list)
    # Words of console errors that a test expects, such as those of a network it has cut.
    expected: tuple[str, ...] = ()

    def go(self, path: str) -> Page:
        """As somebody would who is told to come back: a starved machine may refuse for a moment."""
        for may_return in (True, True, False):
            known = len(self.wrong)
            answer = self.page.goto(self.site.url + path, wait_until="load")
            told = answer.headers.get("retry-after") if answer and answer.status == 503 else None
            if told is None or not may_return:
                break
            del self.wrong[known:]
            self.page.wait_for_timeout(1000 * int(told))
        return self.page

    def until(self, expression: str) -> None:
        """Wait for an expression to hold; the page's own policy forbids Playwright's polling."""
        deadline = time.monotonic() + PATIENCE_MS / 1000
        while not self.page.evaluate(expression):
            assert time.monotonic() < deadline, f"never came true: {expression}"
            self.page.wait_for_timeout(50)

    def ids(self) -> list[str]:
        """The three cards' place ids, in order."""
        cards = self.page.locator("article.place[data-id]")
        return [str(cards.nth(i).get_attribute("data-id")) for i in range(cards.count())][:3]

    def standing(self) -> str:
        """What the visitor sees and waits for, for whoever reads why a test failed."""
        lines = [f"waits for {url}" for url in self.awaited] + self.wrong
        try:
            lines += self.page.locator("main").evaluate(SEEN, timeout=5000)
        except Error as error:
            lines.append(f"the page does not answer: {error}")
        return "\n".join(lines)

    def note_request(self, request: Request) -> None:
        self.requests.append(request.url)
        self.awaited.append(request.url)
        own = request.url.startswith((self.site.url + "/", "data:", "blob:"))
        if not own:
            self.wrong.append(f"a request to {request.url}")

    def note_end(self, request: Request) -> None:
        # One that a worker answered can end without having begun here.
        if request.url in self.awaited:
            self.awaited.remove(request.url)

    def note_message(self, message: ConsoleMessage) -> None:
        if "blocked by Playwright" in message.text:
            return  # the test itself asked for no service worker
        if message.type in ("error", "warning"):
            self.wrong.append(f"{message.type}: {message.text} {message.location.get('url', '')}")

    def unexpected(self) -> list[str]:
        return [one for one in self.wrong if not any(word in one for word in self.expected)]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: Any) -> Generator[None, Any, pytest.TestReport]:
    """Adds to a failure where each visitor stood."""
    report: pytest.TestReport = yield
    if report.when == "call" and report.failed:
        for one in item.funcargs.get("visitors", ()):
            report.sections.append((f"at {one.page.url}", one.standing()))
    return report


@pytest.fixture
def visitors() -> list[Visitor]:
    return []


@pytest.fixture
def visitor(
    site: Site, browser: Browser, visitors: list[Visitor]
) -> Iterator[Callable[..., Visitor]]:
    """Makes visitors; each must leave without a fault on any of its pages."""

    def make(**options: Any) -> Visitor:
        context = browser.new_context(**({"locale": "zh-CN"} | options))
        context.set_default_timeout(PATIENCE_MS)
        one = Visitor(site, context, context.new_page())
        context.on("request", one.note_request)
        context.on("requestfinished", one.note_end)
        context.on("requestfailed", one.note_end)
        context.on("console", one.note_message)
        context.on("weberror", lambda error: one.wrong.append(f"thrown: {error.error}"))
        visitors.append(one)
        return one

    yield make
    wrong = [fault for one in visitors for fault in one.unexpected()]
    for one in visitors:
        one.context.close()
    assert wrong == []


@pytest.fixture
def phone(visitor: Callable[..., Visitor]) -> Visitor:
    return visitor(**PHONE)


@pytest.fixture
def desktop(visitor: Callable[..., Visitor]) -> Visitor:
    return visitor(**DESKTOP)

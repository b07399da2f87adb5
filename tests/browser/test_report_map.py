"""The map of a report, saved and opened without a network: it draws, and asks for nothing."""

from pathlib import Path

from playwright.sync_api import Browser

from planning.reports import webmap
from planning.reports.content import content
from tests.browser.conftest import DESKTOP, PHONE
from tests.factories.answers import make_answer


def test_a_saved_map_draws_its_points_and_asks_for_nothing(
    browser: Browser, tmp_path: Path
) -> None:
    path = tmp_path / "report.html"
    webmap.write(content(make_answer()), path)
    for size in (DESKTOP, PHONE):
        context = browser.new_context(**size, offline=True)
        page, asked, wrong = context.new_page(), list[str](), list[str]()
        page.on("request", lambda request, asked=asked: asked.append(request.url))
        page.on("pageerror", lambda error, wrong=wrong: wrong.append(str(error)))
        page.goto(path.as_uri())
        page.wait_for_selector("path.leaflet-interactive")
        # Four points, four ways, three sites.
        assert page.locator("path.leaflet-interactive").count() == 11
        page.locator("path[stroke='#ffffff']").last.dispatch_event("mouseover")
        assert "旧厂房" in page.locator(".leaflet-tooltip").inner_text()
        page.locator(".leaflet-control-layers input").last.uncheck()
        assert page.locator("path.leaflet-interactive").count() == 8
        assert page.locator("h2").first.inner_text() == "行动清单"
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        assert (asked, wrong) == ([path.as_uri()], [])
        context.close()

"""The public's pages in a real browser: framed by other sites, printed, without a fault."""

import http.server
import threading
from collections.abc import Callable, Iterator

import pytest

from tests.browser.conftest import DESKTOP, PHONE, Visitor
from tests.browser.serving import Site

FRAMES = {
    "list": "/embed/list?region=370403&limit=5",
    "map": "/embed/map?region=370403",
    "dark": "/embed/list?theme=dark&lang=en",
}


@pytest.fixture(scope="module")
def elsewhere(site: Site) -> Iterator[str]:
    """Another site on another port, whose pages frame ours: /list, /map …; returns its address."""

    class Pages(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            name = self.path.strip("/")
            path = FRAMES.get(name, f"/{name}")
            body = (
                f'<!DOCTYPE html><html lang="zh"><title>other</title><iframe id="f" src="{site.url}'
                f'{path}" title="f" width="100%" height="600"></iframe></html>'
            ).encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Nothing: the test's own log is enough."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_another_site_shows_the_list_and_its_links_leave_the_frame(
    desktop: Visitor, elsewhere: str, site: Site
) -> None:
    desktop.expected = (elsewhere, "favicon")
    desktop.page.goto(f"{elsewhere}/list")
    frame = desktop.page.frame_locator("#f")
    assert frame.locator("li.entry").count() == 5
    frame.locator("li.entry a").first.click()
    desktop.page.wait_for_url(f"{site.url}/p/*")
    assert desktop.context.cookies() == []


def test_another_site_shows_the_map_alive(desktop: Visitor, elsewhere: str) -> None:
    desktop.expected = (elsewhere, "favicon")
    desktop.page.goto(f"{elsewhere}/map")
    frame = desktop.page.frame_locator("#f")
    frame.locator("#map.map-live .leaflet-marker-icon").first.wait_for()
    assert frame.locator("#map .leaflet-marker-icon").count() > 2


def test_without_script_the_frame_has_a_picture(
    visitor: Callable[..., Visitor], elsewhere: str
) -> None:
    someone = visitor(**PHONE, java_script_enabled=False)
    someone.expected = (elsewhere, "favicon")
    someone.page.goto(f"{elsewhere}/map")
    frame = someone.page.frame_locator("#f")
    frame.locator("figure.area-map > svg").wait_for()


def test_a_chosen_theme_holds_whatever_the_phone_prefers(
    visitor: Callable[..., Visitor], site: Site
) -> None:
    shown = {}
    for theme in ("light", "dark"):
        for preferred in ("light", "dark"):
            someone = visitor(**PHONE, color_scheme=preferred)
            page = someone.go(f"/embed/list?theme={theme}")
            shown[theme, preferred] = page.evaluate(
                "getComputedStyle(document.body).backgroundColor"
            )
    assert shown["light", "light"] == shown["light", "dark"]
    assert shown["dark", "light"] == shown["dark", "dark"]
    assert shown["light", "light"] != shown["dark", "dark"]


def test_no_other_page_lets_itself_be_framed(desktop: Visitor, elsewhere: str, site: Site) -> None:
    desktop.expected = (elsewhere, "favicon", "frame", "chrome-error")
    desktop.page.goto(f"{elsewhere}/about")
    desktop.page.wait_for_timeout(300)
    child = desktop.page.frames[1]
    assert not child.url.startswith(site.url) or not child.query_selector("main")


def test_the_builder_shows_what_it_hands_out(desktop: Visitor) -> None:
    page = desktop.go("/embed?kind=list&region=370403&limit=5")
    preview = page.frame_locator("iframe.preview")
    preview.locator("li.entry").first.wait_for()
    assert preview.locator("li.entry").count() == 5
    page.select_option("#kind", "map")
    page.locator(".builder button").click()
    page.wait_for_url("**kind=map**")
    assert "/embed/map" in page.locator("textarea").input_value()


def test_data_for_search_engines_breaks_no_policy(desktop: Visitor, site: Site) -> None:
    first = site.snapshot.places_in("370403")[0]
    page = desktop.go(f"/p/{first.id}")
    assert page.locator('script[type="application/ld+json"]').count() == 1
    page = desktop.go("/browse/370403")
    assert page.locator('script[type="application/ld+json"]').count() == 1


def test_a_list_is_printed_with_the_addresses_of_its_links(
    visitor: Callable[..., Visitor], site: Site
) -> None:
    someone = visitor(**DESKTOP)
    page = someone.go("/browse/370403")
    page.emulate_media(media="print")
    after = "getComputedStyle(document.querySelector('.entry-name a'), '::after').content"
    assert f"{site.url}/p/" in str(page.evaluate(after))
    assert not page.locator(".way-here").is_visible()
    assert page.locator(".foot").is_visible()
    assert page.pdf(format="A4").startswith(b"%PDF")

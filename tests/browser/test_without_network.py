"""Without network the phone gives the answers it would have got, and says how old they are."""

import datetime as dt
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Route

from tests.browser.conftest import PHONE, Visitor
from tests.browser.relay import Relay
from tests.browser.serving import NUMBER, Site

CUT = ("Failed to load resource", "net::ERR_", "no answer in time")


@pytest.fixture
def line(site: Site) -> Iterator[Relay]:
    """The way from the phone to the server, which can be cut or fall silent."""
    with Relay(("127.0.0.1", site.port)) as relay:
        yield relay


@pytest.fixture
def kept(visitor: Callable[..., Visitor], site: Site, line: Relay) -> Visitor:
    """A phone that has been on the front page once, long enough to keep the directory."""
    someone = visitor(**PHONE)
    someone.expected = CUT
    someone.site = Site(line.port, site.database, site.snapshot, site.var)
    someone.go("/")
    someone.until("navigator.serviceWorker.controller !== null")
    return someone


def test_what_a_busy_server_refused_is_asked_again(visitor: Callable[..., Visitor]) -> None:
    """At five o'clock some of what is to be kept is refused: kept a little later, not never."""
    someone = visitor(**PHONE)
    refused: list[str] = []

    def busy(route: Route) -> None:
        if len(refused) < 2:
            refused.append(route.request.url)
            route.fulfill(status=503, headers={"Retry-After": "1"})
        else:
            route.continue_()

    someone.context.route("**/offline", busy)
    someone.go("/")
    someone.until("navigator.serviceWorker.controller !== null")
    assert len(refused) == 2


def built(site: Site) -> str:
    local = site.snapshot.built_at.astimezone(dt.timezone(dt.timedelta(hours=8)))
    return f"{local:%H:%M}"


@pytest.mark.parametrize(
    "path",
    [
        "/?lon=117.263&lat=34.795&at=tomorrow+05:00",
        "/?lon=117.268981&lat=34.794292&datum=gcj02&at=tomorrow+04:30&mode=walk",
        "/?region=370405&at=tomorrow+05:30",
        "/?q=tez&at=tomorrow+05:00",
        "/?q=滕州&trade=瓦匠&at=tomorrow+06:00",
        "/en/?q=taierzhuang&trade=bricklayer&at=tomorrow+13:00",
    ],
)
def test_the_same_three_places_come_without_network(
    kept: Visitor, line: Relay, site: Site, path: str
) -> None:
    kept.go(path)
    online = kept.ids()
    assert len(online) == 3
    heads = kept.page.locator("article.place .verdict strong").all_inner_texts()[:3]
    line.cut()
    # The very same address: the browser's own cache has it, and must not pass it off as fresh.
    page = kept.go(path)
    page.wait_for_selector(".notice-offline")
    page.wait_for_selector("article.place")
    assert kept.ids() == online
    assert page.locator("article.place .verdict strong").all_inner_texts()[:3] == heads
    notice = page.locator(".notice-offline").inner_text()
    assert built(site) in notice
    by_line = "by the straight line" if path.startswith("/en/") else "距离和时间按直线估算"
    assert by_line in page.locator("section.answers").inner_text()
    assert str(NUMBER) in page.locator(".foot p").first.inner_text()


def test_the_front_page_offers_every_way_without_network(
    visitor: Callable[..., Visitor], site: Site, line: Relay
) -> None:
    here = {"longitude": 117.263, "latitude": 34.795}
    someone = visitor(**PHONE, geolocation=here, permissions=["geolocation"])
    someone.expected = CUT
    someone.site = Site(line.port, site.database, site.snapshot, site.var)
    someone.go("/")
    someone.until("navigator.serviceWorker.controller !== null")
    line.cut()
    page = someone.go("/")
    page.wait_for_selector("#ways")
    assert page.locator("#ways .areas a").count() == 6
    page.locator("#ways .grid a", has_text="瓦工").click()
    page.wait_for_url("**trade=bricklayer**")
    page.locator("#ways .choices a", has_text="明早 5:00").or_(
        page.locator("#ways .choices a", has_text="今早 5:00")
    ).click()
    page.wait_for_url("**at=to*")
    page.locator("#ways .areas a", has_text="台儿庄").click()
    page.wait_for_selector("article.place")
    assert "招瓦工的地方" in page.locator("h1").inner_text()
    assert "trade=bricklayer" in page.url
    assert "region=370405" in page.url
    assert page.locator(".glance li").count() == 3
    page.fill("#ways input[name=q]", "滕州")
    page.locator("#ways .search button").click()
    page.wait_for_url("**q=**")
    page.wait_for_selector("article.place")
    assert "滕州" in page.locator("h1").inner_text()
    page.locator("#ways .button-locate").click()
    page.wait_for_url("**lon=117.263**")
    page.wait_for_selector("article.place")
    assert len(someone.ids()) == 3


def test_a_server_that_does_not_answer_is_given_three_seconds(kept: Visitor, line: Relay) -> None:
    line.cut()
    line.silent = True
    line.mend()
    page = kept.go("/?region=370403")
    page.wait_for_selector(".notice-offline")
    assert len(kept.ids()) == 3


def test_a_place_has_its_page_and_a_moved_one_leads_on(
    kept: Visitor, line: Relay, site: Site
) -> None:
    line.cut()
    today = dt.datetime.now(dt.timezone(dt.timedelta(hours=8))).date()
    moved = next(
        place
        for place in site.snapshot.places_in("370400")
        if (status := place.status_on(today)) is not None and status.status == "moved"
    )
    resolved = site.snapshot.resolve(moved.id, today)
    assert resolved is not None
    page = kept.go(f"/p/{moved.id}")
    page.wait_for_selector("article.place-page")
    assert page.locator("h1").inner_text() == resolved.place.name
    assert moved.name in page.locator(".notice-moved").inner_text()
    assert page.locator("a[href^='geo:']").count() == 1


def test_a_page_that_is_not_kept_says_so(kept: Visitor, line: Relay) -> None:
    line.cut()
    page = kept.go("/about")
    page.wait_for_selector(".warn")
    assert "没有存在手机里" in page.locator(".warn").inner_text()


def test_after_two_weeks_the_hours_are_said_to_be_unknown(kept: Visitor, line: Relay) -> None:
    line.cut()
    later = (dt.datetime.now() + dt.timedelta(days=20)).strftime("%Y-%m-%dT05:00")
    page = kept.go(f"/?lon=117.263&lat=34.795&at={later}")
    page.wait_for_selector("article.place")
    assert "管不到这个时间" in page.locator(".warn").first.inner_text()
    kinds = page.locator("article.place").evaluate_all("all => all.map((one) => one.className)")
    assert all("place-unknown" in kind or "place-stopped" in kind for kind in kinds)


def test_back_on_the_network_the_servers_page_is_shown_again(kept: Visitor, line: Relay) -> None:
    line.cut()
    page = kept.go("/?region=370403")
    page.wait_for_selector(".notice-offline")
    line.mend()
    page.locator("a.button", has_text="再连一次网").click()
    page.wait_for_selector("#ways")
    assert page.locator(".notice-offline").count() == 0


def test_only_one_publication_is_kept(kept: Visitor) -> None:
    names = kept.page.evaluate("caches.keys()")
    assert len(names) == 1
    assert names[0].startswith(f"linggong-{NUMBER}-")

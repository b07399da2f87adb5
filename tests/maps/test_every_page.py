"""What holds for every page: well formed, two languages, safe, cached, made without a database."""

import datetime as dt
import json
import re

import pytest
import time_machine

from directory import publication
from maps import answering, context
from tests.maps.conftest import HERE, SHANGHAI
from tests.maps.pages import faults, text_of, tree_of
from tests.publications import EVENTS, PLACES, place

PAGES = (
    "/",
    "/?lon=117.263&lat=34.797",
    "/?lon=117.263&lat=34.797&trade=bricklayer&at=tomorrow+05:00&mode=walk",
    "/?region=370405",
    "/?region=370405-malantunzhen",
    "/?region=370400",
    "/?q=tez",
    "/?q=%E9%9B%B6%E5%B7%A5%E5%B8%82%E5%9C%BA",
    "/?q=nowhere",
    "/?lon=1&lat=2",
    "/p/hall1",
    "/p/kerb1",
    "/p/nohrs1",
    "/p/shut1",
    "/p/zones1",
    "/p/phday1",
    "/p/new01?from=old01",
    "/p/zzzz9",
    "/p/hall1/poster",
    "/about",
    "/data/",
    "/data/dictionary",
    "/browse/",
    "/browse/370400",
    "/browse/370405",
    "/browse/370404",
    "/browse/370405-malantunzhen",
    "/browse/trade/bricklayer",
    "/browse/370400/trade/bricklayer",
    "/browse/000000",
    "/counties/",
    "/counties/370000",
    "/counties/370400",
    "/pulse/",
    "/pulse/370403?period=2026-10&session=am",
    "/pulse/370405",
    "/changes/",
    "/changes/?region=370405",
    "/changes/7",
    "/changes/8",
    "/embed",
    "/licence",
    "/contact",
    "/nowhere",
    "/browse/370403?page=99",
    "/changes/?region=xyz",
    "/api/?f=html",
    "/api/conformance?f=html",
    "/api/collections?f=html",
    "/api/collections/markets?f=html",
    "/api/collections/regions/queryables?f=html",
    "/api/collections/markets/queryables?f=html",
    "/api/collections/events/items?f=html",
    "/api/collections/markets/items?f=html&limit=3",
    "/api/collections/markets/items/hall1?f=html",
)
DATA_BLOCKS = ("application/json", "application/ld+json")
HAN = re.compile(r"[\u3400-\u9fff]+")


def english(address: str) -> str:
    return f"/en{address}"


@pytest.mark.parametrize("address", [*PAGES, *map(english, PAGES)])
def test_every_page_is_well_formed(site, address) -> None:
    assert faults(site.get(address).content.decode()) == []


@pytest.mark.parametrize("address", PAGES)
def test_every_page_says_its_language_and_leads_to_its_twin(site, address) -> None:
    chinese, other = site.get(address), site.get(english(address))
    assert chinese.status_code == other.status_code
    assert tree_of(chinese).get("lang") == "zh-Hans"
    assert tree_of(other).get("lang") == "en"
    if "poster" not in address and "nowhere" not in address.split("?")[0]:
        assert english(address).replace("+", "%20") in [
            a.get("href").replace("+", "%20") for a in tree_of(chinese).iter("a")
        ]


def published_words() -> set[str]:
    """All Chinese that is data: names, addresses, offices are Chinese in both languages."""
    said = json.dumps([record.to_json() for record in (*PLACES, *EVENTS)], ensure_ascii=False)
    said += (
        "中文枣庄市市中区山东省薛城区峄城区台儿庄区山亭区滕州市马兰屯镇陶庄镇山东省枣庄市台儿庄区"
    )
    return set(HAN.findall(said))


@pytest.mark.parametrize("address", [page for page in PAGES if "?q=%" not in page])
def test_the_english_pages_are_english_but_for_names(site, address) -> None:
    data = "".join(sorted(published_words()))
    left = [run for run in HAN.findall(text_of(site.get(english(address)))) if run not in data]
    assert [run for run in left if run != "台儿庄"] == []


@pytest.mark.parametrize("address", PAGES)
def test_no_page_runs_or_styles_anything_inline(site, address) -> None:
    response = site.get(address)
    policy = response["Content-Security-Policy"]
    assert "unsafe" not in policy
    for element in tree_of(response).iter():
        assert "style" not in element.attrib
        assert not [name for name in element.attrib if name.startswith("on")]
        if element.tag == "script":
            assert element.get("src") or element.get("type") in DATA_BLOCKS
        assert element.tag != "style"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", [*PAGES, "/api/nearest?lon=117.2&lat=34.7", "/api/collections/markets/items",
                "/map/points.json", "/map/base/370400.svg", "/healthz", "/robots.txt",
                "/embed/list", "/embed/map", "/changes.atom", "/sitemap.xml",
                "/sitemap-0.xml", "/sitemap-1.xml"],
)  # fmt: skip
def test_nothing_that_is_public_asks_the_database(site, address, django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        site.get(address)


HOSTILE = '"><script>alert(1)</script>{{ 7|add:7 }}'


def test_a_hostile_name_stays_text(serve) -> None:
    record = place(
        "evil1", name=HOSTILE, address=HOSTILE, hours_note=HOSTILE, directions=HOSTILE,
        town=HOSTILE, aliases=(HOSTILE,), office=HOSTILE,
    )  # fmt: skip
    client = serve([record])
    addresses = (
        "/?lon=117.263&lat=34.797", "/p/evil1", "/p/evil1/poster", "/?q=script",
        "/browse/370403", "/contact",
    )  # fmt: skip
    for address in addresses:
        response = client.get(address)
        html = response.content.decode()
        assert "<script>alert" not in html
        assert "{{ 7|add:7 }}" in html or "q=" in address or address == "/contact"
        assert faults(html) == []


@pytest.mark.parametrize("field", ["q", "trade", "at", "lon", "region", "mode", "datum", "from"])
def test_a_hostile_question_stays_text(site, field) -> None:
    for query in ({field: HOSTILE}, HERE | {field: HOSTILE}):
        html = site.get("/", query).content.decode()
        assert "<script>alert" not in html
        assert faults(html) == []


@pytest.mark.parametrize("address", ["/", "/p/hall1", "/p/hall1/poster", "/about"])
def test_a_page_that_has_not_changed_is_not_sent_again(site, address) -> None:
    first = site.get(address)
    assert (
        re.fullmatch(r"public, max-age=\d+", first["Cache-Control"])
        or "max-age" in first["Cache-Control"]
    )
    again = site.get(address, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_page_is_made_anew_for_another_minute_language_size_and_publication(
    site, serve, morning
) -> None:
    tags = {site.get("/")["ETag"], site.get("/en/")["ETag"]}
    site.cookies[answering.SIZE_COOKIE] = answering.LARGE
    tags.add(site.get("/")["ETag"])
    del site.cookies[answering.SIZE_COOKIE]
    morning.shift(60)
    tags.add(site.get("/")["ETag"])
    tags.add(serve(PLACES, number=8).get("/")["ETag"])
    assert len(tags) == 5


def test_pages_differ_by_cookie_and_caches_are_told(site) -> None:
    assert "Cookie" in site.get("/")["Vary"]


def test_a_page_may_ask_for_the_position_and_for_nothing_else(site) -> None:
    policy = site.get("/")["Permissions-Policy"]
    assert policy.startswith("geolocation=(self), camera=()")


def test_head_and_options_are_answered_and_writing_is_not(site) -> None:
    assert site.head("/").content == b""
    assert site.head("/").status_code == 200
    assert site.options("/")["Allow"] == "GET, HEAD, OPTIONS"
    for method in (site.post, site.put, site.delete, site.patch):
        response = method("/")
        assert (response.status_code, response["Allow"]) == (405, "GET, HEAD, OPTIONS")


def test_large_type_is_remembered_and_leads_back(site) -> None:
    response = site.get("/large", {"next": "/p/hall1?from=old01"})
    assert (response.status_code, response["Location"]) == (302, "/p/hall1?from=old01")
    assert tree_of(site.get("/p/hall1")).get("class") == "type-xl"
    site.get("/large", {"next": "/"})
    assert tree_of(site.get("/p/hall1")).get("class") == ""


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "\\\\evil", "x"]
)
def test_large_type_leads_nowhere_else(site, target) -> None:
    assert site.get("/large", {"next": target})["Location"] == "/"


def test_without_a_publication_pages_say_so_and_offer_the_hotline(client, morning) -> None:
    with publication.use(None):
        for address in ("/", "/p/hall1", "/about", "/nowhere"):
            response = client.get(address)
            assert response.status_code == (404 if address == "/nowhere" else 503)
            assert "12333" in text_of(response)
            assert faults(response.content.decode()) == []
        assert client.get("/")["Retry-After"] == "5"
        assert client.get("/healthz").status_code == 503


def test_a_fault_is_a_page_with_status_500(site, monkeypatch) -> None:
    def broken(*args: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr("maps.finder_page.finding.context", broken)
    site.raise_request_exception = False
    response = site.get("/")
    assert response.status_code == 500
    assert "网站出了问题" in text_of(response)
    assert response["Cache-Control"] == "no-store"


def test_health_names_the_publication_and_its_age(site) -> None:
    body = json.loads(site.get("/healthz").content)
    assert body["publication"] == 7
    assert body["age_seconds"] == (4 * 24 * 60 + 80) * 60


def test_a_publication_nobody_vouches_for_may_not_be_the_latest(site, monkeypatch, morning) -> None:
    heard = dt.datetime(2026, 11, 24, 4, 0, tzinfo=SHANGHAI)
    monkeypatch.setattr(context, "last_heard", lambda: heard)
    assert "可能不是最新" in text_of(site.get("/"))
    monkeypatch.setattr(context, "last_heard", lambda: heard + dt.timedelta(minutes=15))
    assert "可能不是最新" not in text_of(site.get("/"))


def test_without_word_from_the_database_ever_the_publications_age_counts(
    site, monkeypatch, morning
) -> None:
    monkeypatch.setattr(context, "last_heard", lambda: None)
    assert "可能不是最新" in text_of(site.get("/"))


def test_the_approval_number_is_shown_where_there_is_one(site, settings) -> None:
    assert "审图号" not in text_of(site.get("/"))
    settings.MAP_APPROVAL_NUMBER = "GS(2024)0650号"
    assert text_of(site.get("/")).count("审图号：GS(2024)0650号") >= 1


def test_robots_may_read_the_pages(site) -> None:
    assert b"Disallow: /large" in site.get("/robots.txt").content


def test_midnight_belongs_to_the_new_day(snapshot, client) -> None:
    with time_machine.travel(dt.datetime(2026, 11, 25, 0, 0, tzinfo=SHANGHAI), tick=False):
        assert "今早 5:00" in text_of(client.get("/"))
        assert answering.local_now() == dt.datetime(2026, 11, 25, 0, 0)

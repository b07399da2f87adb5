"""Whatever is asked, the lane answers as Django would: status, headers and body."""

import gzip
import io
import itertools
import random
from urllib.parse import quote, urlencode

import brotli
import pytest
from django.core.handlers.wsgi import WSGIHandler

from directory import publication
from maps import answering
from maps.readpath import lane as laning
from maps.readpath.computed import Route
from maps.readpath.lane import Lane
from tests.publications import PLACES, place, sample

PATHS = (
    "/",
    "/en/",
    "/about",
    "/en/about",
    "/p/hall1",
    "/p/old01",
    "/p/nobody",
    "/p/hall1/poster",
    "/p/hall1/qr.svg",
    "/p/hall1/report",
    "/map/points.json",
    "/map/base/370400.json",
    "/map/base/370400.svg",
    "/offline/370400.json",
    "/sw.js",
    "/manifest.webmanifest",
    "/robots.txt",
    "/healthz",
    "/large",
    "/office/",
    "/nothing",
    "/api/nothing",
    "/api/collections/markets/items/kerb1",
    "/api/collections/markets/items/nobody",
    "/p//x",
    "/p/薛城",
)
# Values fit for a parameter, and some that are not.
VALUES = {
    "lon": ["117.263", "117.3", "34.8", "+117.5", "", "x", "117.26300001", "1e2", "200"],
    "lat": ["34.797", "34.5", "117.2", "", "y"],
    "datum": ["wgs84", "gcj02", "bd09", "wgs72", ""],
    "trade": ["bricklayer", "瓦匠", "wg", "astronaut", "", "a b"],
    "at": ["now", "tomorrow 05:00", "2026-11-24T05:00", "soon", ""],
    "mode": ["walk", "ebike", "car"],
    "limit": ["1", "3", "10", "0", "101", "99999", "ten", " 5"],
    "offset": ["0", "2", "500", "-1"],
    "bbox": ["117.2,34.7,117.3,34.9", "179,-10,-179,60", "1,2,3", "0,0,1,1"],
    "region": ["370403", "370400", "999999"],
    "q": ["薛城", "nowhere"],
    "from": ["old01"],
    "utm_source": ["a", "a/b?c"],
    "f": ["json", "html"],
    "near": ["117.263,34.797", "117.3,34.5", "34,117", "x"],
    "open_at": ["now", "tomorrow 05:00", "2026-11-24T05:00", "soon"],
}
NAMES = {
    "/api/nearest": ("lon", "lat", "datum", "trade", "at", "mode", "limit", "f"),
    "/api/collections/markets/items": (
        "bbox",
        "limit",
        "offset",
        "f",
        "trade",
        "near",
        "open_at",
    ),
}
HEADERS = {
    "HTTP_ACCEPT_ENCODING": ["gzip, deflate, br", "gzip", "br", "identity", "gzip;q=0"],
    "HTTP_ACCEPT_LANGUAGE": ["en", "zh-CN,zh;q=0.9"],
    "HTTP_ACCEPT": ["*/*", "text/html", "application/geo+json", "application/json, text/html"],
    "HTTP_COOKIE": [
        "size=xl",
        "size=x",
        "other=1",
        "size=xl; csrftoken=abc",
        f"csrftoken={'a' * 32}; size=xl",
        "django_language=en",
    ],
    "HTTP_ORIGIN": ["https://elsewhere.example"],
    "HTTP_IF_MODIFIED_SINCE": ["Thu, 19 Nov 2026 19:00:00 GMT", "Thu, 19 Nov 2020 19:00:00 GMT"],
    "HTTP_IF_NONE_MATCH": ['"7-0"', "*", 'W/"7-0", "x"', "nonsense"],
    "HTTP_IF_MATCH": ['"7-0"', "*"],
    "HTTP_RANGE": ["bytes=0-10"],
    "HTTP_HOST": ["localhost", "localhost:8000", "foreign.example", "", "LOCALHOST"],
    "HTTP_X_FORWARDED_PROTO": ["https", "http", "https, http"],
    "HTTP_X_FORWARDED_HOST": ["foreign.example"],
    "wsgi.url_scheme": ["https"],
    "REQUEST_METHOD": ["HEAD", "POST", "OPTIONS", "PUT"],
}
# Of bytes that were compressed by another hand.
BY_ENCODING = {"content-length", "content-encoding"}


def environ(path: str, query: str = "", **more: str) -> dict:
    return {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path.encode().decode("latin-1"),
        "QUERY_STRING": query,
        "SCRIPT_NAME": "",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "testserver",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": io.StringIO(),
        **more,
    }


def answer(application, asked: dict) -> tuple[str, dict[str, str], bytes]:
    """Status, headers by lower name (there is no doubled one but Set-Cookie), body as sent."""
    said: list = []
    response = application(dict(asked), lambda *head: said.append(head))
    body = b"".join(response)
    if hasattr(response, "close"):
        response.close()
    status, head = said[0][:2]
    names = [name.lower() for name, _ in head if name.lower() != "set-cookie"]
    assert len(names) == len(set(names))
    return status, {name.lower(): value for name, value in head}, body


def read(head: dict[str, str], body: bytes) -> bytes:
    encoding = head.get("content-encoding", "")
    if not body:
        return body
    plain: bytes = {"": bytes, "gzip": gzip.decompress, "br": brotli.decompress}[encoding](body)
    return plain


def assert_alike(lane, django, asked: dict) -> None:
    expected, found = answer(django, asked), answer(lane, asked)
    words = f"{asked['REQUEST_METHOD']} {asked['PATH_INFO']}?{asked['QUERY_STRING']} {asked}"
    assert found[0] == expected[0], words
    accepts = asked.get("HTTP_ACCEPT_ENCODING", "")
    encodings = {each[1].get("content-encoding") for each in (found, expected)}
    assert encodings <= {None, "gzip", *(["br"] if "br" in accepts else [])}, words
    left_out = set(BY_ENCODING) if encodings != {None} else set()
    if "set-cookie" in expected[1]:
        left_out |= {"set-cookie"}
    if len(encodings) == 2:
        # Short answers: one hand found them worth compressing and the other did not.
        left_out.add("etag")
    for name in expected[1].keys() | found[1].keys():
        if name not in left_out:
            assert found[1].get(name) == expected[1].get(name), (name, words)
    if asked["PATH_INFO"].endswith("/report"):
        return  # with a token, new each time
    if asked["REQUEST_METHOD"] == "HEAD":
        assert found[2] in (b"", expected[2])
    else:
        assert read(*found[1:]) == read(*expected[1:]), words
        if found[1].get("content-length"):
            assert int(found[1]["content-length"]) == len(found[2]), words


def questions(dice: random.Random) -> dict:
    """One request, plain more often than not."""
    path = dice.choice([*NAMES, *NAMES, *NAMES, *PATHS][: len(NAMES) * 3 + len(PATHS)])
    names = NAMES.get(path, tuple(VALUES))
    chosen = [name for name in names if dice.random() < 0.25]
    if path == "/api/nearest" and dice.random() < 0.9:
        chosen += ["lon", "lat"]
    good = dice.random() < 0.8
    pairs = [(n, VALUES[n][0] if good else dice.choice(VALUES[n])) for n in chosen]
    if good:
        pairs = list(dict(pairs).items())
        pairs = [(n, dice.choice(VALUES[n][:3])) if n != "lon" else (n, v) for n, v in pairs]
        pairs = [(n, v if (n, v) != ("lat", "117.2") else "34.6") for n, v in pairs]
    query = urlencode(pairs, quote_via=dice.choice([quote, quote]), safe=dice.choice(["", ",:"]))
    headers = {
        name: dice.choice(values)
        for name, values in HEADERS.items()
        if dice.random() < (0.3 if name == "HTTP_ACCEPT_ENCODING" else 0.06)
    }
    return environ(
        path, dice.choice([query, query, query.replace("%20", "+"), query + "&"]), **headers
    )


@pytest.fixture
def both(snapshot, morning):
    django = WSGIHandler()
    return Lane(django), django


def test_a_thousand_requests_are_answered_alike(both) -> None:
    lane, django = both
    dice = random.Random(20261124)
    for _ in range(1000):
        assert_alike(lane, django, questions(dice))
    assert len(lane.kept) > 30


@pytest.mark.parametrize("path", ["/", "/en/about", "/api/nearest", "/map/points.json"])
@pytest.mark.parametrize("encoding", ["", "gzip", "br, gzip"])
def test_what_is_unchanged_is_not_sent_again(both, path, encoding) -> None:
    lane, django = both
    asked = environ(path, "lon=117.263&lat=34.797" if "api" in path else "")
    asked["HTTP_ACCEPT_ENCODING"] = encoding
    for _ in range(3):
        assert_alike(lane, django, asked)
    tag = answer(lane, asked)[1]["etag"]
    for named in (tag, f'"other", {tag}', tag.removeprefix("W/")):
        again = asked | {"HTTP_IF_NONE_MATCH": named}
        for _ in range(3):
            assert_alike(lane, django, again)
            assert answer(lane, again)[0] == "304 Not Modified"


def test_behind_a_proxy_scheme_redirect_and_hsts_are_the_same(both, settings) -> None:
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_HSTS_SECONDS = 3600
    django = WSGIHandler()
    lane = Lane(django)
    for path, proto in itertools.product(
        ("/", "/api/nearest", "/map/points.json"), ("https", "http", "https,http", "")
    ):
        asked = environ(path, "lon=117.263&lat=34.797" if "api" in path else "")
        if proto:
            asked["HTTP_X_FORWARDED_PROTO"] = proto
        for _ in range(3):
            assert_alike(lane, django, asked)
    secure = answer(lane, environ("/", HTTP_X_FORWARDED_PROTO="https"))
    assert "strict-transport-security" in secure[1]
    assert answer(lane, environ("/"))[0].startswith("301")


def test_a_new_publication_and_a_new_minute_are_answered_anew(both, morning, tmp_path) -> None:
    lane, django = both
    asked = environ("/"), environ("/api/collections/markets/items"), environ("/map/points.json")
    for one in asked:
        for _ in range(3):
            assert_alike(lane, django, one)
    morning.shift(61)
    for one in asked:
        assert_alike(lane, django, one)
    with publication.use(sample(tmp_path, [*PLACES, place("extra")], number=8)):
        for one in asked:
            assert_alike(lane, django, one)
            assert_alike(lane, django, one)
        assert b"extra" in answer(lane, asked[1])[2]
    with publication.use(None):
        for one in asked:
            assert_alike(lane, django, one)


def test_where_somebody_stands_is_kept_nowhere(both) -> None:
    lane, _django = both
    for _ in range(3):
        answer(lane, environ("/", "lon=117.263&lat=34.797"))
        answer(lane, environ("/api/nearest", "lon=117.263&lat=34.797"))
    assert len(lane.kept) == 0


def test_kept_answers_stay_within_their_bound(snapshot, morning, settings) -> None:
    settings.KEPT_ANSWERS_BYTES = 100_000
    lane = Lane(WSGIHandler())
    for number in range(60):
        answer(lane, environ("/about", f"utm={number}", HTTP_ACCEPT_ENCODING="gzip"))
    assert 0 < len(lane.kept) < 60
    assert lane.kept.size <= 100_000


def test_a_route_that_differs_from_django_is_left_to_it(both, monkeypatch, caplog) -> None:
    lane, django = both
    other = Route("nearest", lambda *_: (b"{}",), answering.BY_MINUTE, keep=False)
    monkeypatch.setattr(laning, "route_of", lambda asked: other)
    asked = environ("/api/nearest", "lon=117.263&lat=34.797")
    for _ in range(3):
        assert_alike(lane, django, asked)
    assert "differ on /api/nearest" in caplog.text

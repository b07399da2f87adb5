"""What is answered by granian's own interface is what is answered by WSGI, byte for byte."""

import http.client
import os
import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.browser import serving

# What names the moment, and how the length is told (bodies are compared).
PASSING = {"date", "transfer-encoding", "content-length"}
CSP = "content-security-policy"
PLAIN: dict[str, str] = {}
ASKED: list[tuple[str, str, dict[str, str]]] = [
    ("GET", "/", PLAIN),
    ("GET", "/", {"Accept-Encoding": "gzip, br"}),
    ("GET", "/en/about", {"Accept-Encoding": "gzip"}),
    ("GET", "/?lon=117.263&lat=34.797&at=2030-01-07T05:00", PLAIN),
    ("GET", "/api/nearest?lon=117.263&lat=34.797&at=2030-01-07T05:00", PLAIN),
    ("GET", "/api/nearest?lon=117.263&lat=34.797&at=2030-01-07T05:00", {"Accept-Encoding": "gzip"}),
    ("HEAD", "/api/nearest?lon=117.263&lat=34.797&at=2030-01-07T05:00", PLAIN),
    ("GET", "/api/nearest?lon=999&lat=34.797", PLAIN),
    ("GET", "/api/collections/markets/items?limit=3", PLAIN),
    ("GET", "/api/collections/markets/items?limit=3", {"Accept": "text/html"}),
    ("GET", "/api/collections/markets/items?nothing=3", PLAIN),
    ("OPTIONS", "/api/collections/markets/items", PLAIN),
    ("POST", "/api/nearest", PLAIN),
    ("GET", "/tiles/markets/4/13/6.mvt", PLAIN),
    ("GET", "/p/%E9%9B%B6%E5%B7%A5", PLAIN),
    ("GET", "//about", PLAIN),
    ("GET", "/robots.txt", PLAIN),
    ("GET", "/about", {"Cookie": "unknown=1"}),
    ("GET", "/about", {"Range": "bytes=0-9"}),
    ("GET", "/about", {"Host": "elsewhere.invalid"}),
]


def ask(address: str, method: str, path: str, head: dict[str, str]) -> tuple[int, object, bytes]:
    at = urlsplit(address)
    assert at.hostname
    connection = http.client.HTTPConnection(at.hostname, at.port, timeout=60)
    try:
        # Under one name, as pages and data name the address they were asked under.
        connection.request(method, path, headers={"Host": "localhost", **head})
        answer = connection.getresponse()
        body = answer.read()
        said = {k.lower(): v for k, v in answer.getheaders() if k.lower() not in PASSING}
        # Each process writes the directives in an order of its own.
        said[CSP] = "; ".join(sorted(said.get(CSP, "").split("; ")))
        return answer.status, said, body
    finally:
        connection.close()


@pytest.fixture(scope="module")
def by_wsgi(api: str, api_environment: dict[str, str]) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = Path(api_environment["VAR_DIR"]) / "wsgi.log"
    process = serving.start(port, os.environ | api_environment, log, interface="wsgi")
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        serving.stop(process)


@pytest.mark.parametrize(("method", "path", "head"), ASKED)
def test_both_answer_alike(
    api: str, by_wsgi: str, method: str, path: str, head: dict[str, str]
) -> None:
    address = api.removesuffix("/api")
    for _first_then_kept in range(3):
        ours = ask(address, method, path, head)
        assert ours == ask(by_wsgi, method, path, head)
        assert ours[0] != 500

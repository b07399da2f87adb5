"""The WSGI environment of a request that came by granian's own interface (RSGI).

As granian writes it for WSGI, with one difference: a header with `_` in its name is left out. In
the environment it would stand under the same name as the one with `-`, and a visitor could write
over what our own proxy says of him (X-Forwarded-For).
"""

import sys
from functools import lru_cache
from typing import IO, Any, Protocol

from maps.readpath.asked import Environ

_SAME: Environ = {
    "SCRIPT_NAME": "",
    "GATEWAY_INTERFACE": "CGI/1.1",
    "SERVER_SOFTWARE": "Granian",
    "wsgi.version": (1, 0),
    "wsgi.multithread": True,
    "wsgi.multiprocess": True,
    "wsgi.run_once": False,
    "wsgi.input_terminated": True,
}
# Named without HTTP_ in front.
_BARE = {"content-type": "CONTENT_TYPE", "content-length": "CONTENT_LENGTH"}


class Headers(Protocol):
    def items(self) -> list[tuple[str, str]]: ...


class Scope(Protocol):
    """What of granian's Scope is read here; names of headers come in lower case."""

    http_version: str
    server: str
    client: str
    scheme: str
    method: str
    path: str
    query_string: str
    authority: str | None

    @property
    def headers(self) -> Headers: ...


def meta_of(scope: Scope, body: IO[bytes] | None = None) -> Environ:
    """`body` is what `wsgi.input` reads; it may be put there later."""
    meta = _SAME.copy()
    name, _, port = scope.server.rpartition(":")
    meta["REQUEST_METHOD"] = scope.method
    meta["PATH_INFO"] = _as_bytes(scope.path)
    meta["QUERY_STRING"] = _as_bytes(scope.query_string)
    meta["SERVER_PROTOCOL"] = f"HTTP/{scope.http_version}"
    meta["SERVER_NAME"], meta["SERVER_PORT"] = name, port
    meta["REMOTE_ADDR"] = scope.client.rpartition(":")[0].strip("[]")
    meta["wsgi.url_scheme"] = scope.scheme
    meta["wsgi.errors"] = sys.stderr
    for header, value in scope.headers.items():
        key = _key(header)
        if key is None:
            continue
        before = meta.get(key)
        # Cookies in pieces (HTTP/2) are one list with its own mark between.
        meta[key] = value if before is None else _joined(key, before, value)
    if "HTTP_HOST" not in meta and scope.authority:
        meta["HTTP_HOST"] = scope.authority
    if body is not None:
        meta["wsgi.input"] = body
    return meta


@lru_cache(maxsize=256)
def _key(header: str) -> str | None:
    if "_" in header:
        return None
    return _BARE.get(header) or "HTTP_" + header.upper().replace("-", "_")


def _joined(key: str, before: Any, value: str) -> str:
    return f"{before}; {value}" if key == "HTTP_COOKIE" else f"{before},{value}"


def _as_bytes(text: str) -> str:
    """WSGI's strings hold bytes, one a character."""
    return text if text.isascii() else text.encode().decode("latin-1")

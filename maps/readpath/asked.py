"""A plain public request, read from the WSGI environment; anything unusual is Django's business."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http.request import split_domain_port, validate_host
from django.utils.http import parse_etags

from maps.answering import LARGE, SIZE_COOKIE

Environ = dict[str, Any]
Key = tuple[str, str, str, bool, str, str]

# Pages with a token or of the officials, files, and what streams: none of them is kept.
_ELSEWHERE = re.compile(r"/(?:en/)?(?:office|static|r|data)(?:/|\Z)|/(?:en/)?p/[^/]*/report\Z")
_WITH_DATABASE = re.compile(r"/(?:en/)?(?:office|planner|r)(?:/|\Z)|/(?:en/)?p/[^/]*/report\Z")
_MACHINES = re.compile(r"/(?:api|tiles|map|offline)/")
_PATH = re.compile(r"/[\w./~@:+,-]*\Z", re.ASCII)
# Characters that Django's `iri_to_uri` leaves as they are.
_QUERY = re.compile(r"[\w.~%&=+,:;@/?!$'()*-]*\Z", re.ASCII)
# As in Django's GZipMiddleware.
_GZIP = re.compile(r"\bgzip\b")
_ADDRESS_MAX = 2000
# Conditions that only Django weighs; If-Modified-Since says nothing beside If-None-Match.
_CONDITIONS = ("HTTP_IF_MATCH", "HTTP_IF_UNMODIFIED_SINCE", "HTTP_RANGE", "HTTP_IF_RANGE")
_HOSTS_KEPT = 64
# No page depends on a token that is well formed; another one is replaced by Django.
_TOKEN = re.compile(r"[A-Za-z0-9]{32}\Z")

_good_hosts: dict[str, tuple[str, ...]] = {}


@dataclass(frozen=True, slots=True)
class Asked:
    """`key` is everything but publication and clock that an answer depends on.

    `named`: the answers that the asker has, by opaque tags without W/; empty for none.
    """

    key: Key
    head_only: bool
    named: tuple[str, ...]
    gzip: bool
    brotli: bool

    @property
    def path(self) -> str:
        return self.key[0]

    @property
    def query(self) -> str:
        return self.key[1]

    @property
    def secure(self) -> bool:
        return self.key[3]

    @property
    def size(self) -> str:
        """The size of type, of requests for pages."""
        return self.key[4]

    @property
    def accepts(self) -> str:
        """The Accept header, of requests for data."""
        return self.key[5]

    @property
    def base(self) -> str:
        """Scheme and host, as Django's `build_absolute_uri` writes them."""
        return f"{'https' if self.key[3] else 'http'}://{self.key[2]}"

    @property
    def full_path(self) -> str:
        return f"{self.key[0]}?{self.key[1]}" if self.key[1] else self.key[0]


def read(meta: Environ) -> Asked | None:
    """None for what is not plain: another method, a foreign host, plain HTTP, odd characters."""
    method = meta["REQUEST_METHOD"]
    path, query = meta.get("PATH_INFO", ""), meta.get("QUERY_STRING", "")
    if method not in ("GET", "HEAD") or meta.get("SCRIPT_NAME"):
        return None
    if len(path) + len(query) > _ADDRESS_MAX or not (_PATH.match(path) and _QUERY.match(query)):
        return None
    if _ELSEWHERE.match(path) or any(name in meta for name in _CONDITIONS):
        return None
    if meta.get("CONTENT_LENGTH") not in (None, "", "0") or "HTTP_TRANSFER_ENCODING" in meta:
        return None
    secure, host = _is_secure(meta), meta.get("HTTP_HOST", "")
    if (settings.SECURE_SSL_REDIRECT and not secure) or not _is_good(host):
        return None
    named = meta.get("HTTP_IF_NONE_MATCH", "")
    tags = parse_etags(named) if named else []
    # As Django: what names no tag says nothing, and then the time counts.
    if "*" in named or (not tags and "HTTP_IF_MODIFIED_SINCE" in meta):
        return None
    machine = is_machine(path)
    size = _size(meta.get("HTTP_COOKIE", ""), machine)
    if size is None:
        return None
    accepted = meta.get("HTTP_ACCEPT_ENCODING", "")
    accepts = meta.get("HTTP_ACCEPT", "") if machine else ""
    return Asked(
        key=(path, query, host, secure, size, accepts),
        head_only=method == "HEAD",
        named=tuple(tag.removeprefix("W/") for tag in tags),
        gzip=_GZIP.search(accepted) is not None,
        brotli="br" in accepted and _takes_brotli(accepted),
    )


def is_machine(path: str) -> bool:
    """Whether the address is one of data: the same for everybody, with problems for errors."""
    return _MACHINES.match(path) is not None


def asks_database(path: str) -> bool:
    """Whether the page waits for the database: the officials', and reports and their receipts."""
    return _WITH_DATABASE.match(path) is not None


def _is_secure(meta: Mapping[str, Any]) -> bool:
    """As `HttpRequest.scheme` decides it."""
    if settings.SECURE_PROXY_SSL_HEADER:
        header, wanted = settings.SECURE_PROXY_SSL_HEADER
        said = meta.get(header)
        if said is not None:
            return str(said).split(",", 1)[0].strip() == wanted
    return bool(meta.get("wsgi.url_scheme") == "https")


def _is_good(host: str) -> bool:
    """As `HttpRequest.get_host` decides it; a good one is remembered."""
    allowed = settings.ALLOWED_HOSTS
    if _good_hosts.get(host) == tuple(allowed):
        return True
    domain, _port = split_domain_port(host)
    if settings.USE_X_FORWARDED_HOST or not domain or not validate_host(domain, allowed):
        return False
    if len(_good_hosts) >= _HOSTS_KEPT:
        _good_hosts.clear()
    _good_hosts[host] = tuple(allowed)
    return True


def _size(cookies: str, machine: bool) -> str | None:
    """The size of type that a page is asked in; None where a cookie is not known here.

    Data do not depend on any cookie.
    """
    size = ""
    for each in cookies.split(";") if cookies else ():
        name, _, value = each.strip().partition("=")
        if name == settings.CSRF_COOKIE_NAME:
            if not _TOKEN.match(value):
                return None
        elif name == SIZE_COOKIE and value in ("", LARGE):
            size = value
        elif not machine:
            return None
    return "" if machine else size


def _takes_brotli(accepted: str) -> bool:
    return any(each.strip() == "br" for each in accepted.split(","))

"""What a page says of itself to machines: its address, its twin, what is beside it.

An address has one form here: no query but the number of a list's page, and one host, that of
`PUBLIC_BASE_URL` where it is set.
"""

from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest

from maps.said import get_language

ENGLISH = "/en"
# Parts of a query that make it another page; everything else asks the same page something.
OF_THE_ADDRESS = ("page",)


@dataclass(frozen=True, slots=True)
class Head:
    """Absolute addresses. `canonical` is that of this page in its own language."""

    base: str
    canonical: str
    chinese: str
    english: str


def base_of(request: HttpRequest) -> str:
    """Scheme and host, without a slash at the end."""
    base: str = settings.PUBLIC_BASE_URL
    if base:
        return base
    try:
        return f"{request.scheme}://{request.get_host()}"
    except DisallowedHost:
        # The page that says so must not fail over it again.
        return ""


def head(request: HttpRequest) -> Head:
    path = request.path
    kept = [f"{name}={request.GET[name]}" for name in OF_THE_ADDRESS if _plain(request, name)]
    query = f"?{'&'.join(kept)}" if kept else ""
    bare = path.removeprefix(ENGLISH) if path.startswith(f"{ENGLISH}/") else path
    return addresses(base_of(request), bare, query)


def addresses(base: str, bare: str, query: str = "") -> Head:
    """Of a page whose Chinese address is `bare`, in the active language."""
    chinese, english = f"{base}{bare}{query}", f"{base}{ENGLISH}{bare}{query}"
    is_english = not (get_language() or "").startswith("zh")
    return Head(base, english if is_english else chinese, chinese, english)


def _plain(request: HttpRequest, name: str) -> bool:
    value = request.GET.get(name, "")
    return value.isascii() and value.isdigit() and 0 < len(value) < 8 and value != "1"

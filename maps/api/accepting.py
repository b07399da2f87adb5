"""Which of two forms an Accept header wants, by RFC 9110: the more exact range, then its weight."""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

JSON, HTML = "json", "html"
# What the API says, whichever of its media types an address answers with.
_JSON = re.compile(r"application/(?:[\w.-]+\+)?json\Z", re.ASCII)
_WEIGHT = re.compile(r"q=([01](?:\.\d{0,3})?)\Z", re.ASCII)
_WHOLE = 1.0


@lru_cache(maxsize=512)
def form(accept: str) -> str:
    """'json', 'html', or '' where neither is taken. No header, and a tie of wildcards: JSON.

    Of two that are wanted alike the one named first is answered.
    """
    if not accept.strip():
        return JSON
    ranges = [_read(part) for part in accept.lower().split(",") if part.strip()]
    data = _best(ranges, lambda name: _JSON.match(name) is not None, "application/*")
    page = _best(ranges, lambda name: name in ("text/html", "application/xhtml+xml"), "text/*")
    if max(data[0], page[0]) <= 0:
        return ""
    return HTML if page > data else JSON


def _read(part: str) -> tuple[str, float]:
    name, *parameters = (each.strip() for each in part.split(";"))
    found = (_WEIGHT.match(each.replace(" ", "")) for each in parameters)
    return name, next((min(float(each[1]), _WHOLE) for each in found if each), _WHOLE)


def _best(
    ranges: Sequence[tuple[str, float]], names: Callable[[str], bool], family: str
) -> tuple[float, int, int]:
    """Weight, exactness and minus the place in the list of the range that decides."""
    found = [
        (exactness, weight, -at)
        for at, (name, weight) in enumerate(ranges)
        if (exactness := 2 if names(name) else {family: 1, "*/*": 0}.get(name, -1)) >= 0
    ]
    if not found:
        return 0.0, -1, 0
    exact = max(each[0] for each in found)
    weight, place = max(each[1:] for each in found if each[0] == exact)
    return weight, exact, place

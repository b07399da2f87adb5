"""What every page says of itself: which publication it was made from, and how it is set up."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from directory.publication import NoPublication, Snapshot, current, last_heard
from maps import words
from maps.answering import LARGE, size_of
from maps.api import urls_described
from maps.heads import Head, head
from maps.said import get_language
from maps.strings import strings

# Where the English twins live, see config/urls.py.
ENGLISH = "/en/"
TWINNED = (
    "finder", "place", "poster", "about", "offline", "report", "report_answer", "plan",
    "licence", "contact", "browse", "browse_area",
    "browse_trade", "browse_area_trade", "changes", "changes_of", "embed",
    "opendata", "opendata_publication", "opendata_dictionary", "pulse", "pulse_area",
    "counties", "counties_area", "api_docs", *urls_described.PAGES,
)  # fmt: skip
# After so long without word from the database a newer publication may exist.
DOUBTFUL_AFTER_S = 600


def publication(snapshot: Snapshot) -> dict[str, Any]:
    now = timezone.localtime()
    built = timezone.localtime(snapshot.built_at)
    # A process that started without the database vouches for no more than the publication does.
    silent = now - (last_heard() or snapshot.built_at)
    return {
        "number": snapshot.number,
        "built": built,
        "date": words.moment(built.replace(tzinfo=None), now.date()),
        "day": words.date(built.date()),
        "age": words.age(built, now),
        "doubtful": silent.total_seconds() > DOUBTFUL_AFTER_S,
        "demo": snapshot.demo,
        "count": snapshot.count,
    }


def twin(request: HttpRequest) -> str:
    """The same page in the other language; the front page where there is no such page."""
    chinese = (get_language() or "").startswith("zh")
    match = request.resolver_match
    if match is None or match.url_name not in TWINNED:
        return ENGLISH if chinese else "/"
    path = request.get_full_path()
    return ENGLISH.rstrip("/") + path if chinese else path.removeprefix(ENGLISH.rstrip("/"))


def site(request: HttpRequest) -> dict[str, Any]:
    large, path = size_of(request) == LARGE, request.get_full_path()
    return {"site": site_of(path, large, twin(request), head(request)), "strings": strings}


def site_of(path: str, large: bool, twin: str, head: Head) -> dict[str, Any]:
    """What the frame of every page shows; `path` with its query."""
    try:
        published = publication(current())
    except NoPublication:
        published = None
    return {
        "publication": published,
        "demo": settings.DEMO or bool(published and published["demo"]),
        "approval_number": settings.MAP_APPROVAL_NUMBER,
        "large": large,
        "size_class": "type-xl" if large else "",
        "twin": twin,
        "path": path,
        "head": head,
    }

"""The finder's page, for Django's view and for the lane: one context and one template.

The view renders the template with Django's engine; the lane asks far more often and runs the same
template compiled. `maps.readpath.lane` compares the two on the first question of a publication.
"""

import datetime as dt
from typing import Any

from django.conf import settings

from directory.publication import Snapshot
from maps import asking, finding, heads
from maps.compiled import pages
from maps.context import ENGLISH, site_of
from maps.params import FinderQuery
from maps.said import get_language
from maps.strings import strings

TEMPLATE = "maps/finder.html"
CHINESE_PATH, ENGLISH_PATH = "/", ENGLISH


def context(snapshot: Snapshot, query: FinderQuery, now: dt.datetime) -> dict[str, Any]:
    page = finding.context(snapshot, query, now)
    found = page["origin"] is not None
    return page | asking.context(snapshot, query, found, page["trade"], now)


def html(
    snapshot: Snapshot, query: FinderQuery, now: dt.datetime, base: str, path: str, large: bool
) -> str:
    """The whole page in the active language; `base` is scheme and host, `path` has its query."""
    page = context(snapshot, query, now)
    english = path.startswith(ENGLISH)
    twin = path.removeprefix(ENGLISH.rstrip("/")) if english else ENGLISH.rstrip("/") + path
    head = heads.addresses(settings.PUBLIC_BASE_URL or base, CHINESE_PATH)
    page["site"] = site_of(path, large, twin, head)
    return pages.page(TEMPLATE, get_language(), strings)(page)

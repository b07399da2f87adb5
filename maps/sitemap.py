"""Addresses for search engines (sitemaps.org): an index, and parts in both languages.

Part 0 holds the pages about the directory and the areas that have places; the others hold 10 000
places each, in the order of ids. Two addresses a place make 20 000 a part (50 000 are allowed) and
some 12 MB (50 allowed); a part is made in about 0.1 s when it is asked for.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape, quoteattr

import numpy as np
from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from directory.monitoring.sums import WHOLE_COUNTRY
from directory.publication import Snapshot
from maps.browse import counting
from maps.browse.pauses import pauses
from maps.kept_with import kept_with_snapshot

PLACES_A_PART = 10_000
ISSUES_LISTED = 100
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
XHTML = "http://www.w3.org/1999/xhtml"
LANGUAGES = (("zh-Hans", "zh-hans"), ("en", "en"))
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
PLAIN = (
    "finder", "browse", "counties", "changes", "about", "licence", "contact", "embed", "opendata",
)  # fmt: skip

Address = tuple[str, str]  # Chinese and English path


def parts_of(snapshot: Snapshot) -> int:
    """How many parts there are."""
    return 1 + -(-snapshot.count // PLACES_A_PART)


def index(snapshot: Snapshot, base: str) -> bytes:
    built = snapshot.built_at.isoformat(timespec="seconds")
    items = "".join(
        f"<sitemap><loc>{escape(base + reverse('sitemap_part', args=[number]))}</loc>"
        f"<lastmod>{built}</lastmod></sitemap>\n"
        for number in range(parts_of(snapshot))
    )
    return f'{HEAD}<sitemapindex xmlns="{SITEMAP}">\n{items}</sitemapindex>\n'.encode()


@kept_with_snapshot(4)
def part(snapshot: Snapshot, number: int, base: str, day: dt.date) -> bytes:
    found = _pages(snapshot, day) if number == 0 else _places(snapshot, number, day)
    urls = "".join(_url(base, pair, modified) for pair, modified in found)
    head = f'<urlset xmlns="{SITEMAP}" xmlns:xhtml="{XHTML}">\n'
    return f"{HEAD}{head}{urls}</urlset>\n".encode()


def _url(base: str, pair: Address, modified: str) -> str:
    """The entries of a page's two languages, each naming both."""
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang="{name}" href={quoteattr(base + path)}/>'
        for (name, _code), path in zip(LANGUAGES, pair, strict=True)
    )
    changed = f"<lastmod>{modified}</lastmod>" if modified else ""
    return "".join(
        f"<url><loc>{escape(base + path)}</loc>{changed}{links}</url>\n" for path in pair
    )


def _named(name: str, *args: object) -> Address:
    made = []
    for _name, code in LANGUAGES:
        with override(code):
            made.append(reverse(name, args=args))
    return made[0], made[1]


def _pages(snapshot: Snapshot, day: dt.date) -> list[tuple[Address, str]]:
    found = [(_named(name), "") for name in PLAIN]
    areas: Sequence[str] = [
        area.code
        for area in snapshot.areas.values()
        if counting.standing(snapshot, day).get(area.code)
    ]
    found += [(_named("browse_area", code), "") for code in areas]
    found += [
        (_named("pulse_area", code) if code in snapshot.areas else _named("pulse"), "")
        for code in snapshot.pulse_regions
        if code in snapshot.areas or code == WHOLE_COUNTRY
    ]
    found += [(_named("browse_trade", code), "") for code in counting.trades(snapshot, "", day)]
    home = settings.SITE_REGION
    found += [
        (_named("browse_area_trade", home, code), "")
        for code in counting.trades(snapshot, home, day)
        if home in snapshot.areas
    ]
    found += [
        (_named("changes_of", entry.number), entry.at.date().isoformat())
        for entry in snapshot.log[:ISSUES_LISTED]
    ]
    return found


def _places(snapshot: Snapshot, number: int, day: dt.date) -> Iterable[tuple[Address, str]]:
    """Pages of places that stand there on the day."""
    first = (number - 1) * PLACES_A_PART
    rows = snapshot.id_rows[first : first + PLACES_A_PART]
    ids = snapshot.ids[first : first + PLACES_A_PART]
    there = ~np.isin(rows, pauses(snapshot).on(day)[0])
    issues = {entry.number: entry.at.date().isoformat() for entry in snapshot.log}
    changed = snapshot.columns.number("changed")[rows[there]].tolist()
    chinese, english = (path.removesuffix("0") for path in _named("place", "0"))
    for id, issue in zip(ids[there].tolist(), changed, strict=True):
        name = id.decode()
        yield (chinese + name, english + name), issues.get(issue, "")

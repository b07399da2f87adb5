"""The finder's page, put together: who asks, from where, for what; then the answer in cards."""

import datetime as dt
import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote_plus

from django.conf import settings
from django.urls import reverse

from directory import finder
from directory.publication import Snapshot, current
from directory.records import AreaRecord, TradeRecord
from geo import roads_in_use
from maps import basis, cards, client, limits, origin, tapping, unmet, words
from maps.params import DAWN, MORE_MAX, MORE_STEP, FinderQuery, dawn
from maps.readers import At
from maps.said import get_language
from maps.said import gettext as _
from maps.standing import count_in

EVENT_DAYS = 7
EVENTS_WITHIN_M = 20_000.0
EVENTS_SHOWN = 6
# Who opens an address a little late is on the way; later, the moment is over.
PAST_AFTER = dt.timedelta(minutes=30)
TRADES_FIRST = 11
# No text that is asked for has a control character in it.
_MARK, _MARK_QUOTED = "\0", "%00"


@dataclass(frozen=True, slots=True)
class Option:
    """A link that changes one part of the question."""

    name: str
    url: str
    chosen: bool = False
    icon: str = ""
    count: int | None = None
    note: str = ""


def context(snapshot: Snapshot, query: FinderQuery, now: dt.datetime) -> dict[str, Any]:
    """Everything the template shows, in words and links."""
    trade = snapshot.find_trade(query.trade) if query.trade else None
    found = origin.find(snapshot, query)
    today = now.date()
    page: dict[str, Any] = {
        "query": query,
        "trade": trade,
        "trade_name": cards.named(trade) if trade else "",
        "trade_unknown": query.trade if query.trade and trade is None else "",
        "found": found,
        "origin": found.origin,
        "when": when_words(query.at, today),
        "choices": [Option(c.name, url(c.query), note=c.context) for c in found.choices],
        "ways": _ways(snapshot, query, trade, now),
        "settings": client.settings_of(snapshot, query, found.origin, trade),
    }
    page["past"] = query.at.moment < now - PAST_AFTER
    if found.origin is not None:
        page |= _answered(snapshot, query, found.origin, trade, now)
    page["tap"] = _tap(snapshot, query, found.origin, page.get("nearest_region", ""))
    return page


def _answered(
    snapshot: Snapshot,
    query: FinderQuery,
    start: origin.Origin,
    trade: TradeRecord | None,
    now: dt.datetime,
) -> dict[str, Any]:
    code = trade.code if trade else None
    ask = finder.Ask(lon=start.lon, lat=start.lat, at=query.at.moment, mode=query.mode, trade=code)
    answer = finder.answer(snapshot, ask, more=query.more, roads=roads_in_use.roads())
    if query.position is not None:
        unmet.note(ask, answer, now)
    today = now.date()

    hits = (*answer.best, *answer.nearer, *answer.rest)
    rests_on = basis.of(hits)

    def as_cards(hits: tuple[finder.Hit, ...], full: bool = False) -> list[cards.Card]:
        asked = query.mode, code or ""
        return [cards.card(snapshot, hit, today, *asked, full, rests_on) for hit in hits]

    events = snapshot.events_near(
        start.lon, start.lat, query.at.moment, EVENT_DAYS, EVENTS_WITHIN_M
    )
    more = len(answer.rest) >= query.more and query.more < MORE_MAX
    first = (answer.best or answer.nearer or answer.rest)[:1]
    best = as_cards(answer.best, full=True)
    return {
        "best": best,
        "basis": basis.words(rests_on),
        "good": answer.good,
        "far": limits.too_far(snapshot, answer),
        "unannounced": limits.unannounced(snapshot, hits),
        "some_soon": any(hit.wait_min for hit in answer.best[: answer.good]),
        "nearer": as_cards(answer.nearer),
        "rest": as_cards(answer.rest),
        "fallback": answer.fallback,
        "events": [
            cards.event_card(snapshot, event, today, metres)
            for event, metres in events[:EVENTS_SHOWN]
        ],
        "more_url": url(query.but(more=min(MORE_MAX, query.more + MORE_STEP))) if more else "",
        "nearest_region": first[0].place.region if first else "",
    }


def when_words(at: At, today: dt.date) -> str:
    if at.is_now:
        return _("现在出发")
    return _("%(moment)s 出发") % {"moment": words.moment(at.moment, today)}


def url(query: FinderQuery) -> str:
    """The address of a question in the active language."""
    return _home(get_language() or "") + query.query()


def _urls(query: FinderQuery, name: str) -> Callable[[str], str]:
    """Addresses of the same question with another code for `name`; written once for forty links."""
    before, _mark, after = url(query.but(**{name: _MARK})).partition(_MARK_QUOTED)
    return lambda code: f"{before}{_quoted(code)}{after}"


_quoted = functools.lru_cache(maxsize=1024)(quote_plus)


@functools.cache
def _home(language: str) -> str:
    """The finder's path in the active language; a page has some fifty links to it."""
    return reverse("finder")


def _ways(
    snapshot: Snapshot, query: FinderQuery, trade: TradeRecord | None, now: dt.datetime
) -> dict[str, Any]:
    """The ways of asking as links, and the values the forms carry along."""
    of_trade, of_region = _urls(query, "trade"), _urls(query, "region")
    trades = [
        Option(
            cards.named(each),
            of_trade(each.code),
            chosen=each is trade,
            icon=cards.icon_of(each),
        )
        for each in snapshot.trades.values()
    ]
    soon = dawn(now)
    soon_words = _("今早 5:00") if now.time() < DAWN else _("明早 5:00")
    dawn_at = At(soon, dt.datetime.combine(now.date(), DAWN))
    chosen_time = not query.at.is_now and query.at.text != soon
    here = query.region or settings.SITE_REGION
    county = here[:6] if here[4:6] != "00" else ""
    return {
        "trades_first": trades[:TRADES_FIRST],
        "trades_more": trades[TRADES_FIRST:],
        "any_trade": Option(_("不限工种"), url(query.but(trade="")), chosen=not query.trade),
        "now": Option(_("现在"), url(query.but(at=At("now", now))), chosen=query.at.is_now),
        "dawn": Option(soon_words, url(query.but(at=dawn_at)), chosen=query.at.text == soon),
        "time_chosen": chosen_time,
        "date": f"{query.at.moment:%Y-%m-%d}",
        "time": f"{query.at.moment:%H:%M}",
        "walk": Option(_("步行"), url(query.but(mode="walk")), chosen=query.mode == "walk"),
        "ebike": Option(_("电动车"), url(query.but(mode="ebike")), chosen=query.mode == "ebike"),
        "counties": [
            _area_option(snapshot, a, query, of_region, now.date())
            for a in children(snapshot, _city(here))
        ],
        "towns": [
            _area_option(snapshot, a, query, of_region, now.date())
            for a in children(snapshot, county)
        ],
        "area": snapshot.areas.get(query.region),
        "city": snapshot.areas.get(_city(here)),
        # What a form must not lose: the question without its origin, and the whole of it.
        "keep": [p for p in query.but(q="").pairs() if p[0] != "more"],
        "keep_all": [p for p in query.pairs() if p[0] not in ("at", "more")],
    }


def _city(code: str) -> str:
    return f"{code[:4]}00"


def _area_option(
    snapshot: Snapshot,
    area: AreaRecord,
    query: FinderQuery,
    of_region: Callable[[str], str],
    day: dt.date,
) -> Option:
    count = None
    if area.level == "county":
        count = count_in(snapshot.checksum, area.code, day)
    return Option(
        area.name,
        of_region(area.code),
        chosen=query.region[:6] == area.code or query.region == area.code,
        count=count,
    )


def children(snapshot: Snapshot, parent: str) -> list[AreaRecord]:
    """The areas right below `parent` that can be stood on, in the order of their codes."""
    codes = _children(snapshot.checksum, parent) if parent else ()
    return [snapshot.areas[code] for code in codes if code in snapshot.areas]


@functools.lru_cache(maxsize=512)
def _children(checksum: str, parent: str) -> tuple[str, ...]:
    return tuple(
        area.code
        for area in current().areas.values()
        if area.parent == parent and area.lon is not None
    )


@functools.lru_cache(maxsize=512)
def _picture(area: str) -> str:
    return reverse("basemap_svg", args=[area])


def _tap(
    snapshot: Snapshot, query: FinderQuery, start: origin.Origin | None, near: str
) -> dict[str, Any] | None:
    """The picture to tap: of the chosen county, of the county of the answer, or of the city."""
    wanted = query.region[:6] or (near if start is not None else "") or settings.SITE_REGION
    for area in (wanted, settings.SITE_REGION):
        try:
            frame = tapping.frame(snapshot, area)
        except tapping.UnknownArea:
            continue
        record = snapshot.areas.get(area)
        return {
            "area": area,
            "name": record.name if record else "",
            "url": _picture(area),
            "width": tapping.WIDTH,
            "height": frame.height,
        }
    return None
